"""Texts as the client has them: encodings, line ends, edits; files on disk, unsaved buffers, settings, decks."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.client import CAPABILITIES, change, position, session

if TYPE_CHECKING:
    from pathlib import Path

URI = "file:///none/shop.plx"
CHANGED, CREATED, DELETED = 2, 1, 3

IMAGE = """\
[pipe.%s]
type = "PipeImgGen"
description = "x"
output = "%s"
img_gen_prompt = "A fox"
"""


def with_encodings(*names: str) -> dict[str, Any]:
    capabilities = copy.deepcopy(CAPABILITIES)
    capabilities["general"]["positionEncodings"] = list(names)
    return capabilities


ODD = "a\u2028b\u0085c\x0bd\u2029e🦊é"
"""Characters that are no line ends here, though Python splits lines at most of them, and two that encodings count."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encodings", "chosen"),
    [(["utf-16"], "utf-16"), (["utf-8", "utf-16"], "utf-8"), (["utf-7", "utf-32"], "utf-32"), ([], "utf-16")],
)
async def test_columns_count_in_the_encoding_and_only_editors_line_ends_end_lines(
    encodings: list[str], chosen: str, end: str
) -> None:
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[chosen]
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[chosen]

    def column(text: str) -> int:
        return len(text.encode(codec)) // unit

    line = f'description = "{ODD}"'
    text = end.join(['domain = "shop"', "[pipe.a]", f"{line}  # plx: ignore[x]", 'type = "PipeFunk"', ""])
    async with session() as client:
        result = await client.initialize(capabilities=with_encodings(*encodings))
        assert result["capabilities"]["positionEncoding"] == chosen
        client.open(URI, text)
        found = {each["code"]: each["range"] for each in await client.diagnostics(URI)}
        start = column(f"{line}  # plx: ignore[")
        assert found["unused-ignore"] == {"start": position(2, start), "end": position(2, start + 1)}
        assert found["unknown-pipe-type"]["start"] == position(3, 7)
        # The fox goes, and what stands behind it moves by as much as it was wide.
        fox = column(f'description = "{ODD[:-2]}')
        client.change(URI, change((2, fox), (2, fox + column("🦊")), ""))
        after = {each["code"]: each["range"] for each in await client.diagnostics(URI)}
        assert after["unused-ignore"]["start"] == position(2, start - column("🦊"))
        client.change(URI, {"text": text})
        assert {each["code"]: each["range"] for each in await client.diagnostics(URI)} == found
        assert await client.stop() == 0


async def test_edits_are_applied_in_order_each_to_the_text_after_the_one_before() -> None:
    async with session() as client:
        await client.initialize()
        client.open(URI, 'domain = "shop"\n' + IMAGE % ("a", "Image"))
        assert await client.diagnostics(URI) == []
        client.change(
            URI, change((4, 10), (4, 15), "Te"), change((4, 12), (4, 12), "xt"), change((0, 0), (0, 0), "# one\n")
        )
        [found] = await client.diagnostics(URI)
        assert found["range"] == {"start": position(5, 9), "end": position(5, 15)}
        client.change(URI, change((99, 0), (99, 0), "\n[pipe.b]"), change((5, 90), (5, 9), "~"))
        assert len(await client.diagnostics(URI)) > 1
        assert await client.stop() == 0


