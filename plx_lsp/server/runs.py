"""The runtime's process: started, listened to, stopped. What it does is the runtime's business.

`python -m plx_runtime run …` prints one event a line (docs/protocol.md). A run ends with `done` or `failed`; where the
process ends without either, one is made up, so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plx_lsp.runtime import command
from plx_lsp.server.untyped import table, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

logger = logging.getLogger(__name__)

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one event: it may hold a prompt of any length, escaped."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A run as it is asked for.

    `inputs` are texts by name; `resume` is the id of an earlier run; `partials` are unfinished pictures on the way.
    """

    path: str
    pipe: str
    folder: str
    inputs: Mapping[str, str]
    preview: bool = False
    dry_run: bool = False
    confirmed: bool = False
    resume: str | None = None
    partials: int = 0

    def arguments(self) -> list[str]:
        """The runtime's command line."""
        options = ["--inputs", "-"] if self.inputs else []
        for name, is_on in (("--preview", self.preview), ("--dry-run", self.dry_run), ("--yes", self.confirmed)):
            options += [name] if is_on else []
        if self.resume is not None:
            options += ["--resume", self.resume]
        if self.partials:
            options += ["--partial", str(self.partials)]
        return command("run", self.path, self.pipe, "--events", *options)


class Run:
    """One run under way."""

    def __init__(self, wish: Wish, process: asyncio.subprocess.Process) -> None:
        self.wish = wish
        self._process = process

    @classmethod
    async def start(cls, wish: Wish) -> Run:
        """Start the process and give it its inputs."""
        process = await asyncio.create_subprocess_exec(
            *wish.arguments(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=wish.folder,
            limit=LONGEST_LINE,
            **_OWN_GROUP,
        )
        assert process.stdin is not None  # noqa: S101 - asked for above
        process.stdin.write(json.dumps(dict(wish.inputs)).encode("ascii"))
        process.stdin.close()
        return cls(wish, process)

    async def events(self) -> AsyncIterator[dict[str, Any]]:
        """Every event, the last of them `done` or `failed`."""
        assert self._process.stdout is not None  # noqa: S101
        assert self._process.stderr is not None  # noqa: S101
        errors = asyncio.ensure_future(self._process.stderr.read())
        ended = False
        async for line in self._process.stdout:
            event = _event(line)
            if event is not None:
                ended = ended or event["event"] in ("done", "failed")
                yield event
        said = (await errors).decode("utf-8", "replace").strip()
        status = await self._process.wait()
        if said:
            logger.info("the runtime said: %s", said)
        if not ended:
            yield _broken_off(status, said)

    def stop(self) -> None:
        """Have it cancel what is under way at the provider and keep what has arrived."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(_INTERRUPT)


if sys.platform == "win32":
    import subprocess

    _INTERRUPT = signal.CTRL_BREAK_EVENT
    _OWN_GROUP: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _INTERRUPT = signal.SIGINT
    # A Ctrl-C at the editor's terminal is not for the run.
    _OWN_GROUP: dict[str, Any] = {"start_new_session": True}


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event = table(json.loads(line))
    except ValueError:
        logger.warning("no event: %r", line[:200])
        return None
    return event if text(event.get("event")) else None


def _broken_off(status: int, said: str) -> dict[str, Any]:
    """The `failed` event of a process that ended without one."""
    last = said.splitlines()[-1] if said else ""
    message = f"The runtime ended with status {status} and did not say why{': ' + last if last else ''}."
    return {
        "event": "failed",
        "code": "broken_off",
        "message": message,
        "hint": f"What had arrived is in the output folder{os.sep}; run it again with resume to get the rest.",
        "may_have_been_billed": True,
        "request_ids": [],
        "resumable": True,
        "saved": [],
        "missing": 0,
    }
