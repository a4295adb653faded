"""One thing that could be done, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plx_lsp.features.values import Command
    from plx_lsp.lint import Diagnostic, TextEdit

QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll.plx"
SPELLING = "source.currentSpelling.plx"
REWRITE = "refactor.rewrite.plx"
EXTRACT = "refactor.extract.plx"
RUN = "plx.run"
"""Kinds of actions, as editors group them."""

KINDS = (QUICK_FIX, FIX_ALL, SPELLING, REWRITE, EXTRACT, RUN)


@dataclass(frozen=True, slots=True)
class Action:
    """Edits, or a command. `mends` are the diagnostics that it answers; `creates` is a file that it makes first."""

    title: str
    kind: str
    edits: tuple[TextEdit, ...] = ()
    command: Command | None = None
    mends: tuple[Diagnostic, ...] = ()
    is_preferred: bool = False
    creates: str = ""
