"""A static prompt becomes an input, and an input a static prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import REWRITE, Action
from plx_lsp.lint import TextEdit
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
    edit = _entry(pipe, inputs, f'img_gen_prompt = "{named.replace("_", " ").capitalize()}"')
    if edit is not None:
        yield Action("Write the prompt here", REWRITE, (edit,))


def _entry(pipe: Pipe, node: Node, text: str) -> TextEdit | None:
    """Put `text` in place of a whole `key = value` that stands in one block."""
    if node.key is None or node.key_block is not node.block or node.origin not in ("scalar", "inline"):
        return None
    base = pipe.source.start_of(node.block)
    return TextEdit(pipe.source.path, base + node.key.start, base + node.end, text)
