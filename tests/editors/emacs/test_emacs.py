"""Eglot in batch: faults, a fix, completion, hover, a rename over two files, a preview."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from ..conftest import ROOT, Workspace, editor

MODE = ROOT / "editors" / "emacs" / "plx-mode.el"
STEPS = ("faults", "fix", "completion", "hover", "rename", "colours", "pipe at point", "preview")


@dataclass(frozen=True)
class Emacs:
    """Emacs in one workspace."""

    binary: Path
    workspace: Workspace

    def run(self, *arguments: str) -> str:
        """Run Emacs in batch; gives what it printed, both streams."""
        tree = self.binary.parent.parent
        (data,) = (path for path in (tree / "share" / "emacs").iterdir() if path.name[0].isdigit())
        # An Emacs outside of its place has to be told its paths.
        env = {
            **self.workspace.env,
            "EMACSDATA": str(data / "etc"),
            "EMACSDOC": str(data / "etc"),
            "EMACSLOADPATH": os.pathsep.join(str(path) for path in (data / "lisp", *(data / "lisp").rglob("*/"))),
        }
        (dump,) = (tree / "libexec" / "emacs").rglob("*.pdmp")
        argv = [str(self.binary), f"--dump-file={dump}", "-Q", "--batch", "-L", str(MODE.parent), *arguments]
        done = subprocess.run(
            argv, env=env, cwd=self.workspace.folder, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def emacs(workspace: Workspace) -> Emacs:
    return Emacs(editor("emacs", "usr/bin/emacs-nox"), workspace)


def test_a_session(emacs: Emacs) -> None:
    said = emacs.run("-l", str(Path(__file__).parent / "session.el"))
    assert [line[3:] for line in said.splitlines() if line.startswith("ok ")] == list(STEPS), said
    assert "cars.CarPicture" in (emacs.workspace.folder / "logo.plx").read_text()
    (picture,) = emacs.workspace.images()
    with Image.open(picture) as image:
        image.load()
    assert f"opened file://{picture}" in said


def test_the_mode_compiles_without_a_warning(emacs: Emacs, tmp_path: Path) -> None:
    copy = tmp_path / MODE.name
    copy.write_bytes(MODE.read_bytes())
    emacs.run("--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile", str(copy))
