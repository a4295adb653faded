"""A run as the client sees it: progress that can be cancelled, and its events or its results.

A client that declares `experimental.plxRunEvents` gets the events; any other sees the images when they are done.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.server.client import answer
from plx_lsp.server.untyped import array, text
from plx_lsp.server.uris import uri_of

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.runs import Run, Wish

RUN_EVENT = "plx/runEvent"


class Show:
    """One run under way, shown to the client."""

    def __init__(self, server: Server, wish: Wish, run: Run) -> None:
        self._server = server
        self._wish = wish
        self._run = run
        self._events = run.events()
        self._uri = server.session.uri(wish.path)
        self._id = ""
        self._token = ""
        self._count = 1
        self._arrived = 0
        self._spent = 0.0

    async def begin(self) -> dict[str, Any]:
        """Answer with the run's id once it has one, and go on showing it; with the reason, if it does not begin."""
        try:
            first = await self._events.__anext__()
        except asyncio.CancelledError:
            self._run.stop()
            raise
        if first["event"] == "failed":
            return {"refused": why(first)}
        self._id = str(first["run"])
        self._server.runs[self._id] = self._run
        self._server.start(self._follow(first))
        return {"runId": self._id}

    async def _follow(self, first: dict[str, Any]) -> None:
        try:
            await self._begin_progress(first)
            event = first
            self._forward(event)
            async for event in self._events:
                self._forward(event)
                self._report(event)
                self._count_cost(event)
            self._end_progress(event)
            await self._show_end(event)
        finally:
            self._server.runs.pop(self._id, None)
            self._server.shown.pop(self._token, None)

    def _forward(self, event: dict[str, Any]) -> None:
        if self._server.client.wants_run_events:
            params = {"runId": self._id, "uri": self._uri, "pipe": self._wish.pipe, "event": event}
            self._server.protocol.notify(RUN_EVENT, params)

    # -- progress -----------------------------------------------------------------------------------------------------

    async def _begin_progress(self, started: dict[str, Any]) -> None:
        self._count = int(started.get("count") or 1)
        if not self._server.client.can("window.work_done_progress"):
            return
        token = f"plx-run-{self._id}"
        await answer(self._server.window_work_done_progress_create(types.WorkDoneProgressCreateParams(token)))
        self._token = token
        self._server.shown[token] = self._run
        what = "Preview" if self._wish.preview else "Run"
        title = f"{what} {self._wish.pipe}"
        begin = types.WorkDoneProgressBegin(
            title, cancellable=True, message=str(started.get("model", "")), percentage=0
        )
        self._progress(begin)

    def _report(self, event: dict[str, Any]) -> None:
        message = self._words(event)
        if message:
            percentage = 100 * self._arrived // max(self._count, 1)
            self._progress(types.WorkDoneProgressReport(cancellable=True, message=message, percentage=percentage))

    def _words(self, event: dict[str, Any]) -> str:
        kind = event["event"]
        if kind == "image":
            self._arrived += 1
            return f"image {self._arrived} of {self._count}"
        if kind == "queued":
            position = event.get("position")
            return f"waiting, {position} ahead" if position else "accepted"
        if kind == "partial":
            return "drawing"
        return str(event.get("message", "")) if kind in ("log", "warning") else ""

    def _end_progress(self, event: dict[str, Any]) -> None:
        files = array(event.get("files"))
        said = f"{len(files)} image{'' if len(files) == 1 else 's'}" if event["event"] == "done" else why(event)
        self._progress(types.WorkDoneProgressEnd(message=said))

    def _progress(self, value: Any) -> None:
        if self._token:
            self._server.protocol.notify(types.PROGRESS, types.ProgressParams(self._token, value))

    def _count_cost(self, event: dict[str, Any]) -> None:
        """Keep what this session has spent; each event says what the run's calls so far have cost."""
        if event["event"] == "cost":
            amount = event.get("usd") or event.get("high") or 0.0
            self._server.spent += amount - self._spent
            self._spent = amount

    # -- the end ------------------------------------------------------------------------------------------------------

    async def _show_end(self, event: dict[str, Any]) -> None:
        client = self._server.client
        if client.wants_run_events:
            return
        if event["event"] == "failed":
            client.say(types.MessageType.Error, f"{self._wish.pipe}: {why(event)}")
            return
        files = [text(file) for file in array(event.get("files"))]
        shown = False
        for path in [*files[:1], *([event["gallery"]] if len(files) > 1 and event.get("gallery") else [])]:
            with contextlib.suppress(ValueError):
                shown = await client.show_document(uri_of(path), external=True) or shown
        if not shown and files:
            client.say(types.MessageType.Info, f"{self._wish.pipe}: {', '.join(files)}")


def cancel_progress(server: Server, params: types.WorkDoneProgressCancelParams) -> None:
    """The user cancels what a progress bar shows."""
    run = server.shown.get(str(params.token))
    if run is not None:
        run.stop()


def why(failed: dict[str, Any]) -> str:
    """A `failed` event in words."""
    hint = failed.get("hint")
    billed = " It may have been billed." if failed.get("may_have_been_billed") else ""
    return f"{failed.get('message', '')}{billed}{f' {hint}' if hint else ''}"
