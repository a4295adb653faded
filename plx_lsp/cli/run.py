"""`plx run`: starts the runtime, which is a process of its own, and steps aside.

The runtime reads its own command line (`plx run --help` is its help); nothing of it is imported here.
"""

from __future__ import annotations

import os
import sys

from plx_lsp.runtime import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_FOR_MACHINES = ("--events", "--json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Take every word as it is, options too: they are the runtime's to read."""
    parser.prefix_chars = ""
    parser.add_argument("arguments", nargs="*")


def run(options: argparse.Namespace) -> int:
    """Become the runtime, so that its signals and its exit status are ours; on Windows, wait for it."""
    shown = () if any(word in _FOR_MACHINES for word in options.arguments) else ("--terminal",)
    words = command("run", *shown, *options.arguments)
    if sys.platform != "win32":
        import signal

        # Ctrl-C while the new interpreter starts waits until the runtime can answer it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        os.execv(sys.executable, words)  # noqa: S606 - no shell is wanted
    import subprocess

    return subprocess.call(words)
