"""`plx run`: starts the runtime, which is a process of its own, and steps aside.

The runtime reads its own command line (`plx run --help` is its help); nothing of it is imported here.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

# Not `-m plx_runtime`: that would look for modules in the current folder first, which may be anybody's checkout.
_START = "import sys; sys.path[:] = [p for p in sys.path if p]; from plx_runtime.command import main; sys.exit(main())"
_FOR_MACHINES = ("--events", "--json")


def configure(parser: argparse.ArgumentParser) -> None:
    """Take every word as it is, options too: they are the runtime's to read."""
    parser.prefix_chars = ""
    parser.add_argument("arguments", nargs="*")


def run(options: argparse.Namespace) -> int:
    """Become the runtime, so that its signals and its exit status are ours; on Windows, wait for it."""
    shown: list[str] = [] if any(word in _FOR_MACHINES for word in options.arguments) else ["--terminal"]
    command = [sys.executable, "-c", _START, "run", *shown, *options.arguments]
    if os.name != "nt":
        os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
    import subprocess

    return subprocess.call(command)
