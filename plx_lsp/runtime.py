"""How the static side reaches the runtime: as a process of its own, never as an import.

For `plx run` and for the server's runs.
"""

from __future__ import annotations

import sys

# Not `-m plx_runtime`: that looks for modules in the current folder first, and the current folder is a project, which
# may be anybody's checkout. An empty entry of the path is the current folder, too.
_START = (
    "import sys; sys.path[:] = [p for p in sys.path if p]; from plx_runtime.__main__ import start; sys.exit(start())"
)


def command(*arguments: str) -> list[str]:
    """The command line of a process that runs `python -m plx_runtime` with these arguments."""
    return [sys.executable, "-c", _START, *arguments]
