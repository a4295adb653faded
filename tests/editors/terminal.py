"""A full-screen program in a terminal of our own: keys in, screen out.

`Terminal` starts a program in a pty and keeps what it draws (pyte). Tests type and wait for what they expect to see;
nothing sleeps. Colours are kept, for `picture`. It knows no editor.
"""

from __future__ import annotations

import os
import re
import threading
import time
from typing import TYPE_CHECKING

import ptyprocess
import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from typing_extensions import Self

PATIENCE = 20.0
"""Seconds to wait for something on the screen before it counts as missing."""

ESC = "\x1b"
ENTER = "\r"

# What editors ask a terminal at start-up, and answers that promise nothing special.
_ANSWERS = ((b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[5n", b"\x1b[0n"))
# What pyte would print as text or stumble over: device control strings, private modes but the settable ones, styles with
# sub-parameters, cursor shapes.
_UNKNOWN = re.compile(
    rb"\x1bP[^\x1b]*\x1b\\"
    rb"|\x1b\[[<=>][0-9;:]*[@-~]"
    rb"|\x1b\[\?[0-9;]*\$?[^0-9;$hl]"
    rb"|\x1b\[[0-9;]*:[0-9;:]*m"
    rb"|\x1b\[[0-9; ]* q"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>? $]*|[P\]][^\x07\x1b]*\x1b?)?$")


class Terminal:
    """A program in a pty of `rows` by `columns`. Use as a context manager: leaving it ends the program."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: str | os.PathLike[str],
        rows: int = 30,
        columns: int = 110,
        true_colour: bool = False,
    ) -> None:
        surroundings = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLORTERM", "TMUX")}
        surroundings |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        surroundings |= {"COLORTERM": "truecolor"} if true_colour else {}
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._ended = False
        self._process = ptyprocess.PtyProcess.spawn(
            list(argv), dimensions=(rows, columns), env={**surroundings, **env}, cwd=os.fspath(cwd)
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.close(force=True)

    # -- typing ---------------------------------------------------------------------------------------------------------------

    def type(self, *keys: str) -> None:
        """Type keys, one after the other; a key is a character, or a sequence such as `ESC`."""
        for key in keys:
            self._send(key.encode())
            if key.endswith(ESC):
                # A terminal tells a lone Escape from the start of a sequence by the pause after it.
                time.sleep(0.1)

    def _send(self, data: bytes) -> None:
        try:
            os.write(self._process.fd, data)
        except OSError:
            return  # It has ended; whoever waits for its screen will say so.

    # -- seeing ---------------------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """What is on the screen now, without trailing blanks."""
        with self._lock:
            return self._text()

    def see(self, *wanted: str | Callable[[str], bool], within: float = PATIENCE) -> str:
        """Wait until the screen shows all of `wanted` (texts, or tests of the screen's text) at once; gives the screen."""
        end = time.monotonic() + within
        with self._changed:
            while True:
                text = self._text()
                if all(_shows(text, each) for each in wanted):
                    return text
                left = end - time.monotonic()
                if left <= 0 or self._ended:
                    missing = [each for each in wanted if not _shows(text, each)]
                    message = f"not on the screen{' (the program has ended)' if self._ended else ''}: {missing}\n{text}"
                    raise AssertionError(message)
                self._changed.wait(min(left, 0.5))

    def _text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    # -- reading --------------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                data = os.read(self._process.fd, 65536)
            except OSError:
                data = b""
            if not data:
                break
            for question, answer in _ANSWERS:
                if question in data:
                    self._send(answer)
            data = rest + data
            cut = _UNFINISHED.search(data)
            rest = data[cut.start() :] if cut else b""
            with self._changed:
                self._stream.feed(_UNKNOWN.sub(b"", data[: len(data) - len(rest)]))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()


def _shows(text: str, wanted: str | Callable[[str], bool]) -> bool:
    return wanted in text if isinstance(wanted, str) else wanted(text)
