"""Names that the project refers to and nobody declares: what an author is most likely about to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.project.uses import uses
from plx_schema.vocabulary import BUILT_IN_PIPES

if TYPE_CHECKING:
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source


def unknown_pipes(library: Library) -> list[str]:
    """Codes of pipes that are called and not declared, in order."""
    built_in = {code for codes in BUILT_IN_PIPES.values() for code in codes}
    called = {
        use.name
        for source in library.sources.values()
        for declaration in source.declarations()
        for use in uses(declaration)
        if use.kind == "pipe"
    }
    return sorted(code for code in called - built_in if not library.pipes_named(code))


def unknown_concepts(library: Library, source: Source) -> list[str]:
    """Codes of concepts that the files of this domain refer to and nobody declares, in order."""
    return sorted(
        {
            use.reference.code
            for other in library.sources.values()
            if other.domain == source.domain
            for declaration in other.declarations()
            for use in uses(declaration)
            if use.reference is not None
            and use.reference.domain in ("", source.domain)
            and library.concept(use.reference, other) is None
        }
    )
