"""Colours on a terminal, and nowhere else. NO_COLOR and `--no-color` turn them off (no-color.org)."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Paint = Callable[[str, str], str]

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "information": "1;36",
    "help": "32",
    "bold": "1",
    "dim": "2",
    "added": "32",
    "removed": "31",
}


def painter(*, no_color: bool) -> Paint:
    """A function that paints a text in a named colour, or leaves it alone."""
    off = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    if off or not sys.stdout.isatty():
        return lambda _name, text: text
    return lambda name, text: f"\x1b[{_CODES[name]}m{text}\x1b[0m"
