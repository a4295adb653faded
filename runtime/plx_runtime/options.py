"""What a run can be asked for. The command line, the editors and the Python face all fill in this one form.

What a value may be is said here once; nothing is read and nothing is called.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEADLINE = 1800.0
"""Seconds a run may take, unless it is told otherwise."""

CONCURRENCY = 2
"""Calls under way at once, unless it is told otherwise: what a new account of either provider allows."""


PARTIALS = 3
"""The most unfinished pictures of one image that a provider sends."""


def _whole(value: object, least: int, most: float = math.inf) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _amount(value: object) -> float:
    """A number; NaN, which no comparison lets pass, for anything that is none or has no end."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return math.nan
    return float(value) if abs(value) <= sys.float_info.max else math.nan


_WANTED: dict[str, tuple[Callable[[object], bool], str]] = {
    "max_cost": (lambda value: _amount(value) >= 0, "an amount in USD, 0 or more"),
    "deadline": (lambda value: _amount(value) > 0, "seconds, more than 0"),
    "concurrency": (lambda value: _whole(value, 1), "a whole number, 1 or more"),
    "retry_paid": (lambda value: _whole(value, 0), "a whole number, 0 or more"),
    "partials": (lambda value: _whole(value, 0, PARTIALS), f"a whole number from 0 to {PARTIALS}"),
}
_MAY_BE_NONE = ("max_cost", "deadline")


def fault(name: str, value: object) -> str | None:
    """Why option `name` cannot be `value`, as the end of a sentence that begins with its name; None if it can."""
    allows, wanted = _WANTED[name]
    return None if allows(value) else f"wants {wanted}, not {value}"


@dataclass(frozen=True, slots=True)
class Options:
    """One run's wishes.

    An empty `pipe` is the file's main one, or its only one. `resume` is a run's id, "" or True for the latest
    unfinished one, None for a new run. `max_cost` is in USD, `deadline` in seconds; None is no limit. `retry_paid`
    allows so many repeats of a call that may have been billed. `untrusted` allows nothing but previews and dry runs.

    Raises:
        ValueError: a value that means nothing, told in words.
    """

    file: str
    pipe: str = ""
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

    def __post_init__(self) -> None:
        _set_resume(self)
        for name in _WANTED:
            value = getattr(self, name)
            wrong = None if value is None and name in _MAY_BE_NONE else fault(name, value)
            if wrong:
                raise ValueError(f"{name} {wrong}.")


def _set_resume(options: Options) -> None:
    """Read what a script may say: True for the latest unfinished run, False for a new one."""
    asked = cast("object", options.resume)
    if isinstance(asked, bool):
        object.__setattr__(options, "resume", "" if asked else None)
    elif asked is not None and not isinstance(asked, str):
        raise ValueError(f"resume wants the id of a run, or True for the latest unfinished one, not {asked}.")
