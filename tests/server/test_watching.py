"""A client that watches no files: what changes on disk is seen all the same, and a slow or failing look harms nobody."""

from __future__ import annotations

import asyncio
import copy
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from plx_lsp.server.disk import difference
from plx_lsp.server.uris import path_of, uri_of
from plx_lsp.server.watching import BETWEEN_LOOKS, LONGEST_BETWEEN, pause_after
from tests.server.client import CAPABILITIES, session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.client import Client

BLIND = copy.deepcopy(CAPABILITIES)
"""What a client declares that can do everything but watch files."""
del BLIND["workspace"]["didChangeWatchedFiles"]

OFTEN = "from plx_lsp.server import watching\nwatching.BETWEEN_LOOKS = 0.02\nwatching._SHARE = 0\n"
"""Run by the server first: looks follow each other without a pause worth waiting for."""

USER = """\
domain = "shop"
[pipe.a]
type = "PipeImgGen"
description = "x"
output = "Logo"
img_gen_prompt = "A fox"
img_gen = "mine"
"""


def logo(refines: str) -> str:
    return f'domain = "shop"\n[concept]\nLogo = {{ description = "x", refines = "{refines}" }}\n'


async def codes(client: Client, uri: str, *expected: str) -> None:
    """Wait until a document has these diagnostics."""

    def told() -> bool:
        published = client.published(uri)
        return bool(published) and [each["code"] for each in published[-1]["diagnostics"]] == [*expected]

    await client.until(told)


async def test_files_settings_and_decks_that_come_change_and_go_are_noticed(tmp_path: Path) -> None:
    settings, library = tmp_path / "plx.toml", tmp_path / "sub" / "library.plx"
    deck = tmp_path / ".pipelex" / "inference" / "deck" / "mine.toml"
    settings.write_text("")
    user = (tmp_path / "user.plx").as_uri()
    async with session(before=OFTEN) as client:
        await client.initialize(tmp_path, capabilities=BLIND)
        client.open(user, USER)
        await codes(client, user, "unknown-concept", "unknown-model")
        library.parent.mkdir()
        library.write_text(logo("Image"))
        await codes(client, user, "unknown-model")
        library.write_text(logo("Text"))
        await codes(client, user, "output-not-image", "unknown-model")
        deck.parent.mkdir(parents=True)
        deck.write_text('[img_gen.presets.mine]\nimg_gen_handle = "gpt-image-2"\n')
        await codes(client, user, "output-not-image")
        deck.unlink()
        await codes(client, user, "output-not-image", "unknown-model")
        settings.write_text('ignore = ["unknown-model"]\n')
        await codes(client, user, "output-not-image")
        library.unlink()
        await codes(client, user, "unknown-concept")
        settings.unlink()
        await codes(client, user, "unknown-concept", "unknown-model")
        assert not [each for each in client.requests if each["method"] == "client/registerCapability"]
        assert await client.stop() == 0


async def test_a_project_that_comes_inside_another_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "library.plx").write_text(logo("Text"))
    user = (tmp_path / "user.plx").as_uri()
    async with session(before=OFTEN) as client:
        await client.initialize(tmp_path, capabilities=BLIND)
        client.open(user, USER)
        await codes(client, user, "output-not-image", "unknown-model")
        (inner / ".git").mkdir()
        await codes(client, user, "unknown-concept", "unknown-model")
        (inner / ".git").rmdir()
        await codes(client, user, "output-not-image", "unknown-model")
        assert await client.stop() == 0


async def test_a_change_right_after_a_file_was_read_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    library = tmp_path / "library.plx"
    library.write_text(logo("Text"))
    changed = f"""
from plx_lsp.project.project import Project
read = Project.read_file
def read_file(self, path):
    found = read(self, path)
    if b"Text" in open({str(library)!r}, "rb").read():
        open({str(library)!r}, "w").write({logo("Image")!r})
    return found
Project.read_file = read_file
"""
    user = (tmp_path / "user.plx").as_uri()
    async with session(before=OFTEN + changed) as client:
        await client.initialize(tmp_path, capabilities=BLIND)
        client.open(user, USER)
        await codes(client, user, "unknown-model")
        assert await client.stop() == 0


async def test_a_look_that_fails_is_followed_by_others(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    failing = """
look, looks = watching._look, iter([True, True])
def failing(home):
    if next(looks, False):
        raise RuntimeError("a look that fails")
    return look(home)
watching._look = failing
"""
    user, log = (tmp_path / "user.plx").as_uri(), tmp_path / "plx.log"
    async with session("--log", str(log), before=OFTEN + failing) as client:
        await client.initialize(tmp_path, capabilities=BLIND)
        client.open(user, USER)
        await codes(client, user, "unknown-concept", "unknown-model")
        (tmp_path / "library.plx").write_text(logo("Image"))
        await codes(client, user, "unknown-model")
        assert await client.stop() == 0
    assert log.read_text().count("RuntimeError: a look that fails") == 2


async def test_the_end_of_a_session_waits_for_no_look(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    looking = tmp_path / "looking"
    slow = f"""
import time
def slow(home):
    open({str(looking)!r}, "w").close()
    time.sleep(600)
watching._look = slow
"""
    async with session(before=OFTEN + slow) as client:
        await client.initialize(tmp_path, capabilities=BLIND)
        while not looking.exists():
            await client.request("plx/status", {})
        assert await asyncio.wait_for(client.stop(), 30) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are not text")
async def test_a_name_that_is_not_utf_8_is_a_name_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    (tmp_path / os.fsdecode(b"gr\xfc\xdfe.plx")).write_text(USER)
    async with session(before=OFTEN) as client:
        await client.initialize(tmp_path, capabilities=BLIND)
        [found] = await client.request("workspace/symbol", {"query": "a"})
        uri: Any = found["location"]["uri"]
        assert uri.endswith("/gr%FC%DFe.plx")
        client.open(uri, USER)
        await codes(client, uri, "unknown-concept", "unknown-model")
        (tmp_path / "library.plx").write_text(logo("Image"))
        await codes(client, uri, "unknown-model")
        assert await client.stop() == 0


@pytest.mark.parametrize("path", ["/a b/ü#?%20.plx", "/\ufffd.plx", os.fsdecode(b"/gr\xfc.plx")])
@pytest.mark.skipif(sys.platform == "win32", reason="paths of other systems")
def test_a_path_comes_back_from_its_uri(path: str) -> None:
    assert path_of(uri_of(path)) == path


def test_what_came_changed_and_went_between_two_looks() -> None:
    before = {"/a.plx": (1, 1), "/b.plx": (1, 1), "/c.plx": (1, 1)}
    found = difference(before, {"/a.plx": (1, 1), "/b.plx": (2, 1), "/d.plx": (1, 1)})
    assert found == [("/b.plx", False), ("/c.plx", True), ("/d.plx", False)]
    assert difference(before, dict(before)) == []


def test_a_slow_look_is_followed_by_a_long_pause_but_not_for_ever() -> None:
    assert pause_after(0.001) == BETWEEN_LOOKS
    assert BETWEEN_LOOKS < pause_after(0.1) < LONGEST_BETWEEN
    assert pause_after(12.0) == LONGEST_BETWEEN
