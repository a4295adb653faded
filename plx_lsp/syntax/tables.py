"""Blocks merged into one tree of tables, under TOML's rules on what may be defined twice (nothing may).

It keeps no state: any blocks, in document order, give the tree of what *they* say, so a reader may build a group of
blocks by itself and keep the result for as long as those blocks are the same objects.

Half-typed text must not accuse its neighbours, so what is broken gives way: an entry without `=` is left out, a value
that is `missing` or an `error` is replaced by a later definition without a word, and a header with a part missing
(`[pipe.`) is left out; `table_of` gives its entries. The parser has said what is wrong there.
"""

from __future__ import annotations

from .tree import Block, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .tree import Entry, Key, Value

    Path = tuple[str, ...]

_BROKEN = frozenset({"missing", "error"})
_A_KIND = {
    "string": "a text",
    "integer": "a number",
    "float": "a number",
    "boolean": "a boolean",
    "datetime": "a date",
    "date": "a date",
    "time": "a time",
    "array": "a list",
    "table": "a table",
}


class TableFault:
    """A definition that TOML refuses, at `start:end` of `block`; `first_*` is what it collides with.

    `code` is `duplicate-key` (the key has a value already), `duplicate-table` (a second header of one table) or
    `not-a-table` (the path leads through something that cannot hold keys, or no more keys).

    `refused` is what was left out of the tree, so that it can be checked all the same: the second value, or the second
    table with the sub-tables that later headers gave it. `path` is the key it would have had.
    """

    __slots__ = (
        "block",
        "code",
        "end",
        "first_block",
        "first_end",
        "first_start",
        "message",
        "path",
        "refused",
        "start",
    )

    def __init__(
        self, code: str, block: Block, key: Key, message: str, first: Node, path: tuple[str, ...], refused: Node
    ) -> None:
        self.code = code
        self.block = block
        self.start = key.start
        self.end = key.end
        self.message = message
        self.first_block = first.key_block or first.block
        self.first_start = first.key.start if first.key else first.start
        self.first_end = first.key.end if first.key else first.end
        self.path = path
        self.refused = refused


def build(blocks: Iterable[Block]) -> tuple[Node, list[TableFault]]:
    """The root table of what `blocks` define, and the definitions it had to refuse.

    Within the tree everything is unique; what was refused is in `TableFault.refused`.
    """
    return _Builder().build(blocks)


def table_of(block: Block) -> tuple[Node, list[TableFault]]:
    """The table that one block's own entries make, wherever its header would put it."""
    builder = _Builder()
    node = _table(block)
    builder.fill(node, block, block.entries, tuple(key.name for key in block.keys))
    return node, builder.faults


def _table(block: Block) -> Node:
    """The empty table that `block`'s header opens."""
    keys = block.keys
    if not keys:
        return Node("table", block, 0, 0, {}, origin="header")
    return Node("table", block, keys[0].start, keys[-1].end, {}, keys[-1], block, "header")


