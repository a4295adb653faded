"""Who has seen a run so far, and can tell its end where the run itself has no time to: after a second Ctrl-C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_runtime.events import Done, Event, Failed, Image, Queued, Started

if TYPE_CHECKING:
    from collections.abc import Callable


class Witness:
    """Passes every event on to `reader`, and remembers what matters at the end."""

    def __init__(self, reader: Callable[[Event], None]) -> None:
        self._reader = reader
        self._last: Event | None = None
        self._count = 0
        self._under_way: dict[int, str] = {}
        self._saved: dict[int, str] = {}

    def see(self, event: Event) -> None:
        """Take note of an event and pass it on."""
        self._last = event
        if isinstance(event, Started):
            self._count = event.count
        elif isinstance(event, Queued):
            self._under_way[event.index] = event.request_id
        elif isinstance(event, Image):
            self._saved[event.index] = event.file
            self._under_way.pop(event.index, None)
        self._reader(event)

    def tell_the_end(self) -> None:
        """Emit the last event of a run that is left at once, unless it has come to its own end."""
        last = self._last
        if last is None or isinstance(last, (Done, Failed)):
            return
        missing = self._count - len(self._saved)
        kept = f"{len(self._saved)} of {self._count} images are saved. " if self._saved else ""
        self._reader(
            Failed(
                run=last.run,
                t=last.t,
                code="cancelled",
                message=f"{kept}Left at once: calls under way were not waited for.",
                hint="--resume picks up what can be picked up.",
                may_have_been_billed=missing > 0,
                request_ids=tuple(self._under_way.values()),
                resumable=True,
                saved=tuple(self._saved[index] for index in sorted(self._saved)),
                missing=missing,
            )
        )
