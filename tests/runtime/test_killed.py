"""`kill -9` at every step of a run, then `--resume`: every image is there, and none was bought twice."""

import os
import signal
from typing import Any

import pytest

from plx_runtime.ledger import Ledger, path_of, read
from plx_runtime.resume import recall
from tests.providers import FalProvider, OpenAIProvider
from tests.providers.serving import Exchange
from tests.runtime.conftest import Project, Ran
from tests.runtime.killing import FINISHED, run_until, start

QUICK = (8, 10, 13, 19, 45)
EVERY = range(140)


def options(project: Project, pipe: str, **more: Any) -> dict[str, Any]:
    return {"file": str(project.file), "pipe": pipe, "concurrency": 1, **more}


async def settle(project: Project, pipe: str, provider: FalProvider | OpenAIProvider) -> Ran | None:
    """Resume until everything is there. What is in doubt is bought only once it is allowed, and only once more."""
    before = provider.paid
    first = await project.run(pipe, resume="")
    if first.last.event == "done":
        return first
    if first.failed.code == "no_such_run":
        return await finished(project, pipe) if before else None
    assert first.failed.may_have_been_billed
    assert "--retry-paid" in first.failed.message
    calls = provider.paid
    again = await project.run(pipe, resume="")
    assert again.last.event == "failed"
    assert provider.paid == calls, "a call in doubt is not sent again unasked"
    return await project.run(pipe, resume="", retry_paid=1)


async def finished(project: Project, pipe: str) -> Ran:
    """A run that was killed when it had nothing left to do: asked for by its id, it shows what it has."""
    [ledger] = (name for name in os.listdir(project.out / ".runs") if name.endswith(".jsonl"))
    return await project.run(pipe, resume=ledger.removesuffix(".jsonl"))


def check(project: Project, ran: Ran | None, provider: FalProvider | OpenAIProvider, calls: int, doubts: int) -> None:
    if ran is None:
        return
    assert len(ran.done.files) == 4
    assert all(os.path.exists(path) for path in ran.done.files)
    assert sorted(image.index for image in ran.manifest.images) == [0, 1, 2, 3]
    assert len(ran.files) == 4, "no image is saved twice"
    assert len({image.sha256 for image in ran.manifest.images}) == 4
    assert calls <= provider.paid <= calls + doubts
    assert ran.steps[-1] == "closed"
    assert not list((project.out / ".runs").glob("*.answer"))
    assert not [path for path in project.out.iterdir() if path.name.endswith(".part") and ran.done.run in path.name]


async def killed_before(step: int, project: Project, pipe: str, provider: Any, calls: int) -> None:
    status = run_until(step, options(project, pipe), project.environment)
    if status == FINISHED:
        assert provider.paid == calls, "the run has fewer steps than this"
        return
    assert status == -signal.SIGKILL
    check(project, await settle(project, pipe, provider), provider, calls, doubts=1)


@pytest.mark.parametrize("step", QUICK)
async def test_fal_killed(with_fal: Project, fal: FalProvider, step: int) -> None:
    await killed_before(step, with_fal, "fal_each", fal, calls=4)


@pytest.mark.slow
@pytest.mark.parametrize("step", EVERY)
async def test_fal_killed_at_every_step(with_fal: Project, fal: FalProvider, step: int) -> None:
    await killed_before(step, with_fal, "fal_each", fal, calls=4)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(60))
async def test_fal_killed_in_one_call_of_four(with_fal: Project, fal: FalProvider, step: int) -> None:
    await killed_before(step, with_fal, "fal_four", fal, calls=1)


@pytest.mark.parametrize("step", [9, 12, 22])
async def test_openai_killed(with_openai: Project, openai: OpenAIProvider, step: int) -> None:
    await killed_before(step, with_openai, "openai_four", openai, calls=1)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(60))
async def test_openai_killed_at_every_step(with_openai: Project, openai: OpenAIProvider, step: int) -> None:
    await killed_before(step, with_openai, "openai_four", openai, calls=1)


def kill_at_request(provider: FalProvider | OpenAIProvider, nth: int) -> dict[str, int]:
    """Have the provider kill the process `victim["pid"]` when its nth request has come in and been worked on."""
    victim: dict[str, int] = {}
    real = provider.answer

    def answer(exchange: Exchange) -> None:
        if len(provider.requests) - 1 != nth or "pid" not in victim:
            real(exchange)
            return
        sent = exchange.wfile.write
        exchange.wfile.write = lambda _: 0  # type: ignore[method-assign, assignment]
        real(exchange)
        exchange.wfile.write = sent  # type: ignore[method-assign]
        os.kill(victim.pop("pid"), signal.SIGKILL)
        exchange.drop()

    provider.answer = answer  # type: ignore[method-assign]
    return victim


async def killed_at_request(nth: int, project: Project, pipe: str, provider: Any, calls: int) -> None:
    victim = kill_at_request(provider, nth)
    process = start(options(project, pipe), project.environment)
    victim["pid"] = process.pid
    process.join(30)
    if process.exitcode == FINISHED:
        assert provider.paid == calls, "the run has fewer requests than this"
        return
    check(project, await settle(project, pipe, provider), provider, calls, doubts=1)


@pytest.mark.parametrize("nth", [0, 1, 6])
async def test_fal_killed_while_it_waits(with_fal: Project, fal: FalProvider, nth: int) -> None:
    await killed_at_request(nth, with_fal, "fal_each", fal, calls=4)


