"""A static prompt becomes an input, and an input a static prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import REWRITE, Action
from plx_lsp.features.extents import content_end
from plx_lsp.lint import TextEdit
from plx_lsp.lint.edits import line_end
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax import Node


def to_input(pipe: Pipe) -> Iterator[Action]:
    """`img_gen_prompt = "…"` becomes `inputs = { prompt = "Text" }`."""
    prompt = pipe.get("img_gen_prompt")
    if pipe.type != IMG_GEN or prompt is None or prompt.kind != "string" or pipe.get("inputs", "prompt") is not None:
        return
    edit = _entry(pipe, prompt, 'inputs = { prompt = "Text" }')
    if edit is not None:
        yield Action("Take the prompt from an input", REWRITE, (edit,))


def to_static_prompt(pipe: Pipe) -> Iterator[Action]:
    """The one input becomes `img_gen_prompt = "…"`, to be filled in."""
    inputs = pipe.get("inputs")
    if pipe.type != IMG_GEN or inputs is None or len(pipe.inputs) != 1 or pipe.get("img_gen_prompt", "prompt"):
        return
    named = pipe.inputs[0].name
    text = f'img_gen_prompt = "{named.replace("_", " ").capitalize()}"'
    edit = _entry(pipe, inputs, text)
    edits = (edit,) if edit is not None else _from_header(pipe, inputs, text)
    if edits:
        yield Action("Write the prompt here", REWRITE, edits)


def _entry(pipe: Pipe, node: Node, text: str) -> TextEdit | None:
    """Put `text` in place of a whole `key = value` that stands in one block."""
    if node.key is None or node.key_block is not node.block or node.origin not in ("scalar", "inline"):
        return None
    base = pipe.source.start_of(node.block)
    return TextEdit(pipe.source.path, base + node.key.start, base + node.end, text)


def _from_header(pipe: Pipe, inputs: Node, text: str) -> tuple[TextEdit, ...]:
    """Put `text` behind the pipe's own entries in place of its `[pipe.x.inputs]`; nothing where they are elsewhere."""
    own, block, source = pipe.key_block, inputs.block, pipe.source
    if inputs.origin != "header" or len(block.keys) != len(own.keys) + 1 or not own.entries:
        return ()
    lines, start = source.document.lines, source.start_of(block)
    last = lines.line_at(source.start_of(own) + content_end(own))
    at = lines.start_of(last) + len(lines.text_of(last))
    end, text = start + content_end(block), line_end(own) + text
    if at <= start and not source.document.text[at:start].strip():
        return (TextEdit(source.path, at, end, text),)
    return TextEdit(source.path, at, at, text), TextEdit(source.path, start, end, "")
