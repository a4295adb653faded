"""A small HTTP server that misbehaves on demand and remembers every request."""

import contextlib
import json
import select
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from typing_extensions import Self


@dataclass
class Recorded:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Exchange(BaseHTTPRequestHandler):
    """One request and every way to answer it, well or badly."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes: 40 ms apart otherwise
    server: "Server"

    def log_message(self, *_: object) -> None:
        """Nothing: tests read `Provider.requests`."""

    def handle_any(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(length) if length else b""
        try:
            self.body = json.loads(raw) if raw else None
        except ValueError:
            self.body = raw
        self.route = urlsplit(self.path).path
        recorded = Recorded(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, self.body)
        with self.server.provider.lock:
            self.server.provider.requests.append(recorded)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.server.provider.answer(self)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - the names are http.server's

    # -- answering well ---------------------------------------------------------------------------

    def send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self._head(status, {"content-type": kind, "content-length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def json(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self.send(status, json.dumps(body).encode(), "application/json", headers)

    def event(self, name: str, body: dict[str, Any]) -> None:
        """One server-sent event of a stream begun with `begin_stream`."""
        data = f"event: {name}\ndata: {json.dumps({'type': name, **body})}\n\n".encode()
        self.wfile.write(data)
        self.wfile.flush()

    def begin_stream(self) -> None:
        """Answer with server-sent events until the connection is closed."""
        self._head(200, {"content-type": "text/event-stream", "connection": "close"})
        self.close_connection = True

    # -- answering badly --------------------------------------------------------------------------

    def drop(self) -> None:
        """Hang up without a word."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def cut(self, body: bytes, kind: str = "application/json") -> None:
        """Announce the whole body, send half of it, hang up."""
        self._head(200, {"content-type": kind, "content-length": str(len(body))})
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self.drop()

    def flood(self, size: int, kind: str = "image/png", start: bytes = b"") -> None:
        """Send `size` bytes without announcing how many."""
        self._head(200, {"content-type": kind, "connection": "close"})
        self.close_connection = True
        block = start + b"\0" * (65536 - len(start))
        for _ in range(size // len(block)):
            self.wfile.write(block)

    def hang(self, seconds: float = 20.0) -> bool:
        """Say nothing for so long, or until the client hangs up; True if it did."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.server.provider.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if readable and self.connection.recv(1, socket.MSG_PEEK) == b"":
                self.server.provider.hung_up += 1
                self.close_connection = True
                return True
        return False

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    provider: "Provider"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the play."""


@dataclass
class Provider:
    """A loopback provider. `delay` is the seconds it needs for an image."""

    delay: float = 0.0
    port: int = 0
    requests: list[Recorded] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)
    hung_up: int = 0

    def __post_init__(self) -> None:
        self._server = Server(("127.0.0.1", self.port), Exchange)
        self._server.provider = self
        self._scenes: list[str] = ["ok"]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def play(self, *scenes: str) -> None:
        """What the calls to come meet, in turn; the last one stays."""
        self._scenes = list(scenes)

    def scene(self) -> str:
        """The scene of the call at hand."""
        with self.lock:
            return self._scenes.pop(0) if len(self._scenes) > 1 else self._scenes[0]

    def count(self, method: str, part: str = "") -> int:
        """How many requests of this method had `part` in their path."""
        return sum(each.method == method and part in each.path for each in self.requests)

    def answer(self, exchange: Exchange) -> None:
        raise NotImplementedError
