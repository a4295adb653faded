"""What several tests of this room need: outside material, plain values of nodes, snapshots of documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from plx_lsp.syntax import Block, Document, Entry, Fault, Key, Node, Value

NODES = (Key, Value, Entry, Fault, Block)


def shared(*parts: str) -> Path:
    """A path in the material that the project uses but does not ship; skips where it is missing."""
    root = os.environ.get("PLX_SHARED")
    if not root or not Path(root, *parts).exists():
        pytest.skip(f"PLX_SHARED does not lead to {'/'.join(parts)}")
    return Path(root, *parts)


def corpus_texts(limit: int = 1_000_000) -> list[str]:
    """Real PLX files of at most `limit` characters, and the conformance suite's files, good and bad."""
    paths = [*sorted(shared("corpus").rglob("*.plx")), *sorted(shared("toml-test", "tests").rglob("*.toml"))]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    return [text for text in texts if len(text) <= limit]


def plain(node: Node) -> Any:
    """What a node says, in plain Python values."""
    if node.kind == "table":
        return {name: plain(child) for name, child in node.data.items()}
    if node.kind == "array":
        return [plain(item) for item in node.data]
    return node.data


def snapshot(thing: Any) -> Any:
    """All of a tree, to compare: every slot of every node but the caches."""
    if isinstance(thing, (list, tuple)):
        return [snapshot(each) for each in thing]
    if isinstance(thing, NODES):
        return {slot: snapshot(getattr(thing, slot)) for slot in type(thing).__slots__ if slot != "line_starts"}
    return repr(thing)


def faults_of(document: Document) -> list[tuple[int, int, str, str]]:
    """A document's faults in the form that `markers.mismatches` takes."""
    return [(start, end, fault.code, fault.message) for start, end, fault in document.faults()]


def strings_of(block: Block) -> list[Value]:
    """Every string value of a block, nested ones included."""
    found: list[Value] = []
    waiting = [entry.value for entry in block.entries]
    while waiting:
        value = waiting.pop()
        if value is None:
            continue
        if value.kind == "string":
            found.append(value)
        elif value.kind == "array":
            waiting += value.data
        elif value.kind == "table":
            waiting += [entry.value for entry in value.data]
    return found