async def test_an_unsaved_buffer_counts_more_than_its_file(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    library, user = tmp_path / "library.plx", tmp_path / "user.plx"
    library.write_text('domain = "shop"\n[concept]\nLogo = { description = "x", refines = "Image" }\n')
    user.write_text('domain = "shop"\n' + IMAGE % ("a", "Logo"))
    async with session() as client:
        await client.initialize(tmp_path)
        client.open(user.as_uri(), user.read_text())
        assert await client.diagnostics(user.as_uri()) == []
        client.open(library.as_uri(), library.read_text())
        await client.diagnostics(library.as_uri())
        client.change(library.as_uri(), change((2, 0), (2, 4), "Mark"))
        await client.until(
            lambda: [each["code"] for each in client.published(user.as_uri())[-1]["diagnostics"]] == ["unknown-concept"]
        )
        # On disk nothing has changed, and a change there says nothing about a document that is open.
        watched = {"changes": [{"uri": library.as_uri(), "type": CHANGED}]}
        client.notify("workspace/didChangeWatchedFiles", watched)
        client.change(user.as_uri(), change((0, 0), (0, 0), "# x\n"))
        assert [each["code"] for each in await client.diagnostics(user.as_uri())] == ["unknown-concept"]
        client.notify("textDocument/didClose", {"textDocument": {"uri": library.as_uri()}})
        await client.until(lambda: client.published(user.as_uri())[-1]["diagnostics"] == [])
        assert client.published(library.as_uri())[-1]["diagnostics"] == []
        assert await client.stop() == 0


async def test_files_that_come_change_and_go_on_disk(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    user, library = tmp_path / "user.plx", tmp_path / "sub" / "library.plx"
    async with session() as client:
        await client.initialize(tmp_path)
        registered = await client.until(
            lambda: [each for each in client.requests if each["method"] == "client/registerCapability"]
        )
        patterns = [
            each["globPattern"] for each in registered[0]["params"]["registrations"][0]["registerOptions"]["watchers"]
        ]
        assert {"**/*.plx", "**/plx.toml", "**/pyproject.toml"} <= set(patterns)
        client.open(user.as_uri(), 'domain = "shop"\n' + IMAGE % ("a", "Logo"))
        assert [each["code"] for each in await client.diagnostics(user.as_uri())] == ["unknown-concept"]

        def watched(path: Path, kind: int) -> None:
            client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": kind}]})

        async def codes(expected: list[str]) -> None:
            await client.until(
                lambda: [each["code"] for each in client.published(user.as_uri())[-1]["diagnostics"]] == expected
            )

        library.parent.mkdir()
        library.write_text('domain = "shop"\n[concept]\nLogo = { description = "x", refines = "Image" }\n')
        watched(library, CREATED)
        await codes([])
        library.write_text('domain = "shop"\n[concept]\nLogo = { description = "x", refines = "Text" }\n')
        watched(library, CHANGED)
        await codes(["output-not-image"])
        library.unlink()
        watched(library, DELETED)
        await codes(["unknown-concept"])
        (tmp_path / "plx.toml").write_text('ignore = ["unknown-concept"]\n')
        watched(tmp_path / "plx.toml", CHANGED)
        await codes([])
        (tmp_path / "plx.toml").write_text("ignore = 7\n")
        watched(tmp_path / "plx.toml", CHANGED)
        await client.until(lambda: client.published((tmp_path / "plx.toml").as_uri()))
        assert client.published((tmp_path / "plx.toml").as_uri())[-1]["diagnostics"][0]["code"] == "invalid-setting"
        (tmp_path / "plx.toml").write_text("")
        watched(tmp_path / "plx.toml", CHANGED)
        await client.until(lambda: client.published((tmp_path / "plx.toml").as_uri())[-1]["diagnostics"] == [])
        assert await client.stop() == 0


async def test_the_deck_of_a_project_on_disk_and_unsaved(tmp_path: Path) -> None:
    deck = tmp_path / ".pipelex" / "inference" / "deck" / "mine.toml"
    deck.parent.mkdir(parents=True)
    deck.write_text('[img_gen.presets.mine]\nimg_gen_handle = "gpt-image-2"\n')
    user = tmp_path / "user.plx"
    user.write_text('domain = "shop"\n' + IMAGE % ("a", "Image") + 'img_gen = "mine"\n')
    async with session() as client:
        await client.initialize(tmp_path)
        client.open(user.as_uri(), user.read_text())
        assert await client.diagnostics(user.as_uri()) == []
        params = {"textDocument": {"uri": user.as_uri()}, "position": position(6, 13)}
        [place] = await client.request("textDocument/definition", params)
        assert (place["uri"], place["range"]["start"]) == (deck.as_uri(), position(0, 17))
        client.open(deck.as_uri(), deck.read_text(), "toml")
        client.change(deck.as_uri(), change((0, 17), (0, 21), "yours"))
        await client.until(
            lambda: [each["code"] for each in client.published(user.as_uri())[-1]["diagnostics"]] == ["unknown-model"]
        )
        client.notify("textDocument/didClose", {"textDocument": {"uri": deck.as_uri()}})
        await client.until(lambda: client.published(user.as_uri())[-1]["diagnostics"] == [])
        assert await client.stop() == 0


async def test_several_folders_are_several_projects(tmp_path: Path) -> None:
    uris: list[str] = []
    async with session() as client:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "plx.toml").write_text("")
            (tmp_path / name / "pipes.plx").write_text('domain = "shop"\n' + IMAGE % ("same_name", "Image"))
            uris.append((tmp_path / name / "pipes.plx").as_uri())
        await client.initialize(tmp_path / "one")
        folder = {"uri": (tmp_path / "two").as_uri(), "name": "two"}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}})
        found = await client.request("workspace/symbol", {"query": "same"})
        assert sorted(each["location"]["uri"] for each in found) == sorted(uris)
        for uri in uris:
            client.open(uri, 'domain = "shop"\n' + IMAGE % ("same_name", "Image"))
            assert await client.diagnostics(uri) == []
        assert await client.stop() == 0


