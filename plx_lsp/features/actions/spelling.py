"""Writing a file in the spelling of the page, whatever generation it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import SPELLING, Action
from plx_lsp.lint.applying import applicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.source import Source


def current_spelling(source: Source, diagnostics: Sequence[Diagnostic]) -> Iterator[Action]:
    """Every key and word of another generation in today's spelling."""
    found = applicable([each for each in diagnostics if each.rule == "renamed-key"], source.path, unsafe=True)
    if found:
        edits = tuple(edit for fix in found for edit in fix.edits)
        yield Action("Write this file in the current spelling", SPELLING, edits)
