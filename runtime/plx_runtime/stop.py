"""When a run stops waiting: one deadline for all of it, and the user's wish to cancel.

Every wait of a run goes through one `Stop`, so that cancelling and running out of time are the same thing with two
names. Nothing here talks to a provider, and nothing here decides what a stopped call has cost.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

T = TypeVar("T")
Reason = Literal["cancelled", "deadline"]


class StoppedError(Exception):
    """Raised out of a wait that was cut short; `reason` says by whom."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Stop:
    """Set at most once, by the user or by the clock. Made inside the event loop that waits on it."""

    def __init__(self, seconds: float | None = None) -> None:
        self._ends = None if seconds is None else time.monotonic() + seconds
        self._cancelled = asyncio.Event()

    @property
    def reason(self) -> Reason | None:
        """Why to stop, or None while there is no reason to."""
        if self._cancelled.is_set():
            return "cancelled"
        return "deadline" if self._ends is not None and time.monotonic() >= self._ends else None

    def cancel(self) -> None:
        """Stop because the user asked."""
        self._cancelled.set()

    def left(self) -> float | None:
        """Seconds until the deadline, never negative; None without one."""
        return None if self._ends is None else max(0.0, self._ends - time.monotonic())

    def check(self) -> None:
        """Raise `StoppedError` if there is a reason to stop."""
        if self.reason is not None:
            raise StoppedError(self.reason)

    async def pause(self, seconds: float) -> None:
        """Wait `seconds`; raise `StoppedError` as soon as there is a reason to."""
        await self.race(asyncio.sleep(seconds))

    async def race(self, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`; when stopped first, cancel it, let it finish dying, and raise `StoppedError`.

        Work that completes in the very moment of the stop still counts: its result may have been paid for.
        """
        task = asyncio.ensure_future(work)
        watch = asyncio.ensure_future(self._cancelled.wait())
        try:
            if self.reason is None:
                await asyncio.wait({task, watch}, timeout=self.left(), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            watch.cancel()
        if task.cancelled():
            raise StoppedError(self.reason or "cancelled")
        return task.result()
