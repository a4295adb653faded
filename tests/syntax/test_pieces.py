"""Nothing is lost: pieces and blocks give the text back, and each character of a string has its place."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plx_lsp.syntax import Block, Document, Value, content_range, context_at, parse, pieces, string_map
from tests.syntax.documents import DOCUMENTS, SCRAPS
from tests.syntax.material import corpus_texts, strings_of


def check(document: Document, text: str) -> None:
    """Every range lies where it should."""
    assert "".join([block.text for block in document.blocks]) == text
    for start, end, fault in document.faults():
        assert 0 <= start <= end <= len(text) + 1
        assert fault.message
    for block in document.blocks:
        check_pieces(block)
        for value in strings_of(block):
            check_string(block, value)


def check_pieces(block: Block) -> None:
    position = 0
    for _, start, end in pieces(block):
        assert start == position < end
        position = end
    assert position == block.length == len(block.text)
    assert all(block.text[start] == "#" for start, _ in block.comments)


def check_string(block: Block, value: Value) -> None:
    """Each character of the value is written where the map says: as itself, as an escape, or as CRLF."""
    places = string_map(block, value)
    inside_start, inside_end = content_range(block, value)
    before = inside_start
    for index, character in enumerate(value.data):
        start, end = places.range_of(index, index + 1)
        assert before <= start < end <= inside_end
        written = block.text[start:end]
        assert written == character or written[0] == "\\" or written == "\r\n"
        assert (places.start_of(index), places.index_at(start)) == (start, index)
        before = end
    assert before <= places.start_of(len(value.data)) == inside_end


@settings(deadline=None)
@given(DOCUMENTS)
def test_any_text_comes_back(text: str) -> None:
    check(parse(text), text)


@settings(deadline=None)
@given(st.text(st.sampled_from("a1 \t\n\r.=,#[]{}\"'\\\0\ufeffé"), max_size=40))
def test_any_heap_of_characters_comes_back(text: str) -> None:
    document = parse(text)
    check(document, text)
    for offset in range(len(text) + 1):
        context = context_at(document, offset)
        assert 0 <= context.start <= context.end <= context.block.length


@settings(deadline=None)
@given(DOCUMENTS, SCRAPS, st.floats(0, 1))
def test_any_broken_text_comes_back(text: str, scrap: str, where: float) -> None:
    at = round(where * len(text))
    text = text[:at] + scrap + text[at:]
    check(parse(text), text)


def test_real_files_come_back() -> None:
    for text in corpus_texts(3000):
        check(parse(text), text)


@pytest.mark.slow
def test_real_files_come_back_however_cut() -> None:
    choose = random.Random(1)
    for text in corpus_texts(20_000):
        for _ in range(10):
            start = choose.randrange(len(text) + 1)
            end = choose.randrange(start, len(text) + 1)
            check(parse(text[start:end]), text[start:end])


def test_what_pieces_are_called() -> None:
    text = '\ufeff# hi\r\n[a . "b"]\nx.y = { z = [1, "s", 2.5, true] } # c\nd = 1979-05-27\ne = oops\n[[q]]\n'
    said = [(kind, block.text[start:end]) for block in parse(text).blocks for kind, start, end in pieces(block)]
    assert [piece for piece in said if piece[0] != "blank"] == [
        ("comment", "# hi"),
        *(("bracket", "["), ("key", "a"), ("dot", "."), ("key", '"b"'), ("bracket", "]")),
        *(("key", "x"), ("dot", "."), ("key", "y"), ("equals", "="), ("bracket", "{"), ("key", "z"), ("equals", "=")),
        *(("bracket", "["), ("integer", "1"), ("comma", ","), ("string", '"s"'), ("comma", ","), ("float", "2.5")),
        *(("comma", ","), ("boolean", "true"), ("bracket", "]"), ("bracket", "}"), ("comment", "# c")),
        *(("key", "d"), ("equals", "="), ("date", "1979-05-27"), ("key", "e"), ("equals", "="), ("error", "oops")),
        *(("bracket", "["), ("bracket", "["), ("key", "q"), ("bracket", "]"), ("bracket", "]")),
    ]


@pytest.mark.parametrize(
    ("written", "part", "place"),
    [
        ('"a $name b"', "$name", "$name"),
        ("'a $name b'", "$name", "$name"),
        ('"tab\\t$name\\u0021"', "$name", "$name"),
        ('"tab\\t$name\\u0021"', "\t$name!", "\\t$name\\u0021"),
        ('"""\n$name"""', "$name", "$name"),
        ('"""\r\na\r\n$name\r\n"""', "a\n$name", "a\r\n$name"),
        ('"""\na \\\n   $name"""', "a $name", "a \\\n   $name"),
        ('"""\na \\\n   $name"""', "a ", "a "),
        ("'''\n$name\\'''", "$name\\", "$name\\"),
        ('"a\\q$name', "$name", "$name"),
        ('"""a"""""', 'a""', 'a""'),
    ],
)
def test_a_part_of_a_string_is_found_where_it_is_written(written: str, part: str, place: str) -> None:
    block = parse(f"[t]\nkey = {written}").blocks[1]
    value = block.entries[0].value
    assert value is not None
    index = value.data.index(part)
    start, end = string_map(block, value).range_of(index, index + len(part))
    assert block.text[start:end] == place
