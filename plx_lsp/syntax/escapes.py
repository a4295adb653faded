r"""What a backslash stands for, and where each character of a string is written.

`strings` reads escapes through `escape_at`; whoever finds something in a string's value (a variable in a template, say)
gets its place in the text from `string_map`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from .patterns import ESCAPE, FIRST_LINE_END, LINE_CONTINUATION, NEWER_ESCAPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .tree import Block, Value

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_LINE_FEED = re.compile(r"\r\n")
_SPECIAL = re.compile(r"\\|\r\n")


def escape_at(text: str, start: int) -> tuple[str, int, tuple[str, str] | None]:
    """What the escape at `start` stands for, where it ends, and the fault's code and message if it is none."""
    match = ESCAPE(text, start)
    if match:
        if match.group(1):
            return _ESCAPES[match.group(1)], match.end(), None
        code = int(match.group(2) or match.group(3), 16)
        if code < 0xD800 or 0xDFFF < code <= 0x10FFFF:
            return chr(code), match.end(), None
        message = f"`{match.group()}` is no Unicode character: write the code of one, as in `\\u00E9`"
        return "\ufffd", match.end(), ("escape-invalid", message)
    match = NEWER_ESCAPE(text, start)
    if match:
        code = int(match.group()[2:] or "1B", 16)
        message = f"TOML 1.1 allows `{match.group()}`, PLX files are TOML 1.0: write `\\u{code:04X}`"
        return chr(code), match.end(), ("toml-1.1", message)
    found = text[start + 1 : start + 2]
    if found in ("", "\n", "\r"):
        message = "this backslash stands for nothing: write `\\\\` for a backslash"
        return "", start + 1, ("escape-invalid", message)
    if found in "uU":
        example = (
            "4 hexadecimal digits, as in `\\u00E9`" if found == "u" else "8 hexadecimal digits, as in `\\U0001F600`"
        )
        message = f"`\\{found}` needs {example}"
        return found, start + 2, ("escape-invalid", message)
    message = f"`\\{found}` is no escape: write `\\\\{found}` for a backslash and what follows"
    return found, start + 2, ("escape-invalid", message)


def decode_part(text: str, start: int, end: int, quote: str) -> str:
    """What `text[start:end]`, the inside of a string in such quotes, says."""
    return "".join([piece for piece, _, _ in _pieces(text, start, end, quote)])


def _pieces(text: str, start: int, end: int, quote: str) -> Iterator[tuple[str, int, int]]:
    """The inside of a string, cut where what it says and what is written differ: (said, start, end)."""
    special = _SPECIAL if quote[0] == '"' else _LINE_FEED
    while start < end:
        match = special.search(text, start, end)
        plain = match.start() if match else end
        if plain > start:
            yield text[start:plain], start, plain
        if not match:
            return
        said, start = _special_at(text, plain, quote)
        yield said, plain, min(start, end)


def _special_at(text: str, start: int, quote: str) -> tuple[str, int]:
    if text[start] == "\r":
        return "\n", start + 2
    continuation = LINE_CONTINUATION(text, start) if len(quote) == 3 else None
    if continuation:
        return "", continuation.end()
    said, end, _ = escape_at(text, start)
    return said, end


def content_range(block: Block, value: Value) -> tuple[int, int]:
    """Where the inside of a string begins and ends in its block: without quotes, be it closed or not."""
    quote = _quote(block.text, value.start)
    start, end = value.start + len(quote), value.end
    if _is_closed(block.text[start:end], quote):
        end -= len(quote)
    return min(start, end), end


def _quote(text: str, start: int) -> str:
    quote = text[start]
    return quote * 3 if text.startswith(quote * 3, start) else quote


def _is_closed(rest: str, quote: str) -> bool:
    """Whether `rest`, all of a string but its opening quotes, ends with closing ones, none of them escaped."""
    inside = rest.rstrip(quote[0])
    quotes = len(rest) - len(inside)
    if quote[0] == '"' and (len(inside) - len(inside.rstrip("\\"))) % 2:
        quotes -= 1
    return quotes >= len(quote)


class StringMap:
    """Maps the characters that a string says to where they are written in its block, and back."""

    __slots__ = ("_ends", "_said", "_starts")

    def __init__(self, pieces: Iterable[tuple[str, int, int]], end: int) -> None:
        self._said: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        count = 0
        for said, piece_start, piece_end in (*pieces, ("", end, end)):
            self._said.append(count)
            self._starts.append(piece_start)
            self._ends.append(piece_end)
            count += len(said)

    def start_of(self, index: int) -> int:
        """Where character `index` is written; where the inside of the string ends, for one behind the last."""
        piece = bisect_right(self._said, max(index, 0)) - 1
        return min(self._starts[piece] + max(index, 0) - self._said[piece], self._ends[piece])

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Where `value[start:end]` is written, from its first character's start to its last character's end."""
        first = self.start_of(start)
        if end <= start:
            return first, first
        piece = bisect_right(self._said, end - 1) - 1
        if piece + 1 == len(self._said) or self._said[piece + 1] == end:
            return first, self._ends[piece]
        return first, self.start_of(end)

    def index_at(self, offset: int) -> int:
        """Which character is written at `offset` of the block."""
        piece = max(0, bisect_right(self._starts, offset) - 1)
        if piece + 1 == len(self._said):
            return self._said[piece]
        is_plain = self._said[piece + 1] - self._said[piece] == self._ends[piece] - self._starts[piece]
        return self._said[piece] + (max(0, offset - self._starts[piece]) if is_plain else 0)


def string_map(block: Block, value: Value) -> StringMap:
    """Where each character of a string value of `block` is written: escapes, swallowed line ends and all."""
    quote = _quote(block.text, value.start)
    start, end = content_range(block, value)
    if len(quote) == 3:
        start = min(FIRST_LINE_END(block.text, start).end(), end)
    return StringMap(_pieces(block.text, start, end, quote), end)
