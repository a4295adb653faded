"""A text and its blocks: one version of a document, never changed.

`parse` reads a whole text; `edits` makes the next version. `Document` is what everyone above works on.
"""

from __future__ import annotations

import gc
from bisect import bisect_right

from .blocks import read_block, read_root
from .lines import BlockLines, LineTable
from .reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tree import Block, Fault


class Document:
    """A text, cut into blocks.

    `blocks[0]` is the root (perhaps empty), each other block starts with a header; `starts[i]` is where `blocks[i]`
    starts. `reaching` has the indexes of the blocks with a `lookahead`.
    """

    __slots__ = ("_indexes", "_lines", "_text", "blocks", "reaching", "starts")

    def __init__(
        self,
        blocks: list[Block],
        starts: list[int],
        reaching: list[int],
        text: str | None = None,
        lines: BlockLines | None = None,
        indexes: dict[Block, int] | None = None,
    ) -> None:
        self.blocks = blocks
        self.starts = starts
        self.reaching = reaching
        self._text = text
        self._lines = lines
        self._indexes = indexes

    @property
    def text(self) -> str:
        """The whole text, put together at the first request: a keystroke does not pay for it."""
        if self._text is None:
            self._text = "".join([block.text for block in self.blocks])
        return self._text

    @property
    def length(self) -> int:
        """How many code points the text has."""
        return self.starts[-1] + self.blocks[-1].length

    @property
    def lines(self) -> LineTable:
        """Converts between offsets and positions (line, column)."""
        if self._lines is None:
            self._lines = BlockLines(self.blocks, self.starts)
        return self._lines

    def start_of(self, block: Block) -> int:
        """Where `block` starts in this version's text; KeyError if it is not part of it."""
        return self.starts[self.index_of(block)]

    def index_of(self, block: Block) -> int:
        """Which of `blocks` it is; KeyError if it is none of them."""
        index = self._indexes.get(block, -1) if self._indexes else -1
        if index < 0:
            self._indexes = {block: index for index, block in enumerate(self.blocks)}
            index = self._indexes[block]
        return index

    def index_at(self, offset: int) -> int:
        """Which block holds `offset`; at a boundary, the one that starts there."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def block_at(self, offset: int) -> Block:
        """The block that holds `offset`; at a boundary, the one that starts there."""
        return self.blocks[self.index_at(offset)]

    def faults(self) -> list[tuple[int, int, Fault]]:
        """Every fault of the text with where it starts and ends in it, in the order of the blocks."""
        return [
            (start + fault.start, start + fault.end, fault)
            for block, start in zip(self.blocks, self.starts, strict=True)
            for fault in block.faults
        ]

    def splice(self, first: int, behind: int, blocks: list[Block]) -> Document:
        """The document with `blocks` in place of `blocks[first:behind]`; for `edits` only.

        What this version has counted so far moves on to the next where it can; this one counts again if it must.
        """
        starts, position = self.starts[:first], self.starts[first]
        for block in blocks:
            starts.append(position)
            position += block.length
        old_end = self.starts[behind] if behind < len(self.starts) else self.length
        starts += _shifted(self.starts[behind:], position - old_end)
        reaching = [index for index in self.reaching if index < first]
        reaching += [index for index, block in enumerate(blocks, first) if block.lookahead]
        shift = len(blocks) - (behind - first)
        reaching += [index + shift for index in self.reaching if index >= behind]
        new_blocks = self.blocks[:first] + blocks + self.blocks[behind:]
        lines = self._lines.splice(new_blocks, starts, first, behind, len(blocks)) if self._lines else None
        return Document(new_blocks, starts, reaching, None, lines, self._hand_over(first, behind, blocks))

    def _hand_over(self, first: int, behind: int, blocks: list[Block]) -> dict[Block, int] | None:
        """The blocks' indexes for the next version, if it has as many blocks."""
        indexes = self._indexes
        if indexes is None or len(blocks) != behind - first:
            return None
        self._indexes = None
        for index, block in enumerate(blocks, first):
            indexes.pop(self.blocks[index], None)
            indexes[block] = index
        return indexes


def _shifted(starts: list[int], by: int) -> list[int]:
    return [start + by for start in starts] if by else starts


def parse(text: str) -> Document:
    """The document of a text. Any text has one."""
    was_collecting = gc.isenabled()
    # Reading makes no reference cycles, and the collector, which looks at all that was read over and over to find
    # none, takes two thirds of the time at 10,000 pipes.
    gc.disable()
    try:
        return _read(Reader(text))
    finally:
        if was_collecting:
            gc.enable()


def _read(reader: Reader) -> Document:
    block = read_root(reader, 0)
    blocks, starts, position = [block], [0], block.length
    while position < reader.size:
        block = read_block(reader, position)
        blocks.append(block)
        starts.append(position)
        position += block.length
    return Document(blocks, starts, [index for index, block in enumerate(blocks) if block.lookahead], reader.text)
