"""Paths as people read them: relative where that is shorter to understand, absolute where there is no way round."""

from __future__ import annotations

import os


def near(path: str) -> str:
    """The path as its user would write it: from the current folder, if it lies below that."""
    relative = seen_from(path, os.curdir)
    return path if relative.startswith("..") else relative


def seen_from(path: str, folder: str) -> str:
    """The path from `folder`, with `/`; the path itself where it is on another drive."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:
        return path
