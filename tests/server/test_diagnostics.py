"""Diagnostics on the wire: one publish an edit, versioned, never empty first; and pulled, with result ids."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.client import CAPABILITIES, LIMIT, Client, ServerError, change, position, session

if TYPE_CHECKING:
    from pathlib import Path

URI = "file:///none/shop.plx"
PULLS = copy.deepcopy(CAPABILITIES)
PULLS["textDocument"]["diagnostic"] = {"relatedDocumentSupport": True}

IMAGE = """\
[pipe.%s]
type = "PipeImgGen"
description = "x"
output = "%s"
img_gen_prompt = "A fox"
"""
SHOP = 'domain = "shop"\n' + IMAGE % ("a", "Text")


async def test_one_publish_an_edit_with_its_version_and_never_an_empty_one_first() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, SHOP)
        await client.diagnostics(URI)
        for _ in range(20):
            client.change(URI, change((3, 15), (3, 15), "x"))
            assert [each["code"] for each in await client.diagnostics(URI)] == ["output-not-image"]
        # A request behind them: whatever else was to come would have come.
        await client.request("textDocument/foldingRange", {"textDocument": {"uri": URI}})
        published = client.published(URI)
        assert [each["version"] for each in published] == list(range(1, 22))
        assert all(each["diagnostics"] for each in published)
        assert await client.stop() == 0


async def test_edits_that_arrive_together_are_told_of_once() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, SHOP)
        await client.diagnostics(URI)
        told: list[int] = []
        # What arrives together is up to the machine: one burst of several is enough.
        for _ in range(10):
            before = len(client.published(URI))
            client.send(*[_typed(client) for _ in range(40)])
            assert await client.diagnostics(URI)
            told.append(len(client.published(URI)) - before)
            if told[-1] < 20:
                break
        assert min(told) < 20, told
        assert await client.stop() == 0


def _typed(client: Client) -> dict[str, Any]:
    client.versions[URI] += 1
    params = {
        "textDocument": {"uri": URI, "version": client.versions[URI]},
        "contentChanges": [change((3, 15), (3, 15), "x")],
    }
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}


async def test_a_diagnostic_says_all_there_is_to_say() -> None:
    async with session() as client:
        await client.initialize()
        client.open(
            URI,
            'domain = "shop"\n[concept]\nIdea = "An idea"\n' + IMAGE % ("a", "Idea") + 'imgg_handle = "base_img_gen"\n',
        )
        found = {each["code"]: each for each in await client.diagnostics(URI)}
        wrong = found["output-not-image"]
        assert wrong["severity"] == 1
        assert wrong["source"] == "plx"
        assert wrong["codeDescription"]["href"].endswith("output-not-image.md")
        [related] = wrong["relatedInformation"]
        assert related["location"] == {"uri": URI, "range": {"start": position(2, 0), "end": position(2, 4)}}
        assert found["renamed-key"]["severity"] == 3
        assert found["renamed-key"]["tags"] == [2]
        assert await client.stop() == 0


async def test_a_document_is_told_of_in_the_breath_that_begins_the_session() -> None:
    async with session() as client:
        document = {"uri": URI, "languageId": "plx", "version": 1, "text": SHOP}
        params = {"processId": None, "rootUri": None, "capabilities": CAPABILITIES}
        client.versions[URI] = 1
        begun, ended = client.expect(1), client.expect(2)
        client.send(
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
            {"jsonrpc": "2.0", "method": "initialized", "params": {}},
            {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}},
        )
        assert (await asyncio.wait_for(begun, LIMIT))["serverInfo"]["name"] == "plx"
        assert len(await client.diagnostics(URI)) == 1
        client.send({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"})
        assert await asyncio.wait_for(ended, LIMIT) is None
        assert await asyncio.wait_for(client.process.wait(), LIMIT) == 0


async def test_nothing_is_told_of_a_project_before_all_of_it_has_been_read(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    for number in range(120):
        (tmp_path / f"file{number}.plx").write_text(
            f'domain = "d{number}"\n[concept]\nThing = {{ description = "x", refines = "Image" }}\n'
        )
    uri = (tmp_path / "user.plx").as_uri()
    async with session() as client:
        await client.initialize(tmp_path)
        client.open(
            uri, 'domain = "shop"\n' + "".join(IMAGE % (f"p{number}", f"d{number}.Thing") for number in range(120))
        )
        client.change(uri, change((0, 0), (0, 0), "# typed while it is read\n"))
        assert await client.diagnostics(uri) == []
        assert all(each["diagnostics"] == [] for each in client.published(uri))
        assert await client.stop() == 0


async def test_a_document_is_told_of_whichever_project_around_it_has_been_read_first(tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner", tmp_path / "outer.plx"
    inner.mkdir()
    for folder in (tmp_path, inner):
        (folder / "plx.toml").write_text("")
    outer.write_text(SHOP)
    held, shop = tmp_path / "held", inner / "shop.plx"
    shop.write_text(SHOP)
    held.write_text("")
    holding = f"""
