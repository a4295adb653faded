"""Diagnostics on their way to the client: pushed, or pulled by those that ask.

One publish for an edit, with its version, as soon as the messages that came with it have been read; never an empty
list first. An open document whose findings changed because another file did is told, too.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from lsprotocol import types

from plx_lsp.lint.project_files import project_diagnostics

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Buffer, Home


@dataclass(frozen=True, slots=True)
class Report:
    """The diagnostics of one file, and the id by which a client knows that it has them."""

    id: str
    items: list[types.Diagnostic]


class Publisher:
    """Keeps what the client was told, and tells it what changed. `pulls` for a client that asks by itself."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._edited: dict[str, None] = {}
        self._stale: dict[Home, None] = {}
        self._told: dict[str, list[types.Diagnostic]] = {}
        self._project_files: dict[str, set[str]] = {}
        self._reports: dict[str, Report] = {}
        self._counts: dict[str, int] = {}
        self._scheduled = False
        self.pulls = False
        self.moved = asyncio.Event()

    # -- what changed -------------------------------------------------------------------------------------------------

    def edited(self, buffer: Buffer) -> None:
        """An open document has a new text: publish its diagnostics, changed or not."""
        self._edited[buffer.path] = None
        self.stale(buffer.home)

    def stale(self, home: Home) -> None:
        """Something in a project changed: publish what is different now."""
        self._stale[home] = None
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    def closed(self, buffer: Buffer) -> None:
        """A document was closed: what it was told is not shown any more."""
        self._edited.pop(buffer.path, None)
        self._reports.pop(buffer.path, None)
        if self._told.pop(buffer.path, None) and not self.pulls:
            self._publish(buffer.uri, [], None)

    def left(self, home: Home) -> None:
        """A project is not served any more: nothing that is known of it counts, and nothing is wrong in it now."""
        self._stale.pop(home, None)
        for path in home.sources:
            self._reports.pop(path, None)
            self._counts.pop(path, None)
        self._clear_project_files(home.root or "")
        self._wake(ask=True)

    def forget(self) -> None:
        """Every project is read anew: nothing that was known counts."""
        self._reports.clear()
        self._counts.clear()

    def forget_gone(self) -> None:
        """Every project has been read anew, and some are none any more: nothing is wrong in their settings."""
        for root in self._project_files.keys() - self._server.session.homes.keys():
            self._clear_project_files(root)

    def _clear_project_files(self, root: str) -> None:
        for path in self._project_files.pop(root, ()):
            self._publish(self._server.session.uri(path), [], None)

    def tell_of_project_files(self, home: Home) -> None:
        """Publish what is wrong in a project's settings and deck files, which no editor opens as PLX."""
        found = project_diagnostics(home.project)
        told = self._project_files.get(home.root or "", set())
        for path in told | found.keys():
            lines = self._server.session.lines(path)
            here = found.get(path, ()) if lines is not None else ()
            items = [self._server.convert.diagnostic(lines, each) for each in here] if lines is not None else []
            self._publish(self._server.session.uri(path), items, None)
        self._project_files[home.root or ""] = set(found)

    # -- pushing ------------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        self._scheduled = False
        # What was edited in a project that is still being read waits for it, whichever other project is ready before.
        homes, self._stale = [home for home in self._stale if home.ready], {}
        told: set[str] = set()
        touched: set[str] = set()
        for home in homes:
            mine = {path: None for path in self._edited if self._is_in(path, home)}
            for path in mine:
                del self._edited[path]
            told |= mine.keys()
            touched |= self._settle(home, mine)
        self._wake(ask=not touched <= told)

    def _settle(self, home: Home, edited: dict[str, None]) -> set[str]:
        """Check what changed in a project and tell of it; the files whose diagnostics may be others now."""
        touched = home.linter.refresh() | edited.keys()
        for path in touched:
            self._reports.pop(path, None)
            self._counts.pop(path, None)
        if not self.pulls:
            self._push(home, touched, edited)
        return touched

    def _is_in(self, path: str, home: Home) -> bool:
        buffer = self._server.session.buffers.get(path)
        return buffer is not None and buffer.home is home

    def _push(self, home: Home, touched: set[str], edited: dict[str, None]) -> None:
        for buffer in self._server.session.open_in(home):
            if buffer.path in touched:
                items = self._items(home, buffer.path)
                if buffer.path in edited or items != self._told.get(buffer.path):
                    self._told[buffer.path] = items
                    self._publish(buffer.uri, items, buffer.version)

    def _publish(self, uri: str, items: list[types.Diagnostic], version: int | None) -> None:
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))

    def _items(self, home: Home, path: str) -> list[types.Diagnostic]:
        lines, convert = home.sources[path].document.lines, self._server.convert
        return [convert.diagnostic(lines, each) for each in home.linter.diagnostics(path)]

    # -- pulling ------------------------------------------------------------------------------------------------------

    def report(self, home: Home, path: str) -> Report:
        """What a file has to show now."""
        report = self._reports.get(path)
        if report is None:
            items = self._items(home, path)
            # What a client was told of an earlier opening it may have thrown away: Neovim 0.12 does, and keeps the id.
            buffer = self._server.session.buffers.get(path)
            opening = buffer.opening if buffer is not None else None
            text = json.dumps([opening, self._server.plain(items)], sort_keys=True)
            report = self._reports[path] = Report(blake2b(text.encode("ascii"), digest_size=8).hexdigest(), items)
        return report

    async def count_problems(self) -> int:
        """How many diagnostics all files have together, errors and warnings."""
        for home in list(self._server.session.homes.values()):
            for path in list(home.sources):
                if path not in self._counts:
                    found = home.linter.diagnostics(path)
                    self._counts[path] = sum(each.severity != "information" for each in found)
                    await asyncio.sleep(0)
        return sum(self._counts.values())

    def _wake(self, *, ask: bool) -> None:
        """Let a held workspace pull go on, and let a client that pulls ask again where it can't know by itself."""
        self.moved.set()
        self.moved = asyncio.Event()
        if ask and self.pulls:
            self._server.client.refresh_diagnostics()
