"""A run in a process of its own that kills itself with SIGKILL before its n-th step that outlives it.

A step is whatever the disk remembers: a write or sync of the ledger, a sync, link, rename or removal of a file.
"""

import asyncio
import multiprocessing
import os
import signal
from multiprocessing.context import ForkServerContext
from typing import Any

import fal_client  # noqa: F401 - loaded once, by the server that forks the runs
import openai  # noqa: F401

import plx_runtime.backends.fal as fal_backend
import plx_runtime.perform  # noqa: F401
from plx_runtime.options import Options
from plx_runtime.runs import carry_out
from plx_runtime.stop import Stop

STEPS = ("write", "fsync", "link", "replace", "unlink")
FINISHED = 0


def context() -> ForkServerContext:
    """Processes that are forked from one that has loaded everything: a start costs milliseconds."""
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload([__name__])
    return forked


def run_until(step: int, options: dict[str, Any], environment: dict[str, str]) -> int | None:
    """Run in another process that dies before its `step`-th step; how it ended: `FINISHED`, or minus a signal."""
    process = context().Process(target=_run, args=(step, options, environment), daemon=True)
    process.start()
    process.join(30)
    return process.exitcode


def start(options: dict[str, Any], environment: dict[str, str]) -> Any:
    """Run in another process that nobody kills from inside."""
    process = context().Process(target=_run, args=(-1, options, environment), daemon=True)
    process.start()
    return process


def _run(step: int, options: dict[str, Any], environment: dict[str, str]) -> None:
    fal_backend.POLL = (0.005, 0.01)
    _die_before(step)
    asyncio.run(carry_out(Options(**options), Stop(20.0), environment=environment))


def _die_before(step: int) -> None:
    left = step

    def counted(real: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return real(*arguments, **named)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
