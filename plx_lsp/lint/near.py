"""Did you mean: the one name among many that a mistyped one most likely stands for.

For rules and anyone else who has to suggest a name. Called only when something is wrong, so `difflib` is loaded then.
"""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 2000
"""How many names are looked at: a library with a thousand faults must not take a thousand times as long."""

_CLOSE = 0.7
"""How much of two names must agree, from 0 to 1."""


def near(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` most likely stands for; None where none comes near."""
    wanted = _letters(name)
    found: list[str] = []
    for candidate in islice(candidates, _MOST):
        if candidate == name:
            continue
        letters = _letters(candidate)
        if letters == wanted:
            return candidate
        if abs(len(letters) - len(wanted)) * 2 <= len(wanted) and not _differ(letters, wanted):
            found.append(candidate)
    if not found or not wanted:
        return None
    from difflib import get_close_matches

    by_letters = {_letters(candidate): candidate for candidate in reversed(found)}
    close = get_close_matches(wanted, by_letters, 1, _CLOSE)
    return by_letters[close[0]] if close else None


def _letters(name: str) -> str:
    """A name without what people mistake most: case, and what stands between words."""
    return name.lower().replace("_", "").replace("-", "")


def _differ(one: str, other: str) -> bool:
    """Whether two names have too few letters in common to be worth comparing."""
    return len(set(one) ^ set(other)) > len(other)
