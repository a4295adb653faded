"""Who names the thing at a cursor: over the library, or in one file, to be marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.occurrences import name_under, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.names import Name
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source


def references(library: Library, source: Source, offset: int, *, declarations: bool) -> Iterator[Name]:
    """Every place that means the same as the name at `offset`, with or without those that declare it."""
    found = name_under(library, source, offset)
    if found is not None:
        yield from (name for name in occurrences(library, found.meaning) if declarations or not name.declares)


def highlights(library: Library, source: Source, offset: int) -> Iterator[Name]:
    """The same within the file."""
    return (name for name in references(library, source, offset, declarations=True) if name.path == source.path)
