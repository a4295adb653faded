"""What is shown between the words of a text: model and price, pixels, what each step gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.images import plan_of
from plx_lsp.features.scope import pipes_between
from plx_lsp.project.calls import calls_of
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax import Node


@dataclass(frozen=True, slots=True)
class Hint:
    """A text at `offset`; `about` names what it is about, for `describe.about`."""

    offset: int
    text: str
    about: tuple[str, ...] = ()


def hints(library: Library, source: Source, start: int, end: int) -> Iterator[Hint]:
    """The hints of a file between `start` and `end`."""
    for pipe in pipes_between(library, source, start, end):
        found = _image_hints(library, pipe) if pipe.type == IMG_GEN else _step_hints(library, pipe)
        yield from (hint for hint in found if start <= hint.offset <= end)


def _image_hints(library: Library, pipe: Pipe) -> Iterator[Hint]:
    plan = plan_of(library, pipe)
    if plan.resolution is None:
        return
    choice = plan.image.choice_node
    about = ("model", plan.resolution.name)
    if choice is not None:
        named = plan.model if choice.data != plan.model else ""
        said = " · ".join(part for part in (named, plan.price, plan.status) if part)
        yield Hint(_end(pipe, choice), f"→ {said}" if named else said, about)
    elif pipe.key is not None:
        yield Hint(_header_end(pipe), f"{plan.model} · {plan.price}", about)
    ratio = plan.image.option_nodes.get("aspect_ratio")
    if ratio is not None and plan.size:
        yield Hint(_end(pipe, ratio), plan.size)


def _step_hints(library: Library, pipe: Pipe) -> Iterator[Hint]:
    for call in calls_of(pipe, library):
        if call.pipe is not None and call.pipe.output is not None:
            yield Hint(_end(pipe, call.node), f"→ {call.pipe.output.text}", ("pipe", call.pipe.code))


def _end(pipe: Pipe, node: Node) -> int:
    return pipe.source.start_of(node.block) + node.end


def _header_end(pipe: Pipe) -> int:
    """Behind the header of a pipe, or behind its name where it has none."""
    base = pipe.source.start_of(pipe.key_block)
    if pipe.node.origin == "header":
        return base + pipe.node.block.header_end
    return base + (pipe.key.end if pipe.key is not None else 0)
