"""A typed Vim session with ALE: filetype and colours, faults, completion, hover, rename."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from ..conftest import ROOT, Workspace, editor
from ..picture import draw
from ..terminal import ENTER, ESC, Terminal

COMPLETE = "\x18\x0f"
"""CTRL-X CTRL-O."""


@dataclass(frozen=True)
class Vim:
    """Vim with ALE in one workspace."""

    binary: Path
    workspace: Workspace

    def type_in(self, file: str) -> Terminal:
        """Open a file in a terminal."""
        tree = self.binary.parent.parent / "share"
        (runtime,) = (path for path in (tree / "vim").iterdir() if path.name[3:].isdigit())
        env = {
            **self.workspace.env,
            "VIMRUNTIME": str(runtime),
            "ALE_RUNTIME": str(tree / "vim-ale"),
            "PLX_RUNTIME": str(ROOT / "editors" / "vim"),
        }
        vimrc = Path(__file__).parent / "vimrc"
        return Terminal(
            [str(self.binary), "-N", "-n", "-i", "NONE", "-u", str(vimrc), file], env=env, cwd=self.workspace.folder
        )


@pytest.fixture
def vim(workspace: Workspace) -> Vim:
    return Vim(editor("vim", "usr/bin/vim.basic"), workspace)


def test_faults_are_shown(vim: Vim) -> None:
    with vim.type_in("broken.plx") as screen:
        screen.see("`base_imggen` is no preset", "`aspect_ratio` can't be")


def test_what_is_put_right_is_no_longer_said(vim: Vim) -> None:
    with vim.type_in("broken.plx") as screen:
        screen.see("`base_imggen` is no preset")
        screen.type('8G$ci"', "base_img_gen", ESC)
        screen.see(lambda text: "is no preset" not in text and "can't be" in text)


def test_values_are_completed(vim: Vim, screenshots: Path) -> None:
    with vim.type_in("broken.plx") as screen:
        screen.see("`aspect_ratio` can't be")
        screen.type('9G$ci"', COMPLETE)
        # In the menu, not in what is said of the fault.
        screen.see(lambda text: any(line.strip("~ ").split()[:1] == ["9:21"] for line in text.splitlines()))
        draw(screen.screen, screenshots / "vim.png")


def test_a_rename_reaches_the_file(vim: Vim) -> None:
    with vim.type_in("broken.plx") as screen:
        screen.see("`aspect_ratio` can't be")
        screen.type(f":edit car.plx{ENTER}/CarImage{ENTER}:ALERename{ENTER}")
        screen.see("New name: ")
        screen.type("\x15", "CarPicture", ENTER)
        screen.see('output = "CarPicture"')


def test_a_fix_is_picked_from_the_list(vim: Vim) -> None:
    with vim.type_in("broken.plx") as screen:
        screen.see("`base_imggen` is no preset")
        screen.type(f"8G$h:ALECodeAction{ENTER}")
        screen.see('1) Write "base_img_gen"')
        screen.type("1", ENTER)
        screen.see('img_gen = "base_img_gen"', lambda text: "is no preset" not in text)


def test_a_pipe_is_previewed_from_the_list(vim: Vim) -> None:
    with vim.type_in("broken.plx") as screen:
        screen.see("`aspect_ratio` can't be")
        screen.type(f":edit car.plx{ENTER}8G:ALECodeAction{ENTER}")
        screen.see("2) Preview")
        screen.type("2", ENTER)
        screen.see("draw_car: /", ".png")
    (picture,) = vim.workspace.images()
    with Image.open(picture) as image:
        image.load()


def test_perl_stays_perl(vim: Vim) -> None:
    (vim.workspace.folder / "script.plx").write_text("#!/usr/bin/perl\nuse strict;\n")
    with vim.type_in("script.plx") as screen:
        screen.type(f":echo 'is' &filetype synIDattr(synID(1, 1, 1), 'name'){ENTER}")
        screen.see("is perl")
        screen.type(f":edit! car.plx{ENTER}:echo 'is' &filetype synIDattr(synID(6, 8, 1), 'name'){ENTER}")
        screen.see("is plx plxPipeName")
