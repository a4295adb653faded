"""The words of a message: what was written, and which name may have been meant.

What a schema asks for is in `plx_schema.wording`.
"""

from __future__ import annotations

from plx_schema.wording import LONGEST, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

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


def near(name: str, names: Iterable[str]) -> str:
    """The one of `names` that `name` was probably meant to be, or an empty text."""
    names = list(names)
    folded = fold(name)
    for each in names:
        if fold(each) == folded:
            return each
    if len(name) > LONGEST:
        return ""
    from difflib import SequenceMatcher, get_close_matches

    def likeness(each: str) -> tuple[float, int]:
        return SequenceMatcher(None, each, name).ratio(), _common_start(each, name)

    return max(get_close_matches(name, names, 4, 0.6), key=likeness, default="")


def _common_start(one: str, other: str) -> int:
    """How many characters two names begin with alike: people rarely miss the first ones."""
    count = 0
    for left, right in zip(one, other):  # noqa: B905 - `strict` is for equal lengths
        if left != right:
            break
        count += 1
    return count


def fold(name: str) -> str:
    """A name without what people get wrong first: case, `-` for `_`, blanks around."""
    return name.strip().lower().replace("-", "_")
