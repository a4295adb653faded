"""Positions: lines end where editors end them, columns count in the unit that was agreed on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_lsp.syntax import LineTable, edit, parse

TEXTS = st.text(st.sampled_from("ab\n\r\t é\u2028\u0085\x0c\x1c😀\ud800\udc00[]=\"'"), max_size=40)
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


def width(text: str, encoding: str) -> int:
    codec, unit = CODECS[encoding]
    return sum(len(character.encode(codec, "surrogatepass")) for character in text) // unit


@given(TEXTS, ENCODINGS)
def test_positions_are_what_counting_gives(text: str, encoding: str) -> None:
    for table in (LineTable(text), parse(text).lines):
        line, start = 0, 0
        for offset in range(len(text) + 1):
            assert table.position(offset, encoding) == (line, width(text[start:offset], encoding))
            if re.match(r"\n|\r(?!\n)", text[offset : offset + 2]):
                line, start = line + 1, offset + 1
        assert table.count == line + 1
        assert table.length == len(text)


@given(TEXTS, ENCODINGS)
def test_a_position_leads_back_to_its_offset(text: str, encoding: str) -> None:
    for table in (LineTable(text), parse(text).lines):
        for offset in range(len(text) + 1):
            if not text.startswith("\r\n", offset - 1):
                assert table.offset(*table.position(offset, encoding), encoding) == offset


@given(TEXTS, st.integers(-2, 12), st.integers(-2, 50), ENCODINGS)
def test_any_position_has_the_nearest_offset(text: str, line: int, column: int, encoding: str) -> None:
    table, document = LineTable(text), parse(text).lines
    offset = table.offset(line, column, encoding)
    assert document.offset(line, column, encoding) == offset
    assert 0 <= offset <= len(text)
    if 0 <= line < table.count:
        start, inside = table.start_of(line), table.text_of(line)
        assert start <= offset <= start + len(inside)
        before = width(text[start:offset], encoding)
        assert before <= max(column, 0)
        if offset < start + len(inside):
            assert before + width(text[offset], encoding) > column


@given(TEXTS, TEXTS, st.integers(0, 40), st.integers(0, 5), ENCODINGS)
def test_an_edit_keeps_the_lines_right(text: str, new: str, start: int, length: int, encoding: str) -> None:
    document = parse(text)
    assert document.lines.count
    edited = edit(document, start, start + length, new)
    table = LineTable(edited.text)
    for offset in range(edited.length + 1):
        assert edited.lines.position(offset, encoding) == table.position(offset, encoding)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\r\nb\rc\n\r\n", ["a", "b", "c", "", ""]),
        ("a\u2028b\x0cc\x85d\x1ee", ["a\u2028b\x0cc\x85d\x1ee"]),
    ],
)
def test_lines_end_at_line_feeds_and_carriage_returns_only(text: str, lines: list[str]) -> None:
    for table in (LineTable(text), parse(text).lines):
        assert [table.text_of(line) for line in range(table.count)] == lines


def test_a_column_inside_a_character_is_its_start() -> None:
    table = LineTable("a😀é!")
    assert [table.offset(0, column, "utf-16") for column in range(6)] == [0, 1, 1, 2, 3, 4]
    assert [table.offset(0, column, "utf-8") for column in range(9)] == [0, 1, 1, 1, 1, 2, 2, 3, 4]
    assert [table.offset(0, column, "utf-32") for column in range(5)] == [0, 1, 2, 3, 4]
