"""About pipes and the names inside them: signature, steps, what an image pipe would make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.describe.markdown import bullets, code, paragraphs, plain
from plx_lsp.features.images import plan_of
from plx_lsp.project.calls import calls_of
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Input, Pipe


def signature(pipe: Pipe) -> str:
    """What goes in and what comes out: `draw(prompt: Text) → Image`."""
    inputs = ", ".join(f"{each.name}: {each.reference.text if each.reference else '?'}" for each in pipe.inputs)
    return f"{pipe.code}({inputs}) → {pipe.output.text if pipe.output else '?'}"


def pipe_text(library: Library, pipe: Pipe) -> str:
    """About a pipe."""
    return paragraphs(
        code(f"# {pipe.type or 'no type'}\n{signature(pipe)}"),
        plain(pipe.description),
        plan_of(library, pipe).summary if pipe.type == IMG_GEN else "",
        bullets(_steps(library, pipe)),
    )


def _steps(library: Library, pipe: Pipe) -> list[str]:
    found: list[str] = []
    for call in calls_of(pipe, library):
        result = f" → `{call.result.data}`" if call.result is not None else ""
        over = f" for each `{call.item.data}` of `{call.over.data}`" if call.item and call.over else ""
        unknown = "" if call.pipe is not None else " (not declared)"
        found.append(f"`{call.node.data}`{over}{result}{unknown}")
    return found


def input_text(pipe: Pipe, each: Input) -> str:
    """About an input of a pipe."""
    concept = each.reference.text if each.reference else "no concept"
    return paragraphs(f"**input `{each.name}`** of `{pipe.code}`: `{concept}`")
