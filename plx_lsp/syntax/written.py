"""Everything that is written in a block, in order: joined, the pieces are its text.

What semantic highlighting is made of. Pieces say what the parser took a stretch of text for, so a broken line has its
healthy parts still.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from .tree import Block, Entry, Key, Value

    # A value's pieces bear its kind; `error` is text that is no TOML.
    PieceKind = Literal[
        "blank", "comment", "bracket", "dot", "equals", "comma", "key",
        "string", "integer", "float", "boolean", "datetime", "date", "time", "error",
    ]  # fmt: skip
    Piece = tuple[PieceKind, int, int]


# Left to the cache of `re`, which compiles it at the first call: a check never needs it.
_BETWEEN = (
    r"(?P<blank>[ \t\r\n\ufeff]+)|(?P<bracket>[\[\]{}])|(?P<dot>\.)|(?P<equals>=)|(?P<comma>,)"
    r"|(?P<error>[^\s\ufeff\[\]{}.=,]+|.)"
)


def pieces(block: Block) -> Iterator[Piece]:
    """What is written in `block`: (kind, start, end), without a gap, from its start to its end."""
    position = 0
    for kind, start, end in sorted(_named(block), key=_start):
        yield from _between(block.text, position, start)
        yield kind, start, end
        position = end
    yield from _between(block.text, position, block.length)


def _start(piece: Piece) -> int:
    return piece[1]


def _between(text: str, start: int, end: int) -> Iterator[Piece]:
    """The punctuation and blanks between what has a node of its own."""
    for match in re.finditer(_BETWEEN, text[start:end], re.DOTALL):
        yield match.lastgroup, start + match.start(), start + match.end()  # pyright: ignore[reportReturnType]


def _named(block: Block) -> Iterator[Piece]:
    for start, end in block.comments:
        yield "comment", start, end
    yield from _in_keys(block.keys)
    yield from _in_entries(block.entries)


def _in_keys(keys: Iterable[Key]) -> Iterator[Piece]:
    for key in keys:
        if key.end > key.start:
            yield "key", key.start, key.end


def _in_entries(entries: Iterable[Entry]) -> Iterator[Piece]:
    for entry in entries:
        yield from _in_keys(entry.keys)
        if entry.value:
            yield from _in_value(entry.value)


def _in_value(value: Value) -> Iterator[Piece]:
    if value.kind == "array":
        for item in value.data:
            yield from _in_value(item)
    elif value.kind == "table":
        yield from _in_entries(value.data)
    elif value.kind != "missing" and value.end > value.start:
        yield value.kind, value.start, value.end
