"""A text and its blocks: one version of a document, never changed.

`parse` reads a whole text. `Document` is what everyone above works on.
"""

from __future__ import annotations

from bisect import bisect_right

from .blocks import read_block, read_root
from .lines import BlockLines, LineTable
from .reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tree import Block, Fault


class Document:
    """A text, cut into blocks. `blocks[0]` is the root (perhaps empty); `starts[i]` is where `blocks[i]` starts."""

    __slots__ = ("_indexes", "_lines", "blocks", "starts", "text")

    def __init__(self, text: str, blocks: list[Block], starts: list[int]) -> None:
        self.text = text
        self.blocks = blocks
        self.starts = starts
        self._indexes: dict[Block, int] | None = None
        self._lines: LineTable | None = None

    def start_of(self, block: Block) -> int:
        """Where `block` starts in this version's text; KeyError if it is not part of it."""
        if self._indexes is None:
            self._indexes = dict(zip(self.blocks, self.starts))
        return self._indexes[block]

    def block_at(self, offset: int) -> Block:
        """The block that holds `offset`; at a boundary, the block that starts there."""
        return self.blocks[max(0, bisect_right(self.starts, offset) - 1)]

    def faults(self) -> list[tuple[int, int, Fault]]:
        """Every fault of the text with where it starts and ends in it, in the order of the blocks."""
        return [
            (start + fault.start, start + fault.end, fault)
            for block, start in zip(self.blocks, self.starts)
            for fault in block.faults
        ]

    @property
    def lines(self) -> LineTable:
        """Converts between offsets and positions (line, column)."""
        if self._lines is None:
            self._lines = BlockLines(self.text, self.blocks, self.starts)
        return self._lines


def parse(text: str) -> Document:
    """The document of a text. Any text has one."""
    reader = Reader(text)
    block = read_root(reader)
    blocks, starts, position = [block], [0], block.length
    while position < reader.size:
        block = read_block(reader, position)
        blocks.append(block)
        starts.append(position)
        position += block.length
    return Document(text, blocks, starts)
