"""How a session begins and ends, and what it leaves behind: nothing but the log that was asked for."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from plx_lsp.server import parent
from tests.server.client import LIMIT, position, session

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

URI = "file:///none/shop.plx"


async def test_the_server_leaves_when_its_client_hangs_up() -> None:
    async with session() as client:
        await client.initialize()
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert await asyncio.wait_for(client.process.wait(), LIMIT) == 1


async def test_the_server_leaves_when_its_clients_process_ends() -> None:
    editor = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE)
    async with session() as client:
        await client.initialize(processId=editor.pid)
        await editor.communicate(b"\n")
        assert await asyncio.wait_for(client.process.wait(), LIMIT) == 1


def test_a_process_that_is_there_and_one_that_is_not() -> None:
    assert parent.is_running(os.getpid())
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    assert not parent.is_running(gone.pid)


async def test_the_end_of_the_parent_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([True, True, False])
    monkeypatch.setattr(parent, "is_running", lambda _process: next(looks))
    monkeypatch.setattr(parent, "BETWEEN_LOOKS", 0.0)
    left: list[bool] = []
    await parent.watch(1, lambda: left.append(True))
    assert left == [True]


async def test_a_log_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "plx.log"
    async with session("--log", str(log)) as client:
        await client.initialize()
        client.open(URI, "[pipe.a]\n")
        await client.diagnostics(URI)
        assert await client.stop() == 0
    assert "textDocument/didOpen" in log.read_text()


async def test_a_trace_is_sent_while_it_is_wanted() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, "[pipe.a]\n")
        hover = {"textDocument": {"uri": URI}, "position": position(0, 0)}
        await client.request("textDocument/hover", hover)
        client.notify("$/setTrace", {"value": "messages"})
        await client.request("textDocument/hover", hover)
        traces = await client.until(lambda: [each for each in client.notifications if each["method"] == "$/logTrace"])
        assert "ms" in traces[0]["params"]["message"]
        client.notify("$/setTrace", {"value": "off"})
        await client.request("textDocument/hover", hover)
        assert len([each for each in client.notifications if each["method"] == "$/logTrace"]) == len(traces)
        assert not [
            each for each in client.notifications if each["method"] in ("window/logMessage", "window/showMessage")
        ]
        assert await client.stop() == 0


def test_the_server_never_loads_what_runs() -> None:
    code = "import sys, plx_lsp.server.serve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    for name in ("plx_runtime", "openai", "fal_client", "httpx", "PIL", "pydantic", "tomlkit", "jinja2", "rich"):
        assert name not in loaded