@pytest.mark.slow
@pytest.mark.parametrize("nth", range(30))
async def test_fal_killed_at_every_request(with_fal: Project, fal: FalProvider, nth: int) -> None:
    await killed_at_request(nth, with_fal, "fal_each", fal, calls=4)


async def test_openai_killed_while_it_waits(with_openai: Project, openai: OpenAIProvider) -> None:
    await killed_at_request(0, with_openai, "openai_four", openai, calls=1)


def append(path: str, data: bytes) -> None:
    with open(path, "ab") as file:
        file.write(data)


# -- what a ledger remembers ----------------------------------------------------------------------


async def test_a_ledger_tells_the_whole_story(with_fal: Project) -> None:
    ran = await with_fal.run("fal_one")
    assert ran.steps == ["run", "intent", "submitted", "answered", "saved", "closed"]


async def test_a_line_cut_short_says_nothing(with_fal: Project, fal: FalProvider) -> None:
    fal.play("status-500")
    ran = await with_fal.run("fal_one")
    path = path_of(str(with_fal.out), ran.failed.run)
    append(path, b'{"step":"saved","call":1,"ima')
    fal.jobs["job-1"].scene = "ok"
    again = await with_fal.run("fal_one", resume="")
    assert again.done
    assert fal.paid == 1
    assert [entry["step"] for entry in read(path)][-1] == "closed"


async def test_a_step_of_a_later_release_says_nothing(with_fal: Project, fal: FalProvider) -> None:
    fal.play("status-500")
    ran = await with_fal.run("fal_one")
    append(path_of(str(with_fal.out), ran.failed.run), b'{"step":"polished","call":1}\n[]\n7\n')
    fal.jobs["job-1"].scene = "ok"
    assert (await with_fal.run("fal_one", resume="")).done


async def test_a_run_is_worked_on_by_one_process(with_fal: Project, fal: FalProvider) -> None:
    fal.play("status-500")
    ran = await with_fal.run("fal_one")
    busy = Ledger(path_of(str(with_fal.out), ran.failed.run))
    again = await with_fal.run("fal_one", resume=ran.failed.run)
    busy.close()
    assert again.failed.code == "run_busy"


async def test_a_finished_run_is_not_resumed(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("fal_one")
    assert (await with_fal.run("fal_one", resume="")).failed.code == "no_such_run"
    again = await with_fal.run("fal_one", resume=ran.done.run)
    assert again.done.files == ran.done.files
    assert fal.paid == 1


async def test_resume_goes_by_the_ledger_not_by_the_file(with_fal: Project, fal: FalProvider) -> None:
    fal.play("ok", "moderation", "ok")
    ran = await with_fal.run("fal_each", concurrency=1)
    with_fal.write("tests.plx", with_fal.file.read_text().replace("A blue circle", "Something else"))
    fal.play("ok")
    again = await with_fal.run("fal_each", resume="")
    assert again.done.run == ran.failed.run
    assert len(again.done.files) == 4
    assert {each.body["prompt"] for each in fal.submissions} == {"A blue circle"}
    assert [each.body["seed"] for each in fal.submissions] == [100, 101, 102, 103, 101]


async def test_an_image_thrown_away_since_is_fetched_again(with_fal: Project, fal: FalProvider) -> None:
    fal.play("ok", "ok", "ok", "moderation")
    ran = await with_fal.run("fal_each", concurrency=1)
    os.unlink(ran.failed.saved[0])
    fal.play("ok")
    again = await with_fal.run("fal_each", resume="")
    assert len(again.done.files) == 4
    assert fal.paid == 5  # the moderated one was not billed


async def test_no_such_run(with_fal: Project) -> None:
    ran = await with_fal.run("fal_one", resume="20260101-000000-0000")
    assert ran.failed.code == "no_such_run"
    assert recall(str(with_fal.out), "../../etc/passwd") is None


async def test_a_preview_never_resumes_a_run_that_has_to_be_paid_for(with_fal: Project, fal: FalProvider) -> None:
    fal.play("moderation")
    ran = await with_fal.run("fal_one")
    for more in ({"preview": True}, {"preview": True, "untrusted": True}):
        assert (await with_fal.run("fal_one", resume="", **more)).failed.code == "no_such_run"
        assert (await with_fal.run("fal_one", resume=ran.failed.run, **more)).failed.code == "not_a_preview"
    assert (await with_fal.run("fal_one", resume="", untrusted=True)).failed.code == "untrusted"
    assert len(fal.submissions) == 1


async def test_a_stopped_preview_is_not_what_resume_means(with_fal: Project, fal: FalProvider) -> None:
    fal.play("moderation")
    ran = await with_fal.run("fal_one")
    await with_fal.run("fal_one", preview=True, deadline=1e-9)
    fal.play("ok")
    assert (await with_fal.run("fal_one", resume="")).done.run == ran.failed.run


async def test_the_rest_of_a_run_keeps_to_a_limit(with_fal: Project, fal: FalProvider) -> None:
    fal.play("ok", "ok", "moderation", "moderation")
    await with_fal.run("fal_each", concurrency=1)
    before = len(fal.submissions)
    refused = await with_fal.run("fal_each", resume="", max_cost=0.001)
    assert refused.failed.code == "too_expensive"
    assert len(fal.submissions) == before
    assert (await with_fal.run("fal_each", max_cost=0.13)).failed.code == "too_expensive"  # all four would be
    fal.play("ok", "ok")
    assert len((await with_fal.run("fal_each", resume="", max_cost=0.13)).done.files) == 4
