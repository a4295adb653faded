"""`plx check --watch`: check again whenever a file of the project changes. Ctrl-C ends it."""

from __future__ import annotations

import gc
import os
import time

from plx_lsp.cli import check
from plx_lsp.cli.checking import files_of
from plx_lsp.project.roots import CONFIG_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from plx_lsp.cli.check import Options

_INTERVAL = 0.3
"""Seconds between two looks at the files' times: soon enough for a person, nothing for the machine."""


def watch(options: Options) -> int:
    """Check now and after every change, until interrupted; the status of the last check."""
    seen: dict[str, int] = {}
    status = 0
    try:
        while True:
            now = _times(options.paths)
            if now != seen:
                seen = now
                print(f"\n{time.strftime('%H:%M:%S')} checking …", flush=True)
                status = check.check_once(options)
                gc.collect()
            time.sleep(_INTERVAL)
    except KeyboardInterrupt:
        return status


def _times(paths: Iterable[str]) -> dict[str, int]:
    """When each file under watch was last written."""
    found: dict[str, int] = {}
    for path in paths:
        files = [*files_of(path), os.path.join(path, CONFIG_FILE)] if os.path.isdir(path) else [path]
        for file in files:
            try:
                found[file] = os.stat(file).st_mtime_ns
            except OSError:
                continue
    return found
