"""TOML 1.0, held against the official conformance suite and against the standard library's parser."""

from __future__ import annotations

import json
import math
import sys
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings

from plx_lsp.syntax import Node, build, decode, parse
from tests.syntax.documents import DOCUMENTS
from tests.syntax.material import plain, shared

SUITE = ("toml-test", "tests")
READERS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "float": float,
    "bool": lambda written: written == "true",
    "datetime": lambda written: datetime.fromisoformat(written.upper().replace("Z", "+00:00")),
    "datetime-local": datetime.fromisoformat,
    "date-local": date.fromisoformat,
    "time-local": time.fromisoformat,
}


def read(data: bytes) -> tuple[Node, list[Any]]:
    """The tree of a file, and all that is wrong with it."""
    text, fault = decode(data)
    document = parse(text)
    root, refused = build(document.blocks)
    return root, [*([fault] if fault else []), *(fault for _, _, fault in document.faults()), *refused]


def expected(tagged: Any) -> Any:
    """The values that one of the suite's JSON files describes."""
    if isinstance(tagged, list):
        return [expected(item) for item in tagged]
    if set(tagged) == {"type", "value"} and isinstance(tagged["value"], str):
        return READERS[tagged["type"]](tagged["value"])
    return {name: expected(child) for name, child in tagged.items()}


def same(one: Any, other: Any) -> bool:
    """Equal in type as well, with nan equal to itself."""
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    return type(one) is type(other) and one == other


def suite(version: str) -> list[str]:
    names = shared(*SUITE, f"files-toml-{version}").read_text().split()
    return [name.removesuffix(".toml") for name in names if name.endswith(".toml")]


def test_every_valid_file_says_what_it_says() -> None:
    folder = shared(*SUITE)
    names = [name for name in suite("1.0.0") if name.startswith("valid/")]
    for name in names:
        root, faults = read((folder / f"{name}.toml").read_bytes())
        assert not faults, (name, [(fault.code, fault.message) for fault in faults])
        assert same(plain(root), expected(json.loads((folder / f"{name}.json").read_bytes()))), name
    assert len(names) == 210


def test_every_invalid_file_is_refused() -> None:
    folder = shared(*SUITE)
    names = [name for name in suite("1.0.0") if name.startswith("invalid/")]
    accepted = [name for name in names if not read((folder / f"{name}.toml").read_bytes())[1]]
    assert accepted == []
    assert len(names) == 499


def test_what_only_toml_1_1_allows_is_called_that() -> None:
    folder = shared(*SUITE)
    newer = {name for name in suite("1.1.0") if name.startswith("valid/")} - set(suite("1.0.0"))
    told = 0
    for name in sorted(newer):
        faults = read((folder / f"{name}.toml").read_bytes())[1]
        assert {fault.code for fault in faults} <= {"toml-1.1"}, name
        told += bool(faults)
    assert told == 11


@pytest.mark.skipif(
    not (3, 11) <= sys.version_info < (3, 15), reason="tomllib of TOML 1.0 comes with Python 3.11 to 3.14"
)
@settings(max_examples=400, deadline=None)
@given(DOCUMENTS)
def test_the_standard_library_agrees(text: str) -> None:
    agree(text)


@pytest.mark.slow
@pytest.mark.skipif(
    not (3, 11) <= sys.version_info < (3, 15), reason="tomllib of TOML 1.0 comes with Python 3.11 to 3.14"
)
@settings(max_examples=5_000, deadline=None)
@given(DOCUMENTS)
def test_the_standard_library_agrees_at_length(text: str) -> None:
    agree(text)


def agree(text: str) -> None:
    import tomllib

    document = parse(text)
    root, refused = build(document.blocks)
    faults = [*document.faults(), *refused]
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert faults, text
    else:
        assert not faults, text
        assert same(plain(root), value)
