"""Where a cursor is. `<|>` marks it; what a completion would replace is in `⟦⟧`, spelled as part of the expectation."""

from __future__ import annotations

import pytest

from plx_lsp.syntax import context_at, parse
from tests.markers import read_fixture

CASES = [
    ("<|>", "key", ()),
    ("a = 1\n<|>", "key", ()),
    ("[pi<|>pe.x]", "header", ()),
    ("[pipe.<|>", "header", ("pipe",)),
    ("[pipe.ge<|>n", "header", ("pipe",)),
    ("[ pipe . <|>x ]", "header", ("pipe",)),
    ("[[ste<|>ps]]", "header", ()),
    ("[a]<|>\n", "header", ("a",)),
    ("[a] <|>", "after", ()),
    ("[a]\n<|>\nb = 1", "key", ()),
    ("[a]\nx<|>", "key", ()),
    ("[a]\nx <|>", "equals", ("x",)),
    ("[a]\nx <|>= 1", "equals", ("x",)),
    ("[a]\nx =<|> 1", "value", ("x",)),
    ("[a]\nx = 1<|>2", "value", ("x",)),
    ("[a]\nx = 12 <|>", "after", ("x",)),
    ('[a]\nx = "<|>"', "string", ("x",)),
    ('[a]\nx = "ab<|>c', "string", ("x",)),
    ('[a]\nx = <|>"abc"', "value", ("x",)),
    ('[a]\nx = "abc"<|>', "value", ("x",)),
    ('[a]\nx = "abc\\"<|>', "string", ("x",)),
    ('[a]\nx = """\na <|>$b\n"""\n', "string", ("x",)),
    ('[a]\nx = """\na <|>\n[b]\n', "string", ("x",)),
    ("[a]\nx.<|>", "key", ("x",)),
    ('x."y.z<|>".w = 1', "key", ("x",)),
    ("[a]\ni = {<|>}", "key", ("i",)),
    ("[a]\ni = { <|>", "key", ("i",)),
    ("[a]\ni = { b = <|> }", "value", ("i", "b")),
    ("[a]\ni = { b = 1 <|>}", "after", ("i", "b")),
    ("[a]\ni = { b = 1, <|>}", "key", ("i",)),
    ('[a]\ni = { b = "T<|>", c', "string", ("i", "b")),
    ("t = [<|>]", "value", ("t", 0)),
    ("t = [1, <|>]", "value", ("t", 1)),
    ("t = [1 <|>]", "after", ("t", 0)),
    ("t = [1, 2<|>", "value", ("t", 1)),
    ("t = [\n  1, # one<|>\n]", "comment", ()),
    ("t = [\n  1,\n<|>]", "value", ("t", 1)),
    ("s = [{ pipe = 'a' }, { pipe = '<|>' }]", "string", ("s", 1, "pipe")),
    ("s = [[1], [2, tr<|>ue]]", "value", ("s", 1, 1)),
    ("a = 1 #<|>", "comment", ()),
    ("a = 1 <|># x", "after", ("a",)),
    ("# a = <|>", "comment", ()),
]


@pytest.mark.parametrize(("marked", "place", "path"), CASES, ids=[repr(case[0]) for case in CASES])
def test_where_a_cursor_is(marked: str, place: str, path: tuple[str | int, ...]) -> None:
    fixture = read_fixture(marked)
    context = context_at(parse(fixture.text), fixture.cursor)
    assert (context.place, context.path) == (place, path)
    assert context.base + context.offset == fixture.cursor


@pytest.mark.parametrize(
    ("marked", "replaced"),
    [
        ("[pipe.ge<|>n]", "gen"),
        ("[a]\nty<|>pe = 1", "type"),
        ("x = tr<|>ue", "true"),
        ('x = "ba<|>se"', "base"),
        ("x = '''\nba<|>se'''", "\nbase"),
        ('x = "ba<|>se', "base"),
        ("i = { a<|>b = 1 }", "ab"),
        ("x = <|>", ""),
        ("x.<|>", ""),
    ],
)
def test_what_a_completion_replaces(marked: str, replaced: str) -> None:
    fixture = read_fixture(marked)
    context = context_at(parse(fixture.text), fixture.cursor)
    assert context.block.text[context.start : context.end] == replaced


def test_the_table_and_its_neighbours_are_known() -> None:
    fixture = read_fixture('[pipe.a]\ntype = "PipeImgGen"\nmodel = { n = 1, <|> }\n[pipe.b]\n')
    document = parse(fixture.text)
    context = context_at(document, fixture.cursor)
    assert context.table == ("pipe", "a")
    assert context.full_path == ("pipe", "a", "model")
    assert [entry.keys[0].name for entry in context.entries] == ["n"]
    assert context.block is document.blocks[1]
    assert context_at(document, 0).full_path == ()


def test_any_offset_has_a_context() -> None:
    document = parse("a = 1")
    assert context_at(document, -1).place == "key"
    assert context_at(document, 99).place == "value"
