"""The next version of a document: what an edit touches is parsed again, everything else is shared.

A block depends on its own text, on `lookahead` code points behind it, and on the next block still starting with `[`.
So an edit re-parses the blocks that looked at what it touches, one by one, then the blocks it touches, and goes on
until it meets a block boundary of the version before.
"""

from __future__ import annotations

from bisect import bisect_left

from .blocks import read_block, read_root
from .reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .document import Document
    from .tree import Block


def edit(document: Document, start: int, end: int, new: str) -> Document:
    """The document with `text[start:end]` replaced by `new`; offsets outside the text count as its ends.

    It equals `parse` of the edited text, and blocks whose text and surroundings are the same are the same objects.
    """
    start = min(max(start, 0), document.length)
    end = min(max(start, end), document.length)
    first = _first_touched(document, start)
    behind = max(bisect_left(document.starts, end), first + 1)
    for index in _looking_at(document, start, first):
        block = _Window(document, index, behind, start, end, new).read_first()
        if block.length != document.blocks[index].length:
            first = index
            break
        document = document.splice(index, index + 1, [block])
    blocks, behind = _read_until_known(_Window(document, first, behind, start, end, new))
    before = document.blocks[first]  # the edit may only have touched its edge
    if blocks[0].text == before.text and not blocks[0].lookahead and not before.lookahead:
        blocks[0] = before
    return document.splice(first, behind, blocks)


def _first_touched(document: Document, start: int) -> int:
    """The index of the first block whose own text an edit at `start` can change."""
    index = document.index_at(start)
    text = document.blocks[index].text
    indent = len(text) - len(text.lstrip(" \t"))
    if index and start <= document.starts[index] + indent:
        return index - 1  # the header may no longer be one, so the block before may go on
    return index


def _looking_at(document: Document, start: int, first: int) -> list[int]:
    """The indexes of the blocks before `first` that depend on what an edit at `start` changes."""
    blocks, starts = document.blocks, document.starts
    return [
        index
        for index in document.reaching
        if index < first and start < starts[index] + blocks[index].length + blocks[index].lookahead
    ]


class _Window:
    """The part of the edited text that is parsed again; it grows when a block turns out to need more."""

    __slots__ = ("behind", "document", "first", "offset", "reader", "upto")

    def __init__(self, document: Document, first: int, behind: int, start: int, end: int, new: str) -> None:
        base = document.starts[first]
        old = "".join([block.text for block in document.blocks[first:behind]])
        self.document = document
        self.first = first
        self.behind = behind  # the first block that the edit left as it was
        self.upto = behind  # the first block whose text is not in the window
        self.reader = Reader(old[: start - base] + new + old[end - base :])
        self.offset = len(new) - (end - start) - base  # from where an old block was to where it is in the window
        self._grow()

    def read_first(self) -> Block:
        """The block that the window begins with."""
        return self.read(0, read_block if self.first else read_root)

    def read(self, position: int, read: Callable[[Reader, int], Block] = read_block) -> Block:
        """The block at `position` of the window."""
        while True:
            reader = self.reader
            block = read(reader, position)
            end = position + block.length
            is_complete = self.upto == len(self.document.blocks)
            if is_complete or (end < reader.size and end + block.lookahead <= reader.size):
                return block
            self._grow()

    def _grow(self) -> None:
        """Take in several times as many blocks as before, so that the work stays linear."""
        blocks = self.document.blocks
        upto = min(self.upto + 7 * (self.upto - self.behind) + 1, len(blocks))
        self.reader = Reader(self.reader.text + "".join([block.text for block in blocks[self.upto : upto]]))
        self.upto = upto

    def known_at(self, position: int) -> int | None:
        """The index of the old block that starts at `position`, with nothing edited from there on."""
        starts = self.document.starts
        if position == self.reader.size and self.upto == len(starts):
            return self.upto
        index = bisect_left(starts, position - self.offset, lo=self.behind)
        return index if index < len(starts) and starts[index] + self.offset == position else None


def _read_until_known(window: _Window) -> tuple[list[Block], int]:
    """The new blocks, and the index of the old block that follows them."""
    blocks = [window.read_first()]
    position = blocks[0].length
    known = window.known_at(position)
    while known is None:
        blocks.append(window.read(position))
        position += blocks[-1].length
        known = window.known_at(position)
    return blocks, known
