"""Whether the process that started the client is still there: a server does not outlive its editor."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

BETWEEN_LOOKS = 2.0
"""Seconds."""


async def watch(process: int, gone: Callable[[], None]) -> None:
    """Call `gone` once `process` no longer runs. The end of standard input usually says so earlier."""
    while is_running(process):  # noqa: ASYNC110 - nobody tells us when another process ends
        await asyncio.sleep(BETWEEN_LOOKS)
    gone()


def is_running(process: int) -> bool:
    """Whether there is a process with this id."""
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # it is there, and somebody else's
    return True


def _is_running_on_windows(process: int) -> bool:
    import ctypes

    synchronize, timed_out = 0x00100000, 0x102
    kernel: Any = vars(ctypes)["windll"].kernel32
    handle = kernel.OpenProcess(synchronize, 0, process)
    if not handle:
        return False
    try:
        return kernel.WaitForSingleObject(handle, 0) == timed_out
    finally:
        kernel.CloseHandle(handle)
