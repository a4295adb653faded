"""The nodes of a TOML text: plain data, made by the parser, read by everyone above.

A document is a row of *blocks*: a header line (`[a.b]`, `[[a.b]]`, or none for the root) with the entries under it.
Every offset inside a block counts code points **from the block's own start**, so a block that an edit merely moves is
the same object afterwards, and whatever was derived from it is still true. `Document.start_of(block)` makes offsets
absolute.

Nothing here parses, and nothing here knows what PLX is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    ValueKind = Literal[
        "string", "integer", "float", "boolean", "datetime", "date", "time", "array", "table", "missing", "error"
    ]
    BlockKind = Literal["root", "table", "array-table"]


class Key:
    """One part of a (possibly dotted) key: its name without quotes, and where it is written, quotes included."""

    __slots__ = ("end", "name", "start")

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end


class Value:
    """What stands after `=`, or one item of an array.

    `data` is the Python value of a scalar, a list of `Value` for an array, a list of `Entry` for an inline table, and
    None for `missing` (nothing was written) and `error` (what was written is no TOML value).
    """

    __slots__ = ("data", "end", "kind", "start")

    def __init__(self, kind: ValueKind, start: int, end: int, data: Any) -> None:
        self.kind: ValueKind = kind
        self.start = start
        self.end = end
        self.data = data


class Entry:
    """`key = value`, in a block or in an inline table. `value` is None where there is no `=`."""

    __slots__ = ("end", "keys", "value")

    def __init__(self, keys: tuple[Key, ...], value: Value | None, end: int) -> None:
        self.keys = keys
        self.value = value
        self.end = end


class Fault:
    """One thing that is wrong with the text, in words for its author.

    `insert` is text which, put at `at`, certainly mends it (the missing comma); None where no mend is certain.
    """

    __slots__ = ("at", "code", "end", "insert", "message", "start")

    def __init__(self, code: str, start: int, end: int, message: str, insert: str | None = None, at: int = 0) -> None:
        self.code = code
        self.start = start
        self.end = end
        self.message = message
        self.insert = insert
        self.at = at


class Block:
    """A header with the entries under it.

    `keys` is the header's key (empty for the root), `header_end` where the header's own text ends (behind `]`),
    `comments` the ranges of all comments, `length` how much text the block covers, blank lines and comments before
    the next header included. `lookahead` is how far beyond `length` the parser had to look to decide where this block
    ends: an edit there re-parses it. It is 0 unless something in the block is broken or looks so. `text` is what the
    block covers; `line_starts` is a cache that belongs to `lines.py`.
    """

    __slots__ = (
        "comments",
        "entries",
        "faults",
        "header_end",
        "keys",
        "kind",
        "length",
        "line_starts",
        "lookahead",
        "text",
    )

    def __init__(self, kind: BlockKind, keys: tuple[Key, ...], header_end: int) -> None:
        self.kind: BlockKind = kind
        self.keys = keys
        self.header_end = header_end
        self.entries: list[Entry] = []
        self.comments: tuple[tuple[int, int], ...] = ()
        self.faults: tuple[Fault, ...] = ()
        self.text = ""
        self.length = 0
        self.lookahead = 0
        self.line_starts: tuple[int, ...] | None = None


class Node:
    """What one key of the merged tables holds, and where: the tree that checks and features walk.

    Headers, dotted keys and inline tables all end up the same here. `kind` is a `Value.kind`; `data` is the Python
    value of a scalar, `dict[str, Node]` for a table, `list[Node]` for an array. `start:end` (from the start of
    `block`) covers the value as written, or the header's keys for a table that a header opens. `key` is the key that
    names it (in `key_block`), None for items of arrays and for the root.
    """

    __slots__ = ("block", "data", "end", "key", "key_block", "kind", "origin", "start")

    def __init__(
        self,
        kind: ValueKind,
        block: Block,
        start: int,
        end: int,
        data: Any,
        key: Key | None = None,
        key_block: Block | None = None,
        origin: Literal["header", "dotted", "inline", "implicit", "scalar"] = "scalar",
    ) -> None:
        self.kind: ValueKind = kind
        self.block = block
        self.start = start
        self.end = end
        self.data = data
        self.key = key
        self.key_block = key_block
        self.origin: str = origin

    def get(self, name: str) -> Node | None:
        """The node under `name`, if this is a table that has one."""
        return self.data.get(name) if self.kind == "table" else None