async def test_a_project_inside_a_project_is_served_beside_it(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    for folder, code in ((tmp_path, "Mark"), (inner, "Sign")):
        (folder / "plx.toml").write_text("")
        concept = f'[concept]\n{code} = {{ description = "x", refines = "Image" }}\n'
        (folder / "pipes.plx").write_text(f'domain = "shop"\n{concept}{IMAGE % (f"draw_{code.lower()}", code)}')
    async with session() as client:
        await client.initialize(tmp_path)
        found = await client.request("workspace/symbol", {"query": "draw"})
        assert {each["name"]: each["location"]["uri"] for each in found} == {
            "draw_mark": (tmp_path / "pipes.plx").as_uri(),
            "draw_sign": (inner / "pipes.plx").as_uri(),
        }
        client.open((tmp_path / "user.plx").as_uri(), 'domain = "shop"\n' + IMAGE % ("use", "Sign"))
        assert [each["code"] for each in await client.diagnostics((tmp_path / "user.plx").as_uri())] == [
            "unknown-concept"
        ]
        # Without a mark of its own it is a part of the project around it.
        (inner / "plx.toml").unlink()
        watched = {"changes": [{"uri": (inner / "plx.toml").as_uri(), "type": DELETED}]}
        client.notify("workspace/didChangeWatchedFiles", watched)
        user = (tmp_path / "user.plx").as_uri()
        await client.until(lambda: client.published(user)[-1]["diagnostics"] == [])
        folder = {"uri": tmp_path.as_uri(), "name": "shop"}
        client.notify("textDocument/didClose", {"textDocument": {"uri": user}})
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
        assert await client.request("workspace/symbol", {"query": "draw"}) == []
        assert await client.stop() == 0


async def test_a_folder_that_becomes_a_project_by_its_deck_is_one_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pipes.plx").write_text('domain = "shop"\n[concept]\nMark = "A mark"\n')
    user = (tmp_path / "user.plx").as_uri()
    async with session() as client:
        await client.initialize(tmp_path)
        client.open(user, 'domain = "shop"\n' + IMAGE % ("use", "Mark"))
        assert [each["code"] for each in await client.diagnostics(user)] == ["output-not-image"]
        deck = tmp_path / "inner" / ".pipelex" / "inference" / "deck" / "mine.toml"
        deck.parent.mkdir(parents=True)
        deck.write_text("")
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": deck.as_uri(), "type": CREATED}]})
        await client.until(
            lambda: [each["code"] for each in client.published(user)[-1]["diagnostics"]] == ["unknown-concept"]
        )
        assert len(await client.request("workspace/symbol", {"query": "Mark"})) == 1
        assert await client.stop() == 0


async def test_many_deck_files_that_change_together_are_told_of_once(tmp_path: Path) -> None:
    folder = tmp_path / ".pipelex" / "inference" / "deck"
    folder.mkdir(parents=True)
    async with session() as client:
        await client.initialize(tmp_path)
        assert (await client.request("plx/status", {}))["deck"] == "embedded"

        def asked() -> int:
            return len([each for each in client.requests if each["method"].endswith("/refresh")])

        before = asked()
        files = [folder / f"{number}.toml" for number in range(30)]
        for file in files:
            file.write_text("")
        changes = [{"uri": file.as_uri(), "type": CREATED} for file in files]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        assert (await client.request("plx/status", {}))["deck"] == ".pipelex/inference"
        assert asked() - before == 3
        assert await client.stop() == 0


async def test_a_folder_that_is_taken_away_is_not_served_any_more(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("ignore = 7\n")
    (tmp_path / "pipes.plx").write_text('domain = "shop"\n' + IMAGE % ("draw", "Text"))
    settings = (tmp_path / "plx.toml").as_uri()
    async with session() as client:
        await client.initialize(tmp_path)
        assert len(await client.request("workspace/symbol", {"query": "draw"})) == 1
        await client.until(lambda: client.published(settings))
        assert (await client.request("plx/status", {}))["problems"] == 1
        folder = {"uri": tmp_path.as_uri(), "name": "shop"}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
        assert await client.request("workspace/symbol", {"query": "draw"}) == []
        assert client.published(settings)[-1]["diagnostics"] == []
        status = await client.request("plx/status", {})
        assert (status["files"], status["problems"]) == (0, 0)
        assert await client.stop() == 0


async def test_a_folder_that_is_taken_away_while_it_is_read_is_read_no_further(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    for number in range(300):
        (tmp_path / f"file{number}.plx").write_text(f'domain = "d{number}"\n' + IMAGE % ("draw", "Text"))
    async with session() as client:
        await client.initialize(tmp_path)
        folder = {"uri": tmp_path.as_uri(), "name": "shop"}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [folder]}})
        status = await client.request("plx/status", {})
        assert (status["files"], status["problems"]) == (0, 0)
        assert await client.stop() == 0


