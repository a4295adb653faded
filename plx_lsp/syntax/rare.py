"""Patterns that most texts never need, compiled when they are first called.

Compiling a pattern takes as long as reading a small file with it, and there are dozens. A call through here costs a
tenth of a microsecond more than the pattern's own method.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal


def rare(
    pattern: str, method: Literal["match", "fullmatch", "search"] = "match", flags: int = 0
) -> Callable[..., re.Match[str] | None]:
    """A method of a pattern, to be called as `method(text, start, end)`."""
    compiled: list[Callable[..., re.Match[str] | None]] = []

    def call(text: str, *where: int) -> re.Match[str] | None:
        if not compiled:
            compiled.append(getattr(re.compile(pattern, flags), method))
        return compiled[0](text, *where)

    return call
