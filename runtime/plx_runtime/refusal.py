"""Why a run does not begin: a user's mistake, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was called and nothing was written. `hint` says what to do; `diagnostics` are those of `plx check`."""

    code: str
    message: str
    hint: str | None = None
    diagnostics: tuple[dict[str, Any], ...] = ()


USAGE_CODES = frozenset({"unreadable", "no_pipe_named", "no_such_pipe", "no_such_run", "not_a_preview", "bad_input"})
"""Mistakes in what was asked for, rather than in a file: exit status 2."""
