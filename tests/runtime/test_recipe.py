"""What a run tells and leaves behind: events, manifest, cost, output, schemas."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from plx_runtime import schemas
from plx_runtime.cost import spent
from plx_runtime.events import Note, Price
from plx_runtime.job import Job
from plx_runtime.manifest import CallRecord
from tests.providers import FalProvider, OpenAIProvider
from tests.runtime.conftest import Project, Ran

ROOT = Path(__file__).parents[2]


async def test_the_pages_first_example(project: Project, fal: FalProvider) -> None:
    project.write("tests.plx", (ROOT / "examples" / "futuristic_car.plx").read_text("utf-8"))
    project.environment |= {"PLX_FAL_ENDPOINT": fal.url, "FAL_KEY": "k"}
    ran = await project.run("generate_car_image")
    [sent] = fal.submissions
    assert sent.path == "/fal-ai/flux-pro/v1.1"
    assert sent.body["image_size"] == "landscape_16_9"
    assert ran.done.output is not None
    assert not isinstance(ran.done.output, tuple)
    assert ran.done.output.url == ran.done.files[0]


async def test_the_pages_second_example(project: Project, fal: FalProvider) -> None:
    project.write("tests.plx", (ROOT / "examples" / "logo_variations.plx").read_text("utf-8"))
    project.environment |= {"PLX_FAL_ENDPOINT": fal.url, "FAL_KEY": "k"}
    ran = await project.run("generate_logo_variations", inputs={"prompt": "A minimalist logo"})
    assert isinstance(ran.done.output, tuple)
    assert [content.url for content in ran.done.output] == list(ran.done.files)
    assert len(ran.done.files) == 3
    assert {content.source_prompt for content in ran.done.output} == {"A minimalist logo"}


async def test_the_pages_examples_with_openai(with_openai: Project, openai: OpenAIProvider) -> None:
    for name in ("futuristic_car", "logo_variations"):
        text = (ROOT / "examples" / f"{name}.plx").read_text("utf-8")
        with_openai.write(f"{name}.plx", text.replace('"base_img_gen"', '"gpt-image-2"'))
    one = await with_openai.run("generate_car_image", file=str(with_openai.root / "futuristic_car.plx"))
    assert len(one.done.files) == 1
    assert (openai.generations[0].body["size"], openai.generations[0].body["quality"]) == ("1536x864", "high")
    given = {"prompt": "A minimalist logo"}
    three = await with_openai.run(
        "generate_logo_variations", file=str(with_openai.root / "logo_variations.plx"), inputs=given
    )
    assert len(three.done.files) == 3
    assert openai.generations[1].body["n"] == 3


async def test_a_list_of_one_is_one(with_fal: Project) -> None:
    with_fal.write("tests.plx", with_fal.file.read_text().replace('output = "Image"', 'output = "Image[1]"'))
    ran = await with_fal.run("fal_one")
    assert not isinstance(ran.done.output, tuple)


# -- events ---------------------------------------------------------------------------------------


async def test_the_order_of_events(with_fal: Project) -> None:
    ran = await with_fal.run("fal_one")
    kinds = [event.event for event in ran.events if event.event != "log"]  # type: ignore[attr-defined]
    assert kinds == ["started", "queued", "queued", "queued", "image", "cost", "done"]
    assert len({event.run for event in ran.events}) == 1
    assert [event.t for event in ran.events] == sorted(event.t for event in ran.events)


async def test_what_started_says(with_fal: Project) -> None:
    [started] = (await with_fal.run("fal_one")).of("started")
    assert (started.model, started.handle, started.backend) == ("flux-pro/v1.1", "flux-pro/v1.1", "fal")
    assert (started.count, started.width, started.height, started.aspect_ratio) == (1, 1024, 576, "16:9")
    assert started.prompt == "A blue circle"
    assert started.estimate.low < started.estimate.high


async def test_queue_positions_and_log_lines_are_told_once(with_fal: Project) -> None:
    ran = await with_fal.run("fal_one")
    assert [event.position for event in ran.of("queued")] == [None, 1, None]
    assert [event.message for event in ran.of("log")] == ["step 1/2", "step 2/2"]


async def test_a_dry_run_calls_nothing(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("fal_four", dry_run=True)
    [request] = ran.of("request")
    assert (request.method, request.url) == ("POST", f"{fal.url}/fal-ai/flux-pro/v1.1")
    assert request.body["num_images"] == 4
    assert ran.of("started")[0].estimate.high is not None
    assert ran.done.files == ()
    assert fal.requests == []
    assert not with_fal.out.exists()


async def test_a_dry_run_needs_no_key(project: Project) -> None:
    ran = await project.run("openai_one", dry_run=True)
    assert ran.of("request")[0].url == "https://api.openai.com/v1/images/generations"


# -- manifest -------------------------------------------------------------------------------------


async def test_a_manifest_is_the_recipe(with_fal: Project) -> None:
    ran = await with_fal.run("fal_four")
    manifest = ran.manifest
    assert (manifest.status, manifest.preview, manifest.pipe, manifest.count) == ("done", False, "fal_four", 4)
    assert manifest.source.file == "../tests.plx"
    assert manifest.model.endpoint.startswith("http://127.0.0.1")
    [call] = manifest.calls
    assert call.body["seed"] == 7
    assert call.request_id == "job-1"
    assert call.usage == {"timings": {"inference": 1.2}}
    assert [image.seed for image in manifest.images] == [7] * 4
    assert manifest.versions.keys() == {"plx-lsp", "python", "fal-client"}
    assert manifest.command.startswith("plx run ")


async def test_a_prompt_can_be_kept_out_of_the_files(with_fal: Project) -> None:
    ran = await with_fal.run("asked", inputs={"subject": "My secret garden"}, keep_prompt=False)
    assert ran.done
    written = "\n".join(path.read_text("utf-8", "replace") for path in ran.out.rglob("*") if path.is_file())
    assert "secret garden" not in written
    assert ran.manifest.prompt is None
    assert len(ran.manifest.prompt_sha256) == 64


async def test_a_withheld_prompt_is_still_there_to_resume(with_fal: Project, fal: FalProvider) -> None:
    fal.play("moderation")
    ran = await with_fal.run("asked", inputs={"subject": "My secret garden"}, keep_prompt=False)
    assert ran.failed
    fal.play("ok")
    again = await with_fal.run("asked", resume="")
    assert again.done
    assert fal.submissions[-1].body["prompt"] == "My secret garden"
    assert not list((again.out / ".runs").iterdir())


# -- cost -----------------------------------------------------------------------------------------


async def test_tokens_are_billed_as_counted(with_openai: Project) -> None:
    ran = await with_openai.run("openai_one")
    [cost] = ran.of("cost")
    assert cost.usd == pytest.approx((12 * 5 + 1056 * 30) / 1_000_000)
    assert ran.done.cost is not None
    assert ran.done.cost.low == ran.done.cost.high == cost.usd


def job_of(**more: Any) -> Job:
    plain: dict[str, Any] = {"pipe": "p", "source": "s", "source_sha256": "", "inputs": {}, "prompt": "x", "count": 4}
    model = {"many": True, "model": "m", "handle": "m", "backend": "fal", "endpoint_model": "m", "aspect_ratio": None}
    rest = {"width": None, "height": None, "options": {}, "requests": (), "notes": (), "token_prices": {}}
    return Job(**{**plain, **model, **rest, "estimate": Price(low=0.4, high=0.8, basis="list"), **more})


def call(outcome: str, *, count: int = 1, billed: bool = False, usage: Any = None) -> CallRecord:
    return CallRecord(
        number=1,
        first=0,
        count=count,
        method="POST",
        url="",
        body={},
        outcome=outcome,
        may_have_been_billed=billed,
        usage=usage,
    )


@pytest.mark.parametrize(
    ("calls", "low", "high"),
    [
        ([call("done")] * 4, 0.4, 0.8),
        ([call("done", count=4)], 0.4, 0.8),
        ([call("done"), call("moderated")], 0.1, 0.2),
        ([call("done"), call("unknown_outcome", billed=True)], 0.1, 0.4),
        ([call("server", billed=True)], 0.0, 0.2),
        ([call("auth")], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_a_doubtful_call_counts_in_the_upper_end_only(calls: list[CallRecord], low: float, high: float) -> None:
    price = spent(job_of(), calls)
    assert (price.low, price.high) == (pytest.approx(low), pytest.approx(high))


def test_an_unknown_price_stays_unknown() -> None:
    price = spent(job_of(estimate=Price(low=None, high=None, basis="no source")), [call("done")])
    assert (price.low, price.high, price.basis) == (None, None, "no source")


@pytest.mark.parametrize("usage", [{"output_tokens": "many"}, {}, {"output_tokens": True}, {"input_tokens": 3}])
def test_a_bill_that_makes_no_sense_is_not_believed(usage: Any) -> None:
    price = spent(job_of(token_prices={"image_output": 30.0}), [call("done", usage=usage)])
    assert price.basis == "list price"


# -- limits ---------------------------------------------------------------------------------------


async def test_a_run_above_the_limit_is_not_begun(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("fal_four", max_cost=0.1)
    assert ran.failed.code == "too_expensive"
    assert fal.requests == []
    assert (await with_fal.run("fal_four", max_cost=0.5)).done


async def test_an_unknown_price_is_above_every_limit(with_openai: Project) -> None:
    with_openai.write("tests.plx", with_openai.file.read_text().replace('"gpt-image-2"', '"gpt-image-2.6-flare"'))
    ran = await with_openai.run("openai_one", max_cost=100.0)
    assert ran.failed.code == "too_expensive"
    assert "no known price" in ran.failed.message


async def test_a_project_is_asked_above_its_price(with_fal: Project, fal: FalProvider) -> None:
    with_fal.write("plx.toml", "[run]\nconfirm-above = 0.05\n")
    ran = await with_fal.run("fal_four")
    assert ran.failed.code == "confirmation_needed"
    assert fal.requests == []
    assert (await with_fal.run("fal_four", yes=True)).done
    assert (await with_fal.run("fal_four", preview=True)).done


# -- schemas --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["events.schema.json", "manifest.schema.json"])
def test_the_committed_schemas_are_current(name: str) -> None:
    assert (ROOT / "schema" / name).read_text("utf-8") == schemas.text(schemas.build()[name]), (
        "renew them: python -m plx_runtime schema --write schema"
    )


@pytest.mark.parametrize("pipe", ["fal_four", "openai_one"])
async def test_what_is_shown_and_written_keeps_to_the_schemas(
    with_openai: Project, with_fal: Project, pipe: str
) -> None:
    ran = await with_fal.run(pipe)
    check(ran)
    dry = await with_fal.run(pipe, dry_run=True)
    for event in dry.events:
        Draft202012Validator(schemas.build()["events.schema.json"]).validate(json.loads(event.model_dump_json()))


async def test_failures_keep_to_the_schemas(with_fal: Project, fal: FalProvider) -> None:
    fal.play("one-nsfw")
    check(await with_fal.run("fal_four"))


def check(ran: Ran) -> None:
    events = Draft202012Validator(schemas.build()["events.schema.json"])
    for event in ran.events:
        events.validate(json.loads(event.model_dump_json()))
    manifest = Draft202012Validator(schemas.build()["manifest.schema.json"])
    manifest.validate(json.loads(ran.manifest.model_dump_json()))


def test_a_note_is_a_plain_value() -> None:
    note = Note(option="seed", what="dropped", asked=5, message="no seed")
    assert note.sent is None


async def test_twelve_images_in_two_calls(with_openai: Project, openai: OpenAIProvider) -> None:
    ran = await with_openai.run("openai_twelve")
    assert sorted(each.body["n"] for each in openai.generations) == [2, 10]
    assert len(ran.done.files) == 12
    assert [image.index for image in ran.manifest.images] == list(range(12))