async def test_nothing_is_wrong_in_the_settings_of_what_is_no_project_any_more(tmp_path: Path) -> None:
    settings = tmp_path / "plx.toml"
    settings.write_text("ignore = 7\n")
    async with session() as client:
        await client.initialize(tmp_path)
        await client.until(lambda: client.published(settings.as_uri()))
        assert client.published(settings.as_uri())[-1]["diagnostics"]
        settings.unlink()
        watched = {"changes": [{"uri": settings.as_uri(), "type": DELETED}]}
        client.notify("workspace/didChangeWatchedFiles", watched)
        await client.until(lambda: client.published(settings.as_uri())[-1]["diagnostics"] == [])
        assert await client.stop() == 0


async def test_a_document_without_a_file_is_served_like_any_other() -> None:
    async with session() as client:
        await client.initialize()
        client.open("untitled:Untitled-1", IMAGE % ("a", "Text"))
        codes = [each["code"] for each in await client.diagnostics("untitled:Untitled-1")]
        assert "output-not-image" in codes
        hover = {"textDocument": {"uri": "untitled:Untitled-1"}, "position": position(1, 1)}
        assert (await client.request("textDocument/hover", hover))["contents"]["value"]
        assert await client.stop() == 0


async def test_settings_of_the_client_are_asked_for_and_taken() -> None:
    async with session() as client:
        client.answers["workspace/configuration"] = lambda _params: [{"trusted": False}]
        await client.initialize()
        await client.until(lambda: [each for each in client.requests if each["method"] == "workspace/configuration"])
        client.open(URI, 'domain = "shop"\n' + IMAGE % ("a", "Image"))
        arguments = {"command": "plx.preview", "arguments": [{"uri": URI, "pipe": "a"}]}
        refused = ""
        for _ in range(20):
            # The answer about the settings and this command may cross.
            refused = (
                refused
                if "not trusted" in refused
                else (await client.request("workspace/executeCommand", arguments))["refused"]
            )
        assert "not trusted" in refused
        client.notify("workspace/didChangeConfiguration", {"settings": {"plx": {"trusted": True}}})
        answer = await client.request("workspace/executeCommand", arguments)
        assert "save it" in answer["refused"]
        assert await client.stop() == 0
