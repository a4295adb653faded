"""Frames, and messages that no client should send: each request gets an answer, and the server goes on."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_lsp.server.wire import LARGEST_BODY, LONGEST_HEADER, BadFrame, Frames
from tests.server.client import LIMIT, ServerError, change, frame, position, session

URI = "file:///none/shop.plx"


@given(st.lists(st.binary(max_size=200)), st.lists(st.integers(1, 50), min_size=1), st.booleans())
def test_frames_come_out_as_they_went_in_however_they_are_cut(bodies: list[bytes], cuts: list[int], bare: bool) -> None:
    end = b"\n\n" if bare else b"\r\nContent-Type: x\r\n\r\n"
    stream = b"".join(b"content-LENGTH:%d" % len(body) + end + body for body in bodies)
    frames, found, turn = Frames(), [], 0
    while stream:
        size = cuts[turn % len(cuts)]
        found += list(frames.feed(stream[:size]))
        stream, turn = stream[size:], turn + 1
    assert found == bodies


@pytest.mark.parametrize(
    "noise",
    [b"hello\r\n\r\n", b"Content-Length: many\r\n\r\n", b"Content-Length: -1\r\n\r\n", b"X: 1\r\n\r\n", b"x" * (LONGEST_HEADER + 1), b"Content-Length: %d\r\n\r\n" % (LARGEST_BODY + 1)],
)  # fmt: skip
def test_noise_is_told_and_passed_over(noise: bytes) -> None:
    frames = Frames()
    assert [type(each) for each in frames.feed(noise)] == [BadFrame]
    assert list(frames.feed(b"Content-Length: 2\r\n\r\n{}")) == [b"{}"]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    list(Frames().feed(data))


HOSTILE: list[tuple[Any, int]] = [
    ({"method": "textDocument/hover"}, -32602),
    ({"method": "textDocument/hover", "params": None}, -32602),
    ({"method": "textDocument/hover", "params": []}, -32602),
    ({"method": "textDocument/hover", "params": {"textDocument": None, "position": position(0, 0)}}, -32602),
    ({"method": "textDocument/hover", "params": {"textDocument": {"uri": URI}, "position": {"line": "x", "character": 0}}}, -32602),
    ({"method": "textDocument/completion", "params": 7}, -32602),
    ({"method": "no/suchMethod", "params": {}}, -32601),
    ({"method": "no/suchMethod"}, -32601),
    ({"method": "$/alsoUnknown", "params": {}}, -32601),
    ({"method": 7, "params": {}}, -32600),
    ({"method": "workspace/executeCommand", "params": {"command": "plx.nothing"}}, -32602),
    ({"method": "workspace/executeCommand", "params": {"command": "plx.run", "arguments": [{"jsonrpc": "2.0"}]}}, -32602),
    ({"method": "workspace/executeCommand", "params": {"command": "plx.run", "arguments": ["text"]}}, -32602),
    ({"method": "plx/pipes", "params": None}, -32602),
    ({"method": "plx/pipes", "params": [1]}, -32602),
    ({"method": "callHierarchy/incomingCalls", "params": {"item": {"name": "x", "kind": 12, "uri": URI, "range": {"start": position(0, 0), "end": position(0, 0)}, "selectionRange": {"start": position(0, 0), "end": position(0, 0)}}}}, -32602),
    ({"method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}, -32600),
]  # fmt: skip


async def test_every_request_is_answered_whatever_it_holds() -> None:
    async with session() as client:
        early = client.ask("textDocument/hover", {"textDocument": {"uri": URI}, "position": position(0, 0)})
        with pytest.raises(ServerError) as refused:
            await asyncio.wait_for(early, LIMIT)
        assert refused.value.code == -32002
        await client.initialize()
        client.open(URI, "[pipe.a]\n")
        for number, (message, code) in enumerate(HOSTILE):
            answer = client.expect(f"hostile {number}")
            client.send({"jsonrpc": "2.0", "id": f"hostile {number}", **message})
            with pytest.raises(ServerError) as refused:
                await asyncio.wait_for(answer, LIMIT)
            assert (message, refused.value.code) == (message, code)
            assert "Traceback" not in str(refused.value)
        assert await client.diagnostics(URI)
        assert await client.stop() == 0


ODD_URIS = [
    "untitled:Untitled-1",
    "vscode-remote://ssh-remote%2Bhost/home/x/a%20b.plx",
    "file:///c%3A/Users/me/a.plx",
    "file:///C:/a.plx",
    "file://host/share/a.plx",
    "file:///none/%E4%BD%A0%20b.plx",
    "file:///%00.plx",
    "file:///%ff.plx",
    "git:/x/a.plx?%7B%7D",
    "http://[",
    "x",
    "",
    f"file:///none/{'a' * 5000}.plx",
]


async def test_a_document_may_have_any_uri_and_keeps_it() -> None:
    async with session() as client:
        await client.initialize()
        for uri in ODD_URIS:
            hover = {"textDocument": {"uri": uri}, "position": position(1, 1)}
            assert await client.request("textDocument/hover", hover) is None
            client.open(uri, '[pipe.a]\ntype = "PipeX"\n')
            assert "unknown-pipe-type" in [each["code"] for each in await client.diagnostics(uri)]
            assert (await client.request("textDocument/hover", hover))["contents"]["value"]
            rename = {"textDocument": {"uri": uri}, "position": position(0, 6), "newName": "b"}
            edit = await client.request("textDocument/rename", rename)
            assert [each["textDocument"]["uri"] for each in edit["documentChanges"]] == [uri]
            client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert await client.stop() == 0


PLACES: list[tuple[Any, bool]] = [
    (position(99, 0), True),
    (position(0, 9999), True),
    (position(2**31 - 1, 2**31 - 1), True),
    (position(2**31, 0), False),
    (position(2**70, 0), False),
    (position(-1, 0), False),
    (position(0, -1), False),
    ({"line": 0}, False),
    ({"line": "x", "character": 0}, False),
    (None, False),
]
AT_A_PLACE = ["hover", "completion", "definition", "documentHighlight", "linkedEditingRange", "prepareCallHierarchy"]


async def test_a_place_outside_the_text_counts_as_its_end_and_one_outside_the_protocol_is_refused() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, 'domain = "shop"\n[pipe.a]\n')
        for place, is_one in PLACES:
            for method in AT_A_PLACE:
                asked = client.request(f"textDocument/{method}", {"textDocument": {"uri": URI}, "position": place})
                if is_one:
                    await asked
                else:
                    with pytest.raises(ServerError) as refused:
                        await asked
                    assert refused.value.code == -32602
        backwards = {"start": position(9, 9), "end": position(0, 0)}
        for method, more in (("inlayHint", {}), ("codeAction", {"context": {"diagnostics": []}})):
            params = {"textDocument": {"uri": URI}, "range": backwards, **more}
            assert isinstance(await client.request(f"textDocument/{method}", params), list)
        assert await client.stop() == 0


async def test_what_is_resolved_may_be_anybodys() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, "[pipe.a]\n")
        for about in (["zz", "y"], ["key"], ["value", "x"], [], [[1]], "key", None, {"a": 1}, ["model", "$$x"]):
            item = {"label": "x", "data": {"about": about, "uri": URI}}
            assert (await client.request("completionItem/resolve", item))["label"] == "x"
        assert (await client.request("completionItem/resolve", {"label": "x", "data": [1]}))["data"] == [1]
        assert await client.stop() == 0


async def test_one_id_twice_is_answered_twice_and_a_large_message_is_read() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, "# " + "x" * 5_000_000 + "\n[pipe.a]\n")
        twice = {
            "jsonrpc": "2.0",
            "id": "twice",
            "method": "textDocument/foldingRange",
            "params": {"textDocument": {"uri": URI}},
        }
        first = client.expect("twice")
        client.send(twice, twice)
        assert await asyncio.wait_for(first, LIMIT) == []
        await client.until(lambda: [each for each in client.notifications if each.get("id") == "twice"])
        [symbol] = await client.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
        assert symbol["name"] == "a"
        assert await client.stop() == 0


@pytest.mark.parametrize("last", [b"", b"Content-Len", b'Content-Length: 50\r\n\r\n{"jsonrpc"', b"noise" * 5000])
async def test_a_client_that_vanishes_in_the_middle_of_a_word_takes_the_server_with_it(last: bytes) -> None:
    async with session() as client:
        client.write(last)
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert await asyncio.wait_for(client.process.wait(), LIMIT) == 1


NOISE: list[bytes] = [
    b"\r\n\r\n",
    b"Content-Length: x\r\n\r\n",
    b"nonsense without an end\r\n\r\n",
    b"Content-Length: 1\r\n\r\n{",
    b"Content-Length: 2\r\n\r\n\xff\xff",
    b"Content-Length: 4\r\n\r\nnull",
    frame([{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]),
    frame("text"),
    frame({}),
    frame({"jsonrpc": "2.0", "id": {"a": 1}, "method": "textDocument/hover"}),
    frame({"jsonrpc": "2.0", "id": 5}),
    frame({"jsonrpc": "2.0", "id": "unknown", "result": None}),
    frame({"jsonrpc": "2.0", "id": "unknown", "error": {"code": 1, "message": "x"}}),
    frame({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {}}),
    frame({"jsonrpc": "2.0", "method": "textDocument/didChange"}),
    frame({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "x", "version": 1}, "contentChanges": [{"text": "x"}]}}),
    frame({"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": {"uri": "file://["}}}),
    frame({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}}),
    frame({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": None}),
    frame({"jsonrpc": "2.0", "method": "window/workDoneProgress/cancel", "params": {"token": "x"}}),
    b"Content-Length: 20002\r\n\r\n" + b"[" * 10001 + b"]" * 10001,
    b"content-length: 2\r\n\r\n{}",
]  # fmt: skip


async def test_nothing_that_arrives_ends_the_session() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, "[pipe.a]\n")
        for noise in NOISE:
            client.write(noise)
            assert await client.request("textDocument/foldingRange", {"textDocument": {"uri": URI}}) == []
        client.write(b"content-length: %d\ncontent-type: x\n\n" % len(LOWER) + LOWER)
        assert await asyncio.wait_for(client.expect("lower"), LIMIT) == []
        assert not [each for each in client.notifications if each.get("method") == "window/showMessage"]
        assert await client.stop() == 0


LOWER = json.dumps(
    {"id": "lower", "method": "textDocument/foldingRange", "params": {"textDocument": {"uri": URI}}}
).encode()


async def test_half_a_character_is_no_reason_to_fall_silent() -> None:
    async with session() as client:
        await client.initialize()
        body = json.dumps(
            {
                "jsonrpc": "2.0",
                "method": "textDocument/didOpen",
                "params": {
                    "textDocument": {
                        "uri": URI,
                        "languageId": "plx",
                        "version": 1,
                        "text": 'domain = "a"\n[pipe.a]\ntype = "\ud83e"\n',
                    }
                },
            }
        )
        client.versions[URI] = 1
        client.write(b"Content-Length: %d\r\n\r\n" % len(body) + body.encode("ascii"))
        assert [each["code"] for each in await client.diagnostics(URI)] == ["unknown-pipe-type"]
        client.change(URI, change((2, 8), (2, 9), "PipeFunc"))
        assert "unknown-pipe-type" not in [each["code"] for each in await client.diagnostics(URI)]


async def test_requests_after_shutdown_are_refused_and_exit_tells_how_it_went() -> None:
    async with session() as client:
        await client.initialize()
        await client.request("shutdown", None)
        with pytest.raises(ServerError) as refused:
            await client.request("textDocument/hover", {"textDocument": {"uri": URI}, "position": position(0, 0)})
        assert refused.value.code == -32600
        client.notify("exit", None)
        assert await asyncio.wait_for(client.process.wait(), LIMIT) == 0
    async with session() as client:
        await client.initialize()
        client.notify("exit", None)
        assert await asyncio.wait_for(client.process.wait(), LIMIT) == 1
