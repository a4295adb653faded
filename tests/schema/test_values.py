"""Single values against pieces of a schema that the language has no key for yet, but its models may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from plx_lsp.lint.schema.values import string_check
from plx_lsp.syntax import build, parse

if TYPE_CHECKING:
    from plx_lsp.lint.schema import Violation


def told(schema: dict[str, Any], text: str) -> list[str]:
    """What is said of a string of this schema."""
    root, _ = build(parse(f'code = "{text}"').blocks)
    check = string_check({"type": "string", **schema}, "code")
    found: list[Violation] = []
    if check is not None:
        check(root.data["code"], found)
    return [each.message for each in found]


@pytest.mark.parametrize(
    ("schema", "text", "expected"),
    [
        ({"minLength": 1}, "", ['`code` is empty: write, for example, `code = "..."`']),
        ({"minLength": 1}, "a", []),
        ({"minLength": 3}, "ab", ['`code` needs 3 characters or more: write, for example, `code = "..."`']),
        ({"minLength": 3}, "abc", []),
        ({"pattern": "^[a-z]*$"}, "", []),
    ],
)
def test_a_string_is_as_long_as_its_schema_asks(schema: dict[str, Any], text: str, expected: list[str]) -> None:
    assert told(schema, text) == expected


def test_a_length_counts_beside_a_pattern() -> None:
    schema = {"pattern": "^[a-z]*$", "minLength": 3}
    assert [len(told(schema, text)) for text in ("ab", "abc", "ABC")] == [1, 0, 1]
