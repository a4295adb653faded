"""Whatever a provider does, an image is bought at most once, and what is known about its price is told."""

import pytest

from tests.providers import FalProvider, OpenAIProvider
from tests.runtime.conftest import KEYS, Project

OPENAI_FAILURES = [
    # scene, code, calls that a provider may bill, may have been billed
    ("quota", "quota", 1, False),
    ("moderation", "moderated", 1, False),
    ("bad-parameter", "bad_parameter", 1, False),
    ("fastapi-error", "bad_parameter", 1, False),
    ("key-refused", "auth", 1, False),
    ("not-allowed", "auth", 1, False),
    ("no-model", "bad_parameter", 1, False),
    ("server-error", "server", 1, True),
    ("overloaded", "server", 1, True),
    ("bad-gateway", "server", 1, True),
    ("drop", "unknown_outcome", 1, True),
    ("truncated", "unknown_outcome", 1, True),
    ("broken-json", "bad_answer", 1, True),
    ("html", "bad_answer", 1, True),
    ("no-data", "bad_answer", 1, True),
    ("null-data", "bad_answer", 1, True),
    ("wrong-types", "bad_answer", 1, True),
    ("no-base64", "bad_answer", 1, True),
    ("no-image", "bad_answer", 1, True),
    ("redirect", "unsafe", 1, True),
    ("foreign-address", "unsafe", 1, True),
    ("rate-limited-long", "rate_limited", 1, False),
]

FAL_FAILURES = [
    ("server-error", "server", 1, True),
    ("bad-gateway", "server", 1, True),
    ("key-refused", "auth", 1, False),
    ("no-balance", "quota", 1, False),
    ("no-model", "bad_parameter", 1, False),
    ("bad-parameter", "bad_parameter", 1, False),
    ("drop", "unknown_outcome", 1, True),
    ("taken-and-dropped", "unknown_outcome", 1, True),
    ("truncated", "unknown_outcome", 1, True),
    ("broken-json", "unknown_outcome", 1, True),
    ("html", "unknown_outcome", 1, True),
    ("redirect", "unsafe", 1, True),
    ("rate-limited-long", "rate_limited", 1, False),
    ("moderation", "moderated", 1, False),
    ("nsfw", "moderated", 1, True),
    ("runner", "server", 1, True),
    ("status-500", "unknown_outcome", 1, True),
    ("no-images", "bad_answer", 1, True),
    ("wrong-types", "unknown_outcome", 1, True),
    ("result-html", "unknown_outcome", 1, True),
    ("foreign-host", "unsafe", 1, True),
    ("file-html", "bad_answer", 1, True),
    ("file-private", "unsafe", 1, True),
    ("file-loop", "unsafe", 1, True),
    ("file-cut", "not_fetched", 1, True),
    ("file-500", "not_fetched", 1, True),
    ("file-announced-huge", "bad_answer", 1, True),
    ("file-huge", "bad_answer", 1, True),
]


@pytest.mark.parametrize(("scene", "code", "paid", "billed"), OPENAI_FAILURES)
async def test_openai_fails(
    with_openai: Project, openai: OpenAIProvider, scene: str, code: str, paid: int, billed: bool
) -> None:
    openai.play(scene)
    ran = await with_openai.run("openai_one")
    assert (ran.failed.code, openai.paid, ran.failed.may_have_been_billed) == (code, paid, billed)
    assert ran.failed.missing == 1
    assert ran.manifest.status == "failed"
    assert ran.manifest.calls[0].attempts == 1


@pytest.mark.parametrize(("scene", "code", "paid", "billed"), FAL_FAILURES)
async def test_fal_fails(with_fal: Project, fal: FalProvider, scene: str, code: str, paid: int, billed: bool) -> None:
    fal.play(scene)
    ran = await with_fal.run("fal_one")
    assert (ran.failed.code, fal.paid, ran.failed.may_have_been_billed) == (code, paid, billed)
    assert ran.failed.missing == 1


@pytest.mark.parametrize("scene", ["moderation", "bad-parameter", "no-model"])
async def test_a_refused_request_is_not_recommended_again(
    with_openai: Project, openai: OpenAIProvider, scene: str
) -> None:
    """`--resume` sends the request as it was: a changed prompt wants a new run."""
    openai.play(scene)
    ran = await with_openai.run("openai_one")
    assert ran.failed.hint
    assert "--resume" not in ran.failed.hint


async def test_an_image_that_was_not_fetched_is_fetched_later(with_fal: Project, fal: FalProvider) -> None:
    fal.play("file-500", "ok")
    ran = await with_fal.run("fal_one")
    assert ran.failed.resumable
    assert ran.failed.hint == "--resume fetches it, and buys nothing."
    assert "The image is made, but could not be fetched." in ran.failed.message
    assert "paid" not in ran.failed.message


