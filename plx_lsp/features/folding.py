"""What can be folded: tables, long values, rows of comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.extents import content_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from plx_lsp.project.source import Source
    from plx_lsp.syntax import Block, Entry, Value

    FoldKind = Literal["", "comment"]


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines `first` to `last`, both shown or hidden together; the first stays."""

    first: int
    last: int
    kind: FoldKind = ""


def folds(source: Source) -> Iterator[Fold]:
    """Everything in a file that spans lines."""
    lines = source.document.lines
    for block, start in zip(source.document.blocks, source.document.starts, strict=True):
        for first, last, kind in (*_tables(block), *_values(block.entries), *_comments(block)):
            first_line, last_line = lines.line_at(start + first), lines.line_at(start + last)
            if last_line > first_line:
                yield Fold(first_line, last_line, kind)


def _tables(block: Block) -> Iterator[tuple[int, int, FoldKind]]:
    if block.keys:
        yield 0, content_end(block), ""


def _values(entries: list[Entry]) -> Iterator[tuple[int, int, FoldKind]]:
    for entry in entries:
        if entry.value is not None:
            yield from _value(entry.value)


def _value(value: Value) -> Iterator[tuple[int, int, FoldKind]]:
    if value.kind in ("string", "array", "table"):
        yield value.start, value.end, ""
    if value.kind == "array":
        for item in value.data:
            yield from _value(item)
    elif value.kind == "table":
        yield from _values(value.data)


def _comments(block: Block) -> Iterator[tuple[int, int, FoldKind]]:
    """Rows of lines that are nothing but comments."""
    first = last = -1
    for start, end in block.comments:
        alone = not block.text[block.text.rfind("\n", 0, start) + 1 : start].strip()
        if alone and first >= 0 and not block.text[last:start].strip() and block.text.count("\n", last, start) == 1:
            last = end
            continue
        if first >= 0:
            yield first, last, "comment"
        first, last = (start, end) if alone else (-1, -1)
    if first >= 0:
        yield first, last, "comment"
