"""`plx check --watch`: check again whenever a file of the project changes. Ctrl-C ends it."""

from __future__ import annotations

import gc
import os
import sys
import time

from plx_lsp.cli import check
from plx_lsp.cli.checking import files_of
from plx_lsp.project.deck_files import deck_paths
from plx_lsp.project.roots import CONFIG_FILE, find_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.cli.check import Options

    Times = dict[str, tuple[int, int]]

_INTERVAL = 0.3
"""Seconds between two looks at the files' times: soon enough for a person, nothing for the machine."""


def watch(options: Options) -> int:
    """Check now and after every change, until interrupted; the status of the last check."""
    seen: Times | None = None
    status = 0
    try:
        while True:
            now = _times(_watched(options.paths))
            if now != seen:
                seen = now
                print(f"\n{time.strftime('%H:%M:%S')} checking …", flush=True)
                status = check.check_once(options)
                sys.stdout.flush()
                gc.collect()
            time.sleep(_INTERVAL)
    except KeyboardInterrupt:
        return status


def _watched(paths: Iterable[str]) -> set[str]:
    """Every file that the result of a check depends on, there or not: those named, and those of their projects."""
    named: set[str] = set()
    roots: set[str | None] = set()
    for path in paths:
        named.update(files_of(path))
        roots.add(find_root(path))
        if os.path.isdir(path):
            named.add(os.path.abspath(os.path.join(path, CONFIG_FILE)))
    roots.update(find_root(folder) for folder in {os.path.dirname(file) for file in named})
    return named.union(*(_files_of_project(root) for root in roots if root is not None))


def _files_of_project(root: str) -> Iterator[str]:
    yield from files_of(root)
    yield from (os.path.join(root, name) for name in (CONFIG_FILE, "pyproject.toml"))
    yield from (path for path, _ in deck_paths(root))


def _times(files: Iterable[str]) -> Times:
    """When each file that is there was last written, and how large it is: two writes may share a tick of the clock."""
    found: Times = {}
    for file in files:
        try:
            status = os.stat(file)
        except OSError:
            continue
        found[file] = (status.st_mtime_ns, status.st_size)
    return found
