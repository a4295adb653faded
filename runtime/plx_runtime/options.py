"""What a run can be asked for. The command line, the editors and the Python face all fill in this one form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DEADLINE = 1800.0
"""Seconds a run may take, unless it is told otherwise."""

CONCURRENCY = 2
"""Calls under way at once, unless it is told otherwise: what a new account of either provider allows."""


@dataclass(frozen=True, slots=True)
class Options:
    """One run's wishes.

    `resume` is a run's id, "" for the latest unfinished one, None for a new run. `max_cost` is in USD, `deadline` in
    seconds. `retry_paid` allows so many repeats of a call that may have been billed. `untrusted` allows nothing but
    previews and dry runs.
    """

    file: str
    pipe: str
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    input_pairs: tuple[str, ...] = ()
    inputs_file: str | None = None
    preview: bool = False
    dry_run: bool = False
    out: str | None = None
    resume: str | None = None
    max_cost: float | None = None
    yes: bool = False
    deadline: float | None = DEADLINE
    concurrency: int = CONCURRENCY
    retry_paid: int = 0
    partials: int = 0
    keep_prompt: bool = True
    untrusted: bool = False
