"""Keys: where they are read from, and how they are kept out of everything that is written or shown.

From the environment first, then from the `.env` of the project. Which key may go to which endpoint is decided in
`access`. A key is never an argument of a command, never in an event, a ledger, a manifest or an error.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*?)\s*$")
# What providers echo of a refused key: "sk-abc***xyz", "sk-proj-...".
_ECHO = re.compile(r"\b(?:sk|key|fal)-[\w-]*(?:\*+|\.{3}|…)[\w*-]*|\bsk-[A-Za-z0-9_-]{16,}")
HIDDEN = "[key]"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the name it was found under. Shows itself as its name only."""

    variable: str
    value: str

    def __repr__(self) -> str:
        return f"Key({self.variable})"


def find(names: Iterable[str], *sources: Mapping[str, str]) -> Key | None:
    """The first key that is set, looked up name by name in each source in turn."""
    wanted = tuple(names)
    for source in sources:
        for name in wanted:
            if value := source.get(name, "").strip():
                return Key(name, value)
    return None


def read_env_file(folder: str | None) -> dict[str, str]:
    """The variables of the `.env` in `folder`: `NAME=value` lines, quotes and comments as shells have them.

    No file, or one that cannot be read, gives none.
    """
    if folder is None:
        return {}
    try:
        with open(os.path.join(folder, ".env"), encoding="utf-8-sig", errors="replace") as file:
            return dict(pair for line in file if (pair := _pair(line)))
    except OSError:
        return {}


def _pair(line: str) -> tuple[str, str] | None:
    match = _LINE.match(line)
    if match is None:
        return None
    value = match["value"]
    if value[:1] in ("'", '"') and (end := value.find(value[0], 1)) > 0:
        return match["name"], value[1:end]
    return match["name"], re.split(r"(?:^|\s)#", value)[0].strip()


class Scrubber:
    """Takes every key it knows, whole or in its usual disguises, out of a text."""

    def __init__(self) -> None:
        self._hidden: list[str] = []

    def know(self, key: str) -> None:
        """Never let this text through again. A fal key is two halves, each secret enough to hide."""
        parts = {key, *(part for part in key.split(":") if len(part) >= 8)}
        known = {form for part in parts for form in (part, quote(part, safe=""), repr(part)[1:-1]) if len(form) >= 4}
        # The longest first: a half must not break up the whole.
        self._hidden = sorted({*self._hidden, *known}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text with every known key, and everything that looks like the rest of one, hidden."""
        for secret in self._hidden:
            text = text.replace(secret, HIDDEN)
        return _ECHO.sub(HIDDEN, text)
