"""PipeExtract (PipeOcr before 0.12): one document in, pages out (R§7)."""

from __future__ import annotations

from plx_lsp.lint.finding import Edit, Finding, Fix, key_place, name_place, part_place, value_place
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.builtins import NATIVE, Builtin
from plx_lsp.project.compatibility import fits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe

_TYPES = ("PipeExtract", "PipeOcr")
_DOCUMENTS = ("PDF", "Image", "Document")


@pipe_rule("extract-input", "error", "A PipeExtract whose input is not one document.", *_TYPES)
def extract_input(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """It has exactly one input, and that is a PDF or an image."""
    if not pipe.inputs:
        inputs = pipe.get("inputs")
        place = key_place(pipe.source, inputs) if inputs is not None else name_place(pipe)
        yield Finding(place, 'there is no document to read: write `inputs = { document = "PDF" }`')
        return
    for extra in pipe.inputs[1:]:
        message = (
            f"this pipe reads one document, `{pipe.inputs[0].name}`, so `{extra.name}` has no place in it: remove it"
        )
        yield Finding(key_place(pipe.source, extra.node), message)
    reference = pipe.inputs[0].reference
    concept = library.concept(reference, pipe.source) if reference is not None else None
    if concept is None or reference is None or reference.node is None:
        return
    if all(fits(concept, NATIVE[code], library) is False for code in _DOCUMENTS):
        place = part_place(pipe.source, reference.node, reference.start, reference.end)
        message = f"`{reference.name}` cannot be read into pages: write `PDF` or `Image`, or a concept that refines one"
        yield Finding(place, message)


@pipe_rule("extract-output", "warning", "A PipeExtract whose output is not pages.", *_TYPES)
def extract_output(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """It makes pages whatever `output` says; 0.13 - 0.15 do so without a word, the others refuse it."""
    output = pipe.output
    concept = library.concept(output, pipe.source) if output is not None else None
    if output is None or output.node is None or concept is None:
        return
    chain, broken = library.chain(concept)
    if broken is not None or chain[-1] is NATIVE["Page"] or (isinstance(concept, Builtin) and concept.is_any):
        return
    message = f"this pipe makes pages, not `{output.name}`: write `Page[]`, and make the rest of them in a later step"
    place = value_place(pipe.source, output.node)
    yield Finding(place, message, Fix('Write output = "Page[]"', Edit(place, '"Page[]"')))
