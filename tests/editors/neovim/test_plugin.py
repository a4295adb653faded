"""The plugin's own modules, without a server."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from ..conftest import ROOT, editor

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("name", ["filetype", "words", "trust", "images"])
def test_plugin(name: str, passes: Callable[..., None]) -> None:
    passes(name)


def test_luacheck_finds_nothing() -> None:
    lua = editor("luacheck", "usr/bin/lua5.1")
    tree = lua.parent.parent
    (binary_modules,) = tree.glob("lib/*/lua/5.1")
    env = {
        **os.environ,
        "LUA_PATH": f"{tree}/share/lua/5.1/?.lua;{tree}/share/lua/5.1/?/init.lua",
        "LUA_CPATH": f"{binary_modules}/?.so",
    }
    folders = ["editors/neovim", "tests/editors/neovim"]
    argv = [str(lua), str(tree / "bin/luacheck"), "--no-color", "--config", "editors/neovim/.luacheckrc", *folders]
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
