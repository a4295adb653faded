"""Reading projects in the background, a slice at a time, so that typing never waits for it."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import TYPE_CHECKING

from plx_lsp.project.roots import find_files
from plx_lsp.server.disk import stamps_of

if TYPE_CHECKING:
    from plx_lsp.project.roots import Found
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Home

SLICE = 0.01
"""Seconds of work at a stretch; between two stretches the client is served."""


async def load(server: Server, home: Home) -> None:
    """Read and check every file of a project, but the open ones, whose text the client has; then publish.

    The projects below it are read beside it.
    """
    project = home.project
    # In a thread: a large folder without a single PLX file takes its time, too.
    found = await asyncio.to_thread(_files_of, home)
    home.members.update(found.files)
    home.nested = found.roots
    for root in found.roots:
        server.load(server.session.settle(root))
    deadline = time.monotonic() + SLICE
    for path in found.files:
        home.stamps.update(stamps_of([path]))
        if path not in server.session.buffers:
            project.read_file(path)
        if time.monotonic() > deadline:
            home.linter.refresh()
            await asyncio.sleep(0)
            deadline = time.monotonic() + SLICE
    home.linter.refresh()
    home.ready = True
    # What was read stays: the collector need not look at it again.
    gc.freeze()
    server.loaded(home)


def _files_of(home: Home) -> Found:
    settings = home.project.settings
    return find_files(home.root or "", settings.exclude, settings.include)
