"""Putting Markdown together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FENCE = "```"


def paragraphs(*parts: str) -> str:
    """The parts that say something, a blank line between each."""
    return "\n\n".join(part for part in parts if part)


def code(text: str) -> str:
    """A text as PLX source."""
    return f"{_FENCE}plx\n{text}\n{_FENCE}"


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {item}" for item in items)


def plain(text: str) -> str:
    """A user's own text, so that nothing in it is taken for Markdown."""
    for mark in "\\`*_<>[]#":
        text = text.replace(mark, "\\" + mark)
    return text


def listed(items: Iterable[str]) -> str:
    """Names in a row, each as code."""
    return ", ".join(f"`{item}`" for item in items)
