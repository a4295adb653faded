"""Did you mean: the one name among many that a mistyped one most likely stands for, or a list to choose from.

For whoever has to suggest a name: rules, the schema's messages, the command line. Called only when something is wrong,
so `difflib` is loaded then.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Index = dict[str, set[str]]

_LONGEST = 40
"""Characters. Nobody mistypes a longer name, and comparing takes time with the square of its length."""

_FEW = 200
"""How many names are compared one by one. Of more, only those that are one slip away are looked at."""

_SHOWN = 6
"""How many names a message lists."""

AMONG_MANY = 0.75
"""A `likeness` for names that authors choose, of which there may be many that look alike."""


def near(name: str, names: Iterable[str], likeness: float = 0.6) -> str:
    """The one of `names` that `name` was probably meant to be, or an empty text.

    `likeness` is how much of two names must agree, from 0 to 1. The answer does not depend on the order of the names.
    """
    folded = fold(name)
    names = list(names)
    same = [each for each in names if fold(each) == folded]
    if same:
        return min(same)
    found = [each for each in names if len(each) <= _LONGEST and _may_be_like(each, name)]
    if not found or len(name) > _LONGEST:
        return ""
    from difflib import SequenceMatcher, get_close_matches

    def rank(each: str) -> tuple[float, int, str]:
        return SequenceMatcher(None, each, name).ratio(), _common_start(each, name), each

    return max(get_close_matches(name, found, 4, likeness), key=rank, default="")


def likely(name: str, names: list[str]) -> Iterable[str]:
    """Those of a library's `names` that are worth a closer look: all of a few, of many those one slip away.

    So a thousand faults among ten thousand names do not take ten million comparisons. A list is looked through once, as
    long as it is the same object; whoever made it must not change it.
    """
    if len(names) <= _FEW:
        return names
    index = _index_of(names)
    found: set[str] = set()
    for part in _slips(name):
        found |= index.get(part, set())
    return found


_indexes: dict[int, tuple[list[str], Index]] = {}


def _index_of(names: list[str]) -> Index:
    """The names by what is left of them when one letter is dropped. The last few lists are remembered."""
    known = _indexes.get(id(names))
    if known is not None and known[0] is names:
        return known[1]
    index: Index = {}
    for name in names:
        for part in _slips(name):
            index.setdefault(part, set()).add(name)
    if len(_indexes) > 3:
        del _indexes[next(iter(_indexes))]
    _indexes[id(names)] = (names, index)
    return index


def _slips(name: str) -> set[str]:
    """A name, and the same with each of its letters left out: what two names share that are one slip apart."""
    if len(name) > _LONGEST:
        return set()
    folded = fold(name)
    return {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}


def listed(names: list[str]) -> str:
    """Names for a message, the first few of many."""
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    return f"{shown}, …" if len(names) > _SHOWN else shown


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
