"""Everything that is announced works, over the wire; and nothing else is announced."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.features.project import opened
from tests.server.client import CAPABILITIES, Client, ServerError, change, position, session

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
domain = "shop"

[concept]
Logo = { description = "A logo", refines = "Image" }

[pipe.draw]
type = "PipeImgGen"
description = "Draw 🦊"
output = "Text"
inputs = { idea = "Text" }
img_gen = "base_img_gen"
aspect_ratio = "landscape_16_9"  # plx: ignore[renamed-key]
[pipe.draw.x]

[pipe.make]
type = "PipeSequence"
description = "Make"
inputs = { idea = "Text" }
output = "Logo"
steps = [{ pipe = "draw", result = "logo" }]
"""

DRAW = SHOP.split("\n").index("[pipe.draw]")
OUTPUT, MODEL, RATIO, STEPS = DRAW + 3, DRAW + 5, DRAW + 6, SHOP.count("\n") - 1


def at(document: dict[str, Any], line: int, column: int) -> dict[str, Any]:
    return {**document, "position": position(line, column)}


async def completion(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("textDocument/completion", at(document, OUTPUT, 10))
    assert found["items"][0]["label"] == "Logo"
    assert found["items"][0]["textEdit"]["range"]["end"] == position(OUTPUT, 14)
    assert "A logo" in (await client.request("completionItem/resolve", found["items"][0]))["documentation"]["value"]


async def hover(client: Client, uri: str, document: dict[str, Any]) -> None:
    said = await client.request("textDocument/hover", at(document, MODEL, 13))
    assert said["range"] == {"start": position(MODEL, 11), "end": position(MODEL, 23)}
    assert await client.request("textDocument/hover", at(document, 1, 0)) is None


async def definition(client: Client, uri: str, document: dict[str, Any]) -> None:
    [place] = await client.request("textDocument/definition", at(document, STEPS, 20))
    assert place == {"uri": uri, "range": {"start": position(DRAW, 6), "end": position(DRAW, 10)}}


async def references(client: Client, uri: str, document: dict[str, Any]) -> None:
    params = {**at(document, DRAW, 7), "context": {"includeDeclaration": False}}
    found = await client.request("textDocument/references", params)
    assert [each["range"]["start"]["line"] for each in found] == [DRAW + 7, STEPS]


async def highlight(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("textDocument/documentHighlight", at(document, DRAW, 7))
    assert [each["kind"] for each in found] == [3, 2, 2]


async def rename(client: Client, uri: str, document: dict[str, Any]) -> None:
    place = await client.request("textDocument/prepareRename", at(document, DRAW, 7))
    assert place == {"start": position(DRAW, 6), "end": position(DRAW, 10)}
    edit = await client.request("textDocument/rename", {**at(document, DRAW, 7), "newName": "paint"})
    [changes] = edit["documentChanges"]
    assert changes["textDocument"] == {"uri": uri, "version": 1}
    assert len(changes["edits"]) == 3
    with pytest.raises(ServerError, match="snake_case"):
        await client.request("textDocument/rename", {**at(document, DRAW, 7), "newName": "Paint It"})


async def linked_editing(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("textDocument/linkedEditingRange", at(document, DRAW, 7))
    assert [each["start"]["line"] for each in found["ranges"]] == [DRAW, DRAW + 7]


async def document_symbol(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("textDocument/documentSymbol", document)
    assert [each["name"] for each in found] == ["Logo", "draw", "make"]


async def workspace_symbol(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("workspace/symbol", {"query": "lg"})
    assert [each["name"] for each in found] == ["Logo"]


async def code_action(client: Client, uri: str, document: dict[str, Any]) -> None:
    place = {"start": position(OUTPUT, 10), "end": position(OUTPUT, 10)}
    found = await client.request(
        "textDocument/codeAction", {**document, "range": place, "context": {"diagnostics": []}}
    )
    fix = next(each for each in found if each["title"] == 'Write "Image"')
    assert (fix["kind"], fix["diagnostics"][0]["code"]) == ("quickfix", "output-not-image")
    [changes] = fix["edit"]["documentChanges"]
    assert changes["edits"] == [
        {"range": {"start": position(OUTPUT, 9), "end": position(OUTPUT, 15)}, "newText": '"Image"'}
    ]
    kinds = client.capabilities["codeActionProvider"]["codeActionKinds"]
    assert {each["kind"] for each in found} <= set(kinds)
    only = {"diagnostics": [], "only": ["source.fixAll"]}
    kinds = {
        each["kind"]
        for each in await client.request("textDocument/codeAction", {**document, "range": place, "context": only})
    }
    assert kinds <= {"source.fixAll.plx"}


async def code_lens(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("textDocument/codeLens", document)
    titles = [each["command"]["title"] for each in found]
    assert titles[0].startswith("✗ Cannot run: a PipeImgGen makes images")
    assert titles[1] == "1 reference"


async def inlay_hint(client: Client, uri: str, document: dict[str, Any]) -> None:
    whole = {"start": position(0, 0), "end": position(99, 0)}
    found = await client.request("textDocument/inlayHint", {**document, "range": whole})
    model = next(each for each in found if each["position"] == position(MODEL, 24))
    assert model["label"].startswith("→ flux-pro/v1.1 · $")
    assert "Price" in (await client.request("inlayHint/resolve", model))["tooltip"]["value"]


async def semantic_tokens(client: Client, uri: str, document: dict[str, Any]) -> None:
    full = await client.request("textDocument/semanticTokens/full", document)
    assert full["data"][:5] == [
        0,
        0,
        6,
        client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].index("property"),
        0,
    ]
    again = await client.request(
        "textDocument/semanticTokens/full/delta", {**document, "previousResultId": full["resultId"]}
    )
    assert again["edits"] == []
    client.change(uri, change((DRAW, 10), (DRAW, 10), "n"))
    delta = await client.request(
        "textDocument/semanticTokens/full/delta", {**document, "previousResultId": again["resultId"]}
    )
    data = full["data"][:]
    for edit in delta["edits"]:
        data[edit["start"] : edit["start"] + edit["deleteCount"]] = edit["data"]
    assert data == (await client.request("textDocument/semanticTokens/full", document))["data"]
    view = {"start": position(DRAW, 0), "end": position(DRAW + 1, 0)}
    part = await client.request("textDocument/semanticTokens/range", {**document, "range": view})
    assert 0 < len(part["data"]) < len(data)
    client.change(uri, change((DRAW, 10), (DRAW, 11), ""))


async def folding_range(client: Client, uri: str, document: dict[str, Any]) -> None:
    found = await client.request("textDocument/foldingRange", document)
    assert {"startLine": DRAW, "endLine": RATIO}.items() <= found[1].items()


async def selection_range(client: Client, uri: str, document: dict[str, Any]) -> None:
    [grown] = await client.request("textDocument/selectionRange", {**document, "positions": [position(OUTPUT, 11)]})
    widths = []
    while grown is not None:
        widths.append((grown["range"]["start"]["line"], grown["range"]["end"]["line"]))
        grown = grown.get("parent")
    assert widths[0] == (OUTPUT, OUTPUT)
    assert widths[-1] == (0, STEPS + 1)


async def document_link(client: Client, uri: str, document: dict[str, Any]) -> None:
    [link] = await client.request("textDocument/documentLink", document)
    assert link["target"].endswith("renamed-key.md")


async def call_hierarchy(client: Client, uri: str, document: dict[str, Any]) -> None:
    [item] = await client.request("textDocument/prepareCallHierarchy", at(document, DRAW, 7))
    [incoming] = await client.request("callHierarchy/incomingCalls", {"item": item})
    assert (incoming["from"]["name"], incoming["fromRanges"][0]["start"]) == ("make", position(STEPS, 18))
    assert await client.request("callHierarchy/outgoingCalls", {"item": item}) == []
    [outgoing] = await client.request("callHierarchy/outgoingCalls", {"item": incoming["from"]})
    assert outgoing["to"]["name"] == "draw"


async def execute_command(client: Client, uri: str, document: dict[str, Any]) -> None:
    commands = client.capabilities["executeCommandProvider"]["commands"]
    assert commands == ["plx.run", "plx.preview", "plx.cancel", "plx.showRequest", "plx.restartProject"]
    assert await client.request("workspace/executeCommand", {"command": "plx.restartProject"}) is None
    assert await client.request("workspace/executeCommand", {"command": "plx.cancel", "arguments": [{}]}) == {
        "cancelled": []
    }


CHECKS: dict[str, Any] = {
    "completionProvider": completion,
    "hoverProvider": hover,
    "definitionProvider": definition,
    "referencesProvider": references,
    "documentHighlightProvider": highlight,
    "renameProvider": rename,
    "linkedEditingRangeProvider": linked_editing,
    "documentSymbolProvider": document_symbol,
    "workspaceSymbolProvider": workspace_symbol,
    "codeActionProvider": code_action,
    "codeLensProvider": code_lens,
    "inlayHintProvider": inlay_hint,
    "semanticTokensProvider": semantic_tokens,
    "foldingRangeProvider": folding_range,
    "selectionRangeProvider": selection_range,
    "documentLinkProvider": document_link,
    "callHierarchyProvider": call_hierarchy,
    "executeCommandProvider": execute_command,
}
ELSEWHERE = {"positionEncoding", "textDocumentSync", "workspace"}
"""What other tests are about."""


async def test_whatever_is_announced_works(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    async with session() as client:
        await client.initialize(tmp_path)
        assert client.capabilities.keys() - ELSEWHERE == CHECKS.keys()
        assert client.capabilities["textDocumentSync"]["change"] == 2
        # What is asked for only where it is announced, though it would be answered anyway.
        for name in ("completionProvider", "inlayHintProvider"):
            assert client.capabilities[name]["resolveProvider"] is True
        assert client.capabilities["renameProvider"]["prepareProvider"] is True
        assert client.capabilities["semanticTokensProvider"]["full"] == {"delta": True}
        assert client.capabilities["semanticTokensProvider"]["range"] is True
        uri = (tmp_path / "shop.plx").as_uri()
        client.open(uri, SHOP)
        for check in CHECKS.values():
            await check(client, uri, {"textDocument": {"uri": uri}})
        # A document that nobody opened is no reason to fail.
        for method in ("codeLens", "documentSymbol", "foldingRange"):
            assert await client.request(f"textDocument/{method}", {"textDocument": {"uri": "file:///none.plx"}}) is None
        assert await client.stop() == 0


async def test_a_setting_table_becomes_a_preset_in_a_new_file_where_the_client_makes_files(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    uri = (tmp_path / "shop.plx").as_uri()
    setting = 'img_gen = { img_gen_handle = "gpt-image-2", quality = "low" }'
    for can in (True, False):
        capabilities = copy.deepcopy(CAPABILITIES)
        if not can:
            del capabilities["workspace"]["workspaceEdit"]["resourceOperations"]
        async with session() as client:
            await client.initialize(tmp_path, capabilities=capabilities)
            client.open(uri, SHOP.replace('img_gen = "base_img_gen"', setting))
            cursor = {"start": position(MODEL, 14), "end": position(MODEL, 14)}
            params = {"textDocument": {"uri": uri}, "range": cursor, "context": {"diagnostics": []}}
            found = await client.request("textDocument/codeAction", params)
            extracted = [each for each in found if each["kind"] == "refactor.extract.plx"]
            assert len(extracted) == can
            if can:
                create, *edits = extracted[0]["edit"]["documentChanges"]
                assert create["kind"] == "create"
                assert create["uri"].endswith("/.pipelex/inference/deck/presets.toml")
                assert "[img_gen.presets.draw]" in edits[0]["edits"][0]["newText"]
                assert edits[1]["edits"][0]["newText"] == '"draw"'
            assert await client.stop() == 0


async def test_a_client_that_can_do_nothing_is_served_as_well() -> None:
    async with session() as client:
        await client.initialize(capabilities={})
        uri = "file:///none/shop.plx"
        client.open(uri, SHOP)
        assert await client.diagnostics(uri)
        document = {"textDocument": {"uri": uri}}
        found = await client.request("textDocument/completion", at(document, DRAW + 2, 0))
        assert all("insertTextFormat" not in item for item in found["items"])
        edit = await client.request("textDocument/rename", {**at(document, DRAW, 7), "newName": "paint"})
        assert list(edit) == ["changes"]
        assert client.requests == []
        assert await client.stop() == 0


def test_the_fixture_is_as_the_checks_think_it_is() -> None:
    case = opened(SHOP)
    assert "output-not-image" in {each.rule for each in case.diagnostics()}
