"""One fault that a deck rule found: plain, with absolute offsets. `deck` makes it a diagnostic."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    DeckFix = tuple[str, tuple[int, int], str, bool]


class DeckFault:
    """A fault at `place` (start, end). Each fix is (title, place, text, safe); an empty severity is the rule's own."""

    __slots__ = ("fixes", "message", "place", "rule", "severity", "tags")

    def __init__(
        self,
        rule: str,
        place: tuple[int, int],
        message: str,
        *fixes: DeckFix,
        severity: str = "",
        tags: tuple[str, ...] = (),
    ) -> None:
        self.rule = rule
        self.place = place
        self.message = message
        self.fixes = fixes
        self.severity = severity
        self.tags = tags
