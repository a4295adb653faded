"""Changes on disk, for a client that watches no files: the projects' folders are looked at now and then, in a thread.

What was found is handed to `sync` as if the client had told of it. It never reads a file's content.
"""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from plx_lsp.project.roots import SUFFIX, find_files
from plx_lsp.server import sync

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Home

    Stamps = Mapping[str, tuple[int, int]]

BETWEEN_LOOKS = 2.0
"""Seconds, at least."""

_SHARE = 50
"""A look that takes long is followed by a pause this many times as long."""


async def watch(server: Server) -> None:
    """Tell `sync` what changes in the projects of a session, for as long as it lasts."""
    known: dict[str, Stamps] = {}
    while True:
        began = time.monotonic()
        looked: dict[str, Stamps] = {}
        events: list[types.FileEvent] = []
        for home in [home for home in server.session.homes.values() if home.root and home.ready]:
            root = home.root or ""
            now = looked[root] = await asyncio.to_thread(_look, home)
            events += difference(known[root] if root in known else _as_read(home, now), now)
        known = looked
        if events:
            sync.did_change_watched_files(server, types.DidChangeWatchedFilesParams(events))
        await asyncio.sleep(max(BETWEEN_LOOKS, _SHARE * (time.monotonic() - began)))


def _as_read(home: Home, now: Stamps) -> Stamps:
    """What a project knew before the first look at its folder: a file may have come since it was read."""
    return {path: stamp for path, stamp in now.items() if path in home.members or not path.endswith(SUFFIX)}


def difference(before: Stamps, now: Stamps) -> Iterator[types.FileEvent]:
    """What came, changed and went between two looks at a folder."""
    for path in sorted(before.keys() | now.keys()):
        if before.get(path) != now.get(path):
            kinds = types.FileChangeType
            kind = kinds.Created if path not in before else kinds.Deleted if path not in now else kinds.Changed
            yield types.FileEvent(from_fs_path(path) or path, kind)


def _look(home: Home) -> Stamps:
    """Time and size of every file of a project that means something to it."""
    root, settings = home.root or "", home.project.settings
    paths = [*find_files(root, settings.exclude, settings.include).files, *_settings_and_deck(root)]
    return {path: stamp for path in paths if (stamp := _stamp(path)) is not None}


def _settings_and_deck(root: str) -> Iterator[str]:
    yield from (os.path.join(root, name) for name in sync.CONFIG_FILES)
    for folder, _, names in os.walk(os.path.join(root, sync.DECK_FOLDER)):
        yield from (os.path.join(folder, name) for name in names)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
