"""Editing a document gives what parsing the edited text gives, and what an edit merely moves stays the same object."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plx_lsp.syntax import Document, edit, parse
from tests.syntax.documents import DOCUMENTS, SCRAPS
from tests.syntax.material import corpus_texts, snapshot

EDITS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 0, 1, 1, 3, 20]), SCRAPS | st.just("")), max_size=5)
PIECES = [
    *('"""', "'''", '"', "'", "[", "]", "{", "}", "\n", "\r\n", "\r", "=", " = ", ",", "#", "\\", "[a.b]", "\n[a]\n", "x = "),
    *("x = [", 'x = """\n', '\n"""\n', " ", "\t", "\ufeff", "a", "1", "é", "😀", "\0", "u = {\n", "[[", ".", "", "\\u00e9"),
]  # fmt: skip


def check(document: Document, start: int, end: int, new: str) -> Document:
    """The document after an edit, having held it against one parsed from scratch."""
    text = document.text[:start] + new + document.text[end:]
    edited, fresh = edit(document, start, end, new), parse(text)
    assert edited.text == text
    assert edited.starts == fresh.starts
    assert edited.reaching == fresh.reaching
    assert snapshot(edited.blocks) == snapshot(fresh.blocks)
    assert [edited.start_of(block) for block in edited.blocks] == edited.starts
    assert [edited.lines.start_of(line) for line in range(edited.lines.count)] == [
        fresh.lines.start_of(line) for line in range(fresh.lines.count)
    ]
    return edited


@settings(deadline=None)
@given(DOCUMENTS, EDITS)
def test_any_edits_of_any_text(text: str, edits: list[tuple[float, int, str]]) -> None:
    document = parse(text)
    for where, length, new in edits:
        start = round(where * document.length)
        document = check(document, start, min(start + length, document.length), new)


def edit_at_random(seed: int, rounds: int) -> None:
    """Edits in a row on real files, with a liking for block boundaries and for what opens and closes strings."""
    choose = random.Random(seed)
    texts = corpus_texts(5000)
    for _ in range(rounds):
        text = choose.choice(texts)
        if len(text) > 400:
            start = choose.randrange(len(text) - 300)
            text = text[start : start + 300]
        document = parse(text)
        for _ in range(10):
            length = document.length
            start = choose.randrange(length + 1)
            if choose.random() < 0.3:
                start = min(max(choose.choice(document.starts) + choose.randrange(-2, 3), 0), length)
            end = min(start + choose.choice([0, 0, 0, 1, 1, 5, 40]), length)
            document = check(document, start, end, choose.choice(PIECES))


def test_thousands_of_edits_of_real_files() -> None:
    edit_at_random(seed=1, rounds=200)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
def test_many_more_edits_of_real_files(seed: int) -> None:
    edit_at_random(seed, rounds=3000)


BUNDLE = '''domain = "images"
[pipe.a]
type = "PipeImgGen"
[pipe.b]
prompt = """
a prompt
"""
[pipe.c]
inputs = { text = "Text" }
'''


def edited_blocks(text: str, old: str, new: str) -> tuple[Document, Document]:
    before = parse(text)
    start = text.index(old)
    return before, check(before, start, start + len(old), new)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("PipeImgGen", "PipeLLM", [0, 2, 3]),
        ("a prompt", "a longer prompt\n\n", [0, 1, 3]),
        ("Text", "Image", [0, 1, 2]),
        ("images", "pictures", [1, 2, 3]),
        ('[pipe.b]\nprompt = """\na prompt\n"""\n', "", [0, 1, 3]),
        ("[pipe.b]", "[pipe.x]\n[pipe.b]", [0, 1, 3]),
        ("[pipe.b]", "  [pipe.b]", [0, 1, 3]),
        ('"""\na', "'''\na", [0, 1, 3]),
        ("domain", '"domain', [1, 2, 3]),
        ("", "", [0, 1, 2, 3]),
    ],
)
def test_what_an_edit_leaves_alone_is_the_same_object(old: str, new: str, kept: list[int]) -> None:
    before, after = edited_blocks(BUNDLE, old, new)
    assert [index for index, block in enumerate(before.blocks) if any(block is each for each in after.blocks)] == kept


def test_a_version_never_changes() -> None:
    first = parse(BUNDLE)
    snapshots = [snapshot(first.blocks), list(first.starts), first.lines.count]
    block = first.blocks[1]
    assert first.start_of(block) == first.starts[1]
    second = edit(first, first.starts[1] + 10, first.starts[1] + 12, "xyz\n")
    third = edit(first, 0, 0, "\n\n")
    assert [snapshot(first.blocks), list(first.starts), first.lines.count] == snapshots
    assert first.start_of(block) == first.starts[1]
    assert third.start_of(block) == first.starts[1] + 2
    with pytest.raises(KeyError):
        second.start_of(block)


def test_places_outside_the_text_count_as_its_ends() -> None:
    document = parse("a = 1")
    assert edit(document, -5, -1, "# x\n").text == "# x\na = 1"
    assert edit(document, 100, 200, "0").text == "a = 10"
    assert edit(document, 4, 2, "2").text == "a = 21"


def test_an_edit_behind_an_open_string_can_close_it() -> None:
    text = '[a]\nx = """\ntext\n[b]\ny = 1\n[c]\nz = 2\n'
    document = parse(text)
    assert [block.keys[-1].name for block in document.blocks[1:]] == ["a", "b", "c"]
    closed = check(document, len(text), len(text), '"""\n')
    assert [block.keys[-1].name for block in closed.blocks[1:]] == ["a"]
    assert closed.faults() == []
