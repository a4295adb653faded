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
        self._reports: dict[str, Report] = {}
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
        if self._told.pop(buffer.path, None) and not self.pulls:
            self._publish(buffer.uri, [], None)

    def forget(self) -> None:
        """Every project is read anew: nothing that was known counts."""
        self._reports.clear()

    # -- pushing ------------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        self._scheduled = False
        homes, edited = list(self._stale), self._edited
        self._stale, self._edited = {}, {}
        others = False
        for home in homes:
            if not home.ready:
                self._edited.update({path: None for path in edited if self._is_in(path, home)})
                continue
            touched = home.linter.refresh()
            touched.update(path for path in edited if self._is_in(path, home))
            for path in touched:
                self._reports.pop(path, None)
            others = others or any(path not in edited for path in touched)
            if not self.pulls:
                self._push(home, touched, edited)
        self._wake(ask=others)

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
        source, convert = home.sources[path], self._server.convert
        return [convert.diagnostic(source, each) for each in home.linter.diagnostics(path)]

    # -- pulling ------------------------------------------------------------------------------------------------------

    def report(self, home: Home, path: str) -> Report:
        """What a file has to show now."""
        report = self._reports.get(path)
        if report is None:
            items = self._items(home, path)
            text = json.dumps(self._server.plain(items), sort_keys=True)
            report = self._reports[path] = Report(blake2b(text.encode("ascii"), digest_size=8).hexdigest(), items)
        return report

    def _wake(self, *, ask: bool) -> None:
        """Let a held workspace pull go on, and let a client that pulls ask again where it can't know by itself."""
        self.moved.set()
        self.moved = asyncio.Event()
        if ask and self.pulls:
            self._server.client.refresh_diagnostics()
