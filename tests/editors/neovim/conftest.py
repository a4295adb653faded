"""Neovim in both versions, with the plugin as a person would install it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.editors.conftest import Workspace, editor
from tests.editors.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
VERSIONS = ("0.10", "0.12")


@dataclass(frozen=True)
class Neovim:
    """One version of Neovim in one workspace."""

    version: str
    binary: Path
    workspace: Workspace

    def env(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What the editor finds in its environment."""
        runtime = self.binary.parent.parent / "share" / "nvim" / "runtime"
        return {**self.workspace.env, "VIMRUNTIME": str(runtime), **(more or {})}

    def argv(self, *arguments: str) -> list[str]:
        """Neovim with nobody's settings but ours."""
        return [str(self.binary), "--clean", "-n", "-u", str(HERE / "init.lua"), *arguments]

    def type_in(self, file: str, **more: Any) -> Terminal:
        """Open a file in a terminal."""
        env = self.env(more.pop("env", None))
        return Terminal(self.argv(file), env=env, cwd=self.workspace.folder, **more)

    def run_spec(self, spec: Path, env: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        """Run a spec without a screen; gives its tests with what became of them."""
        done = subprocess.run(
            [*self.argv("--headless", "-c", f"luafile {spec}"), "-c", "cquit 3"],
            env=self.env(env),
            cwd=self.workspace.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert "traceback" not in done.stderr, f"something raised beside the tests:\n{done.stderr}"
        assert results, f"the spec gave no result (status {done.returncode}):\n{done.stdout}\n{done.stderr}"
        return results


@pytest.fixture(params=VERSIONS)
def neovim(request: pytest.FixtureRequest, workspace: Workspace) -> Neovim:
    version: str = request.param
    return Neovim(version, editor(f"neovim-{version}", "usr/bin/nvim"), workspace)


@pytest.fixture
def passes(neovim: Neovim) -> Callable[..., None]:
    """Run a spec and expect all of it to pass."""

    def check(name: str, env: Mapping[str, str] | None = None) -> None:
        results = neovim.run_spec(HERE / "specs" / f"{name}.lua", env)
        failed = [f"{each['name']}: {each['message']}" for each in results if not each["ok"]]
        assert not failed, "\n".join(failed)

    return check
