"""The whole path over the wire: open a file, see what is wrong, complete, hover, run a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.server.client import change, position, session

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = """\
domain = "shop"

[pipe.draw]
type = "PipeImgGen"
description = "Draw the logo"
output = "Text"
img_gen_prompt = "A logo 🦊 of a fox"
"""


async def test_a_file_is_checked_as_it_is_typed() -> None:
    async with session() as client:
        await client.initialize()
        client.open("file:///none/shop.plx", BROKEN)
        [found] = await client.diagnostics("file:///none/shop.plx")
        assert found["code"] == "output-not-image"
        assert found["range"] == {"start": position(5, 9), "end": position(5, 15)}
        client.change("file:///none/shop.plx", change((5, 10), (5, 14), "Image"))
        assert await client.diagnostics("file:///none/shop.plx") == []
        assert await client.stop() == 0


PAGE = """\
domain = "shop"

[concept]
Logo = { description = "A company logo", refines = "Image" }

[pipe.draw]
type = "PipeImgGen"
description = "Draw the logo 🦊🦊"
output = "Logo"
img_gen_prompt = "A logo of a fox"
img_gen = "base_img_gen"
aspect_ratio = "16:9"
"""


async def test_completion_hover_and_lenses() -> None:
    async with session() as client:
        await client.initialize()
        uri = "file:///none/shop.plx"
        client.open(uri, PAGE)
        document = {"textDocument": {"uri": uri}}
        offered = await client.request("textDocument/completion", {**document, "position": position(8, 10)})
        assert [item["label"] for item in offered["items"]][:2] == ["Logo", "Image"]
        resolved = await client.request("completionItem/resolve", offered["items"][0])
        assert "A company logo" in resolved["documentation"]["value"]
        hover = await client.request("textDocument/hover", {**document, "position": position(10, 14)})
        assert "flux-pro/v1.1" in hover["contents"]["value"]
        lenses = await client.request("textDocument/codeLens", document)
        assert [lens["command"]["command"] for lens in lenses] == ["plx.run", "plx.preview"]
        assert lenses[0]["command"]["arguments"] == [{"uri": uri, "pipe": "draw"}]


async def test_preview_runs_and_shows_its_image(tmp_path: Path) -> None:
    file = tmp_path / "shop.plx"
    file.write_text(PAGE, encoding="utf-8")
    (tmp_path / "plx.toml").write_text("")
    async with session() as client:
        client.answers["window/showDocument"] = lambda _params: {"success": True}
        await client.initialize(tmp_path)
        client.open(file.as_uri(), PAGE)
        argument = {"uri": file.as_uri(), "pipe": "draw"}
        answer = await client.request("workspace/executeCommand", {"command": "plx.preview", "arguments": [argument]})
        assert answer["runId"]
        shown = await client.until(
            lambda: [each["params"] for each in client.requests if each["method"] == "window/showDocument"]
        )
        assert shown[0]["uri"].startswith(tmp_path.as_uri())
        kinds = [each["params"]["value"]["kind"] for each in client.notifications if each.get("method") == "$/progress"]
        assert kinds[0] == "begin"
        assert kinds[-1] == "end"
