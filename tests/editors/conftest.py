"""A folder with pipes, a home of its own, and the editors that `install.sh` put below `PLX_EDITORS`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
EDITORS = Path(os.environ.get("PLX_EDITORS", ROOT / ".editors")).absolute()
SCREENSHOTS = ROOT / ".screenshots"

# The main suite has no editors: only run.sh, which gets them, says where they are.
collect_ignore_glob = ["vscode/*"] if "PLX_EDITORS" in os.environ else ["*"]

CAR = """\
domain = "cars"

[concept]
CarImage = { description = "A picture of a car", refines = "Image" }

[pipe.draw_car]
type = "PipeImgGen"
description = "Draw a car"
output = "CarImage"
img_gen_prompt = "A sleek, futuristic sports car at night"
img_gen = "base_img_gen"
aspect_ratio = "16:9"
seed = 7
"""

LOGO = """\
domain = "logos"

[pipe.draw_logo]
type = "PipeImgGen"
description = "Draw three logos from a prompt"
inputs = { prompt = "images.ImgGenPrompt" }
output = "cars.CarImage"
nb_output = 3
img_gen = "flux-pro/v1.1"
aspect_ratio = "1:1"
"""

BROKEN = """\
domain = "posters"

[pipe.draw_poster]
type = "PipeImgGen"
description = "Draw the poster"
output = "Image"
img_gen_prompt = "A poster for a jazz concert"
img_gen = "base_imggen"
aspect_ratio = "16:10"
"""


POSTER = """\
domain = "posters"

[pipe.print_poster]
type = "PipeImgGen"
description = "Print the poster"
output = "Image"
img_gen_prompt = "A poster for a jazz concert"
img_gen = "gpt-image-2"
aspect_ratio = "2:3"
"""

FILES = {"car": CAR, "logo": LOGO, "broken": BROKEN, "poster": POSTER}


@dataclass
class Workspace:
    """A project folder with the files above, and the surroundings that programs see."""

    folder: Path
    home: Path
    env: dict[str, str] = field(default_factory=dict)

    def images(self) -> list[Path]:
        """The images that runs have left, oldest first."""
        found = [path for path in self.folder.rglob("*") if path.suffix in (".png", ".jpg", ".jpeg", ".webp")]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    def opened(self) -> list[str]:
        """What was handed to the system's viewer."""
        record = self.home / "opened"
        return record.read_text().split("\n")[:-1] if record.exists() else []


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder, home = tmp_path / "project", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    (folder / "plx.toml").write_text("")
    for name, text in FILES.items():
        (folder / f"{name}.plx").write_text(text)
    return Workspace(folder, home, _surroundings(home))


def _surroundings(home: Path) -> dict[str, str]:
    """No keys, no settings of the person who runs the tests, `plx` on the path, and a viewer that takes notes."""
    viewer = home / "bin" / "xdg-open"
    viewer.parent.mkdir()
    viewer.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{home}/opened"\n')
    viewer.chmod(0o755)
    path = os.pathsep.join([str(viewer.parent), str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    config, state = home / "config", home / "state"
    return {
        "HOME": str(home),
        "PATH": path,
        "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(config),
        "XDG_STATE_HOME": str(state),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(home),
    }


def editor(name: str, binary: str) -> Path:
    """The program of an editor; without it the test is skipped, and says so."""
    path = EDITORS / name / binary
    if not path.exists():
        pytest.skip(f"NOT TESTED: {name} is not in {EDITORS} (tests/editors/install.sh gets it from Debian)")
    return path


@pytest.fixture
def providers(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Both providers on loopback: the environment that points the runtime to them.

    `@pytest.mark.parametrize("providers", [["--openai", "drop"]], indirect=True)` says how they behave.
    """
    arguments = getattr(request, "param", [])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.providers", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(10)


@pytest.fixture
def screenshots() -> Path:
    """Where pictures of editors go, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
