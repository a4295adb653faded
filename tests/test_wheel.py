"""What is installed works without the checkout: every data file is in the wheel, and every command finds its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIPE = """\
domain = "art"

[pipe.draw]
type = "PipeImgGen"
description = "Draw"
output = "Image"
img_gen_prompt = "A cat"
aspect_ratio = "16:10"
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, as pip would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(build, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder


def plx(installed: Path, *arguments: str, module: str = "plx_lsp") -> subprocess.CompletedProcess[str]:
    """`plx` from the wheel, in a folder beside it; what it needs of others comes from this environment."""
    work = installed / "work"
    work.mkdir(exist_ok=True)
    (work / "art.plx").write_text(PIPE)
    environment = {**os.environ, "PYTHONPATH": str(installed / "site"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_wheel_is_what_runs(installed: Path) -> None:
    code = "import plx_lsp, plx_schema, plx_runtime; print(plx_lsp.__file__, plx_schema.__file__, plx_runtime.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed / "site")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=installed, env=environment, capture_output=True, text=True, check=True
    )
    assert [Path(path).parent.parent for path in done.stdout.split()] == [installed / "site"] * 3


def test_check_explain_models_and_schema_find_their_data(installed: Path) -> None:
    done = plx(installed, "check", "--output-format", "json", "art.plx")
    (found,) = json.loads(done.stdout)
    assert (done.returncode, found["code"]) == (1, "invalid-value")
    assert plx(installed, "explain", "invalid-value").stdout.startswith("# invalid-value")
    assert "flux-pro" in plx(installed, "models").stdout
    assert json.loads(plx(installed, "schema").stdout)["title"]


def test_a_run_leaves_image_manifest_and_gallery(installed: Path) -> None:
    work = installed / "work"
    work.mkdir(exist_ok=True)
    (work / "healthy.plx").write_text(PIPE.replace("16:10", "16:9"))
    done = plx(installed, "run", "healthy.plx", "--preview")
    assert done.returncode == 0, done.stderr
    made = {path.suffix for path in (work / "plx-out").iterdir()}
    assert {".html", ".json", ".png"} <= made


def test_the_server_answers(installed: Path) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
    message = f"Content-Length: {len(body)}\r\n\r\n{body}"
    environment = {**os.environ, "PYTHONPATH": str(installed / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "plx_lsp", "lsp"],
        input=message,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert '"serverInfo"' in done.stdout, done.stderr
