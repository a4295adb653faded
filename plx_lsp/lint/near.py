"""Did you mean: the one name among many that a mistyped one most likely stands for.

For whoever has to suggest a name: rules, the schema's messages, the command line. Called only when something is wrong,
so `difflib` is loaded then.
"""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 40
"""Characters. Nobody mistypes a longer name, and comparing takes time with the square of its length."""

_MOST = 2000
"""How many names are looked at: a library with a thousand faults must not take a thousand times as long."""

AMONG_MANY = 0.75
"""A `likeness` for names that authors choose, of which there may be many that look alike."""


def near(name: str, names: Iterable[str], likeness: float = 0.6) -> str:
    """The one of `names` that `name` was probably meant to be, or an empty text.

    `likeness` is how much of two names must agree, from 0 to 1. The answer does not depend on the order of the names.
    """
    folded = fold(name)
    looked_at = list(islice(names, _MOST))
    same = [each for each in looked_at if fold(each) == folded]
    if same:
        return min(same)
    found = [each for each in looked_at if len(each) <= _LONGEST and _may_be_like(each, name)]
    if not found or len(name) > _LONGEST:
        return ""
    from difflib import SequenceMatcher, get_close_matches

    def rank(each: str) -> tuple[float, int, str]:
        return SequenceMatcher(None, each, name).ratio(), _common_start(each, name), each

    return max(get_close_matches(name, found, 4, likeness), key=rank, default="")


def fold(name: str) -> str:
    """A name without what people get wrong first: case, `-` for `_`, blanks around."""
    return name.strip().lower().replace("-", "_")


def _may_be_like(one: str, other: str) -> bool:
    """Whether two names have enough letters in common to be worth comparing."""
    return abs(len(one) - len(other)) * 2 <= len(other) + 2 and len(set(one) ^ set(other)) <= len(other)


def _common_start(one: str, other: str) -> int:
    """How many characters two names begin with alike: people rarely miss the first ones."""
    count = 0
    for left, right in zip(one, other):  # noqa: B905 - `strict` is for equal lengths
        if left != right:
            break
        count += 1
    return count
