"""Values that are tables and arrays, with tab stops: after the example in the schema, or by the required keys."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, cast

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.completion.snippets import escaped
from plx_schema.lookup import keys_of
from plx_schema.wording import toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.scope import Scope
    from plx_schema.lookup import KeyDoc
    from plx_schema.wording import Example

_LAST = 500
"""Their rank: behind every word that the key takes."""


def complete_shape(scope: Scope, key: KeyDoc) -> Iterator[Completion]:
    """The table or array that could stand here; in an array of tables, one table more."""
    value = _example(scope, key)
    if value is None:
        return
    text, label = toml(value), "{ … }" if isinstance(value, dict) else "[ … ]"
    snippet = _with_stops(value, count(1))
    yield Completion(
        label, "snippet", scope.start, scope.end, text, snippet, detail=text, rank=_LAST, filter=text, again=True
    )


def _example(scope: Scope, key: KeyDoc) -> Example | None:
    is_item = isinstance(scope.path[-1], int)
    for value in cast("list[Example]", key.examples):
        if is_item and isinstance(value, list) and value and isinstance(value[0], dict):
            return value[0]
        if not is_item and isinstance(value, (list, dict)):
            return value
    if "a table" not in key.type:
        return None
    required = [each for each in keys_of(scope.table, scope.path) if each.is_required]
    return {each.name: next(iter(cast("list[Example]", each.examples)), "") for each in required} or None


def _with_stops(value: Example, numbers: Iterator[int]) -> str:
    """The value as a snippet in which each leaf is a tab stop: of a string, what is between its quotes."""
    if isinstance(value, dict):
        entries = [f"{name} = {_with_stops(item, numbers)}" for name, item in value.items()]
        return f"{{ {', '.join(entries)} \\}}"
    if isinstance(value, list):
        return f"[{', '.join(_with_stops(item, numbers) for item in value)}]"
    text, is_text = toml(value), isinstance(value, str)
    stop = f"${{{next(numbers)}:{escaped(text[1:-1] if is_text else text)}}}"
    return f'"{stop}"' if is_text else stop
