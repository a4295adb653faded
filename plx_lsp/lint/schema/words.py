"""The words of a message: what was written. What a schema asks for is in `plx_schema.wording`."""

from __future__ import annotations

from plx_schema.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.syntax.tree import Node

_A_KIND = {
    "datetime": "a date and time",
    "date": "a date",
    "time": "a time",
    "array": "an array",
    "table": "a table",
}


def shown(node: Node) -> str:
    """What was written, short enough for a message."""
    if node.kind == "string":
        return quoted(node.data)
    if node.kind == "boolean":
        return "`true`" if node.data else "`false`"
    return _A_KIND.get(node.kind) or str(node.data)
