"""What the schema finds wrong: plain values at nodes of a syntax tree, and how a message shows what is written there.

What a schema asks for is put into words in `plx_schema.wording`.
"""

from __future__ import annotations

from plx_schema.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from plx_lsp.syntax.tree import Block, Node

    Part = Literal["key", "value", "table"]

_A_KIND = {
    "datetime": "a date and time",
    "date": "a date",
    "time": "a time",
    "array": "an array",
    "table": "a table",
}


class Change:
    """Put `text` in place of `start:end`, counted from the start of `block`."""

    __slots__ = ("block", "end", "start", "text")

    def __init__(self, block: Block, start: int, end: int, text: str) -> None:
        self.block = block
        self.start = start
        self.end = end
        self.text = text


class Repair:
    """One way to mend a violation. A `safe` one keeps the meaning, so it may be applied unasked."""

    __slots__ = ("changes", "safe", "title")

    def __init__(self, title: str, *changes: Change, safe: bool = False) -> None:
        self.title = title
        self.changes = changes
        self.safe = safe


class Violation:
    """One thing that the schema does not allow.

    `on` says what of `node` is to blame: its `key`, its `value`, or, for something that is missing in it, the `table`
    itself, shown by its header or its key. `name` is the key that is missing or misspelled, `near` what its author may
    have meant. `is_old` marks a spelling that later releases dropped.
    """

    __slots__ = ("fixes", "is_old", "message", "name", "near", "node", "on", "rule")

    def __init__(
        self,
        rule: str,
        node: Node,
        on: Part,
        message: str,
        *fixes: Repair,
        name: str = "",
        near: str = "",
        is_old: bool = False,
    ) -> None:
        self.rule = rule
        self.node = node
        self.on = on
        self.message = message
        self.fixes = fixes
        self.name = name
        self.near = near
        self.is_old = is_old

    def place(self) -> tuple[Block, int, int]:
        """The range to underline: its block, and where in it."""
        node = self.node
        is_named = self.on == "key" or (self.on == "table" and node.origin == "inline")
        if is_named and node.key is not None and node.key_block is not None:
            return node.key_block, node.key.start, node.key.end
        return node.block, node.start, node.end


def shown(node: Node) -> str:
    """What was written, short enough for a message."""
    if node.kind == "string":
        return quoted(node.data)
    if node.kind == "boolean":
        return "`true`" if node.data else "`false`"
    return _A_KIND.get(node.kind) or str(node.data)


def replace_key(node: Node, text: str) -> Change:
    """Write another key for a node that has one."""
    assert node.key is not None  # noqa: S101 - entries of a table have keys
    assert node.key_block is not None  # noqa: S101
    return Change(node.key_block, node.key.start, node.key.end, text)


def replace_value(node: Node, text: str) -> Change:
    """Write another value."""
    return Change(node.block, node.start, node.end, text)


def around_value(node: Node, before: str, after: str) -> tuple[Change, Change]:
    """Write something before and behind a value."""
    return Change(node.block, node.start, node.start, before), Change(node.block, node.end, node.end, after)


def insert_entry(table: Node, line: str) -> Change | None:
    """Write a new first entry into a table; None where the table has no place of its own to write it."""
    if table.origin == "header":
        at = table.block.header_end
        return Change(table.block, at, at, f"{line_end(table)}{line}")
    if table.origin == "inline":
        at = table.start + 1
        return Change(table.block, at, at, f" {line}," if table.data else f" {line} ")
    return None


def line_end(table: Node) -> str:
    """How lines end where a table is written."""
    blocks = [table.block, *(node.key_block or node.block for node in table.data.values())]
    return "\r\n" if any("\r\n" in block.text for block in blocks) else "\n"
