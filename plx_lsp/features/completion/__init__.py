"""What could be written at a cursor, in healthy text and in broken: one file for each kind of place.

    complete(library, source, offset) -> Completions

Each gives plain values with the stretch they replace; documentation comes later, by `describe.about(item.about)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion, Completions
from plx_lsp.features.completion.keys import complete_header, complete_key
from plx_lsp.features.completion.rules import complete_rule
from plx_lsp.features.completion.strings import complete_string, complete_value
from plx_lsp.features.scope import scope_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source

__all__ = ["Completion", "Completions", "complete"]

MOST = 400
"""How many names are offered at once; a longer list is filtered by what has been typed, and says that there is more."""

_PLACES = {
    "header": complete_header,
    "key": complete_key,
    "value": complete_value,
    "string": complete_string,
    "comment": complete_rule,
}


def complete(
    library: Library, source: Source, offset: int, environment: Mapping[str, str] | None = None
) -> Completions:
    """What could be written at `offset`. `environment` says which providers' keys are set."""
    scope = scope_at(library, source, offset)
    find = _PLACES.get(scope.context.place)
    if find is None:
        return Completions((), is_complete=True)
    found = sorted(find(scope, environment or {}), key=_rank)
    if len(found) <= MOST:
        return Completions(tuple(found), is_complete=True)
    typed = _typed(scope.source.document.text, scope.start, offset)
    fitting = [item for item in found if _fits(typed, item.filter or item.label)]
    return Completions(tuple(fitting[:MOST]), is_complete=False)


def _rank(item: Completion) -> tuple[int, str]:
    return (item.rank, item.label)


def _typed(text: str, start: int, offset: int) -> str:
    return text[start:offset].strip("\"'").casefold()


def _fits(typed: str, label: str) -> bool:
    """Whether what was typed occurs in the label in that order, as editors filter."""
    letters = iter(label.casefold())
    return all(letter in letters for letter in typed)
