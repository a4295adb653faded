"""Which pipes call a pipe, and which it calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.extents import extent_of
from plx_lsp.features.occurrences import name_under
from plx_lsp.features.values import Span
from plx_lsp.project.calls import calls_of
from plx_lsp.project.symbols import Pipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.syntax import Block


@dataclass(frozen=True, slots=True)
class Node:
    """A pipe in the hierarchy."""

    code: str
    detail: str
    name: Span
    whole: Span


@dataclass(frozen=True, slots=True)
class Called:
    """The pipe at the other end of calls, and where they are written."""

    pipe: Node
    places: tuple[Span, ...]


def prepare(library: Library, source: Source, offset: int) -> Iterator[Node]:
    """The pipe that is named at `offset`."""
    found = name_under(library, source, offset)
    if found is not None and found.meaning.kind == "pipe":
        for pipe in library.pipes_named(found.meaning.name):
            yield _node(pipe)


def callers(library: Library, code: str) -> Iterator[Called]:
    """The pipes that call the one with this code."""
    for user in library.users_of_pipe(code):
        if isinstance(user, Pipe):
            calls = [call.node for call in calls_of(user, library) if call.node.data == code]
            places = tuple(_span(user, node.block, node.start, node.end) for node in calls)
            yield Called(_node(user), places)


def callees(library: Library, code: str) -> Iterator[Called]:
    """The pipes that the one with this code calls."""
    for pipe in library.pipes_named(code):
        found: dict[str, list[Span]] = {}
        targets: dict[str, Pipe] = {}
        for call in calls_of(pipe, library):
            if call.pipe is not None:
                targets[call.pipe.code] = call.pipe
                span = _span(pipe, call.node.block, call.node.start, call.node.end)
                found.setdefault(call.pipe.code, []).append(span)
        for name, places in found.items():
            yield Called(_node(targets[name]), tuple(places))


def _node(pipe: Pipe) -> Node:
    start, end = pipe.source.key_range(pipe)
    return Node(pipe.code, pipe.type, Span(pipe.source.path, start, end), extent_of(pipe))


def _span(pipe: Pipe, block: Block, start: int, end: int) -> Span:
    base = pipe.source.start_of(block)
    return Span(pipe.source.path, base + start, base + end)
