"""What can be opened from a text: the page of a rule that is ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.lint import RULES, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.source import Source


@dataclass(frozen=True, slots=True)
class Link:
    """A rule's name at `start:end`; its page is what the link leads to."""

    start: int
    end: int
    rule: str


def links(source: Source) -> Iterator[Link]:
    """The rule names in a file's ignore comments."""
    rules.load_all()
    for section in source.notable_sections():
        for ignore in section.ignores:
            base = source.start_of(ignore.block)
            for name, start, end in ignore.rules:
                if name in RULES:
                    yield Link(base + start, base + end, name)
