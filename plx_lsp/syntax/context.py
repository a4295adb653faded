"""Where a cursor is: in which table, under which key, inside which value, and what it would replace.

Completion, hover and the like start from here. It works in broken text as well, for it goes by what the parser read.
"""

from __future__ import annotations

from bisect import bisect_right

from .escapes import content_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from .document import Document
    from .tree import Block, Entry, Key, Value

    # header:  in the brackets of a header
    # key:     in a key, or where one could begin
    # equals:  behind a key that has no `=` before the cursor
    # value:   where a value is or could be, strings' insides excepted
    # string:  inside a string's quotes
    # comment: in a comment
    # after:   behind something complete: nothing but a comma, a comment or a line end can follow
    Place = Literal["header", "key", "equals", "value", "string", "comment", "after"]
    Step = str | int


class Context:
    """Where an offset is. All offsets count from the start of `block`, which is at `base` in the document.

    `path` leads from the block's table to what the cursor is at: names of keys and indexes of items, not counting the
    key that the cursor is in. In a header it has the names before that one. `entries` are those of the innermost table,
    `entry` is the one at the cursor, `key` and `value` what the cursor touches. `start:end` is what a completion
    replaces: the key, the scalar, the inside of the string; no width where nothing is written.
    """

    __slots__ = ("base", "block", "end", "entries", "entry", "key", "offset", "path", "place", "start", "value")

    def __init__(self, block: Block, base: int, offset: int) -> None:
        self.block = block
        self.base = base
        self.offset = offset
        self.place: Place = "key"
        self.path: tuple[Step, ...] = ()
        self.entries: Sequence[Entry] = block.entries
        self.entry: Entry | None = None
        self.key: Key | None = None
        self.value: Value | None = None
        self.start = self.end = offset

    @property
    def table(self) -> tuple[str, ...]:
        """The names in the header above the cursor; empty above the first header."""
        return tuple(key.name for key in self.block.keys)

    @property
    def full_path(self) -> tuple[Step, ...]:
        """`path` from the document's root; in a header, the names before the cursor's."""
        return self.path if self.place == "header" else (*self.table, *self.path)


def context_at(document: Document, offset: int) -> Context:
    """Where `offset` is; one outside the text counts as its nearest end."""
    offset = min(max(offset, 0), document.length)
    index = document.index_at(offset)
    block, base = document.blocks[index], document.starts[index]
    context = Context(block, base, offset - base)
    if _in_comment(block, context.offset):
        context.place = "comment"
    elif block.keys and block.text.find("\n", 0, context.offset) < 0:
        _in_header(context)
    else:
        _in_entries(context, block.entries, "\n")
    return context


def _in_comment(block: Block, offset: int) -> bool:
    """Whether `offset` is behind the `#` of a comment, its end included."""
    index = bisect_right(block.comments, (offset - 1, block.length)) - 1
    return index >= 0 and offset <= block.comments[index][1]


def _in_header(context: Context) -> None:
    block, offset = context.block, context.offset
    context.place = "header"
    if offset > block.header_end and block.text[block.header_end - 1] == "]":
        context.place = "after"
        return
    _in_keys(context, block.keys)


def _in_keys(context: Context, keys: Sequence[Key]) -> None:
    """Find the part of a dotted key that the cursor is in."""
    offset = context.offset
    for key in keys:
        missing_here = key.end == key.start and offset <= key.start
        if key.start <= offset <= key.end or missing_here:
            context.key = key
            context.start, context.end = key.start, max(key.end, key.start)
            return
        if offset < key.start:
            return
        context.path = (*context.path, key.name)


def _in_entries(context: Context, entries: Sequence[Entry], separator: str) -> None:
    """Find the entry that the cursor is in, or in whose stead it could write a key of its own."""
    offset = context.offset
    context.entries = entries
    index = bisect_right(entries, offset, key=_entry_start) - 1
    if index >= 0 and context.block.text.find(separator, entries[index].end, offset) < 0:
        _in_entry(context, entries[index])


def _entry_start(entry: Entry) -> int:
    return entry.keys[0].start


def _in_entry(context: Context, entry: Entry) -> None:
    offset, value, last = context.offset, entry.value, entry.keys[-1]
    context.entry = entry
    if offset <= max(last.start, last.end):
        _in_keys(context, entry.keys)
        return
    context.path += tuple(key.name for key in entry.keys)
    if value is None or offset <= context.block.text.find("=", last.end):
        context.place = "equals"
    else:
        _in_value(context, value)


def _in_value(context: Context, value: Value) -> None:
    block, offset = context.block, context.offset
    context.value = value
    context.place = "value"
    if value.kind == "missing" or offset < value.start:
        return
    if value.kind == "string":
        start, end = content_range(block, value)
        if start <= offset <= end:
            context.place = "string"
            context.start, context.end = start, end
            return
    elif value.kind in ("array", "table") and _is_inside(block, value, offset):
        context.value = None
        if value.kind == "array":
            _in_items(context, value.data)
        else:
            context.place = "key"
            _in_entries(context, value.data, ",")
        return
    if offset <= value.end:
        context.start, context.end = value.start, value.end
    else:
        context.place = "after"


def _is_inside(block: Block, container: Value, offset: int) -> bool:
    """Whether `offset` is between the brackets; an open container ends where its inside does."""
    if not container.start < offset <= container.end:
        return False
    return offset < container.end or not _is_closed(block, container)


def _is_closed(block: Block, container: Value) -> bool:
    close = "]" if container.kind == "array" else "}"
    end = container.data[-1].end if container.data else container.start + 1
    return end < container.end and block.text[container.end - 1] == close


def _in_items(context: Context, items: Sequence[Value]) -> None:
    """Find the item that the cursor is in, or the place where it could write one."""
    offset = context.offset
    index = bisect_right(items, offset, key=_value_start) - 1
    context.path += (max(index, 0),)
    if index < 0:
        return
    if offset <= items[index].end:
        _in_value(context, items[index])
    elif context.block.text.find(",", items[index].end, offset) < 0:
        context.place = "after"
    else:
        context.path = (*context.path[:-1], index + 1)


def _value_start(value: Value) -> int:
    return value.start
