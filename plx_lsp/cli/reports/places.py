"""Positions as people and machines read them in reports: lines and columns from 1, columns in code points."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.cli.checking import CheckedFile


def position(file: CheckedFile, offset: int) -> tuple[int, int]:
    """The line and column of an offset, both from 1."""
    line, column = file.document.lines.position(offset, "utf-32")
    return line + 1, column + 1


def display(path: str) -> str:
    """A path as its user would write it: from the current folder, if it lies below that."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def slashed(path: str) -> str:
    """The same with `/`, as machines want it."""
    return display(path).replace(os.sep, "/")
