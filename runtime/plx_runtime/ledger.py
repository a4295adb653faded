"""What a run has done so far, written down before the next thing is done.

One append-only file per run, `.runs/<run>.jsonl` in the output folder; every line is synced before the call that it
announces is made or the result that it records is shown:

    run         the job and its calls, exactly as they will be sent
    intent      call N is about to be sent
    submitted   the provider knows call N by this id
    answered    call N's answer is in `.runs/<run>-<N>.answer`
    saved       image I is in this file
    failed      call N failed; `billed` says whether it may cost something
    closed      the manifest is written; nothing is left to do

The file is locked while its run lives, so that no two processes work on one run. It never holds a key.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from typing import Any

from plx_runtime.untyped import table, text

FOLDER = ".runs"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class LedgerBusyError(Exception):
    """Another process is working on this run."""


class Ledger:
    """An open ledger. Every `write` is on disk when it returns."""

    def __init__(self, path: str) -> None:
        """Open, or begin, the ledger at `path`.

        Raises:
            LedgerBusyError: its run is still going on.
            OSError: the folder does not take it.
        """
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.path = path
        self._file = os.open(path, _FLAGS, 0o644)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise LedgerBusyError(path) from error
        self._mend()

    def write(self, step: str, **fields: Any) -> None:
        """Append one line and sync it."""
        at = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        line = json.dumps({"step": step, "at": at, **fields}, ensure_ascii=False, separators=(",", ":")) + "\n"
        data = line.encode("utf-8", "surrogatepass")
        while data:
            data = data[os.write(self._file, data) :]
        os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._file)

    def _mend(self) -> None:
        """End a line that a killed process left half written, so that the next one stands alone."""
        size = os.fstat(self._file).st_size
        if size:
            os.lseek(self._file, size - 1, os.SEEK_SET)
            if os.read(self._file, 1) != b"\n":
                os.write(self._file, b"\n")


def path_of(out: str, run: str) -> str:
    """Where the ledger of `run` is."""
    return os.path.join(out, FOLDER, f"{run}.jsonl")


def answer_path(out: str, run: str, call: int) -> str:
    """Where the answer of a call waits until its images are saved."""
    return os.path.join(out, FOLDER, f"{run}-{call}.answer")


def read(path: str) -> list[dict[str, Any]]:
    """The lines of a ledger. A line that was cut short by a crash says nothing, and is left out.

    Raises:
        OSError: there is no such ledger.
    """
    with open(path, "rb") as file:
        return [entry for line in file if (entry := _entry(line)) is not None]


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = table(json.loads(line.decode("utf-8", "surrogatepass")))
    except ValueError:
        return None
    return entry if text(entry.get("step")) else None


def _lock(file: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
