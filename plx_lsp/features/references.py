"""Who names the thing at a cursor: over the library, or in one file, to be marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.occurrences import name_under, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.names import Name
    from plx_lsp.project.project import Project
    from plx_lsp.project.source import Source


def references(project: Project, source: Source, offset: int, *, declarations: bool) -> Iterator[Name]:
    """Every place that means the same as the name at `offset`, with or without those that declare it."""
    found = name_under(project.library, source, offset)
    if found is not None:
        every = occurrences(project.library, found.meaning, project.deck_files)
        yield from (name for name in every if declarations or not name.declares)


def highlights(project: Project, source: Source, offset: int) -> Iterator[Name]:
    """The same within the file."""
    return (name for name in references(project, source, offset, declarations=True) if name.path == source.path)
