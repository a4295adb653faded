"""fal's queue, through fal-client: submit once, poll, fetch the result, and really cancel.

Left to itself the SDK posts a job up to ten times when answers are lost, sends the key to whatever host an answer
names, and drops a cancelled call without telling fal. So its requests go through a transport of ours that lets a POST
fail at once and knows one host only; jobs are followed by their id alone; cancelling is a call of its own.

`wire` carries the requests, `answers` reads what comes back.

Relied on, beyond the SDK's documented face, and held by contract tests: `AsyncClient._client` is awaited for every
request; `AsyncRequestHandle._parse_status` reads a status; the retry loop lets exceptions that are not httpx's through.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from plx_runtime.backends.fal.answers import read_refusal, read_result
from plx_runtime.backends.fal.wire import TIMEOUT, Queue
from plx_runtime.backends.interface import Answer, CallError, Listener
from plx_runtime.stop import StoppedError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    import fal_client

    from plx_runtime.job import Request
    from plx_runtime.stop import Stop

ENDPOINT = "https://queue.fal.run"
POLL = (0.2, 3.0)
"""Seconds between two looks at a job: at first, and at most."""

T = TypeVar("T")
CANCEL = 3.0
"""Seconds a cancel may take."""

_LOST_LOOKS = 8  # looks in a row that may fail before a job counts as out of sight


class FalBackend:
    """One account at one queue."""

    name = "fal"
    resumable = True

    def __init__(self, key: str, endpoint: str = ENDPOINT) -> None:
        self._key = key
        self._endpoint = endpoint.rstrip("/")

    def address(self, request: Request) -> tuple[str, str]:
        """Where the job is handed in."""
        return "POST", f"{self._endpoint}/{request.endpoint}"

    async def buy(self, request: Request, stop: Stop, listener: Listener) -> Answer:
        """Hand in the job once, note its id, and follow it."""
        request_id = await self._submit(request, stop)
        listener.submitted(request_id)
        return await self.collect(request, request_id, stop, listener)

    async def collect(self, request: Request, request_id: str, stop: Stop, listener: Listener) -> Answer:
        """Follow a job to its result; when stopped, cancel it and keep what it may have finished meanwhile."""
        job = self._queue.job(request.endpoint, request_id)
        seen = _Progress(request_id, listener)
        try:
            await self._follow(job, seen, stop)
            return await stop.race(_result(job))
        except StoppedError as stopped:
            return await _cancel(job, stopped)

    async def close(self) -> None:
        """Close the connections."""
        if "_queue" in self.__dict__:
            await self._queue.close()

    @cached_property
    def _queue(self) -> Queue:
        return Queue(self._key, self._endpoint)

    async def _submit(self, request: Request, stop: Stop) -> str:
        # Not raced against the stop: a job that fal has taken and whose id we never read could not be cancelled.
        stop.check()
        left = stop.left()
        patience = TIMEOUT if left is None else min(TIMEOUT, max(CANCEL, left))
        try:
            return await asyncio.wait_for(self._queue.submit(request, left), patience)
        except asyncio.TimeoutError:
            raise CallError("unknown_outcome", "fal did not answer in time; it may have taken the job.") from None

    async def _follow(self, job: fal_client.AsyncRequestHandle, seen: _Progress, stop: Stop) -> None:
        """Return once the job is over, whatever became of it."""
        import fal_client
        import httpx

        wait, lost = POLL[0], 0
        while True:
            try:
                status = await stop.race(job.status(with_logs=True))
                lost = 0
                seen.show(status)
                if isinstance(status, fal_client.Completed):
                    return
            except (httpx.HTTPError, fal_client.FalClientHTTPError, ValueError) as error:
                lost += 1
                if lost >= _LOST_LOOKS or _is_final(error):
                    raise _out_of_sight(error, job.request_id) from error
            await stop.pause(wait * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing
            wait = min(POLL[1], wait * 1.3)


class _Progress:
    """Turns the status of a job into events. fal repeats the whole log each time; only new lines are told."""

    def __init__(self, request_id: str, listener: Listener) -> None:
        self._request_id = request_id
        self._listener = listener
        self._lines = 0
        self._position: int | None = None

    def show(self, status: fal_client.Status) -> None:
        import fal_client

        if isinstance(status, fal_client.Completed):
            position = self._position
        else:
            position = status.position if isinstance(status, fal_client.Queued) else None
        if position != self._position:
            self._position = position
            self._listener.queued(self._request_id, position)
        logs: list[dict[str, Any]] = getattr(status, "logs", None) or []
        for line in logs[self._lines :]:
            self._listener.log(str(line.get("message", "")), str(line.get("level", "info")).lower())
        self._lines = max(self._lines, len(logs))


async def _result(job: fal_client.AsyncRequestHandle) -> Answer:
    import fal_client
    import httpx

    try:
        result = await job.get()
    except fal_client.FalClientHTTPError as error:
        body = {"detail": error.message, "error_type": error.error_type}
        raise read_refusal(error.status_code, body, error.response_headers, job.request_id) from error
    except (httpx.HTTPError, ValueError) as error:
        raise _out_of_sight(error, job.request_id) from error
    return read_result(result, job.request_id)


async def _cancel(job: fal_client.AsyncRequestHandle, stopped: StoppedError) -> Answer:
    """Ask fal to stop the job. One that is finished all the same is paid for, so its images are kept."""
    told = await _within(CANCEL, _told(job))
    if told == "over" and (answer := await _within(CANCEL, _result(job))) is not None:
        return answer
    if told is None:
        message = "fal could not be told to cancel; the job may still run."
    else:
        message = "fal was told to cancel the job, which may have begun."
    raise CallError(stopped.reason, message, billed=True, request_id=job.request_id)


async def _told(job: fal_client.AsyncRequestHandle) -> str:
    """Tell fal to cancel: "cancelled" if it has taken the wish, "over" if that came too late."""
    import fal_client

    try:
        await job.cancel()
    except fal_client.FalClientHTTPError as error:
        if error.status_code == 400:  # ALREADY_COMPLETED
            return "over"
        raise
    return "cancelled"


async def _within(seconds: float, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of `work`, or None if it fails or takes too long."""
    import fal_client
    import httpx

    with contextlib.suppress(asyncio.TimeoutError, CallError, httpx.HTTPError, fal_client.FalClientError):
        return await asyncio.wait_for(work, seconds)
    return None


def _is_final(error: Exception) -> bool:
    """A look that will not get better: the key is refused, or the job is unknown."""
    return getattr(error, "status_code", None) in (401, 403, 404)


def _out_of_sight(error: Exception, request_id: str) -> CallError:
    status = getattr(error, "status_code", None)
    why = f"HTTP {status}" if status else type(error).__name__
    outcome = "auth" if status in (401, 403) else "unknown_outcome"
    message = f"fal has the job, but its state could not be read ({why})."
    return CallError(outcome, message, billed=True, request_id=request_id, status=status)
