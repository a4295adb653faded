"""Bytes to messages and back: the frames of the base protocol over two file descriptors.

`Frames` cuts a stream into message bodies and never fails; `read_frames` feeds it from a descriptor in a thread of its
own, so that the client can always write; `Output` is what pygls writes to. What a body says is `protocol`'s business.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^[ \t]*content-length[ \t]*:[ \t]*(\d{1,10})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)

LONGEST_HEADER = 8 * 1024
"""Bytes. What runs on longer without an end is no header."""

LARGEST_BODY = 512 * 1024 * 1024
"""Bytes. No client means to send more; waiting for it would only take the machine's memory."""

_CHUNK = 64 * 1024


class BadFrame:
    """Bytes that are no message, and why not, in words."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Frames:
    """Cuts a stream of bytes into message bodies. A header's names are read in any case, its lines with LF or CRLF."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._length: int | None = None

    def feed(self, data: bytes) -> Iterator[bytes | BadFrame]:
        """Take in bytes; give every body they complete, and every stretch that can be none."""
        self._buffer += data
        while True:
            if self._length is None:
                bad = self._read_header()
                if bad is not None:
                    yield bad
                    continue
            if self._length is None or len(self._buffer) < self._length:
                return
            body = bytes(self._buffer[: self._length])
            del self._buffer[: self._length]
            self._length = None
            yield body

    def _read_header(self) -> BadFrame | None:
        """Find the next body's length, if its header is complete."""
        end = _END_OF_HEADER.search(self._buffer)
        if end is None:
            if len(self._buffer) <= LONGEST_HEADER:
                return None
            self._buffer.clear()
            return BadFrame("this is no message header")
        header = bytes(self._buffer[: end.start()])
        del self._buffer[: end.end()]
        found = _LENGTH.search(header)
        if found is None:
            return BadFrame("a message header without Content-Length")
        length = int(found[1])
        if length > LARGEST_BODY:
            return BadFrame(f"a message of {length} bytes is too large")
        self._length = length
        return None


def read_frames(descriptor: int, received: Callable[[bytes | BadFrame], None], ended: Callable[[], None]) -> None:
    """Read a descriptor to its end, handing over each frame; then say that it ended. For a thread of its own."""
    frames = Frames()
    while True:
        try:
            data = os.read(descriptor, _CHUNK)
        except OSError:
            data = b""
        if not data:
            ended()
            return
        for frame in frames.feed(data):
            received(frame)


class Output:
    """The client's end of our output, as pygls writes to it. What cannot be written any more is dropped."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._open = True

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        rest = memoryview(data)
        while rest and self._open:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except OSError:
                # The client has gone; the reader sees its end of input and stops the server.
                self._open = False

    def close(self) -> None:
        """Write nothing from now on."""
        self._open = False
