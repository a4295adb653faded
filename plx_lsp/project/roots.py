"""Where a project begins, and which files belong to it.

All `.plx` files below one root are one library, except those below a root of their own further down; a file outside
every root stands alone (LANGUAGE.md §1).
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SUFFIX = ".plx"
CONFIG_FILE = "plx.toml"

_ROOT_MARKS = (CONFIG_FILE, ".pipelex", ".git")
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages", "plx-out"})


def find_root(path: str) -> str | None:
    """The project root of a file or folder: the nearest folder upward with `plx.toml`, a `[tool.plx]` table in
    `pyproject.toml`, `.pipelex/` or `.git`. None where there is none.
    """  # noqa: D205 - one sentence
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        if _is_root(folder):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _is_root(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, mark)) for mark in _ROOT_MARKS) or _has_tool_table(folder)


def _has_tool_table(folder: str) -> bool:
    try:
        with open(os.path.join(folder, "pyproject.toml"), encoding="utf-8", errors="replace") as file:
            return any(line.startswith(("[tool.plx]", "[tool.plx.")) for line in file)
    except OSError:
        return False


class Found:
    """What lies below a folder: `files`, in name order, and `roots`, the folders that are projects of their own."""

    __slots__ = ("files", "roots")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.roots: list[str] = []


def find_files(folder: str, exclude: Sequence[str] = (), include: Sequence[str] = ()) -> Found:
    """The `.plx` files below a folder, and the projects below it, whose files are their own.

    `.gitignore` files are honoured, hidden folders are skipped. `exclude` and `include` are such patterns too, from
    `folder`; an empty `include` means everything. They hold for projects further down as for files.
    """
    excluded = _matcher(exclude)
    included = _matcher(include)

    def is_wanted(path: str) -> bool:
        name = _below(folder, path)
        return not excluded(name) and (not include or included(name))

    every = Found()
    _walk(os.path.abspath(folder), _inherited_ignores(folder), every)
    wanted = Found()
    wanted.files = [path for path in every.files if is_wanted(path)]
    wanted.roots = [path for path in every.roots if is_wanted(os.path.join(path, ""))]
    return wanted


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether a path from the root, with `/`, matches one of the patterns (as in `.gitignore`)."""
    return _matcher(patterns)(name)


def _matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    if not patterns:
        return lambda _name: False
    # pathspec imports dataclasses and typing: only a folder that has patterns pays for it.
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file


if TYPE_CHECKING:
    _Ignores = tuple[tuple[str, Callable[[str], bool]], ...]


def _inherited_ignores(folder: str) -> _Ignores:
    """The `.gitignore` files above `folder`, up to the repository that holds it."""
    found: list[tuple[str, Callable[[str], bool]]] = []
    here = os.path.abspath(folder)
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return ()
        here = parent
        found += _ignores_of(here)
    return tuple(reversed(found))


def _ignores_of(folder: str) -> _Ignores:
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return ()
    return ((folder, _matcher(lines)),)


def _walk(folder: str, ignores: _Ignores, found: Found) -> None:
    ignores = (*ignores, *_ignores_of(folder))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)  # a link to a folder is no folder: it may lead in a circle
        if is_folder and (entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS):
            continue
        if not is_folder and not entry.name.endswith(SUFFIX):
            continue
        path = os.path.join(entry.path, "") if is_folder else entry.path
        if any(ignored(_below(base, path)) for base, ignored in ignores):
            continue
        if is_folder and _is_root(entry.path):
            found.roots.append(entry.path)
        elif is_folder:
            _walk(entry.path, ignores, found)
        elif os.path.isfile(entry.path):  # unlike the entry's own, this is no error on a link to itself
            found.files.append(entry.path)


def _below(base: str, path: str) -> str:
    """A path from `base`, as the patterns of `.gitignore` see it; a folder's ends with a separator and keeps it."""
    return os.path.relpath(path, base).replace(os.sep, "/") + ("/" if path.endswith(os.sep) else "")
