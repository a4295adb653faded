"""About variables: where a pipe's name comes from, and what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.describe.concepts import concept_text
from plx_lsp.features.describe.markdown import paragraphs
from plx_lsp.project.calls import calls_of

if TYPE_CHECKING:
    from plx_lsp.features.names import Meaning
    from plx_lsp.project.library import Library
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Pipe


def variable_text(library: Library, source: Source, meaning: Meaning) -> str:
    """About an input of a pipe, or the result of one of its steps."""
    pipe = library.pipe(meaning.pipe, source)
    if pipe is None:
        return ""
    for each in pipe.inputs:
        if each.name == meaning.name:
            return _text(library, pipe, f"**input `{each.name}`** of `{pipe.code}`", each.reference)
    for call in calls_of(pipe, library):
        if call.result is not None and call.result.data == meaning.name:
            output = call.pipe.output if call.pipe is not None else None
            said = f"**result `{meaning.name}`** of the step `{call.node.data}` in `{pipe.code}`"
            return _text(library, call.pipe or pipe, said, output)
    return f"**variable `{meaning.name}`**: no input or result of `{pipe.code}` has this name"


def _text(library: Library, pipe: Pipe, said: str, reference: ConceptRef | None) -> str:
    concept = library.concept(reference, pipe.source) if reference is not None else None
    holds = f": `{reference.text}`" if reference is not None else ""
    return paragraphs(said + holds, concept_text(library, concept) if concept is not None else "")
