"""How many results a PipeLLM shall make, said twice (R§5). A PipeImgGen's count is `image_pipes`' business."""

from __future__ import annotations

from plx_lsp.lint.edits import remove_entry
from plx_lsp.lint.finding import Finding, Fix, key_place, value_place
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.references import OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe


@pipe_rule("count-conflict", "error", "Two numbers of results that differ.", "PipeLLM")
def count_conflict(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """`Text[3]` and `nb_output = 3` mean the same, and so do `Text[]` and `multiple_output = true`."""
    output = pipe.output
    if output is None or output.node is None or output.count is None:
        return
    for key in ("nb_output", "multiple_output"):
        node = pipe.get(key)
        if node is None or node.kind not in ("integer", "boolean"):
            continue
        said = OPEN if node.data is True else 1 if node.data is False else node.data
        if said != output.count and not (node.data is False and output.count != OPEN):
            message = f"`{key}` says another number of results than `{output.text}`: keep one of the two"
            edit = remove_entry(pipe.source, node)
            fixes = [Fix(f"Remove `{key}`", edit)] if edit is not None else []
            related = ((value_place(pipe.source, output.node), "the other number is here"),)
            yield Finding(key_place(pipe.source, node), message, *fixes, related=related)
