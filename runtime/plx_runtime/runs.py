"""One run from its wish to its last event: the face of the runtime for scripts and for the command line.

done = plx_runtime.run("cars.plx", "generate_car_image", preview=True)
print(done.output.url)
"""

from __future__ import annotations

import asyncio
import os
import secrets
import traceback
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from plx_runtime.events import Done, Event, Failed, RequestEvent, Stream
from plx_runtime.keys import Scrubber
from plx_runtime.options import Options
from plx_runtime.perform import announce, backend_of, perform
from plx_runtime.prepare import Plan, prepare
from plx_runtime.readers import told
from plx_runtime.refusal import Refusal
from plx_runtime.resume import unbought
from plx_runtime.stop import Stop
from plx_schema.deck import Price as Estimate
from plx_schema.deck import price_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class RunFailedError(Exception):
    """A run that did not bring all its images; `event` says everything that is known."""

    def __init__(self, event: Failed) -> None:
        super().__init__(told(event))
        self.event = event


def run(
    path: str,
    pipe: str = "",
    inputs: Mapping[str, Any] | None = None,
    *,
    on_event: Callable[[Event], None] | None = None,
    **options: Any,
) -> Done:
    """Run the image pipe `pipe` of the file at `path` and wait for its images.

    Args:
        path: a `.plx` file.
        pipe: the code of a PipeImgGen in it; if empty, its main pipe, or its only one.
        inputs: the pipe's inputs by name.
        on_event: is told every event as it happens.
        **options: the fields of `plx_runtime.options.Options`: `preview=True`, `out="folder"`, `max_cost=0.5`, ...

    Returns:
        The `done` event: `files`, `output` (one `ImageContent`, or a tuple of them), `manifest`, `cost`.

    Raises:
        ValueError: an option has a value that means nothing.
        RunFailedError: the run was refused, failed, or brought only some of its images.
    """
    return asyncio.run(run_async(path, pipe, inputs, on_event=on_event, **options))


async def run_async(
    path: str,
    pipe: str = "",
    inputs: Mapping[str, Any] | None = None,
    *,
    on_event: Callable[[Event], None] | None = None,
    **options: Any,
) -> Done:
    """`run` for a program with an event loop of its own. Cancelling the task cancels the run remotely, too."""
    wish = Options(file=path, pipe=pipe, inputs=inputs or {}, **options)
    readers = (on_event,) if on_event else ()
    stop = Stop(wish.deadline)
    task = asyncio.ensure_future(carry_out(wish, stop, *readers))
    try:
        last = await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.cancel()
        await asyncio.wait({task})
        raise
    if isinstance(last, Done):
        return last
    raise RunFailedError(last)


async def carry_out(
    options: Options,
    stop: Stop,
    *readers: Callable[[Event], None],
    confirm: Callable[[str], bool] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Done | Failed:
    """Prepare and perform a run. Always ends with `done` or `failed`, whatever happens; never raises.

    `confirm` asks the user a question about the price; without it, a run above the limit is refused.
    """
    scrub = Scrubber()
    stream = Stream(new_run_id(), *readers, scrub=scrub)
    try:
        return await _carry_out(
            options, stop, stream, scrub, confirm, os.environ if environment is None else environment
        )
    except Exception as error:  # noqa: BLE001 - the last event comes whatever happens
        return _our_fault(stream, error)


def new_run_id() -> str:
    """An id that sorts by time and that no other run has: `20261122-101530-3f9c`."""
    return f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


async def _carry_out(
    options: Options,
    stop: Stop,
    stream: Stream,
    scrub: Scrubber,
    confirm: Callable[[str], bool] | None,
    environment: Mapping[str, str],
) -> Done | Failed:
    plan = prepare(options, environment, stream.run)
    if isinstance(plan, Refusal):
        return _refuse(stream, plan)
    stream.run = plan.run
    if plan.key is not None and plan.key.variable:
        scrub.know(plan.key.value)
    if options.dry_run:
        return _show(plan, stream)
    refusal = price_gate(plan, options, confirm)
    if refusal is not None:
        return _refuse(stream, refusal)
    return await perform(plan, options, stream, stop, environment)


def price_gate(plan: Plan, options: Options, confirm: Callable[[str], bool] | None) -> Refusal | None:
    """Why the run is too expensive to begin; None if it may.

    Of an earlier run only the rest counts. Nobody is asked about that again: it was part of what was agreed to.
    """
    if plan.job.backend == "preview":
        return None
    most = _most(plan, options)
    if options.max_cost is not None and not (most is not None and most <= options.max_cost):
        worth = "has no known price" if most is None else f"may cost {_dollars(most)}"
        message = f"The run {worth}; --max-cost allows {_dollars(options.max_cost)}."
        return Refusal("too_expensive", message, "Nothing was sent.")
    if most is None or most <= plan.confirm_above or options.yes or plan.memory is not None:
        return None
    message = f"The run may cost {_dollars(most)}, more than {_dollars(plan.confirm_above)}."
    if confirm is None:
        return Refusal("confirmation_needed", message, "Say --yes to run it, or set a limit with --max-cost.")
    return None if confirm(message) else Refusal("declined", "Not confirmed.", "Nothing was sent.")


def _most(plan: Plan, options: Options) -> float | None:
    """The most that the run, or the rest of it, may cost in USD; None where no price is known."""
    if plan.memory is not None:
        images = unbought(plan.memory, retry_paid=options.retry_paid > 0)
        if images == 0:
            return 0.0
    else:
        images = plan.job.count
    most = plan.job.estimate.high if plan.job.estimate else None
    return None if most is None else most * images / plan.job.count * (1 + options.retry_paid)


def _dollars(amount: float) -> str:
    return price_text(Estimate(amount, amount, ""))


def _show(plan: Plan, stream: Stream) -> Done:
    """A dry run: the exact requests, and nothing else."""
    announce(plan, stream)
    backend = backend_of(plan)
    for request in plan.job.requests:
        method, url = backend.address(request)
        stream.emit(RequestEvent, index=request.first, count=request.count, method=method, url=url, body=request.body)
    return stream.emit(
        Done,
        files=(),
        manifest=None,
        gallery=None,
        output=None,
        cost=None,
        elapsed=stream.elapsed(),
        preview=plan.job.backend == "preview",
    )


def _refuse(stream: Stream, refusal: Refusal) -> Failed:
    return stream.emit(
        Failed,
        code=refusal.code,
        message=refusal.message,
        hint=refusal.hint,
        diagnostics=refusal.diagnostics,
    )


def _our_fault(stream: Stream, error: Exception) -> Failed:
    """A bug of ours, told without a traceback. What was bought is in the ledger."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"
    message = f"A fault in plx itself ({type(error).__name__} in {place}): {error}"
    hint = "Please report it. What was bought is written down; --resume picks it up."
    return stream.emit(Failed, code="internal_error", message=message, hint=hint, resumable=True)
