"""Sessions of real editors, and how one is kept and played again. `recorder` records them, `test_sessions` replays them.

`neovim-….jsonl` and `vscode-….jsonl` are one session each, one JSON value a line: `{"files"}` of the project, each of the
client's messages, `{"diagnostics"}` at the end. `WORKSPACE` stands for the project's folder, `CHECKOUT` for ours.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.server.client import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.server.client import Client

    Message = dict[str, Any]

SESSIONS = sorted(Path(__file__).parent.glob("*.jsonl"))

_LEFT_OUT = ("shutdown", "exit", "$/setTrace")
"""How a session ends is the replay's own business."""

_HELD = "workspace/diagnostic"
"""The one request whose answer may wait until something changes."""


def compact(said: Iterable[tuple[str, Message]]) -> Iterator[Message]:
    """The client's messages as they are kept.

    Its answers are kept by the method that they answer: the numbers of the server's requests are its own.
    """
    asked: dict[Any, str] = {}
    for who, message in said:
        if who == "server":
            if "method" in message and "id" in message:
                asked[message["id"]] = message["method"]
        elif "method" not in message:
            yield {"answers": asked[message["id"]], "result": message.get("result")}
        elif message["method"] not in _LEFT_OUT:
            if message["method"] == "initialize":
                message["params"] = {**message["params"], "processId": None}
            yield {name: value for name, value in message.items() if name != "jsonrpc"}


def read(path: Path, workspace: Path) -> tuple[list[Message], dict[str, Any]]:
    """A session as if it had been recorded in `workspace`, with its files written there: messages, diagnostics."""
    lines = path.read_text(encoding="utf-8").replace("WORKSPACE", workspace.as_posix()).splitlines()
    first, *messages, last = map(json.loads, lines)
    for name, text in first["files"].items():
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")
    return messages, last["diagnostics"]


async def replay(client: Client, messages: list[Message]) -> dict[str, Any]:
    """Say everything that the editor said, each request once the one before is answered; the diagnostics at the end.

    A request that is answered by an error raises, unless the editor took it back.
    """
    answers: dict[str, list[Any]] = {}
    for each in messages:
        answers.setdefault(each.get("answers", ""), []).append(each.get("result"))
    for method, results in answers.items():
        client.answers[method] = lambda _params, results=results: results.pop(0) if len(results) > 1 else results[0]
    cancelled = {each["params"]["id"] for each in messages if each.get("method") == "$/cancelRequest"}
    for each in messages:
        if "method" not in each:
            continue
        answer = client.expect(each["id"]) if "id" in each else None
        client.send({"jsonrpc": "2.0", **each})
        if answer is not None and (each["method"] == _HELD or each["id"] in cancelled):
            answer.add_done_callback(asyncio.Future.exception)  # whatever it is, and whenever it comes
        elif answer is not None:
            result = await asyncio.wait_for(answer, LIMIT)
            if each["method"] == "initialize":
                client.capabilities = result["capabilities"]
    return await _left(client)


async def _left(client: Client) -> dict[str, list[list[Any]]]:
    """The diagnostics of every file that has some: rule, line and column of each."""
    found: dict[str, list[Message]] = {}
    if await client.request("plx/status", {}) is not None:  # and with its answer, all that was published before it
        for each in client.notifications:
            if each.get("method") == "textDocument/publishDiagnostics":
                found[each["params"]["uri"]] = each["params"]["diagnostics"]
    if client.pulls:
        whole = await client.request(_HELD, {"previousResultIds": []})
        found.update((each["uri"], each["items"]) for each in whole["items"])
    return {
        uri: [[each["code"], each["range"]["start"]["line"], each["range"]["start"]["character"]] for each in items]
        for uri, items in sorted(found.items())
        if items
    }