import os, time
from plx_lsp.server import loading
read = loading._files_of
def files_of(home):
    while home.root == {str(inner)!r} and os.path.exists({str(held)!r}):
        time.sleep(0.01)
    return read(home)
loading._files_of = files_of
"""
    async with session(before=holding) as client:
        await client.initialize(tmp_path)
        client.open(shop.as_uri(), SHOP)
        client.open(outer.as_uri(), SHOP)
        assert await client.diagnostics(outer.as_uri())
        assert client.published(shop.as_uri()) == []
        held.unlink()
        assert [each["code"] for each in await client.diagnostics(shop.as_uri())] == ["output-not-image"]
        assert len(client.published(shop.as_uri())) == 1
        assert await client.stop() == 0


async def test_pulled_diagnostics_have_ids_and_are_not_pushed_as_well(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    (tmp_path / "other.plx").write_text('domain = "shop"\n[concept]\nMark = { description = "x", refines = "Text" }\n')
    user = tmp_path / "user.plx"
    user.write_text('domain = "shop"\n' + IMAGE % ("a", "Mark"))
    async with session() as client:
        await client.initialize(tmp_path, capabilities=PULLS)
        assert client.capabilities["diagnosticProvider"]["interFileDependencies"] is True
        assert client.capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True
        client.open(user.as_uri(), user.read_text())
        params = {"textDocument": {"uri": user.as_uri()}}
        report = await client.request("textDocument/diagnostic", params)
        assert [each["code"] for each in report["items"]] == ["output-not-image"]
        again = await client.request("textDocument/diagnostic", {**params, "previousResultId": report["resultId"]})
        assert again == {"kind": "unchanged", "resultId": report["resultId"]}
        whole = await client.request("workspace/diagnostic", {"previousResultIds": []})
        items = {each["uri"]: each for each in whole["items"]}
        assert items.keys() == {user.as_uri(), (tmp_path / "other.plx").as_uri()}
        assert items[user.as_uri()]["version"] == 1
        # With all of it known the next pull waits, and an edit ends the wait.
        known = [{"uri": uri, "value": each["resultId"]} for uri, each in items.items()]
        waiting = client.ask("workspace/diagnostic", {"previousResultIds": known})
        await client.request("textDocument/diagnostic", params)
        assert not waiting.done()
        client.change(user.as_uri(), change((4, 10), (4, 14), "Image"))
        changed = await asyncio.wait_for(waiting, LIMIT)
        kinds = {each["uri"]: each["kind"] for each in changed["items"]}
        assert kinds[user.as_uri()] == "full"
        assert client.published(user.as_uri()) == []
        assert await client.stop() == 0


async def test_a_file_that_is_gone_is_told_of_once_more_with_nothing_wrong_in_it(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    faulty = tmp_path / "faulty.plx"
    faulty.write_text('domain = "shop"\n' + IMAGE % ("a", "Nothing"))
    async with session() as client:
        await client.initialize(tmp_path, capabilities=PULLS)
        [before] = (await client.request("workspace/diagnostic", {"previousResultIds": []}))["items"]
        assert before["items"]
        waiting = client.ask(
            "workspace/diagnostic", {"previousResultIds": [{"uri": before["uri"], "value": before["resultId"]}]}
        )
        faulty.unlink()
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": faulty.as_uri(), "type": 3}]})
        [after] = (await asyncio.wait_for(waiting, LIMIT))["items"]
        assert (after["uri"], after["kind"], after["items"]) == (before["uri"], "full", [])
        assert await client.stop() == 0


async def test_a_pull_that_waits_hears_of_a_folder_that_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    (tmp_path / "faulty.plx").write_text(SHOP)
    async with session() as client:
        await client.initialize(tmp_path, capabilities=PULLS)
        [before] = (await client.request("workspace/diagnostic", {"previousResultIds": []}))["items"]
        known = [{"uri": before["uri"], "value": before["resultId"]}]
        waiting = client.ask("workspace/diagnostic", {"previousResultIds": known})
        folder = {"uri": tmp_path.as_uri(), "name": "shop"}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
        [after] = (await asyncio.wait_for(waiting, LIMIT))["items"]
        assert (after["uri"], after["items"]) == (before["uri"], [])
        assert await client.stop() == 0


async def test_a_client_that_pulls_is_asked_to_pull_again_when_another_file_changed(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    library, user = tmp_path / "library.plx", tmp_path / "user.plx"
    library.write_text('domain = "shop"\n[concept]\nMark = { description = "x", refines = "Image" }\n')
    user.write_text('domain = "shop"\n' + IMAGE % ("a", "Mark"))
    async with session() as client:
        await client.initialize(tmp_path, capabilities=PULLS)
        client.open(user.as_uri(), user.read_text())
        assert (await client.request("textDocument/diagnostic", {"textDocument": {"uri": user.as_uri()}}))[
            "items"
        ] == []
        asked = len([each for each in client.requests if each["method"] == "workspace/diagnostic/refresh"])
        client.open(library.as_uri(), library.read_text())
        client.change(library.as_uri(), change((2, 0), (2, 4), "Sign"))
        await client.until(
            lambda: len([each for each in client.requests if each["method"] == "workspace/diagnostic/refresh"]) > asked
        )
        report = await client.request("textDocument/diagnostic", {"textDocument": {"uri": user.as_uri()}})
        assert [each["code"] for each in report["items"]] == ["unknown-concept"]
        assert await client.stop() == 0


async def test_a_pull_that_waits_can_be_cancelled_and_ends_with_the_session(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    (tmp_path / "a.plx").write_text(SHOP)
    async with session() as client:
        await client.initialize(tmp_path, capabilities=PULLS)
        whole = await client.request("workspace/diagnostic", {"previousResultIds": []})
        known = {"previousResultIds": [{"uri": each["uri"], "value": each["resultId"]} for each in whole["items"]]}
        first, second = client.ask("workspace/diagnostic", known), client.ask("workspace/diagnostic", known)
        client.notify("$/cancelRequest", {"id": client._next - 1})
        with pytest.raises(ServerError) as refused:
            await asyncio.wait_for(first, LIMIT)
        assert refused.value.code == -32800
        assert await client.stop() == 0
        with pytest.raises((ServerError, ConnectionError)):
            await asyncio.wait_for(second, LIMIT)


async def test_requests_are_cancelled_when_asked_and_refused_when_stale() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, SHOP * 1)
        await client.diagnostics(URI)
        hover = {"textDocument": {"uri": URI}, "position": position(1, 7)}
        answers = [client.expect(f"c{number}") for number in range(3)]
        requests = [
            {"jsonrpc": "2.0", "id": f"c{number}", "method": "textDocument/hover", "params": hover}
            for number in range(3)
        ]
        client.send(*requests, {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "c1"}})
        outcomes = await asyncio.wait_for(asyncio.gather(*answers, return_exceptions=True), LIMIT)
        assert isinstance(outcomes[1], ServerError)
        assert outcomes[1].code == -32800
        assert isinstance(outcomes[0], dict)
        stale = client.expect("stale")
        document = {"uri": URI, "version": 2}
        edit = {
            "jsonrpc": "2.0",
            "method": "textDocument/didChange",
            "params": {"textDocument": document, "contentChanges": [change((0, 0), (0, 0), "#\n")]},
        }
        client.send({"jsonrpc": "2.0", "id": "stale", "method": "textDocument/hover", "params": hover}, edit)
        with pytest.raises(ServerError) as refused:
            await asyncio.wait_for(stale, LIMIT)
        assert refused.value.code == -32801
        assert await client.stop() == 0
