"""Texts made to hurt: each is read in linear time (quadratic time would take minutes here), and none recurses out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from plx_lsp.syntax import Document, build, context_at, decode, edit, parse, pieces

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 60_000
TEXTS: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "[" * n,
    "open arrays": lambda n: "a = " + "[" * n,
    "arrays in arrays": lambda n: "a = " + "[" * n + "]" * n,
    "open tables": lambda n: "a = " + "{ a = " * (n // 6),
    "tables in tables, a line each": lambda n: "a = " + "{\n a = " * (n // 7),
    "open tables, a statement each": lambda n: "a = {\n" * (n // 6),
    "a table of tables that never ends": lambda n: "a = {\n" + "b = {\n},\n" * (n // 9),
    "a dotted key": lambda n: "a." * (n // 2) + "a = 1",
    "a dotted header": lambda n: "[" + "a." * (n // 2) + "a]",
    "a long line": lambda n: 'a = "' + "x" * n + '"',
    "a long open line": lambda n: 'a = "' + "x" * n,
    "a long line of escapes": lambda n: 'a = "' + "\\n" * (n // 2) + '"',
    "a long line of bad escapes": lambda n: 'a = "' + "\\q" * (n // 2) + '"',
    "a long line of broken tables": lambda n: "a = [" + "{ b c }, " * (n // 9),
    "a long line of words": lambda n: "a = " + "word " * (n // 5),
    "a long key": lambda n: "k" * n,
    "a long comment": lambda n: "#" * n,
    "blanks": lambda n: " " * n,
    "blanks behind a value": lambda n: "a = 1" + " " * n + "x",
    "blank lines of blanks": lambda n: "a = 1\n" + " \n" * (n // 2),
    "NULs": lambda n: "\0" * n,
    "a string of NULs": lambda n: 'a = "' + "\0" * n + '"',
    "lone surrogates": lambda n: 'a = "' + "\ud800" * n + '"',
    "carriage returns": lambda n: "a = 1\r" * (n // 6),
    "quotes": lambda n: 'a = """' + '"' * n,
    "a text of quotes": lambda n: 'a = """' + '""\n' * (n // 3) + '"""',
    "a text of escaped quotes": lambda n: 'a = """' + '\\"""' * (n // 4),
    "texts opened again and again": lambda n: 'a = """\n' * (n // 8),
    "two kinds of texts opened": lambda n: "a = '''\nb = \"\"\"\n" * (n // 16),
    "texts opened in tables": lambda n: 'a = { b = """\n' * (n // 14),
    "a text nobody closes": lambda n: 'a = """\n' + "x = 1\n" * (n // 6),
    "statements without end": lambda n: "a = 1\n" * (n // 6),
    "junk": lambda n: "?! " * (n // 3),
    "lines of junk": lambda n: "?!\n" * (n // 3),
    "headers": lambda n: "[a]\n" * (n // 4),
    "half headers": lambda n: "[a\n" * (n // 3),
    "open arrays, a statement each": lambda n: "a = [\n" * (n // 6),
    "an array without commas": lambda n: "a = [" + "1 " * (n // 2),
    "an array of commas": lambda n: "a = [" + "," * n,
    "a number": lambda n: "a = " + "9" * n,
    "a hexadecimal number": lambda n: "a = 0x" + "f" * n,
    "hash signs in quotes": lambda n: "a = 1 " + "'#' " * (n // 4),
}


def read(text: str) -> Document:
    document = parse(text)
    assert "".join([block.text for block in document.blocks]) == text
    build(document.blocks)
    for block in document.blocks[:3]:
        assert sum(end - start for _, start, end in pieces(block)) == block.length
    context_at(document, len(text))
    document.lines.position(len(text), "utf-16")
    assert document.lines.offset(0, len(text), "utf-8") <= len(text)
    return document


@pytest.mark.parametrize("name", TEXTS)
def test_reading_takes_linear_time(name: str) -> None:
    start = time.process_time()
    document = read(TEXTS[name](SIZE))
    edit(document, document.length // 2, document.length // 2, "x")
    edit(document, document.length, document.length, "\nx = 1\n")
    assert time.process_time() - start < 10


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_a_megabyte_takes_linear_time(name: str) -> None:
    start = time.process_time()
    read(TEXTS[name](1_000_000))
    assert time.process_time() - start < 60


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["a long line", "a long open line", "a long comment", "a long key", "open brackets", "blanks", "NULs"]
)
def test_ten_megabytes_on_a_line_are_read(name: str) -> None:
    start = time.process_time()
    read(TEXTS[name](10_000_000))
    assert time.process_time() - start < 60


def test_any_bytes_can_be_read() -> None:
    text, fault = decode(bytes(range(256)) * 1000)
    assert fault is not None
    read(text)


def test_depth_is_told() -> None:
    for text in (
        "a = " + "[" * 100 + "]" * 100,
        "a = " + "{ a = " * 100 + "1" + " }" * 100,
        "a." * 100 + "a = 1",
        "[" + "a." * 100 + "a]",
    ):
        assert [fault.code for _, _, fault in parse(text).faults()] == ["nested-too-deep"]
    for text in ("a = " + "[" * 60 + "]" * 60, "a = " + "{ a = " * 60 + "1" + " }" * 60, "a." * 60 + "a = 1"):
        document = parse(text)
        assert document.faults() == []
        assert build(document.blocks)[1] == []
