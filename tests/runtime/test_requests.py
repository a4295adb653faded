"""The exact request of every model, and what becomes of every option.

`requests.json` shows the body that goes out for each model of the deck; after a wanted change, renew it with
`python -m tests.runtime.test_requests` and read the difference.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from plx_runtime.backends.fal import FalBackend
from plx_runtime.backends.openai import OpenAIBackend
from plx_runtime.checked import CheckedPipe, load
from plx_runtime.job import Job
from plx_runtime.refusal import Refusal
from plx_runtime.request import build
from plx_runtime.stop import Stop
from plx_schema.deck import Resolution, load_embedded, resolve
from tests.providers import FalProvider, OpenAIProvider
from tests.runtime.conftest import Project

GOLDEN = Path(__file__).parent / "requests.json"
MODELS = [
    (handle, model.backend)
    for handle, entries in load_embedded().models.items()
    for model in entries
    if model.sdk in ("openai", "fal")
]


class Silent:
    """A listener that does not care."""

    def submitted(self, request_id: str) -> None: ...
    def queued(self, request_id: str, position: int | None) -> None: ...
    def log(self, message: str, level: str = "info") -> None: ...
    def partial(self, step: int, data: bytes) -> None: ...


PIPE = """\
domain = "golden"

[pipe.golden]
type = "PipeImgGen"
description = "What every model is asked"
output = "Image"
img_gen_prompt = "A lighthouse at dusk"
nb_output = 6
aspect_ratio = "1:1"
"""


def checked_at(folder: Path, text: str = PIPE, code: str = "golden") -> CheckedPipe:
    folder.mkdir(exist_ok=True)
    (folder / "golden.plx").write_text(text, "utf-8")
    checked = load(str(folder / "golden.plx"), code)
    assert isinstance(checked, CheckedPipe), checked
    return checked


def job_for(checked: CheckedPipe, choice: Any, options: dict[str, Any], **more: Any) -> Job | Refusal:
    asked = {**checked.image.options, **options, "nb_output": checked.image.count}
    resolution = resolve(load_embedded(), choice, asked)
    assert isinstance(resolution, Resolution), resolution.message
    return build(checked, resolution, "A lighthouse at dusk", {}, drawn=4711, **more)


def bodies(folder: Path) -> dict[str, Any]:
    checked = checked_at(folder)
    found: dict[str, Any] = {}
    for handle, backend in MODELS:
        model = next(one for one in load_embedded().models[handle] if one.backend == backend)
        quality = {} if "quality" not in model.options else {"quality": "high"}
        job = job_for(checked, model.provider_id, quality)
        found[f"{handle} ({backend})"] = (
            [request.body for request in job.requests] if isinstance(job, Job) else {"refused": job.message}
        )
    return found


def test_every_model_is_asked_as_recorded(tmp_path: Path) -> None:
    assert bodies(tmp_path) == json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize("sdk", ["openai", "fal"])
async def test_the_body_goes_out_as_it_is_shown(
    tmp_path: Path, openai: OpenAIProvider, fal: FalProvider, monkeypatch: pytest.MonkeyPatch, sdk: str
) -> None:
    monkeypatch.setattr("plx_runtime.backends.fal.POLL", (0.001, 0.001))
    checked = checked_at(tmp_path)
    backend = OpenAIBackend("k", openai.url) if sdk == "openai" else FalBackend("k", fal.url)
    provider = openai if sdk == "openai" else fal
    for entries in load_embedded().models.values():
        if not any(model.sdk == sdk for model in entries):
            continue
        choice = next(model.provider_id for model in entries if model.sdk == sdk)
        job = job_for(checked, choice, {})
        if isinstance(job, Job) and job.backend == sdk:
            await backend.buy(job.requests[0], Stop(10.0), Silent())
            sent = [each for each in provider.requests if each.method == "POST"][-1]
            assert sent.body == job.requests[0].body
            assert sent.path.endswith("/images/generations" if sdk == "openai" else job.endpoint_model)
    await backend.close()


# -- options --------------------------------------------------------------------------------------


@pytest.fixture
def checked(tmp_path: Path) -> CheckedPipe:
    return checked_at(tmp_path)


def job(checked: CheckedPipe, choice: Any, **options: Any) -> Job:
    built = job_for(checked, choice, options)
    assert isinstance(built, Job), built.message
    return built


@pytest.mark.parametrize(
    ("ratio", "size"),
    [("16:9", "landscape_16_9"), ("21:9", {"width": 1344, "height": 576}), ("3:2", {"width": 1248, "height": 832})],
)
def test_a_ratio_becomes_a_size(checked: CheckedPipe, ratio: str, size: Any) -> None:
    built = job(checked, "flux-pro/v1.1", aspect_ratio=ratio)
    assert built.requests[0].body["image_size"] == size
    assert built.width
    assert built.height


def test_a_ratio_that_a_model_cannot_make_is_refused(checked: CheckedPipe) -> None:
    refusal = job_for(checked, "gpt-image-1", {"aspect_ratio": "21:9"})
    assert isinstance(refusal, Refusal)
    assert "21:9" in refusal.message
    assert "1:1" in refusal.message


def test_zero_is_a_seed(checked: CheckedPipe) -> None:
    assert job(checked, "flux-pro/v1.1", seed=0).requests[0].body["seed"] == 0


@pytest.mark.parametrize("seed", ["auto", None])
def test_a_seed_is_drawn_and_recorded(checked: CheckedPipe, seed: Any) -> None:
    options = {} if seed is None else {"seed": seed}
    [first, second] = job(checked, "flux-pro/v1.1", **options).requests
    assert (first.body["seed"], second.body["seed"]) == (4711, 4711 + 4)
    assert first.seeds == (4711,) * 4


def test_seeds_do_not_repeat(checked: CheckedPipe) -> None:
    built = job(checked, "fal-ai/flux-2-pro", seed=10)
    assert [request.body["seed"] for request in built.requests] == [10, 11, 12, 13, 14, 15]


def test_no_seed_for_a_model_that_takes_none(checked: CheckedPipe) -> None:
    built = job(checked, "gpt-image-2", seed=5)
    assert "seed" not in built.requests[0].body
    assert built.requests[0].seeds == (None,) * 6
    [note] = [note for note in built.notes if note.option == "seed"]
    assert (note.what, note.asked, note.sent) == ("dropped", 5, None)


@pytest.mark.parametrize(
    ("choice", "parts"), [("gpt-image-2", [6]), ("flux-pro/v1.1", [4, 2]), ("fal-ai/flux-2-pro", [1] * 6)]
)
def test_images_are_split_over_calls(checked: CheckedPipe, choice: str, parts: list[int]) -> None:
    built = job(checked, choice)
    assert [request.count for request in built.requests] == parts
    assert [request.first for request in built.requests] == [sum(parts[:nth]) for nth in range(len(parts))]
    assert [request.number for request in built.requests] == list(range(1, len(parts) + 1))


def test_a_stream_brings_one_image_at_a_time(checked: CheckedPipe) -> None:
    built = job_for(checked, "gpt-image-2", {}, partials=2)
    assert isinstance(built, Job)
    assert [request.count for request in built.requests] == [1] * 6
    assert built.requests[0].body["partial_images"] == 2


def test_what_fal_has_no_stream_for_is_not_asked(checked: CheckedPipe) -> None:
    built = job_for(checked, "flux-pro/v1.1", {}, partials=2)
    assert isinstance(built, Job)
    assert "stream" not in built.requests[0].body


def test_every_option_that_does_not_go_out_as_written_is_noted(checked: CheckedPipe) -> None:
    built = job(checked, "flux-pro/v1.1", quality="high", guidance_scale=3.5, nb_steps=20, background="transparent")
    noted = {note.option: note.what for note in built.notes}
    assert noted == {
        "quality": "dropped",
        "guidance_scale": "dropped",
        "nb_steps": "dropped",
        "background": "dropped",
        "nb_output": "adapted",
    }


def test_a_nearest_value_is_noted(checked: CheckedPipe) -> None:
    built = job(checked, "fast-lightning-sdxl", nb_steps=5)
    [note] = [note for note in built.notes if note.option == "nb_steps"]
    assert note.what == "adapted"
    assert built.requests[0].body["num_inference_steps"] == note.sent


def test_an_estimate_covers_all_images(checked: CheckedPipe) -> None:
    estimate = job(checked, "flux-pro/v1.1-ultra").estimate
    assert estimate is not None
    assert estimate.low == estimate.high == pytest.approx(6 * 0.06)


def test_a_prompt_longer_than_the_model_reads(checked: CheckedPipe) -> None:
    resolution = resolve(load_embedded(), "gpt-image-2", {})
    assert isinstance(resolution, Resolution)
    refusal = build(checked, resolution, "x" * 32_001, {}, drawn=1)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "prompt_too_long"


# -- servers of one's own -------------------------------------------------------------------------

LOCAL = """\
["my-model"]
model_id = "Qwen/Qwen-Image"
sdk = "openai"
model_type = "img_gen"
inputs = ["text"]
outputs = ["image"]
costs = { input = 0.0, output = 0.0 }
"""

OWN_PIPE = """
[pipe.local]
type = "PipeImgGen"
description = "From a server of one's own"
output = "Image"
img_gen_prompt = "A red square"
img_gen = "my-model"
aspect_ratio = "1:1"
seed = 3
nb_steps = 9
"""


async def test_a_local_server_is_asked_only_what_the_pipe_asks(project: Project, openai: OpenAIProvider) -> None:
    project.write(
        ".pipelex/inference/backends.toml", f'[local]\nenabled = true\nendpoint = "{openai.url}"\napi_key = ""\n'
    )
    project.write(".pipelex/inference/backends/local.toml", LOCAL)
    project.write("tests.plx", 'domain = "tests"\n' + OWN_PIPE)
    ran = await project.run("local")
    assert ran.done, ran.last
    assert openai.generations[0].body == {
        "model": "Qwen/Qwen-Image",
        "prompt": "A red square",
        "size": "1024x1024",
        "seed": 3,
        "num_inference_steps": 9,
    }
    assert ran.images[0].seed == 3


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_text(json.dumps(bodies(Path(folder)), indent=1, ensure_ascii=False) + "\n", "utf-8")
