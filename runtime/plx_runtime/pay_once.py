"""Sending a call again, only where the first time cannot have cost anything.

A connection that never came up and a refusal for now (HTTP 429 that is no empty purse) are tried again, within the
run's one deadline and as late as the provider asks. Everything else ends the call: a lost answer may have been paid
for. `retry_paid` is the user's own leave to risk it, so many times a call.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from plx_runtime.backends.interface import REPEATABLE, Answer, Backend, CallError, Listener

if TYPE_CHECKING:
    from collections.abc import Callable

    from plx_runtime.job import Request
    from plx_runtime.stop import Stop

ATTEMPTS = 8
FIRST_WAIT = 0.5
"""Seconds before the second attempt; doubled each time."""

_LONGEST_WAIT = 30.0


async def pay_once(
    backend: Backend,
    request: Request,
    stop: Stop,
    listener: Listener,
    *,
    retry_paid: int = 0,
    before: Callable[[int], None],
) -> Answer:
    """The answer to `request`. `before` is told the number of each attempt, from 1, and writes it down first.

    Raises:
        CallError: the last attempt's fault.
        StoppedError: while waiting to try again; nothing is under way then.
    """
    paid = 0
    for attempt in range(1, ATTEMPTS + 1):
        stop.check()
        before(attempt)
        try:
            return await backend.buy(request, stop, listener)
        except CallError as failure:
            risky = failure.outcome not in REPEATABLE
            if attempt == ATTEMPTS or (risky and not (failure.billed and paid < retry_paid)):
                raise
            wait = _wait(failure, attempt)
            left = stop.left()
            if left is not None and wait >= left:
                raise
            paid += risky
            listener.log(_told(failure, wait, attempt, risky=risky), "warning")
            await stop.pause(wait)
    raise AssertionError("the last attempt returns or raises")


def _wait(failure: CallError, attempt: int) -> float:
    if failure.retry_after is not None:
        return failure.retry_after
    return min(_LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)) * random.uniform(0.75, 1.0)  # noqa: S311


def _told(failure: CallError, wait: float, attempt: int, *, risky: bool) -> str:
    cost = (
        "It may have been billed; trying again as --retry-paid allows" if risky else "Nothing was bought; trying again"
    )
    return f"{failure.sentence} {cost} in {wait:.1f} s (attempt {attempt + 1} of {ATTEMPTS})."
