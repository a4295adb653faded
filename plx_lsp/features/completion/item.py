"""One thing that could be written, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    CompletionKind = Literal["key", "value", "type", "concept", "pipe", "model", "variable", "rule", "snippet", "table"]


@dataclass(frozen=True, slots=True)
class Completion:
    """Put `text` in place of `start:end`; `snippet` is the same with tab stops, for editors that know them.

    `rank` orders the list (small first, then by label). `about` is what `describe.about` documents; `filter` is what is
    compared with what the user types, the label where empty. `again` where choosing it leads to another choice.
    """

    label: str
    kind: CompletionKind
    start: int
    end: int
    text: str
    snippet: str = ""
    detail: str = ""
    note: str = ""
    about: tuple[str, ...] = ()
    rank: int = 0
    filter: str = ""
    deprecated: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Completions:
    """What is offered; not `is_complete` where typing on may bring up others."""

    items: tuple[Completion, ...]
    is_complete: bool
