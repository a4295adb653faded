"""Real editors' checkers with our schema: taplo (Even Better TOML) and tombi accept healthy files and refuse broken ones.

They run on files of a folder of their own, with the network out of reach.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plx_schema.files import schema_text

from .mutations import HEALTHY, HEALTHY_CONCEPTS, as_file

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.plx"))
DRAW = 'domain = "logos"\n[pipe.draw]\ntype = "PipeImgGen"\ndescription = "x"\noutput = "Image"\n'
BROKEN = {
    "unknown_key": DRAW + 'aspect_ration = "16:9"\n',
    "unknown_value": DRAW + 'aspect_ratio = "17:9"\n',
    "wrong_type": DRAW + 'nb_output = "3"\n',
    "out_of_range": DRAW + "nb_output = 0\n",
    "wrong_seed": DRAW + 'seed = "random"\n',
    "wrong_setting": DRAW + 'img_gen = { img_gen_handle = "flux", nb_output = 1 }\n',
    "missing_key": 'domain = "logos"\n[pipe.draw]\ntype = "PipeFunc"\noutput = "Text"\n',
    "missing_one_of": 'domain = "logos"\n[pipe.draw]\ntype = "PipeImgGen"\noutput = "Image"\n',
    "missing_type": 'domain = "logos"\n[pipe.draw]\noutput = "Image"\n',
    "unknown_type": 'domain = "logos"\n[pipe.draw]\ntype = "PipeImageGen"\noutput = "Image"\n',
    "key_of_another_type": 'domain = "logos"\n[pipe.draw]\ntype = "PipeFunc"\nfunction_name = "f"\noutput = "Text"\nsteps = []\n',
    "unknown_top_key": 'domain = "logos"\nzzz = 1\n',
    "wrong_domain": 'domain = "My Logos"\n',
    "wrong_step": 'domain = "x"\n[pipe.a]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{ result = "x" }]\n',
    "half_a_batch": 'domain = "x"\n[pipe.a]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{ pipe = "x", batch_as = "y" }]\n',
    "wrong_concept_code": 'domain = "x"\n[concept]\nmy_logo = "A logo"\n',
    "wrong_field": 'domain = "x"\n[concept.A]\ndescription = "x"\nstructure = { a = { type = "string", description = "x" } }\n',
}
OFFLINE = {
    "TOMBI_OFFLINE": "true",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_COLOR": "1",
}


@pytest.fixture(params=["taplo", "tombi"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Client:
    """One of the two, with a folder that holds our schema."""
    name: str = request.param
    program = shutil.which(name, path=os.path.dirname(sys.executable)) or shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed (`pip install plx-lsp[peers]` brings it)")
    (tmp_path / "plx.schema.json").write_text(schema_text("plx"), encoding="utf-8")
    (tmp_path / "tombi.toml").write_text('[[schemas]]\npath = "plx.schema.json"\ninclude = ["*.plx.toml"]\n')
    return Client(name, program, tmp_path)


class Client:
    """A schema-aware TOML checker in a folder of its own."""

    def __init__(self, name: str, program: str, folder: Path) -> None:
        self.name = name
        self.program = program
        self.folder = folder

    def write(self, texts: dict[str, str]) -> list[str]:
        for name, text in texts.items():
            (self.folder / f"{name}.plx.toml").write_text(text, encoding="utf-8")
        return [f"{name}.plx.toml" for name in texts]

    def lint(self, names: list[str]) -> tuple[int, str]:
        options = ["--offline"]
        if self.name == "taplo":
            options = ["--colors", "never", "--no-auto-config", "--schema", (self.folder / "plx.schema.json").as_uri()]
        home = {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder)}
        done = subprocess.run(
            [self.program, "lint", *options, *names],
            cwd=self.folder,
            env={**os.environ, **OFFLINE, **home},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def test_healthy_files_are_accepted(client: Client) -> None:
    texts = {f"example_{path.stem}": path.read_text(encoding="utf-8") for path in EXAMPLES}
    texts |= {f"pipe_{number}": as_file("pipe", "draw", pipe) for number, pipe in enumerate(HEALTHY)}
    texts |= {f"concept_{number}": as_file("concept", "Logo", each) for number, each in enumerate(HEALTHY_CONCEPTS)}
    status, told = client.lint(client.write(texts))
    assert status == 0, told
    assert len(EXAMPLES) >= 2
    warnings = [line for line in told.splitlines() if "warning" in line.lower()]
    assert all(line.endswith("is deprecated") for line in warnings), told


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused(client: Client, name: str) -> None:
    status, told = client.lint(client.write({name: BROKEN[name]}))
    assert status != 0, told


def test_an_unknown_type_is_blamed_alone(client: Client) -> None:
    _, told = client.lint(client.write({"unknown": BROKEN["unknown_type"]}))
    assert "PipeImageGen" in told
    assert "required" not in told
    assert "output" not in told.replace('output = "Image"', "")
