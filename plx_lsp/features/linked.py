"""Places that are typed together: the name of a pipe or concept in each of its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.names import names_in
from plx_lsp.features.occurrences import name_under

if TYPE_CHECKING:
    from plx_lsp.features.names import Name
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source


def linked(library: Library, source: Source, offset: int) -> list[Name]:
    """The name at `offset` in every header of its declaration, where it is in one of several."""
    found = name_under(library, source, offset)
    if found is None or found.meaning.kind not in ("pipe", "concept"):
        return []
    named = library.pipes_named if found.meaning.kind == "pipe" else library.concepts_named
    for declaration in named(found.meaning.name):
        if declaration.source is source:
            headers = [name for name in names_in(declaration, library) if name.meaning == found.meaning]
            if len(headers) > 1 and found in headers:
                return headers
    return []
