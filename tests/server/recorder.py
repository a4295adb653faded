"""Records what an editor and the server say to each other, to be replayed by `test_sessions`.

python -m tests.server.recorder FOLDER lsp [ARGUMENT …]   where an editor starts `plx lsp`: hands every byte on, and
                                                          at the end writes the session to FOLDER
python -m tests.server.recorder renew                     replays the sessions that are kept, and writes down the
                                                          diagnostics that they end with: read what changed
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, BinaryIO

from plx_lsp.server.wire import BadFrame, Frames
from tests.server.client import session as connected
from tests.server.sessions import SESSIONS, compact, read, replay

CHECKOUT = Path(__file__).parents[2]
KEPT = (".plx", "plx.toml")
"""Ends of the names of the files that are part of a session."""


def main(folder: Path, arguments: list[str]) -> int:
    """Run the server between two pipes, and write down what passes."""
    environment = dict(os.environ)
    server = subprocess.Popen(
        [sys.executable, "-m", "plx_lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert server.stdin is not None
    assert server.stdout is not None
    said: list[tuple[str, dict[str, Any]]] = []
    client = threading.Thread(target=_hand_on, args=(0, server.stdin, "client", said), daemon=True)
    client.start()
    # Some editors end their servers by a signal.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        _hand_on(server.stdout.fileno(), sys.stdout.buffer, "server", said)
        return server.wait()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.kill()
        number = len(list(folder.glob("*.jsonl")))
        (folder / f"{number}.jsonl").write_text(session(said), encoding="utf-8")


def _hand_on(source: int, target: BinaryIO, who: str, said: list[tuple[str, dict[str, Any]]]) -> None:
    frames = Frames()
    while data := os.read(source, 65536):
        # Written down before it is handed on: the other side may answer at once.
        for frame in frames.feed(data):
            if not isinstance(frame, BadFrame):
                message = json.loads(frame)
                said.append((who, message))
                if message.get("method") == "initialize":
                    message["files"] = _files(_root(message))
        target.write(data)
        target.flush()
    target.close()


def _root(initialize: dict[str, Any]) -> Path:
    params = initialize["params"]
    folders = params.get("workspaceFolders") or [{"uri": params["rootUri"]}]
    return Path(folders[0]["uri"].removeprefix("file://"))


def _files(root: Path) -> dict[str, str]:
    found = [path for path in sorted(root.rglob("*")) if path.name.endswith(KEPT) and ".venv" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def session(said: list[tuple[str, dict[str, Any]]]) -> str:
    """What was said as lines of a session, without its diagnostics: `renew` adds them."""
    begin = next(message for who, message in said if who == "client" and message.get("method") == "initialize")
    files, root = begin.pop("files"), _root(begin)
    return _lines([{"files": files}, *compact(said), {"diagnostics": {}}], root)


def _lines(values: list[dict[str, Any]], root: Path) -> str:
    text = "".join(f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n" for value in values)
    return text.replace(root.as_posix(), "WORKSPACE").replace(CHECKOUT.as_posix(), "CHECKOUT")


async def renew() -> None:
    """Write down what each kept session ends with."""
    for path in SESSIONS:
        with tempfile.TemporaryDirectory() as folder:
            messages, _ = read(path, Path(folder))
            async with connected() as client:
                left = await replay(client, messages)
            kept = path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]
            path.write_text("".join(kept) + _lines([{"diagnostics": left}], Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["renew"]:
        asyncio.run(renew())
    else:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