class _Builder:
    """One merge: the definitions refused so far, and which of them stand in for the first."""

    __slots__ = ("_latest", "faults")

    def __init__(self) -> None:
        self.faults: list[TableFault] = []
        # A header below a table that was defined twice means the later one, as below an array of tables: who copies a
        # pipe with its sub-tables and forgets to rename it made one mistake, not one for each sub-table.
        self._latest: dict[Node, Node] = {}

    def build(self, blocks: Iterable[Block]) -> tuple[Node, list[TableFault]]:
        """See `build`."""
        root = Node("table", Block("root", (), 0), 0, 0, {}, origin="header")
        for block in blocks:
            if not block.keys:
                root.block = block
                self.fill(root, block, block.entries, ())
            elif all(key.end > key.start for key in block.keys):
                path = tuple(key.name for key in block.keys)
                self.fill(self._open(root, block, path), block, block.entries, path)
        return root, self.faults

    def fill(self, table: Node, block: Block, entries: Iterable[Entry], path: Path) -> None:
        """Put `entries` of `block` into `table`, which is at `path`."""
        for entry in entries:
            value, keys = entry.value, entry.keys
            if value is None or any(key.end == key.start for key in keys):
                continue
            target = table if len(keys) == 1 else self._descend(table, block, entry, path)
            if target:
                self._define(target, block, keys[-1], value, path + tuple(key.name for key in keys))

    def _define(self, table: Node, block: Block, key: Key, value: Value, path: Path) -> None:
        first: Node | None = table.data.get(key.name)
        if first is None or first.kind in _BROKEN:
            table.data[key.name] = self._node(value, block, key, path)
        elif value.kind not in _BROKEN:
            message = f"`{key.name}` is written twice in one table: keep one"
            self._refuse("duplicate-key", block, key, message, first, path, self._node(value, block, key, path))

    def _node(self, value: Value, block: Block, key: Key | None, path: Path) -> Node:
        if value.kind == "array":
            items = [self._node(item, block, None, path) for item in value.data]
            return Node("array", block, value.start, value.end, items, key, key and block, "inline")
        if value.kind == "table":
            node = Node("table", block, value.start, value.end, {}, key, key and block, "inline")
            self.fill(node, block, value.data, path)
            return node
        return Node(value.kind, block, value.start, value.end, value.data, key, key and block)

    def _descend(self, table: Node, block: Block, entry: Entry, path: Path) -> Node | None:
        """The table that the last part of a dotted key belongs to; None, and a fault, where there can be none."""
        for key in entry.keys[:-1]:
            inner: Node | None = table.data.get(key.name)
            if inner is None or inner.kind in _BROKEN:
                inner = Node("table", block, key.start, entry.end, {}, key, block, "dotted")
                table.data[key.name] = inner
            elif inner.origin != "dotted":
                self._refuse_dotted(inner, block, entry, key, path)
                return None
            table = inner
        return table

    def _refuse_dotted(self, inner: Node, block: Block, entry: Entry, key: Key, path: Path) -> None:
        if inner.kind == "table":
            message = f"`{key.name}` has its keys in another place: write this one there too"
        else:
            message = f"`{key.name}` is {_A_KIND[inner.kind]}, so it cannot have keys of its own"
        path += tuple(part.name for part in entry.keys)
        if entry.value:
            refused = self._node(entry.value, block, entry.keys[-1], path)
            self._refuse("not-a-table", block, key, message, inner, path, refused)

    def _open(self, root: Node, block: Block, path: Path) -> Node:
        """The table that the header of `block` opens: in the tree, or refused."""
        table = root
        for key in block.keys[:-1]:
            inner = self._enter(table, key, block)
            if inner.kind != "table" or inner.origin == "inline":
                what = "complete as written in `{ … }`" if inner.kind == "table" else _A_KIND[inner.kind]
                message = f"`{key.name}` is {what}, so no header can add to it"
                return self._refuse("not-a-table", block, key, message, inner, path, _table(block))
            table = inner
        key = block.keys[-1]
        first: Node | None = table.data.get(key.name)
        if first is not None and first.kind in _BROKEN:
            first = None
        if block.kind == "array-table":
            return self._open_item(table, key, block, first, path)
        if first is None:
            table.data[key.name] = node = _table(block)
            return node
        if first.origin == "implicit":
            return _make_explicit(first, block)
        return self._refuse_header(block, key, first, path)

    def _open_item(self, table: Node, key: Key, block: Block, first: Node | None, path: Path) -> Node:
        """The table that `[[key]]` adds to its array."""
        if first is None:
            first = Node("array", block, block.keys[0].start, key.end, [], key, block, "header")
            table.data[key.name] = first
        elif first.kind != "array" or first.origin != "header":
            return self._refuse_header(block, key, first, path)
        item = _table(block)
        item.key = item.key_block = None
        first.data.append(item)
        return item

    def _enter(self, table: Node, key: Key, block: Block) -> Node:
        """What a header's path finds at `key` on its way; a table that no header opened yet, if nothing."""
        inner: Node | None = table.data.get(key.name)
        if inner is None or inner.kind in _BROKEN:
            inner = Node("table", block, key.start, key.end, {}, key, block, "implicit")
            table.data[key.name] = inner
        if inner.kind == "array" and inner.origin == "header":
            return inner.data[-1]
        return self._latest.get(inner, inner)

    def _refuse_header(self, block: Block, key: Key, first: Node, path: Path) -> Node:
        node = _table(block)
        if first.kind != "table" and first.origin != "header":
            message = f"`{key.name}` is {_A_KIND[first.kind]} already: name this table otherwise, or delete one"
            return self._refuse("duplicate-key", block, key, message, first, path, node)
        if block.kind == "array-table" and first.kind == "table":
            message = f"`{key.name}` is a table already, so `[[…]]` cannot add to it"
        elif first.kind == "array":
            message = f"`{key.name}` is a list of tables: write `[[{_written(block)}]]` to add one"
        else:
            self._latest[first] = node
            message = f"`[{_written(block)}]` is defined twice: rename one, or write their keys in one place"
        return self._refuse("duplicate-table", block, key, message, first, path, node)

    def _refuse(self, code: str, block: Block, key: Key, message: str, first: Node, path: Path, refused: Node) -> Node:
        self.faults.append(TableFault(code, block, key, message, first, path, refused))
        return refused


def _make_explicit(table: Node, block: Block) -> Node:
    """Give a table that sub-tables implied its own header."""
    table.block = table.key_block = block
    table.key = block.keys[-1]
    table.start, table.end = block.keys[0].start, block.keys[-1].end
    table.origin = "header"
    return table


def _written(block: Block) -> str:
    return ".".join(key.name for key in block.keys)
