"""What a picture is, from its first bytes: type and size in pixels.

Read without Pillow: a header is enough, and a header cannot be a decompression bomb. The type a server announces and
the type that was asked for are never believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_Measure = Callable[[bytes], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A picture's type as its bytes show it. `width` and `height` are pixels, None where the header does not say."""

    mime: str
    extension: str
    width: int | None
    height: int | None


def look(data: bytes) -> Kind | None:
    """The kind of picture these bytes are, or None if they are none."""
    for starts, mime, extension, measure in _KINDS:
        if starts(data):
            size = _sane(measure, data)
            return Kind(mime, extension, *size)
    return None


def _sane(measure: _Measure, data: bytes) -> tuple[int | None, int | None]:
    try:
        width, height = measure(data)
    except (IndexError, ValueError):
        return None, None
    return (width, height) if width and height else (None, None)


def _png(data: bytes) -> tuple[int, int]:
    return _big(data, 16, 4), _big(data, 20, 4)


def _gif(data: bytes) -> tuple[int, int]:
    return _little(data, 6, 2), _little(data, 8, 2)


def _webp(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + _little(data, 24, 3), 1 + _little(data, 27, 3)
    if chunk == b"VP8L":
        bits = _little(data, 21, 4)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    raise ValueError(chunk)


# Start-of-frame markers of JPEG (ITU T.81, table B.1): C0-CF without DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return _big(data, at + 7, 2), _big(data, at + 5, 2)
        # Padding (FF FF) is one byte; every other marker before the frame carries its own length.
        at += 1 if marker == 0xFF else 2 + _big(data, at + 2, 2)
    raise ValueError(data[at])


def _avif(data: bytes) -> tuple[int, int]:
    at = data.index(b"ispe", 0, 4096)
    return _big(data, at + 8, 4), _big(data, at + 12, 4)


_SVG = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]", re.DOTALL
)


def _svg(data: bytes) -> tuple[int, int]:
    tag = data[: data.index(b">", data.index(b"<svg"))]
    box = re.search(rb"viewBox\s*=\s*[\"'][\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)", tag)
    sides = [re.search(rb"\s" + side + rb"\s*=\s*[\"']([\d.]+)(?:px)?[\"']", tag) for side in (b"width", b"height")]
    if sides[0] and sides[1]:
        return round(float(sides[0][1])), round(float(sides[1][1]))
    if box:
        return round(float(box[1])), round(float(box[2]))
    raise ValueError(tag)


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(_cut(data, at, size), "big")


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(_cut(data, at, size), "little")


def _cut(data: bytes, at: int, size: int) -> bytes:
    part = data[at : at + size]
    if len(part) < size:
        raise IndexError(at)
    return part


_KINDS: tuple[tuple[Callable[[bytes], object], str, str, _Measure], ...] = (
    (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), "image/png", "png", _png),
    (lambda data: data.startswith(b"\xff\xd8\xff"), "image/jpeg", "jpg", _jpeg),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", "image/webp", "webp", _webp),
    (lambda data: data.startswith((b"GIF87a", b"GIF89a")), "image/gif", "gif", _gif),
    (lambda data: data[4:12] in (b"ftypavif", b"ftypavis"), "image/avif", "avif", _avif),
    (lambda data: _SVG.match(data[:4096]) is not None, "image/svg+xml", "svg", _svg),
)
