"""Offsets to positions and back, in the three column units of the language server protocol.

A line ends at LF, CRLF or a CR alone, and nowhere else: U+2028, U+0085, form feed and the like are text. A request
costs a binary search and, where the text is not ASCII, a look at that one line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from .tree import Block

    Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n?|\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


class LineTable:
    """The lines of a text."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = (0, *_line_starts(text))

    @property
    def length(self) -> int:
        """How many code points the text has."""
        return len(self._text)

    @property
    def count(self) -> int:
        """How many lines there are: one more than line ends."""
        return len(self._starts)

    def line_at(self, offset: int) -> int:
        """The line (from 0) that holds `offset`, its line end included."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def start_of(self, line: int) -> int:
        """Where `line` (from 0; must exist) starts."""
        _, start, _, shift = self._place(line)
        return start + shift

    def text_of(self, line: int) -> str:
        """The text of `line` (from 0; must exist) without its line end."""
        text, start, end, _ = self._place(line)
        return text[start : _before_line_end(text, start, end)]

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """The line and column (both from 0) of `offset`; one outside the text counts as its nearest end."""
        offset = min(max(offset, 0), self.length)
        line = self.line_at(offset)
        text, start, _, shift = self._place(line)
        if encoding == "utf-32" or text.isascii():
            return line, offset - shift - start
        return line, _width(text[start : offset - shift], encoding)

    def offset(self, line: int, column: int, encoding: Encoding) -> int:
        """The offset of a position; one outside the text, or outside its line, counts as the nearest inside.

        A column inside a character counts as the character's start.
        """
        if line < 0 or line >= self.count:
            return 0 if line < 0 else self.length
        text, start, end, shift = self._place(line)
        end = _before_line_end(text, start, end)
        column = max(column, 0)
        if encoding != "utf-32" and not text.isascii():
            column = _characters(text[start:end], column, encoding)
        return shift + min(start + column, end)

    def _place(self, line: int) -> tuple[str, int, int, int]:
        """A text that holds `line`, where the line starts and ends in it (line end included), and where it starts."""
        starts = self._starts
        end = starts[line + 1] if line + 1 < len(starts) else len(self._text)
        return self._text, starts[line], end, 0


class BlockLines(LineTable):
    """The lines of a document, counted block by block: each block keeps its own, an edit moves only their numbers."""

    __slots__ = ("_block_starts", "_blocks", "_first_lines")

    def __init__(self, blocks: list[Block], starts: list[int], first_lines: list[int] | None = None) -> None:
        self._blocks = blocks
        self._block_starts = starts
        if first_lines is None:
            first_lines = [0, *accumulate(len(_lines_in(block)) for block in blocks)]
            first_lines.pop()
        self._first_lines = first_lines

    @property
    def length(self) -> int:
        """How many code points the text has."""
        return self._block_starts[-1] + self._blocks[-1].length

    @property
    def count(self) -> int:
        """How many lines there are: one more than line ends."""
        return self._first_lines[-1] + len(_lines_in(self._blocks[-1])) + 1

    def line_at(self, offset: int) -> int:
        """The line (from 0) that holds `offset`, its line end included."""
        index = max(0, bisect_right(self._block_starts, offset) - 1)
        inside = offset - self._block_starts[index]
        return self._first_lines[index] + bisect_right(_lines_in(self._blocks[index]), inside)

    def _place(self, line: int) -> tuple[str, int, int, int]:
        index = bisect_right(self._first_lines, line) - 1
        block = self._blocks[index]
        starts, inside = _lines_in(block), line - self._first_lines[index]
        start = starts[inside - 1] if inside else 0
        end = starts[inside] if inside < len(starts) else block.length
        return block.text, start, end, self._block_starts[index]

    def splice(self, blocks: list[Block], starts: list[int], first: int, behind: int, count: int) -> BlockLines:
        """The table of the next version, where `count` blocks replace `first:behind`."""
        first_lines, line = self._first_lines[:first], self._first_lines[first]
        for block in blocks[first : first + count]:
            first_lines.append(line)
            line += len(_lines_in(block))
        moved = self._first_lines[behind:]
        by = line - moved[0] if moved else 0
        first_lines += [number + by for number in moved] if by else moved
        return BlockLines(blocks, starts, first_lines)


def _line_starts(text: str) -> tuple[int, ...]:
    """Where lines start behind the line ends of a text."""
    return tuple([match.end() for match in _LINE_END.finditer(text)])


def _lines_in(block: Block) -> tuple[int, ...]:
    if block.line_starts is None:
        block.line_starts = _line_starts(block.text)
    return block.line_starts


def _before_line_end(text: str, start: int, end: int) -> int:
    """The end of the line `text[start:end]` without its line end."""
    if end > start and text[end - 1] in "\r\n":
        end -= 2 if text.startswith("\r\n", end - 2) and end - 2 >= start else 1
    return end


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
