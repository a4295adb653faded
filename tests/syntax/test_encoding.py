"""Any bytes give a text; what is not UTF-8 is said, with the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_lsp.syntax import decode


@given(st.text())
def test_utf_8_is_read_as_it_is(text: str) -> None:
    data = text.encode()
    if b"\0" not in data[:64]:
        assert decode(data) == (text, None)


def test_a_byte_order_mark_stays_in_the_text() -> None:
    assert decode(b"\xef\xbb\xbfa = 1") == ("\ufeffa = 1", None)


@given(st.binary(max_size=80))
def test_any_bytes_give_a_text(data: bytes) -> None:
    text, fault = decode(data)
    assert isinstance(text, str)
    if fault:
        assert fault.code == "invalid-encoding"
        assert 0 <= fault.start <= len(text)


@pytest.mark.parametrize(
    ("data", "start", "message"),
    [
        (
            b'a = 1\nb = "caf\xe9"\n',
            14,
            "line 2, column 9, byte 14: 0xE9 (`é` in Windows-1252) is not UTF-8: save this file as UTF-8",
        ),
        ("é\r\n".encode() + b"\x80", 3, "line 2, column 1, byte 4: 0x80 is not UTF-8"),
        ('a = "é"'.encode("utf-16"), 0, "this file is UTF-16: save it as UTF-8"),
        ('a = "é"'.encode("utf-16-le"), 0, "this file is UTF-16 without a byte order mark: save it as UTF-8"),
        ('a = "é"'.encode("utf-16-be"), 0, "this file is UTF-16 without a byte order mark: save it as UTF-8"),
        ("a = 1".encode("utf-32"), 0, "this file is UTF-32: save it as UTF-8"),
    ],
)
def test_other_encodings_are_named(data: bytes, start: int, message: str) -> None:
    text, fault = decode(data)
    assert fault is not None
    assert (fault.code, fault.start) == ("invalid-encoding", start)
    assert fault.message.startswith(message)
    assert "a = " in text or "é" in text


def test_one_stray_nul_is_not_utf_16() -> None:
    assert decode(b"a = 1\0") == ("a = 1\0", None)
