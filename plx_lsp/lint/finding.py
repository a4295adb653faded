"""What a rule yields: a fault at a place that moves with its block.

Findings are kept while the declaration they belong to is unchanged; `engine` turns them into diagnostics, with
absolute offsets, when somebody asks.
"""

from __future__ import annotations

from plx_lsp.syntax import Value, string_map
from plx_schema.wording import on_one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.syntax.tree import Block, Node


MOST_RELATED = 5
"""How many of many related places are worth showing."""


class Place:
    """A range of a source: `start:end` from the start of `block`."""

    __slots__ = ("block", "end", "source", "start")

    def __init__(self, source: Source, block: Block, start: int, end: int) -> None:
        self.source = source
        self.block = block
        self.start = start
        self.end = end


class Edit:
    """Put `text` in place of a range."""

    __slots__ = ("place", "text")

    def __init__(self, place: Place, text: str) -> None:
        self.place = place
        self.text = text


class Fix:
    """One way to mend a finding. A `safe` fix keeps the meaning, so `--fix` may apply it unasked."""

    __slots__ = ("edits", "safe", "title")

    def __init__(self, title: str, *edits: Edit, safe: bool = False) -> None:
        self.title = on_one_line(title)
        self.edits = edits
        self.safe = safe


class Finding:
    """One thing that is wrong. `related` are places that explain it; `tags` may hold "deprecated", "unnecessary"."""

    __slots__ = ("fixes", "message", "place", "related", "rule", "severity", "tags")

    def __init__(
        self,
        place: Place,
        message: str,
        *fixes: Fix,
        related: tuple[tuple[Place, str], ...] = (),
        tags: tuple[str, ...] = (),
        severity: str = "",
        rule: str = "",
    ) -> None:
        self.rule = rule
        """Filled in by the engine from the rule that found it, unless the rule speaks for another."""
        self.severity = severity
        """Empty: the rule's own."""
        self.place = place
        self.message = on_one_line(message)
        self.fixes = fixes
        self.related = tuple((where, on_one_line(why)) for where, why in related)
        self.tags = tags


def value_place(source: Source, node: Node) -> Place:
    """Where a node's value is written."""
    return Place(source, node.block, node.start, node.end)


def key_place(source: Source, node: Node) -> Place:
    """Where the key that names a node is written; its value where it has none."""
    if node.key is None or node.key_block is None:
        return value_place(source, node)
    return Place(source, node.key_block, node.key.start, node.key.end)


class StringPlaces:
    """Where the parts of one string are written. Made once for many parts, for it reads the whole string."""

    __slots__ = ("_map", "_source", "node")

    def __init__(self, source: Source, node: Node) -> None:
        self._source = source
        self._map = string_map(node.block, Value("string", node.start, node.end, node.data))
        self.node = node

    def part(self, start: int, end: int) -> Place:
        """Where `start:end` of the string's content, without quotes and escapes, is written."""
        return Place(self._source, self.node.block, *self._map.range_of(start, end))


def is_closed(node: Node) -> bool:
    """Whether a string has its closing quote: without it, what it says may be half of what its author means."""
    text = node.block.text
    return node.end - node.start > 1 and text[node.end - 1] == text[node.start]


def part_place(source: Source, node: Node, start: int, end: int) -> Place:
    """Where a part of a string is written: `start:end` count in its content, without quotes and escapes."""
    return StringPlaces(source, node).part(start, end)


def name_place(declaration: Declaration) -> Place:
    """Where the name of a declaration is written."""
    return key_place(declaration.source, declaration.node)


def entry_place(source: Source, node: Node) -> Place:
    """Where `key = value` is written: both, if they stand in one block."""
    if node.key is None or node.key_block is not node.block:
        return key_place(source, node)
    return Place(source, node.block, node.key.start, node.end)