async def test_what_a_provider_says_ends_in_a_full_stop(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("rate-limited", "ok")
    ran = await with_openai.run("openai_one")
    assert ran.done
    assert "Rate limit reached. Nothing was bought; trying again" in ran.of("log")[0].message


async def test_a_lost_answer_names_the_job_where_it_is_known(with_fal: Project, fal: FalProvider) -> None:
    fal.play("runner")
    ran = await with_fal.run("fal_one")
    assert ran.failed.request_ids == ("job-1",)
    assert ran.manifest.calls[0].request_id == "job-1"


@pytest.mark.parametrize(
    "scene", ["status-lost", "status-500-once", "bare-status", "only-an-id", "foreign", "data-address"]
)
async def test_fal_stumbles_and_the_image_comes(with_fal: Project, fal: FalProvider, scene: str) -> None:
    fal.play(scene)
    ran = await with_fal.run("fal_one")
    assert len(ran.done.files) == 1
    assert fal.paid == 1


async def test_the_key_goes_to_no_host_that_an_answer_names(with_fal: Project, fal: FalProvider) -> None:
    fal.play("foreign")
    ran = await with_fal.run("fal_one")
    assert ran.done
    assert {each.headers["host"] for each in fal.requests} == {fal.origin.removeprefix("http://")}


async def test_images_are_fetched_without_the_key(with_fal: Project, fal: FalProvider) -> None:
    await with_fal.run("fal_one")
    [fetched] = [each for each in fal.requests if each.path.startswith("/files/")]
    assert "authorization" not in fetched.headers
    assert KEYS["FAL_KEY"] not in str(fetched.headers)


async def test_openai_server_gives_an_address_of_its_own(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("address")
    ran = await with_openai.run("openai_one")
    assert len(ran.files) == 1
    [fetched] = [each for each in openai.requests if each.method == "GET"]
    assert "authorization" not in fetched.headers


@pytest.mark.parametrize("waits", [1, 3])
async def test_openai_asks_to_wait_and_is_asked_again(with_openai: Project, openai: OpenAIProvider, waits: int) -> None:
    openai.play(*["rate-limited"] * waits, "ok")
    ran = await with_openai.run("openai_one")
    assert ran.done
    assert openai.paid == waits + 1
    assert len([log for log in ran.of("log") if "Nothing was bought" in log.message]) == waits
    assert ran.manifest.calls[0].attempts == waits + 1


async def test_fal_asks_to_wait_and_is_asked_again(with_fal: Project, fal: FalProvider) -> None:
    fal.play("rate-limited", "rate-limited", "ok")
    ran = await with_fal.run("fal_one")
    assert ran.done
    assert fal.paid == 3
    assert len(fal.jobs) == 1


async def test_asking_again_ends_with_the_deadline(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("rate-limited-slow")
    ran = await with_openai.run("openai_one", deadline=0.8)
    assert ran.failed.code in ("rate_limited", "deadline")
    assert openai.paid <= 3


@pytest.mark.parametrize("pipe", ["openai_one", "fal_one"])
async def test_nobody_there_is_tried_again_and_costs_nothing(project: Project, pipe: str) -> None:
    nobody = "http://127.0.0.1:9"
    project.environment |= {"OPENAI_BASE_URL": f"{nobody}/v1", "PLX_FAL_ENDPOINT": nobody, **KEYS}
    ran = await project.run(pipe, deadline=1.0)
    assert ran.failed.code in ("not_sent", "deadline")
    assert not ran.failed.may_have_been_billed
    assert ran.failed.resumable
    assert ran.manifest.calls[0].attempts > 1
    assert ran.manifest.cost is not None
    assert ran.manifest.cost.high == 0


async def test_a_paid_call_is_repeated_only_by_leave(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("server-error", "drop", "ok")
    ran = await with_openai.run("openai_one", retry_paid=2)
    assert ran.done
    assert openai.paid == 3


async def test_leave_counts(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("server-error")
    ran = await with_openai.run("openai_one", retry_paid=1)
    assert ran.failed.code == "server"
    assert openai.paid == 2


async def test_leave_does_not_repeat_what_is_refused(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("moderation")
    await with_openai.run("openai_one", retry_paid=3)
    assert openai.paid == 1


async def test_fewer_images_than_asked(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("one-short")
    ran = await with_openai.run("openai_four")
    assert len(ran.failed.saved) == len(ran.files) == 3
    assert ran.failed.missing == 1
    assert ran.manifest.status == "partial"
    assert openai.paid == 1


async def test_one_image_of_four_is_withheld(with_fal: Project, fal: FalProvider) -> None:
    fal.play("one-nsfw")
    ran = await with_fal.run("fal_four")
    assert [image.index for image in ran.images] == [0, 2, 3]
    assert ran.failed.code == "moderated"
    assert ran.failed.message.startswith("3 of 4 images are saved. ")


async def test_one_call_of_four_fails(with_fal: Project, fal: FalProvider) -> None:
    fal.play("ok", "moderation", "ok")
    ran = await with_fal.run("fal_each", concurrency=1)
    assert [image.index for image in ran.images] == [0, 2, 3]
    assert ran.failed.missing == 1
    assert fal.paid == 4


@pytest.mark.parametrize("scene", ["ends-early", "error-event"])
async def test_a_stream_that_breaks_off(with_openai: Project, openai: OpenAIProvider, scene: str) -> None:
    openai.play(scene)
    ran = await with_openai.run("openai_one", partials=2)
    assert ran.failed.code == {"ends-early": "unknown_outcome", "error-event": "moderated"}[scene]
    assert openai.paid == 1


@pytest.mark.parametrize("scene", ["ok", "unknown-event"])
async def test_a_stream_shows_unfinished_pictures(with_openai: Project, openai: OpenAIProvider, scene: str) -> None:
    openai.play(scene)
    ran = await with_openai.run("openai_one", partials=2)
    assert [partial.step for partial in ran.of("partial")] == [0, 1]
    assert len(ran.done.files) == 1
    assert openai.generations[0].body["stream"] is True


@pytest.mark.parametrize("scene", ["key-refused", "moderation", "rate-limited-long"])
async def test_a_stream_is_refused(with_openai: Project, openai: OpenAIProvider, scene: str) -> None:
    openai.play(scene)
    ran = await with_openai.run("openai_one", partials=1)
    assert ran.failed.code in ("auth", "moderated", "rate_limited")
    assert openai.paid == 1
