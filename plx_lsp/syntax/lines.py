"""Offsets to positions and back, in the three column units of the language server protocol.

A line ends at LF, CRLF or a CR alone, and nowhere else: U+2028, U+0085, form feed and the like are text. A request costs
a binary search and, where the line is not ASCII, a look at that one line.
"""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from .tree import Block

    Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n?|\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


class LineTable:
    """The lines of a text."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: Sequence[int] = (0, *_line_starts(text, 0, len(text)))

    @property
    def count(self) -> int:
        """How many lines there are: one more than line ends."""
        return len(self._starts)

    def start_of(self, line: int) -> int:
        """Where `line` (from 0; must exist) starts."""
        return self._starts[line]

    def line_at(self, offset: int) -> int:
        """The line (from 0) that holds `offset`, its line end included."""
        return bisect_right(self._starts, offset) - 1

    def end_of(self, line: int) -> int:
        """Where the text of `line` ends, in front of its line end."""
        if line + 1 >= self.count:
            return len(self.text)
        end = self.start_of(line + 1) - 1
        return end - 1 if self.text.startswith("\r\n", end - 1) else end

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """The line and column (both from 0) of `offset`; one outside the text counts as its nearest end."""
        offset = min(max(offset, 0), len(self.text))
        line = self.line_at(offset)
        start = self.start_of(line)
        column = offset - start
        if encoding == "utf-32" or self.text.isascii():
            return line, column
        return line, _width(self.text[start:offset], encoding)

    def offset(self, line: int, column: int, encoding: Encoding) -> int:
        """The offset of a position; one outside the text, or its line, counts as the nearest inside.

        A column in the middle of a character counts as the character's start.
        """
        if line < 0:
            return 0
        if line >= self.count:
            return len(self.text)
        start, end = self.start_of(line), self.end_of(line)
        if encoding != "utf-32" and not self.text.isascii():
            column = _characters(self.text[start:end], max(column, 0), encoding)
        return min(start + max(column, 0), end)


class BlockLines(LineTable):
    """The lines of a document, counted block by block; each block keeps its own."""

    __slots__ = ("_block_starts", "_blocks", "_first_lines")

    def __init__(self, text: str, blocks: Sequence[Block], starts: Sequence[int]) -> None:
        self.text = text
        self._blocks = blocks
        self._block_starts = starts
        self._first_lines = [0]
        for block, start in zip(blocks, starts):
            self._first_lines.append(self._first_lines[-1] + len(self._lines_in(block, start)))

    @property
    def count(self) -> int:
        """How many lines there are: one more than line ends."""
        return self._first_lines[-1] + 1

    def start_of(self, line: int) -> int:
        """Where `line` (from 0; must exist) starts."""
        if line == 0:
            return 0
        index = bisect_right(self._first_lines, line - 1) - 1
        start = self._block_starts[index]
        return start + self._lines_in(self._blocks[index], start)[line - 1 - self._first_lines[index]]

    def line_at(self, offset: int) -> int:
        """The line (from 0) that holds `offset`, its line end included."""
        index = bisect_right(self._block_starts, offset) - 1
        start = self._block_starts[index]
        return self._first_lines[index] + bisect_right(self._lines_in(self._blocks[index], start), offset - start)

    def _lines_in(self, block: Block, start: int) -> tuple[int, ...]:
        if block.line_starts is None:
            block.line_starts = _line_starts(self.text, start, start + block.length)
        return block.line_starts


def _line_starts(text: str, start: int, end: int) -> tuple[int, ...]:
    """Where lines start behind the line ends in `text[start:end]`, from `start`."""
    return tuple(match.end() - start for match in _LINE_END.finditer(text, start, end))


def _width(text: str, encoding: Encoding) -> int:
    """How many units of `encoding` a text takes."""
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(line: str, column: int, encoding: Encoding) -> int:
    """How many whole characters stand before `column` units of `encoding`."""
    if encoding == "utf-8":
        encoded = line[:column].encode("utf-8", "surrogatepass")
        count = len(encoded[:column].translate(None, _CONTINUATION_BYTES))
        return count - 1 if 0x80 <= (encoded + b"\0")[min(column, len(encoded))] < 0xC0 else count
    pairs = 0
    for match in _ASTRAL.finditer(line):
        unit = match.start() + pairs
        if unit + 1 >= column:
            return match.start() if unit + 1 == column else column - pairs
        pairs += 1
    return column - pairs
