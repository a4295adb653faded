"""A blocking language client that takes the time: what it measures is between its write and the answer's last byte."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 30.0
"""Seconds after which a server is taken for hung."""

CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "window": {"workDoneProgress": True},
    "workspace": {
        "configuration": True,
        "workspaceFolders": True,
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}, "contextSupport": True},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
    },
}


@dataclass
class Received:
    """A message, and when its last byte was read."""

    at: float
    message: dict[str, Any]


@dataclass
class Client:
    """One server under measurement."""

    command: list[str]
    folder: Path
    process: subprocess.Popen[bytes] = field(init=False)
    spawned: float = field(init=False)
    incremental: bool = field(init=False, default=True)
    _answers: dict[int, queue.Queue[Received]] = field(default_factory=dict)
    _published: queue.Queue[Received] = field(default_factory=queue.Queue)
    _next: int = 0

    def __post_init__(self) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        self.spawned = time.perf_counter()
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, env={**environment, "DO_NOT_TRACK": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()

    # -- the wire ---------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        assert self.process.stdout is not None
        stream = self.process.stdout
        while True:
            length = 0
            while (line := stream.readline()).strip():
                if line.lower().startswith(b"content-length"):
                    length = int(line.split(b":")[1])
            if not line:
                return
            body = stream.read(length)
            self._take(Received(time.perf_counter(), json.loads(body)))

    def _take(self, received: Received) -> None:
        message = received.message
        if "method" not in message:
            if message.get("id") in self._answers:
                self._answers[message["id"]].put(received)
        elif message["method"] == "textDocument/publishDiagnostics":
            self._published.put(received)
        elif "id" in message:
            items = (message.get("params") or {}).get("items", [])
            result = [None] * len(items) if message["method"] == "workspace/configuration" else None
            self.send({"id": message["id"], "result": result})

    def send(self, message: dict[str, Any]) -> float:
        """Write a message; when its first byte left."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        began = time.perf_counter()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
        return began

    def request(self, method: str, params: Any) -> tuple[Any, float]:
        """An answer, and the milliseconds that it took."""
        self._next += 1
        number = self._next
        self._answers[number] = queue.Queue()
        began = self.send({"id": number, "method": method, "params": params})
        received = self._answers[number].get(timeout=PATIENCE)
        del self._answers[number]
        return received.message.get("result"), (received.at - began) * 1000

    def diagnostics(self, uri: str, since: float) -> tuple[list[Any], float]:
        """The first diagnostics of a document that are not empty, and the milliseconds since `since`."""
        while True:
            received = self._published.get(timeout=PATIENCE)
            params = received.message["params"]
            if params["uri"] == uri and params["diagnostics"]:
                return params["diagnostics"], (received.at - since) * 1000

    def forget_diagnostics(self) -> None:
        """Nothing that was published so far counts."""
        while not self._published.empty():
            self._published.get()

    # -- the session ------------------------------------------------------------------------------------------------------

    def initialize(self) -> float:
        """Begin; the milliseconds from the start of the process to its answer."""
        root = self.folder.as_uri()
        folders = [{"uri": root, "name": "bench"}]
        params = {"processId": os.getpid(), "rootUri": root, "workspaceFolders": folders, "capabilities": CAPABILITIES}
        result, _ = self.request("initialize", params)
        sync = result["capabilities"].get("textDocumentSync")
        self.incremental = (sync.get("change") if isinstance(sync, dict) else sync) == 2
        answered = (time.perf_counter() - self.spawned) * 1000
        self.send({"method": "initialized", "params": {}})
        # A server of the peers never answers again where a document is opened in the same breath.
        time.sleep(0.1)
        return answered

    def stop(self) -> None:
        """End, politely and then not."""
        with contextlib.suppress(queue.Empty, OSError):
            self.request("shutdown", None)
            self.send({"method": "exit"})
            self.process.wait(5)
        self.process.kill()
        self.process.wait()

    def memory(self) -> float:
        """The process's resident memory at its highest, in MB; nan where the system does not say."""
        with contextlib.suppress(OSError), open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024
        return float("nan")
