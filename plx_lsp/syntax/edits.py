"""The next version of a document: what an edit touches is parsed again, everything else is shared.

A block depends on its own text, on `lookahead` code points behind it, and on the next block still starting with `[`.
So an edit re-parses the blocks it touches and those that looked at what it touches, and goes on until it meets a block
boundary of the version before.
"""

from __future__ import annotations

from bisect import bisect_left

from .blocks import read_block, read_root
from .reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .document import Document
    from .tree import Block


def edit(document: Document, start: int, end: int, new: str) -> Document:
    """The document with `text[start:end]` replaced by `new`; offsets outside the text count as its ends.

    It equals `parse` of the edited text, and blocks whose text and surroundings are the same are the same objects.
    """
    start = min(max(start, 0), document.length)
    end = min(max(start, end), document.length)
    first = _first_affected(document, start)
    behind = max(bisect_left(document.starts, end), first + 1)
    window = _Window(document, first, behind, start, end, new)
    blocks, behind = _read_until_known(window)
    before = document.blocks[first]
    if blocks[0].text == before.text and not blocks[0].lookahead and not before.lookahead:
        blocks[0] = before
    return document.splice(first, behind, blocks)


def _first_affected(document: Document, start: int) -> int:
    """The index of the first block that an edit at `start` can change."""
    index = document.index_at(start)
    text = document.blocks[index].text
    indent = len(text) - len(text.lstrip(" \t"))
    if index and start <= document.starts[index] + indent:
        index -= 1  # the header may no longer be one, so the block before may go on
    for reaching in document.reaching:
        if reaching >= index:
            break
        block = document.blocks[reaching]
        if start < document.starts[reaching] + block.length + block.lookahead:
            return reaching
    return index


class _Window:
    """The part of the edited text that is parsed again; it grows when a block turns out to need more."""

    __slots__ = ("behind", "document", "first", "offset", "text", "upto")

    def __init__(self, document: Document, first: int, behind: int, start: int, end: int, new: str) -> None:
        base = document.starts[first]
        old = "".join([block.text for block in document.blocks[first:behind]])
        self.document = document
        self.first = first
        self.behind = behind  # the first block that the edit left as it was
        self.upto = behind  # the first block whose text is not in the window
        self.text = old[: start - base] + new + old[end - base :]
        self.offset = len(new) - (end - start) - base  # from where an old block was to where it is in the window
        self.grow()

    @property
    def is_complete(self) -> bool:
        """Whether the window holds the rest of the text."""
        return self.upto == len(self.document.blocks)

    def grow(self) -> None:
        """Take in at least as many blocks as before, so that the work stays linear."""
        upto = min(2 * self.upto - self.behind + 1, len(self.document.blocks))
        self.text += "".join([block.text for block in self.document.blocks[self.upto : upto]])
        self.upto = upto

    def known_at(self, position: int) -> int | None:
        """The index of the old block that starts at `position`, with nothing edited from there on."""
        starts = self.document.starts
        index = bisect_left(starts, position - self.offset, lo=self.behind)
        return index if index < len(starts) and starts[index] + self.offset == position else None


def _read_until_known(window: _Window) -> tuple[list[Block], int]:
    """The new blocks, and the index of the old block that follows them."""
    blocks: list[Block] = []
    reader, position = Reader(window.text), 0
    while True:
        is_root = not blocks and window.first == 0
        block = read_root(reader) if is_root else read_block(reader, position)
        end = position + block.length
        if not window.is_complete and (end == reader.size or end + block.lookahead > reader.size):
            window.grow()
            reader = Reader(window.text)
            continue
        blocks.append(block)
        position = end
        known = window.known_at(position)
        if known is not None:
            return blocks, known
        if position == reader.size:
            return blocks, len(window.document.blocks)
