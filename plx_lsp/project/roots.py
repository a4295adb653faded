"""Where a project begins, and which files belong to it.

All `.plx` files below one root are one library, except those below a root of their own further down; a file outside
every root stands alone (LANGUAGE.md §1).
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


def find_files(
    folder: str, exclude: Sequence[str] = (), include: Sequence[str] = (), nested: list[str] | None = None
) -> Iterator[str]:
    """The `.plx` files below a folder, in name order. `.gitignore` files are honoured, hidden folders are skipped.

    `exclude` and `include` are patterns as in `.gitignore`, from `folder`; an empty `include` means every file. Folders
    further down that are roots of projects of their own are left out, and added to `nested`.
    """
    roots: list[str] = [] if nested is None else nested
    excluded = _matcher(exclude)
    included = _matcher(include)
    for path in _walk(os.path.abspath(folder), _inherited_ignores(folder), roots):
        name = os.path.relpath(path, folder).replace(os.sep, "/")
        if not excluded(name) and (not include or included(name)):
            yield path


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


def _walk(folder: str, ignores: _Ignores, nested: list[str]) -> Iterator[str]:
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
        if any(ignored(_below(base, entry.path, is_folder=is_folder)) for base, ignored in ignores):
            continue
        if is_folder and _is_root(entry.path):
            nested.append(entry.path)
        elif is_folder:
            yield from _walk(entry.path, ignores, nested)
        elif os.path.isfile(entry.path):  # unlike the entry's own, this is no error on a link to itself
            yield entry.path


def _below(base: str, path: str, *, is_folder: bool) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_folder else "")
