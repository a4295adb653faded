"""A language client of our own, over stdio, as an editor is: it writes bytes, reads bytes, and answers requests.

It knows nothing of the server's code, so a test written with it speaks about the wire. Nothing waits without a limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

LIMIT = 60.0
"""Seconds that anything may take before the test fails: far more than it takes on a machine that is busy otherwise."""

CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "workspace": {
        "configuration": True,
        "workspaceFolders": True,
        "applyEdit": True,
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "semanticTokens": {"refreshSupport": True},
        "diagnostics": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]},
    },
    "textDocument": {
        "synchronization": {"dynamicRegistration": False},
        "completion": {"completionItem": {"snippetSupport": True, "resolveSupport": {"properties": ["documentation"]}}},
        "hover": {"contentFormat": ["markdown"]},
        "rename": {"prepareSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
    },
}
"""What the client declares, as an editor that can do everything but pull diagnostics."""


class ServerError(Exception):
    """The error answer of a request."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code: int = error["code"]


@dataclass
class Client:
    """One session. `notifications` holds what the server sent unasked; `requests` what it asked for."""

    process: asyncio.subprocess.Process
    notifications: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    capabilities: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    _waiting: dict[Any, asyncio.Future[Any]] = field(default_factory=dict)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _next: int = 0
    _reader: asyncio.Task[None] | None = None

    # -- the wire -----------------------------------------------------------------------------------------------------

    async def read(self) -> None:
        """Take in everything that the server writes, to its end."""
        assert self.process.stdout is not None
        stream = self.process.stdout
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                header = await stream.readuntil(b"\r\n\r\n")
                length = int(
                    next(line for line in header.split(b"\r\n") if line.lower().startswith(b"content-length")).split(
                        b":"
                    )[1]
                )
                await self._take(json.loads(await stream.readexactly(length)))
        async with self._changed:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("the server has gone"))
            self._changed.notify_all()

    async def _take(self, message: dict[str, Any]) -> None:
        async with self._changed:
            if "method" not in message:
                future = self._waiting.pop(message.get("id"), None)
                if future is None:
                    self.notifications.append(message)
                elif "error" in message:
                    future.set_exception(ServerError(message["error"]))
                else:
                    future.set_result(message["result"])
            elif "id" in message:
                self.requests.append(message)
                answer = self.answers.get(message["method"], lambda _params: None)
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": answer(message.get("params"))})
            else:
                self.notifications.append(message)
            self._changed.notify_all()

    def write(self, data: bytes) -> None:
        """Write bytes, whatever they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)

    def send(self, *messages: Any) -> None:
        """Write messages in one go."""
        self.write(b"".join(map(frame, messages)))

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> asyncio.Future[Any]:
        """Send a request; its answer to be awaited."""
        self._next += 1
        future = self.expect(self._next)
        self.send({"jsonrpc": "2.0", "id": self._next, "method": method, "params": params})
        return future

    def expect(self, message_id: Any) -> asyncio.Future[Any]:
        """The answer to a request that is sent by hand."""
        future = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = future
        return future

    async def request(self, method: str, params: Any) -> Any:
        """Send a request and wait for its answer."""
        return await asyncio.wait_for(self.ask(method, params), LIMIT)

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until something holds; what it gives."""

        async def wait() -> Any:
            async with self._changed:
                await self._changed.wait_for(holds)
                return holds()

        return await asyncio.wait_for(wait(), LIMIT)

    # -- the session --------------------------------------------------------------------------------------------------

    async def initialize(self, root: Path | None = None, **more: Any) -> dict[str, Any]:
        """Begin the session; what the server can do."""
        capabilities = more.pop("capabilities", CAPABILITIES)
        folders = [{"uri": root.as_uri(), "name": root.name}] if root is not None else None
        params = {"processId": os.getpid(), "rootUri": None, "workspaceFolders": folders, "capabilities": capabilities}
        result = await self.request("initialize", {**params, **more})
        self.capabilities = result["capabilities"]
        self.notify("initialized", {})
        return result

    async def stop(self) -> int:
        """End the session as the protocol says; the exit status."""
        await self.request("shutdown", None)
        self.notify("exit", None)
        return await asyncio.wait_for(self.process.wait(), LIMIT)

    @property
    def pulls(self) -> bool:
        """Whether diagnostics are asked for in this session."""
        return "diagnosticProvider" in self.capabilities

    # -- documents ----------------------------------------------------------------------------------------------------

    def open(self, uri: str, text: str, language: str = "plx") -> None:
        """Open a document."""
        self.versions[uri] = 1
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, *changes: dict[str, Any]) -> int:
        """Edit a document; its new version."""
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})
        return self.versions[uri]

    def published(self, uri: str) -> list[dict[str, Any]]:
        """Every publish for a document so far."""
        return [
            each["params"]
            for each in self.notifications
            if each.get("method") == "textDocument/publishDiagnostics" and each["params"]["uri"] == uri
        ]

    async def diagnostics(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """The diagnostics of a document at a version (the latest that was sent, if None), once they are there."""
        wanted = self.versions[uri] if version is None else version
        found = await self.until(lambda: [each for each in self.published(uri) if each.get("version") == wanted])
        return found[-1]["diagnostics"]


def frame(message: Any) -> bytes:
    """A message with its header."""
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def change(start: tuple[int, int], end: tuple[int, int], text: str) -> dict[str, Any]:
    """An edit of a range, given as (line, column)."""
    return {"range": {"start": position(*start), "end": position(*end)}, "text": text}


def position(line: int, column: int) -> dict[str, int]:
    """A position of the protocol."""
    return {"line": line, "character": column}


@contextlib.asynccontextmanager
async def session(
    *arguments: str, environment: dict[str, str] | None = None, before: str = ""
) -> AsyncIterator[Client]:
    """A server with a client that has not begun its session. `before` is code that its process runs first."""
    start = ("-c", f"{before}\nimport runpy\nrunpy.run_module('plx_lsp')") if before else ("-m", "plx_lsp")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *start, "lsp", *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    client = Client(process)
    reader = asyncio.create_task(client.read())
    try:
        yield client
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reader
        assert process.stderr is not None
        said = await process.stderr.read()
        process._transport.close()  # type: ignore[attr-defined]
        assert said == b"", said.decode()
