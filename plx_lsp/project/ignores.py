"""`# plx: ignore[rule, …]`: where a file says that a diagnostic is meant.

An ignore speaks for its own line; on a line of its own, for the next line that is no comment.
"""

from __future__ import annotations

import re

from plx_lsp.syntax.rare import rare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.syntax.tree import Block

_IGNORE = rare(r"#\s*plx:\s*ignore\s*(?:\[(?P<rules>[^\]]*)\])?")
_NAME = r"[A-Za-z0-9_-]+"


class Ignore:
    """One ignore comment. Offsets count from the start of `block`.

    `rules` are (name, start, end); empty where the comment names none, which ignores nothing and is reported.
    """

    __slots__ = ("block", "end", "rules", "start")

    def __init__(self, block: Block, start: int, end: int, rules: tuple[tuple[str, int, int], ...]) -> None:
        self.block = block
        self.start = start
        self.end = end
        self.rules = rules


def ignores_in(blocks: tuple[Block, ...]) -> tuple[Ignore, ...]:
    """Every ignore comment in `blocks`."""
    found: list[Ignore] = []
    for block in blocks:
        for start, end in block.comments:
            match = _IGNORE(block.text, start, end)
            if match is not None:
                found.append(_read(block, match))
    return tuple(found)


def _read(block: Block, match: re.Match[str]) -> Ignore:
    rules: tuple[tuple[str, int, int], ...] = ()
    if match["rules"] is not None:
        first = match.start("rules")
        names = re.finditer(_NAME, match["rules"])
        rules = tuple((name.group(), first + name.start(), first + name.end()) for name in names)
    return Ignore(block, match.start(), match.end(), rules)
