"""How a selection grows: word, value, entry, table, pipe, file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plx_lsp.features.extents import content_end, extent_of
from plx_lsp.features.scope import scope_at
from plx_lsp.syntax import content_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.syntax import Block, Entry, Value

_WORD = re.compile(r"\w+")


def selections(library: Library, source: Source, offset: int) -> list[tuple[int, int]]:
    """The stretches around `offset`, each inside the next, the smallest first."""
    scope = scope_at(library, source, offset)
    block, base = scope.context.block, scope.context.base
    found = [(base + start, base + end) for start, end in _in_block(block, scope.context.offset)]
    declaration = scope.pipe or scope.concept
    if declaration is not None:
        span = extent_of(declaration)
        found.append((span.start, span.end))
    found.append((0, source.document.length))
    return _nested(found, offset)


def _nested(found: list[tuple[int, int]], offset: int) -> list[tuple[int, int]]:
    """Those that hold `offset`, in order, without any that does not lie inside the next."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=_length):
        if start <= offset <= end and (not kept or (start <= kept[-1][0] and kept[-1][1] <= end)):
            kept.append((start, end))
    return kept


def _length(stretch: tuple[int, int]) -> int:
    return stretch[1] - stretch[0]


def _in_block(block: Block, offset: int) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _WORD.finditer(block.text) if match.start() <= offset <= match.end())
    yield from (comment for comment in block.comments if comment[0] <= offset <= comment[1])
    yield from ((key.start, key.end) for key in block.keys)
    yield 0, block.header_end
    yield from _in_entries(block, block.entries, offset)
    yield 0, content_end(block)


def _in_entries(block: Block, entries: list[Entry], offset: int) -> Iterator[tuple[int, int]]:
    for entry in entries:
        start = entry.keys[0].start
        if start <= offset <= entry.end:
            yield start, entry.end
            yield from ((key.start, key.end) for key in entry.keys)
            if entry.value is not None:
                yield from _in_value(block, entry.value, offset)


def _in_value(block: Block, value: Value, offset: int) -> Iterator[tuple[int, int]]:
    if not value.start <= offset <= value.end:
        return
    yield value.start, value.end
    if value.kind == "string":
        yield content_range(block, value)
    elif value.kind == "array":
        for item in value.data:
            yield from _in_value(block, item, offset)
    elif value.kind == "table":
        yield from _in_entries(block, value.data, offset)
