"""A typed Helix session: diagnostics, fixes, completion, hover, rename, and runs from code actions."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.editors.conftest import CAR, ROOT, Workspace, editor
from tests.editors.picture import draw
from tests.editors.terminal import ENTER, ESC, Terminal

COMPLETE, NEXT = "\x18", "\x0e"
"""CTRL-X and CTRL-N."""

SOURCES = ROOT / "editors" / "helix"
QUERIES = SOURCES / "runtime" / "queries" / "plx"

READY = "older spelling"
"""What is said of `car.plx` here. Helix shows nothing else by which to know that its server is there."""


@dataclass(frozen=True)
class Helix:
    """Helix in one workspace."""

    binary: Path
    workspace: Workspace

    @property
    def env(self) -> dict[str, str]:
        """What the editor finds in its environment."""
        return {**self.workspace.env, "HELIX_RUNTIME": str(self.binary.parent / "runtime")}

    def type_in(self, file: str) -> Terminal:
        """Open a file in a terminal."""
        return Terminal([str(self.binary), file], env=self.env, cwd=self.workspace.folder, true_colour=True)


@pytest.fixture
def helix(workspace: Workspace) -> Helix:
    config = Path(workspace.env["XDG_CONFIG_HOME"]) / "helix"
    shutil.copytree(SOURCES, config)
    (config / "config.toml").write_text('[editor]\nend-of-line-diagnostics = "hint"\n')
    (workspace.folder / "car.plx").write_text(CAR.replace('description = "Draw', 'definition = "Draw'))
    return Helix(editor("helix", "usr/lib/hx/hx"), workspace)


def test_the_configuration_is_understood(helix: Helix) -> None:
    # Its exit status says nothing: look for the mark.
    health = subprocess.run(
        [helix.binary, "--health", "plx"], env=helix.env, capture_output=True, text=True, timeout=20, check=True
    )
    (server,) = [line for line in health.stdout.splitlines() if "plx:" in line]
    assert "✓" in server
    assert "/plx" in server


def test_faults_are_shown_and_fixed(helix: Helix, screenshots: Path) -> None:
    with helix.type_in("broken.plx") as hx:
        hx.see("`base_imggen` is no preset", "`aspect_ratio` can't be")
        draw(hx.screen, screenshots / "helix.png")
        # ]d selects the first fault, space a lists what can be done about it.
        hx.type("]", "d", " ", "a")
        hx.see("base_img_gen", "Take the prompt from an input")
        hx.type(ENTER)
        hx.see('img_gen = "base_img_gen"', lambda screen: "is no preset" not in screen)


def test_values_are_completed(helix: Helix) -> None:
    with helix.type_in("car.plx") as hx:
        hx.see(READY)
        hx.type("1", "2", "g", "g", "f", "1", "m", "i", '"', "c", COMPLETE)
        menu = hx.see("21:9", "9:21")
        hx.type(*NEXT * (1 + _row(menu, "21:9 ") - _row(menu, "1:1 ")), ENTER, ESC)
        hx.see('aspect_ratio = "21:9"')


def test_a_key_is_explained(helix: Helix) -> None:
    with helix.type_in("car.plx") as hx:
        hx.see(READY)
        hx.type("1", "2", "g", "g", " ", "k")
        hx.see("aspect_ratio", "21:9")


def test_a_rename_reaches_two_files(helix: Helix) -> None:
    with helix.type_in("car.plx") as hx:
        hx.see(READY)
        hx.type("4", "g", "g", " ", "r")
        hx.see("rename-to:")
        hx.type("\x15", "CarPicture", ENTER)
        hx.see('output = "CarPicture"')
        hx.type(f":write-all{ENTER}")
        hx.see("written")
    assert "cars.CarPicture" in (helix.workspace.folder / "logo.plx").read_text()


def test_run_and_preview_are_code_actions(helix: Helix) -> None:
    with helix.type_in("car.plx") as hx:
        hx.see(READY)
        hx.type("7", "g", "g", " ", "a")
        menu = hx.see("▶ Run", "Preview")
        hx.type(*NEXT * (_row(menu, "Preview (") - _row(menu, "Take the prompt")), ENTER)
        hx.see(lambda _: bool(helix.workspace.opened()))
    (picture,) = helix.workspace.images()
    with Image.open(picture) as image:
        image.load()
    assert str(picture) in helix.workspace.opened()[0]


def test_colours_fit_the_grammar() -> None:
    """The queries are held against tree-sitter's TOML itself: Debian's Helix comes without grammars."""
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_toml")
    language = tree_sitter.Language(grammar.language())
    query = tree_sitter.Query(language, (QUERIES / "highlights.scm").read_text())
    text = b'[concept.Car]\n[pipe.draw]\ntype = "PipeImgGen"\ninputs = { prompt = "Text" }\nimg_gen = "flux-2-pro"\n'
    tree = tree_sitter.Parser(language).parse(text)
    found = {
        (name, node.text.decode())
        for name, nodes in tree_sitter.QueryCursor(query).captures(tree.root_node).items()
        for node in nodes
    }
    assert {
        ("keyword", "concept"), ("type", "Car"), ("keyword", "pipe"), ("function", "draw"),
        ("type.builtin", '"PipeImgGen"'), ("variable.parameter", "prompt"), ("type", '"Text"'),
        ("constant", '"flux-2-pro"'),
    } <= found  # fmt: skip


def _row(screen: str, text: str) -> int:
    """The first line of the screen that shows a text."""
    return next(row for row, line in enumerate(screen.splitlines()) if text in line)
