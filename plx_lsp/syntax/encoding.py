"""Bytes to text. A file that is not UTF-8 still gives a text, and a fault that says where and what.

Called by whoever reads a file (`project`, `cli`). It opens no file itself. A byte order mark stays in the text, so
that a text written back is the file as it was.
"""

from __future__ import annotations

from .tree import Fault

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32", "UTF-32"),
    (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def decode(data: bytes) -> tuple[str, Fault | None]:
    """The text of a file, and a fault (`invalid-encoding`) if it is not UTF-8, with or without a byte order mark.

    What cannot be decoded is U+FFFD in the text. The fault's offsets count from the text's start.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, codec, name)
    if b"\0" in data[:64]:
        if not any(data[1:64:2]):
            return _decode_as(data, "utf-16-le", "UTF-16 without a byte order mark")
        if not any(data[0:64:2]):
            return _decode_as(data, "utf-16-be", "UTF-16 without a byte order mark")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return data.decode("utf-8", "replace"), _explain(data, error.start)


def _decode_as(data: bytes, codec: str, name: str) -> tuple[str, Fault]:
    message = f"this file is {name}: save it as UTF-8"
    return data.decode(codec, "replace"), Fault("invalid-encoding", 0, 1, message)


def _explain(data: bytes, at: int) -> Fault:
    """Say which byte is wrong, and what it would be in the code page that such files usually come from."""
    before = data[:at].decode("utf-8")
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    where = f"line {len(lines)}, column {len(lines[-1]) + 1}, byte {at}"
    byte = data[at]
    guess = data[at : at + 1].decode("cp1252", "ignore") if byte >= 0xA0 else ""
    meaning = f" (`{guess}` in Windows-1252)" if guess else ""
    message = f"{where}: 0x{byte:02X}{meaning} is not UTF-8: save this file as UTF-8"
    return Fault("invalid-encoding", len(before), len(before) + 1, message)
