"""`python -m plx_runtime`: how the command line and the editors reach the runtime."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130
"""The exit status of a process that Ctrl-C ended, as shells count it."""


def start() -> int:
    """Run the command and give its exit status.

    Loading what it needs takes a moment. Ctrl-C in that moment leaves at once and says nothing: nothing has been sent.
    The run itself listens for signals in its own way.
    """
    signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(INTERRUPTED))
    if sys.platform != "win32":
        # `plx run` holds Ctrl-C back until here.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        from plx_runtime.command import main

        return main()
    except KeyboardInterrupt:  # after the run's last event: its own handler is gone by then
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(start())
