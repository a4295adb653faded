"""PNG files without Pillow: a sun over two mountains, of any size, drawn row by row from stretches of one colour."""

import struct
import zlib

Colour = tuple[int, int, int]


def png(width: int = 64, height: int = 64, seed: int = 0) -> bytes:
    """A picture of this size whose colours depend on `seed`."""
    rows = (_row(width, height, y, seed) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"".join(rows), 1)), _chunk(b"IEND", b""))
    )


def _row(width: int, height: int, y: int, seed: int) -> bytes:
    down = y / max(1, height - 1)
    top = (seed * 47 % 200 + 40, seed * 89 % 160 + 60, 210)
    low = (250, 200 - seed * 31 % 90, 150)
    row = bytearray(bytes(_between(top, low, down)) * width)
    middle, inside = width * (0.3 + seed % 5 / 12), 0.13**2 - (down - 0.3) ** 2
    if inside > 0:
        _paint(row, middle, inside**0.5 * height, (255, 244, 214))
    _paint(row, width * 0.62, (down - 0.42) * width, _between(top, (20, 24, 48), 0.55))
    _paint(row, width * 0.22, (down - 0.6) * width * 1.3, _between(top, (20, 24, 48), 0.8))
    return b"\0" + bytes(row)


def _paint(row: bytearray, middle: float, half: float, colour: Colour) -> None:
    """Colour what lies within `half` of `middle`; nothing where that is negative."""
    left, right = max(0, round(middle - half)), min(len(row) // 3, round(middle + half))
    if left < right:
        row[left * 3 : right * 3] = bytes(colour) * (right - left)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
