"""What lies on disk, and in what state: how a change there is told without reading a single file.

`session` and `loading` note a file's stamp before they read it, `watching` looks again later. What changes in between
has another stamp then, so no change is ever lost.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from plx_lsp.project.deck_files import deck_paths
from plx_lsp.project.roots import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Stamp = tuple[int, int]
    Change = tuple[str, bool]

CONFIG_FILES = (CONFIG_FILE, "pyproject.toml")
"""The files that settings come from."""


def stamps_of(paths: Iterable[str]) -> dict[str, Stamp]:
    """Time (nanoseconds) and size (bytes) of files; those that are not there are left out."""
    found: dict[str, Stamp] = {}
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def settings_and_deck(root: str) -> list[str]:
    """The files besides its PLX that say something about a project."""
    settings = [os.path.join(root, name) for name in CONFIG_FILES]
    return settings + [path for path, _ in deck_paths(root)]


def difference(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> list[Change]:
    """What came, changed and went between two states: each path, and whether it is gone."""
    if before == now:
        return []
    paths = sorted(before.keys() | now.keys())
    return [(path, path not in now) for path in paths if before.get(path) != now.get(path)]
