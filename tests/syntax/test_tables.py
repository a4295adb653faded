"""Tables merged from blocks: nothing may be defined twice, and what is refused can be checked all the same."""

from __future__ import annotations

from typing import Any

import pytest

from plx_lsp.syntax import Document, Node, TableFault, build, parse, table_of
from tests.syntax.material import plain


def read(text: str) -> tuple[Document, Node, list[TableFault]]:
    document = parse(text)
    return (document, *build(document.blocks))


def written(document: Document, block: Any, start: int, end: int) -> str:
    assert block in document.blocks
    return block.text[start:end]


@pytest.mark.parametrize(
    ("text", "code", "place", "first", "path", "refused"),
    [
        ("a = 1\na = 2", "duplicate-key", "a", "a", ("a",), 2),
        ("[t]\na = 1\na = [{ b = 2 }]", "duplicate-key", "a", "a", ("t", "a"), [{"b": 2}]),
        ("a = { b = 1, b = 2 }", "duplicate-key", "b", "b", ("a", "b"), 2),
        ("a.b = 1\na.b = 2", "duplicate-key", "b", "b", ("a", "b"), 2),
        ("[a]\nx = 1\n[a]\ny = 2", "duplicate-table", "a", "a", ("a",), {"y": 2}),
        ("a = 1\n[a]\ny = 2", "duplicate-key", "a", "a", ("a",), {"y": 2}),
        ("a = {}\n[a]\ny = 2", "duplicate-table", "a", "a", ("a",), {"y": 2}),
        ("a.b = 1\n[a]\ny = 2", "duplicate-table", "a", "a", ("a",), {"y": 2}),
        ("[a]\n[[a]]\ny = 2", "duplicate-table", "a", "a", ("a",), {"y": 2}),
        ("[[a]]\n[a]\ny = 2", "duplicate-table", "a", "a", ("a",), {"y": 2}),
        ("a = []\n[[a]]\ny = 2", "duplicate-key", "a", "a", ("a",), {"y": 2}),
        ("a = 1\n[a.b]\ny = 2", "not-a-table", "a", "a", ("a", "b"), {"y": 2}),
        ("a = {}\n[a.b]\ny = 2", "not-a-table", "a", "a", ("a", "b"), {"y": 2}),
        ("a = [{}]\n[a.b]\ny = 2", "not-a-table", "a", "a", ("a", "b"), {"y": 2}),
        ("a = 1\na.b = 2", "not-a-table", "a", "a", ("a", "b"), 2),
        ("[a.b]\n[a]\nb.c = 2", "not-a-table", "b", "b", ("a", "b", "c"), 2),
        ("a = { b = {}, b.c = 2 }", "not-a-table", "b", "b", ("a", "b", "c"), 2),
    ],
)
def test_what_toml_refuses(text: str, code: str, place: str, first: str, path: tuple[str, ...], refused: Any) -> None:
    document, _, faults = read(text)
    assert [fault.code for fault in faults] == [code]
    (fault,) = faults
    assert written(document, fault.block, fault.start, fault.end) == place
    assert written(document, fault.first_block, fault.first_start, fault.first_end) == first
    assert (fault.block, fault.start) != (fault.first_block, fault.first_start)
    assert fault.path == path
    assert plain(fault.refused) == refused
    assert f"`{place}`" in fault.message or f"[{place}]" in fault.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[a.b]\nx = 1\n[a]\ny = 2", {"a": {"b": {"x": 1}, "y": 2}}),
        ("[a]\nb.c = 1\n[a.b.d]\ny = 2", {"a": {"b": {"c": 1, "d": {"y": 2}}}}),
        ("[[a]]\nx = 1\n[a.b]\ny = 1\n[[a]]\n[a.b]\ny = 2", {"a": [{"x": 1, "b": {"y": 1}}, {"b": {"y": 2}}]}),
        ("a = { b.c = 1, b.d = 2 }", {"a": {"b": {"c": 1, "d": 2}}}),
        ("", {}),
    ],
)
def test_what_toml_allows(text: str, value: Any) -> None:
    _, root, faults = read(text)
    assert (plain(root), faults) == (value, [])


def test_a_copied_table_takes_its_sub_tables_along() -> None:
    text = '[p.a]\nx = 1\n[p.a.inputs]\nt = "T"\n[p.a]\nx = 2\n[p.a.inputs]\nt = "U"\n[p.b]\nx = 3\n'
    _, root, (fault,) = read(text)
    assert plain(root) == {"p": {"a": {"x": 1, "inputs": {"t": "T"}}, "b": {"x": 3}}}
    assert plain(fault.refused) == {"x": 2, "inputs": {"t": "U"}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a = \na = 1", {"a": 1}),
        ("a = 1\na = ", {"a": 1}),
        ("a = oops\n[a.b]\nx = 1", {"a": {"b": {"x": 1}}}),
        ("a = \na.b = 1", {"a": {"b": 1}}),
        ("a\na = 1\n= 2\nb. = 3\n[c.]\nd = 4\n[]\ne = 5", {"a": 1}),
    ],
)
def test_what_is_half_typed_gives_way(text: str, value: Any) -> None:
    _, root, faults = read(text)
    assert (plain(root), faults) == (value, [])


def test_any_blocks_can_be_built_by_themselves() -> None:
    document = parse("x = 1\n[p.a]\ny = 1\n[q]\nz = 1\n[p.a.b]\ny = 2\n[p.a.c]\ny = 3\n")
    root, faults = build([block for block in document.blocks if block.keys and block.keys[0].name == "p"])
    assert (plain(root), faults) == ({"p": {"a": {"y": 1, "b": {"y": 2}, "c": {"y": 3}}}}, [])
    assert plain(build([])[0]) == {}


def test_a_broken_header_keeps_its_entries() -> None:
    node, faults = table_of(parse("[pipe.\ntype = 1\ntype = 2\n").blocks[1])
    assert plain(node) == {"type": 1}
    assert [fault.code for fault in faults] == ["duplicate-key"]


def test_every_node_knows_where_it_is_written() -> None:
    document, root, _ = read('domain = "d"\n[pipe.a]\ninputs = { t = "T" }\nm.n = [1, 2]\n[[l]]\nx = true\n')
    found: dict[str, tuple[str, str, str]] = {}

    def walk(node: Node, path: str) -> None:
        key = node.key and node.key_block and node.key_block.text[node.key.start : node.key.end]
        found[path] = (node.origin, node.block.text[node.start : node.end], key or "")
        for name, child in (
            node.data.items() if node.kind == "table" else enumerate(node.data) if node.kind == "array" else ()
        ):
            walk(child, f"{path}.{name}")

    walk(root, "")
    assert document.blocks[0].text == 'domain = "d"\n'
    assert found == {
        "": ("header", "", ""),
        ".domain": ("scalar", '"d"', "domain"),
        ".pipe": ("implicit", "pipe", "pipe"),
        ".pipe.a": ("header", "pipe.a", "a"),
        ".pipe.a.inputs": ("inline", '{ t = "T" }', "inputs"),
        ".pipe.a.inputs.t": ("scalar", '"T"', "t"),
        ".pipe.a.m": ("dotted", "m.n = [1, 2]", "m"),
        ".pipe.a.m.n": ("inline", "[1, 2]", "n"),
        ".pipe.a.m.n.0": ("scalar", "1", ""),
        ".pipe.a.m.n.1": ("scalar", "2", ""),
        ".l": ("header", "l", "l"),
        ".l.0": ("header", "l", ""),
        ".l.0.x": ("scalar", "true", "x"),
    }
