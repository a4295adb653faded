"""Reading JSON that nobody has checked: what is not as it should be counts as not there."""

from __future__ import annotations

from typing import Any, cast


def table(value: object) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def array(value: object) -> list[Any]:
    """The value if it is an array (lsprotocol makes some of them tuples), else an empty one."""
    return list(cast("list[Any]", value)) if isinstance(value, (list, tuple)) else []


def text(value: object) -> str:
    """The value if it is a string, else an empty one."""
    return value if isinstance(value, str) else ""
