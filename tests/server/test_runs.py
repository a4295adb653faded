"""Pipes run from a client: progress, results, inputs, refusals, prices, cancelling. The runtime is the real one."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.client import CAPABILITIES, LIMIT, Client, session

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = copy.deepcopy(CAPABILITIES)
EVENTS["experimental"] = {"plxRunEvents": True}

SHOP = """\
domain = "shop"

[pipe.draw]
type = "PipeImgGen"
description = "Draw"
output = "Image"
img_gen_prompt = "A fox"
img_gen = "gpt-image-2"
quality = "low"
nb_output = 2

[pipe.ask]
type = "PipeImgGen"
description = "Draw what is asked for"
inputs = { idea = "Text" }
output = "Image"
img_gen = "gpt-image-2"

[pipe.broken]
type = "PipeImgGen"
description = "Draw"
output = "Text"
img_gen_prompt = "A fox"
"""

NO_KEYS = {"OPENAI_API_KEY": "", "FAL_KEY": ""}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "plx.toml").write_text("")
    path = tmp_path / "shop.plx"
    path.write_text(SHOP)
    return path


async def execute(client: Client, command: str, argument: dict[str, Any]) -> Any:
    return await client.request("workspace/executeCommand", {"command": command, "arguments": [argument]})


def events(client: Client) -> list[dict[str, Any]]:
    return [each["params"] for each in client.notifications if each.get("method") == "plx/runEvent"]


def messages(client: Client) -> list[str]:
    return [each["params"]["message"] for each in client.notifications if each.get("method") == "window/showMessage"]


async def test_a_preview_in_any_client(shop: Path) -> None:
    async with session(environment=NO_KEYS) as client:
        client.answers["window/showDocument"] = lambda _params: {"success": True}
        await client.initialize(shop.parent)
        client.open(shop.as_uri(), SHOP)
        answer = await execute(client, "plx.preview", {"uri": shop.as_uri(), "pipe": "draw"})
        shown = await client.until(
            lambda: (
                [each["params"]["uri"] for each in client.requests if each["method"] == "window/showDocument"][1:]
                and client.requests
            )
        )
        uris = [each["params"]["uri"] for each in shown if each["method"] == "window/showDocument"]
        assert uris[0].startswith((shop.parent / "plx-out").as_uri())
        assert uris[1] == (shop.parent / "plx-out" / "index.html").as_uri()
        progress = [each["params"] for each in client.notifications if each.get("method") == "$/progress"]
        assert progress[0]["value"]["kind"] == "begin"
        assert progress[0]["value"]["cancellable"] is True
        assert progress[-1]["value"] == {"kind": "end", "message": "2 images"}
        assert "image 2 of 2" in [each["value"].get("message") for each in progress]
        created = [
            each["params"]["token"] for each in client.requests if each["method"] == "window/workDoneProgress/create"
        ]
        assert created == [progress[0]["token"]]
        assert events(client) == []
        [manifest] = await client.request("plx/runs", {"uri": shop.as_uri()})
        assert (manifest["run"], manifest["uri"], manifest["preview"]) == (answer["runId"], shop.as_uri(), True)
        assert await client.stop() == 0


async def test_a_client_that_shows_runs_itself_gets_the_events(shop: Path) -> None:
    async with session(environment=NO_KEYS) as client:
        await client.initialize(shop.parent, capabilities=EVENTS)
        client.open(shop.as_uri(), SHOP)
        [draw, ask, broken] = await client.request("plx/pipes", {"uri": shop.as_uri()})
        assert (draw["pipe"], draw["runnable"], draw["count"], draw["inputs"]) == ("draw", True, 2, [])
        assert draw["price"]["low"] > 0
        assert ask["inputs"] == [{"name": "idea", "concept": "Text", "description": "Plain text.", "multiline": True}]
        assert broken["reason"].startswith("a PipeImgGen makes images")
        argument = {"uri": shop.as_uri(), "pipe": "ask", "inputs": {"idea": "A 🦊 — “quoted”"}}
        answer = await execute(client, "plx.preview", argument)
        await client.until(lambda: [each for each in events(client) if each["event"]["event"] == "done"])
        kinds = [each["event"]["event"] for each in events(client)]
        assert kinds[0] == "started"
        assert "image" in kinds
        assert {each["runId"] for each in events(client)} == {answer["runId"]}
        assert events(client)[0]["event"]["prompt"] == "A 🦊 — “quoted”"
        assert not [each for each in client.requests if each["method"] == "window/showDocument"]
        status = await client.request("plx/status", {})
        assert (status["files"], status["spent"], status["deck"]) == (1, 0.0, "embedded")
        assert status["problems"] >= 1
        models = await client.request("plx/models", {"uri": shop.as_uri()})
        assert {"name": "base_img_gen", "kind": "preset", "resolvesTo": "flux-pro/v1.1"}.items() <= models[0].items()
        assert await client.stop() == 0


async def test_missing_inputs_are_asked_for_in_a_file(shop: Path) -> None:
    file = shop.parent / "shop.inputs.toml"
    async with session(environment=NO_KEYS) as client:
        client.answers["window/showDocument"] = lambda _params: {"success": True}
        await client.initialize(shop.parent)
        client.open(shop.as_uri(), SHOP)
        argument = {"uri": shop.as_uri(), "pipe": "ask"}
        assert await execute(client, "plx.preview", argument) == {"needsInputs": file.as_uri()}
        assert file.read_text().startswith("# Inputs of shop.plx")
        assert '[ask]\nidea = "" # Text\n' in file.read_text()
        assert [each["params"]["uri"] for each in client.requests if each["method"] == "window/showDocument"] == [
            file.as_uri()
        ]
        kept = "# mine\n[other]\na = 1 # kept\n\n" + file.read_text().replace('idea = ""', 'idea = "A fox" # said')
        file.write_text(kept.replace(" # said # Text", " # said"))
        assert "runId" in await execute(client, "plx.preview", argument)
        assert file.read_text() == kept.replace(" # said # Text", " # said")
        file.write_text("[ask\n")
        assert "shop.inputs.toml, line 1" in (await execute(client, "plx.preview", argument))["refused"]
        file.write_text('ask = "text"\n')
        assert "must be a table" in (await execute(client, "plx.preview", argument))["refused"]
        assert await client.stop() == 0


async def test_a_refusal_ends_in_one_mark(shop: Path) -> None:
    async with session(environment=NO_KEYS) as client:
        await client.initialize(shop.parent)
        client.open(shop.as_uri(), SHOP)
        for output, end in (("Text", "that refines it."), ("Imagee", "did you mean `Image`?")):
            client.change(shop.as_uri(), {"text": SHOP.replace('output = "Text"', f'output = "{output}"')})
            answer = await execute(client, "plx.run", {"uri": shop.as_uri(), "pipe": "broken"})
            assert answer["refused"].endswith(end)
        assert await client.stop() == 0


async def test_what_cannot_be_run_is_refused_in_words(shop: Path) -> None:
    async with session(environment=NO_KEYS) as client:
        await client.initialize(shop.parent)
        uri = shop.as_uri()
        client.open(uri, SHOP)
        for pipe, reason in (
            ("broken", "`broken` cannot be run: a PipeImgGen makes images"),
            ("gone", "There is no PipeImgGen `gone`"),
        ):
            assert (await execute(client, "plx.run", {"uri": uri, "pipe": pipe}))["refused"].startswith(reason)
        assert "OPENAI_API_KEY" in (await execute(client, "plx.run", {"uri": uri, "pipe": "draw"}))["refused"]
        client.change(uri, {"text": SHOP.replace("A fox", "A wolf")})
        assert "save it" in (await execute(client, "plx.run", {"uri": uri, "pipe": "draw"}))["refused"]
        assert (
            "no PLX file" in (await execute(client, "plx.run", {"uri": "file:///none.plx", "pipe": "draw"}))["refused"]
        )
        assert len(messages(client)) == 5
        assert await execute(client, "plx.cancel", {}) == {"cancelled": []}
        assert not (shop.parent / "plx-out").exists()
        assert await client.stop() == 0


@pytest.mark.parametrize("trust", [{"trusted": False}])
async def test_nothing_runs_in_a_workspace_that_is_not_trusted(shop: Path, trust: dict[str, Any]) -> None:
    async with session(environment=NO_KEYS) as client:
        # What a workspace brings along cannot make it trusted.
        client.answers["workspace/configuration"] = lambda _params: [{"trusted": True}]
        await client.initialize(shop.parent, initializationOptions=trust)
        client.open(shop.as_uri(), SHOP)
        for command in ("plx.run", "plx.preview", "plx.showRequest"):
            refused = (await execute(client, command, {"uri": shop.as_uri(), "pipe": "draw"}))["refused"]
            assert "not trusted" in refused
        assert not (shop.parent / "plx-out").exists()
        assert await client.stop() == 0


async def test_the_exact_request_is_shown_and_nothing_is_called(shop: Path) -> None:
    async with session(environment=NO_KEYS) as client:
        await client.initialize(shop.parent)
        client.open(shop.as_uri(), SHOP)
        shown = await execute(client, "plx.showRequest", {"uri": shop.as_uri(), "pipe": "draw"})
        assert shown["request"]["body"]["prompt"] == "A fox"
        assert shown["request"]["body"]["n"] == 2
        assert shown["price"]["low"] > 0
        assert shown["notes"] == []
        assert await client.stop() == 0


async def test_an_expensive_run_is_confirmed_first(shop: Path) -> None:
    (shop.parent / "plx.toml").write_text("[run]\nconfirm-above = 0.0\n")
    async with session(environment=NO_KEYS) as client:
        await client.initialize(shop.parent, capabilities=EVENTS)
        client.open(shop.as_uri(), SHOP)
        argument = {"uri": shop.as_uri(), "pipe": "draw"}
        question = (await execute(client, "plx.run", argument))["needsConfirmation"]
        assert question["limit"] == 0.0
        assert question["high"] >= question["low"] > 0
        assert "It may cost $" in question["message"]
        assert "OPENAI_API_KEY" in (await execute(client, "plx.run", {**argument, "confirmed": True}))["refused"]
        assert await client.stop() == 0
    async with session(environment=NO_KEYS) as client:
        asked: list[dict[str, Any]] = []
        client.answers["window/showMessageRequest"] = lambda params: (
            asked.append(params) or (params["actions"][0] if len(asked) > 1 else None)
        )
        await client.initialize(shop.parent)
        client.open(shop.as_uri(), SHOP)
        assert "was not confirmed" in (await execute(client, "plx.run", argument))["refused"]
        assert "OPENAI_API_KEY" in (await execute(client, "plx.run", argument))["refused"]
        assert len(asked) == 2
        assert await client.stop() == 0


async def test_a_run_can_be_cancelled_by_its_progress_or_by_command(shop: Path) -> None:
    hung: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()

    async def never_answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hung.put_nowait(writer)

    provider = await asyncio.start_server(never_answer, "127.0.0.1", 0)
    port = provider.sockets[0].getsockname()[1]
    provided = {"OPENAI_API_KEY": "secret", "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}
    async with session(environment=provided) as client:
        await client.initialize(shop.parent, capabilities=EVENTS)
        client.open(shop.as_uri(), SHOP)
        argument = {"uri": shop.as_uri(), "pipe": "draw", "confirmed": True}
        writers: list[asyncio.StreamWriter] = []
        for number in range(2):
            answer = await execute(client, "plx.run", argument)
            assert "runId" in answer, answer
            writers.append(await asyncio.wait_for(hung.get(), LIMIT))
            if number == 0:
                assert await execute(client, "plx.cancel", {"runId": answer["runId"]}) == {
                    "cancelled": [answer["runId"]]
                }
            else:
                # The provider may hear of the run before the client hears of its progress.
                [token] = await client.until(
                    lambda run=answer["runId"]: {
                        each["params"]["token"]
                        for each in client.notifications
                        if each.get("method") == "$/progress" and run in each["params"]["token"]
                    }
                )
                client.notify("window/workDoneProgress/cancel", {"token": token})
            failed = await client.until(
                lambda run=answer["runId"]: [
                    each["event"]
                    for each in events(client)
                    if each["runId"] == run and each["event"]["event"] == "failed"
                ]
            )
            assert failed[0]["code"] == "cancelled"
        assert await client.stop() == 0
    for writer in writers:
        writer.close()
    provider.close()
    await asyncio.wait_for(provider.wait_closed(), LIMIT)
