"""Readers of the event stream for machines. One that has gone away stops no run: what a run buys must be saved."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from plx_runtime.events import Done, Failed, line

if TYPE_CHECKING:
    from plx_runtime.events import Event


def print_events(event: Event) -> None:
    """Every event as one line of JSON on stdout."""
    _say(line(event))


def print_output(event: Event) -> None:
    """The pipe's output alone on stdout: one `ImageContent`, or a list of them. What fails goes to stderr."""
    if isinstance(event, Done):
        _say(json.dumps(event.model_dump(mode="json")["output"], ensure_ascii=False))
    elif isinstance(event, Failed):
        print("plx run:", told(event), file=sys.stderr)


def told(failed: Failed) -> str:
    """A failure in words: what, at what price, and what to do."""
    billed = "It may have been billed." if failed.may_have_been_billed else ""
    return " ".join(part for part in (failed.message, billed, failed.hint) if part)


def _say(text: str) -> None:
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError:
        # Nobody reads any more. Point stdout elsewhere, so that nothing complains at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
