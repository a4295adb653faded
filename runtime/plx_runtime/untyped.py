"""JSON from elsewhere, read without believing it: a value of another type than expected counts as absent."""

from __future__ import annotations

from typing import Any, cast


def table(value: object) -> dict[str, Any]:
    """The object, or an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """The list, or an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def text(value: object) -> str | None:
    """The text, or None. An empty one is None too."""
    return value if isinstance(value, str) and value else None


def integer(value: object) -> int | None:
    """The integer, or None. A truth value is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
