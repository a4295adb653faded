"""A project with pipes, both providers on loopback, and one way to run a pipe and see everything it did."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plx_runtime.events import Done, Event, Failed, Image
from plx_runtime.ledger import read
from plx_runtime.manifest import Manifest
from plx_runtime.options import Options
from plx_runtime.runs import carry_out
from plx_runtime.stop import Stop
from tests.providers import FalProvider, OpenAIProvider

PIPES = """\
domain = "tests"

[concept]
Subject = "What the picture shows"

[pipe.openai_one]
type = "PipeImgGen"
description = "One image from OpenAI"
output = "Image"
img_gen_prompt = "A red square"
img_gen = "gpt-image-2"
aspect_ratio = "16:9"

[pipe.openai_four]
type = "PipeImgGen"
description = "Four images from OpenAI, in one call"
output = "Image"
img_gen_prompt = "A red square"
nb_output = 4
img_gen = "gpt-image-2"
aspect_ratio = "1:1"

[pipe.openai_twelve]
type = "PipeImgGen"
description = "Twelve images from OpenAI, in two calls"
output = "Image"
img_gen_prompt = "A red square"
nb_output = 12
img_gen = "gpt-image-2"
aspect_ratio = "1:1"

[pipe.openai_retired]
type = "PipeImgGen"
description = "The page's own choice, no longer served"
output = "Image"
img_gen_prompt = "A red square"
img_gen = "gpt-image-1"
aspect_ratio = "1:1"

[pipe.fal_one]
type = "PipeImgGen"
description = "One image from fal"
output = "Image"
img_gen_prompt = "A blue circle"
img_gen = "flux-pro/v1.1"
aspect_ratio = "16:9"
seed = 0

[pipe.fal_four]
type = "PipeImgGen"
description = "Four images from fal, in one call"
output = "Image"
img_gen_prompt = "A blue circle"
nb_output = 4
img_gen = "flux-pro/v1.1"
aspect_ratio = "1:1"
seed = 7

[pipe.fal_each]
type = "PipeImgGen"
description = "Four images from fal, a call each"
output = "Image"
img_gen_prompt = "A blue circle"
nb_output = 4
img_gen = "fal-ai/flux-2-pro"
aspect_ratio = "1:1"
seed = 100

[pipe.asked]
type = "PipeImgGen"
description = "One image of what the user says"
inputs = { subject = "Subject" }
output = "Image"
img_gen = "flux-pro/v1.1"
aspect_ratio = "1:1"

[pipe.template]
type = "PipeImgGen"
description = "One image from a template"
inputs = { subject = "Subject", mood = "Text" }
output = "Image"
prompt = "Draw $subject. @?mood"
model = "flux-pro/v1.1"
aspect_ratio = "1:1"
"""


@dataclass(frozen=True)
class Ran:
    """Everything a run showed and left behind."""

    events: list[Event]
    out: Path

    @property
    def last(self) -> Done | Failed:
        last = self.events[-1]
        assert isinstance(last, Done | Failed)
        return last

    @property
    def done(self) -> Done:
        assert isinstance(self.last, Done), self.last
        return self.last

    @property
    def failed(self) -> Failed:
        assert isinstance(self.last, Failed), self.last
        return self.last

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.events if event.event == kind]

    @property
    def images(self) -> list[Image]:
        return self.of("image")

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.out.iterdir() if path.suffix in (".png", ".jpg", ".webp"))

    @property
    def manifest(self) -> Manifest:
        [path] = self.out.glob(f"*-{self.last.run}.json")
        return Manifest.model_validate_json(path.read_bytes())

    @property
    def steps(self) -> list[str]:
        return [entry["step"] for entry in read(str(self.out / ".runs" / f"{self.last.run}.jsonl"))]

    @property
    def everything_written(self) -> str:
        """Every text that stays or was shown, for what must not be in it."""
        files = (path.read_text("utf-8", "replace") for path in self.out.rglob("*") if path.is_file())
        return "\n".join([*files, *(event.model_dump_json() for event in self.events)])


@dataclass
class Project:
    """A project folder and the environment its runs see."""

    root: Path
    environment: dict[str, str]

    @property
    def file(self) -> Path:
        return self.root / "tests.plx"

    @property
    def out(self) -> Path:
        return self.root / "plx-out"

    async def run(self, pipe: str, *, stop: Stop | None = None, reader: Any = None, **options: Any) -> Ran:
        events: list[Event] = []
        wish = Options(pipe=pipe, **{"file": str(self.file), "deadline": 20.0, **options})
        readers = (events.append, *([reader] if reader else []))
        await carry_out(wish, stop or Stop(wish.deadline), *readers, environment=self.environment)
        return Ran(events, Path(options.get("out") or self.out))

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, proxy or endpoint of the machine's own reaches a test."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "FAL_", "PLX_FAL", "PLX_TRUSTED", "PLX_IMAGE")) or name.lower().endswith(
            "_proxy"
        ):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that are seconds for people are moments here."""
    monkeypatch.setattr("plx_runtime.backends.fal.POLL", (0.01, 0.05))
    monkeypatch.setattr("plx_runtime.backends.fal.CANCEL", 0.5)
    monkeypatch.setattr("plx_runtime.workshop.FETCH_WAITS", (0.01, 0.01, 0.0))
    monkeypatch.setattr("plx_runtime.pay_once.FIRST_WAIT", 0.01)


@pytest.fixture
def openai() -> Iterator[OpenAIProvider]:
    with OpenAIProvider() as provider:
        yield provider


@pytest.fixture
def fal() -> Iterator[FalProvider]:
    with FalProvider() as provider:
        yield provider


KEYS = {"OPENAI_API_KEY": "sk-test-0123456789abcdef", "FAL_KEY": "test-key-id-0123:test-secret-4567"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without providers."""
    project = Project(tmp_path / "project", {})
    project.write("plx.toml", "")
    project.write("tests.plx", PIPES)
    return project


@pytest.fixture
def with_openai(project: Project, openai: OpenAIProvider) -> Project:
    project.environment |= {"OPENAI_BASE_URL": openai.url, "OPENAI_API_KEY": KEYS["OPENAI_API_KEY"]}
    return project


@pytest.fixture
def with_fal(project: Project, fal: FalProvider) -> Project:
    project.environment |= {"PLX_FAL_ENDPOINT": fal.url, "FAL_KEY": KEYS["FAL_KEY"]}
    return project


async def until(condition: Callable[[], object]) -> None:
    """Wait for what another thread brings about, ten seconds at most."""
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came about")


def json_of(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
