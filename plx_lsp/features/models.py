"""The names of the deck as an editor lists them: what each comes to, what it costs, whether it can be had."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from plx_schema.deck import all_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_schema.deck import Deck, Name


@lru_cache(maxsize=4)
def names_of(deck: Deck) -> tuple[Name, ...]:
    """The deck's names, each with its price: worked out once for each deck."""
    return tuple(all_names(deck))


def is_gone(name: Name) -> bool:
    """Whether a name leads to nothing that can be had, or not for long."""
    return bool(name.problem) or name.status not in ("", "current")


def drawback(deck: Deck, name: Name, environment: Mapping[str, str]) -> str:
    """Why the model cannot be called as things are, in a few words; empty where it can."""
    if name.problem:
        return "not available here"
    if name.status != "current":
        return name.status
    backend = deck.backends.get(name.backend)
    if backend is not None and backend.keys and not any(environment.get(key) for key in backend.keys):
        return f"needs {backend.keys[0]}"
    return ""
