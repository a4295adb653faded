"""Stopping a run: remotely first, keeping what has arrived, and saying what it may cost."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

import plx_runtime
from plx_runtime.events import Event
from plx_runtime.stop import Stop
from tests.providers import FalProvider, OpenAIProvider
from tests.runtime.conftest import Project, Ran, until


async def cancelled_when(project: Project, pipe: str, kind: str, nth: int = 1, **options: object) -> Ran:
    """Run and cancel as soon as the nth event of this kind has been shown."""
    stop = Stop(20.0)
    seen = 0

    def reader(event: Event) -> None:
        nonlocal seen
        seen += event.event == kind
        if seen == nth:
            stop.cancel()

    return await project.run(pipe, stop=stop, reader=reader, **options)


async def test_fal_is_told(with_fal: Project, fal: FalProvider) -> None:
    fal.play("never")
    ran = await cancelled_when(with_fal, "fal_one", "log")
    assert ran.failed.code == "cancelled"
    assert fal.count("PUT", "/cancel") == 1
    assert fal.jobs["job-1"].cancelled
    assert ran.failed.request_ids == ("job-1",)
    assert ran.manifest.status == "cancelled"


async def test_fal_cannot_be_told(with_fal: Project, fal: FalProvider) -> None:
    fal.play("cancel-lost")
    ran = await cancelled_when(with_fal, "fal_one", "queued", 2)
    assert ran.failed.code == "cancelled"
    assert "could not be told" in ran.failed.message
    assert ran.failed.may_have_been_billed
    assert ran.failed.resumable


async def test_an_image_that_was_done_meanwhile_is_kept(with_fal: Project, fal: FalProvider) -> None:
    fal.play("done-meanwhile")
    ran = await cancelled_when(with_fal, "fal_one", "queued", 2)
    assert len(ran.done.files) == 1
    assert fal.count("PUT", "/cancel") == 1


async def test_what_has_arrived_is_kept(with_fal: Project, fal: FalProvider) -> None:
    fal.play("ok", "ok", "never", "never")
    ran = await cancelled_when(with_fal, "fal_each", "log", 5, concurrency=1)
    assert len(ran.failed.saved) == len(ran.files) == 2
    assert ran.failed.missing == 2
    assert fal.paid == 3, "a call that was not sent yet is not sent any more"
    fal.jobs["job-3"].scene, fal.jobs["job-3"].cancelled = "ok", False  # it had begun, and finished all the same
    fal.play("ok")
    again = await with_fal.run("fal_each", resume="")
    assert len(again.done.files) == 4


async def test_a_cancelled_job_may_be_bought_anew(with_fal: Project, fal: FalProvider) -> None:
    fal.play("never")
    ran = await cancelled_when(with_fal, "fal_one", "log")
    assert ran.failed.resumable
    fal.play("ok")
    again = await with_fal.run("fal_one", resume="")
    assert again.done
    assert fal.paid == 2


async def test_openai_is_hung_up_on(with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("hang")
    stop = Stop(20.0)
    task = asyncio.ensure_future(with_openai.run("openai_one", stop=stop))
    await until(lambda: openai.requests)
    stop.cancel()
    ran = await task
    assert ran.failed.code == "cancelled"
    assert ran.failed.may_have_been_billed
    assert not ran.failed.resumable
    await until(lambda: openai.hung_up)
    assert openai.paid == 1


async def test_a_deadline_does_the_same(with_fal: Project, fal: FalProvider) -> None:
    fal.play("never")
    stop = Stop(20.0)

    def expire(event: Event) -> None:
        if event.event == "log":  # type: ignore[attr-defined]
            stop._ends = time.monotonic()

    ran = await with_fal.run("fal_one", stop=stop, reader=expire)
    assert ran.failed.code == "deadline"
    assert fal.count("PUT", "/cancel") == 1
    assert fal.paid == 1


@pytest.mark.parametrize("pipe", ["openai_one", "fal_one"])
async def test_a_provider_that_never_answers(
    with_openai: Project, with_fal: Project, openai: OpenAIProvider, fal: FalProvider, pipe: str
) -> None:
    openai.play("hang")
    fal.play("hang")
    ran = await with_fal.run(pipe, deadline=1.0)
    assert ran.failed.code in ("deadline", "unknown_outcome", "not_fetched")
    # On a machine too busy to send it within a second, nothing was sent and nothing is owed.
    assert openai.paid + fal.paid == ran.failed.may_have_been_billed


async def test_nothing_is_sent_after_the_deadline(with_openai: Project, openai: OpenAIProvider) -> None:
    ran = await with_openai.run("openai_one", deadline=1e-9)
    assert ran.failed.code == "deadline"
    assert openai.paid == 0
    assert not ran.failed.may_have_been_billed
    assert ran.failed.resumable


async def test_cancelling_the_task_cancels_the_job(
    with_fal: Project, fal: FalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    fal.play("never")
    for name, value in with_fal.environment.items():
        monkeypatch.setenv(name, value)
    task = asyncio.ensure_future(plx_runtime.run_async(str(with_fal.file), "fal_one"))
    await until(lambda: fal.jobs)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert fal.jobs["job-1"].cancelled


# -- signals --------------------------------------------------------------------------------------


def begin(project: Project, pipe: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "plx_runtime", "run", str(project.file), pipe],
        env={**os.environ, **project.environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for_job(fal: FalProvider) -> None:
    end = time.monotonic() + 20
    while fal.count("GET", "/status") < 2:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels(with_fal: Project, fal: FalProvider, number: int) -> None:
    fal.play("never")
    process = begin(with_fal, "fal_one")
    wait_for_job(fal)
    process.send_signal(number)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert '"event":"failed"' in out.splitlines()[-1]
    assert '"code":"cancelled"' in out.splitlines()[-1]
    assert fal.jobs["job-1"].cancelled


def test_a_second_signal_leaves(with_fal: Project, fal: FalProvider) -> None:
    fal.play("cancel-lost")
    process = begin(with_fal, "fal_one")
    wait_for_job(fal)
    process.send_signal(signal.SIGINT)
    while not fal.count("PUT", "/cancel"):
        time.sleep(0.01)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert time.monotonic() - began < 1.5, "fal was given three seconds; the second signal does not wait for them"
    assert '"event":"failed"' in out.splitlines()[-1]
    assert '"request_ids":["job-1"]' in out.splitlines()[-1]
