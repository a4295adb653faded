"""Changes on disk, for a client that watches no files: the projects' folders are looked at now and then, in a thread.

What was found is handed to `sync` as if the client had told of it. It never reads a file's content.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from plx_lsp.project.roots import find_files
from plx_lsp.server import sync
from plx_lsp.server.disk import difference, settings_and_deck, stamps_of

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.disk import Stamp
    from plx_lsp.server.session import Home

logger = logging.getLogger(__name__)

BETWEEN_LOOKS = 2.0
"""Seconds, at least."""

LONGEST_BETWEEN = 30.0
"""Seconds, at most, however slow the file system is."""

_SHARE = 50
"""A look that takes long is followed by a pause this many times as long."""


async def watch(server: Server) -> None:
    """Tell `sync` what changes in the projects of a session, for as long as it lasts."""
    while True:
        began = time.monotonic()
        for home in [home for home in server.session.homes.values() if home.root and home.ready]:
            try:
                await _look_at(server, home)
            except Exception:
                logger.exception("%s could not be looked at; it is tried again", home.root)
        await asyncio.sleep(pause_after(time.monotonic() - began))


def pause_after(elapsed: float) -> float:
    """How long to wait after a look that took `elapsed`, in seconds."""
    return max(BETWEEN_LOOKS, min(_SHARE * elapsed, LONGEST_BETWEEN))


async def _look_at(server: Server, home: Home) -> None:
    """Find out what changed in a project since it was read or looked at last."""
    now, nested = await asyncio.to_thread(_look, home)
    if server.session.homes.get(home.root or "") is not home:
        return  # it was left or read anew meanwhile
    if nested != home.nested:
        server.restart()
        return
    changes = difference(home.stamps, now)
    if changes:
        sync.files_changed(server, changes)
    home.stamps = now


def _look(home: Home) -> tuple[dict[str, Stamp], list[str]]:
    """The state of every file that means something to a project, and the projects below it."""
    root, settings = home.root or "", home.project.settings
    found = find_files(root, settings.exclude, settings.include)
    return stamps_of([*found.files, *settings_and_deck(root)]), found.roots
