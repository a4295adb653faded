"""Carrying out a plan: calls side by side, each image shown when it is on disk, and a proper end whatever happens."""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
from typing import TYPE_CHECKING, Any

from plx_lsp import __version__
from plx_runtime import cost, endings, gallery, ledger, store
from plx_runtime.access import is_loopback, origin
from plx_runtime.calls import Call, Result
from plx_runtime.download import IMAGE_HOSTS, Fetcher
from plx_runtime.events import Cost, Done, Failed, Started, Stream, Warned
from plx_runtime.manifest import Manifest, ModelRecord, Source
from plx_runtime.paths import seen_from
from plx_runtime.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_runtime.backends.interface import Backend
    from plx_runtime.endings import Ending
    from plx_runtime.events import Price
    from plx_runtime.job import Job
    from plx_runtime.manifest import CallRecord
    from plx_runtime.options import Options
    from plx_runtime.prepare import Plan
    from plx_runtime.stop import Stop

HOSTS_VARIABLE = "PLX_IMAGE_HOSTS"
"""Hosts, beside the provider's own, that images may be fetched from."""


async def perform(
    plan: Plan, options: Options, stream: Stream, stop: Stop, environment: Mapping[str, str]
) -> Done | Failed:
    """Make the images of `plan`. The last event, which is also on the stream: `done` or `failed`."""
    try:
        store.ready(plan.out)
        book = ledger.Ledger(ledger.path_of(plan.out, plan.run))
    except store.StoreError as error:
        return stream.emit(Failed, code=error.code, message=str(error), missing=plan.job.count)
    except ledger.LedgerBusyError:
        message = f"Run {plan.run} is still going on in another process."
        return stream.emit(Failed, code="run_busy", message=message, missing=plan.job.count)
    shop = _workshop(plan, options, stream, stop, environment, book)
    try:
        if plan.memory is None:
            book.write("run", run=plan.run, job=plan.job.model_dump(mode="json"), settings=plan.settings)
        announce(plan, stream)
        results = await _work(shop, plan, options.concurrency)
        return _end(plan, results, shop)
    finally:
        book.close()
        await shop.close()


def announce(plan: Plan, stream: Stream) -> None:
    """Emit `started`, and what the user should know before anything is sent."""
    job = plan.job
    stream.emit(
        Started,
        pipe=job.pipe,
        source=job.source,
        model=job.model,
        handle=job.handle,
        backend=job.backend,
        endpoint_model=job.endpoint_model,
        count=job.count,
        aspect_ratio=job.aspect_ratio,
        width=job.width,
        height=job.height,
        prompt=job.prompt,
        preview=job.backend == "preview",
        estimate=job.estimate,
        notes=job.notes,
        out=plan.out,
    )
    for code, message in plan.warnings:
        stream.emit(Warned, code=code, message=message)


def backend_of(plan: Plan) -> Backend:
    """The backend of a plan, its SDK not loaded yet. Without a key it can only tell addresses."""
    if plan.route is None:
        from plx_runtime.backends.preview import PreviewBackend

        return PreviewBackend()
    key = plan.key.value if plan.key else ""
    if plan.route.sdk == "fal":
        from plx_runtime.backends.fal import FalBackend

        return FalBackend(key, plan.route.endpoint)
    from plx_runtime.backends.openai import OpenAIBackend

    return OpenAIBackend(key, plan.route.endpoint, plain=plan.route.plain)


def _workshop(
    plan: Plan,
    options: Options,
    stream: Stream,
    stop: Stop,
    environment: Mapping[str, str],
    book: ledger.Ledger,
) -> Workshop:
    backend = backend_of(plan)
    endpoint = plan.route.endpoint if plan.route else None
    more = tuple(environment.get(HOSTS_VARIABLE, "").replace(",", " ").split())
    hosts = (*IMAGE_HOSTS, *more) if backend.name == "fal" else more
    # A server of one's own serves its images itself; the providers never do.
    own = endpoint if endpoint and (is_loopback(endpoint) or (plan.route and plan.route.own)) else None
    return Workshop(
        run=plan.run,
        job=plan.job,
        out=plan.out,
        backend=backend,
        fetcher=Fetcher(hosts=hosts, origin=own),
        ledger=book,
        stream=stream,
        stop=stop,
        retry_paid=options.retry_paid,
    )


async def _work(shop: Workshop, plan: Plan, concurrency: int) -> list[Result]:
    """Work on all calls, at most `concurrency` at once."""
    gate = asyncio.Semaphore(max(1, concurrency))
    memory = plan.memory.calls if plan.memory else {}

    async def work(call: Call) -> Result:
        async with gate:
            return await call.work()

    calls = [Call(shop, request, memory.get(request.number)) for request in plan.job.requests]
    return list(await asyncio.gather(*(work(call) for call in calls)))


def _end(plan: Plan, results: list[Result], shop: Workshop) -> Done | Failed:
    """Write the manifest and the gallery, settle the ledger, and emit the last events."""
    job, stream = plan.job, shop.stream
    ending = endings.conclude(job, results, collectable=shop.backend.resumable)
    paid = cost.spent(job, (result.record for result in results))
    exact = paid.low if paid.low == paid.high else None
    stream.emit(Cost, usd=exact, low=paid.low, high=paid.high, basis=paid.basis)
    manifest_path = os.path.join(plan.out, f"{job.pipe}-{plan.run}.json")
    calls = tuple(result.record for result in results)
    written = _write(shop, manifest_path, _manifest(plan, ending, calls, paid, stream))
    page = gallery.renew(plan.out) if written else None
    _tidy(plan)
    _settle(plan, shop, ending)
    if ending.failure is not None:
        return stream.emit(Failed, **endings.failed_fields(job, ending, ending.failure, plan.out))
    return stream.emit(
        Done,
        files=endings.paths(ending.images, plan.out),
        manifest=manifest_path if written else None,
        gallery=page,
        output=endings.output(job, ending.images, plan.out),
        cost=paid,
        elapsed=stream.elapsed(),
        preview=job.backend == "preview",
    )


def _tidy(plan: Plan) -> None:
    """Unfinished pictures, and what a process that was killed left half written."""
    book = os.path.join(plan.out, ledger.FOLDER)
    store.sweep(book, plan.run, ".partial.")
    if plan.memory is not None:
        store.sweep(plan.out, plan.run, ".part")
        store.sweep(book, plan.run, ".part")


def _write(shop: Workshop, path: str, manifest: Manifest) -> bool:
    try:
        store.write_over(path, manifest.model_dump_json(indent=1).encode() + b"\n")
    except store.StoreError as error:
        shop.stream.emit(Warned, code=error.code, message=str(error))
        return False
    return True


def _settle(plan: Plan, shop: Workshop, ending: Ending) -> None:
    """Close the ledger. One that nobody needs again, or that would keep a private prompt, goes."""
    complete = ending.failure is None
    try:
        shop.ledger.write("closed", complete=complete, status=ending.status)
        if complete and (plan.job.backend == "preview" or not plan.keep_prompt):
            os.unlink(shop.ledger.path)
    except OSError as error:
        shop.warn("ledger_not_written", f"The ledger could not be closed: {error.strerror}.")


def _manifest(plan: Plan, ending: Ending, calls: tuple[CallRecord, ...], paid: Price, stream: Stream) -> Manifest:
    job, keep = plan.job, plan.keep_prompt
    endpoint = origin(plan.route.endpoint) if plan.route else "none"
    return Manifest(
        run=plan.run,
        status=ending.status,
        preview=job.backend == "preview",
        created=plan.created,
        elapsed=stream.elapsed(),
        pipe=job.pipe,
        source=Source(file=seen_from(job.source, plan.out), sha256=job.source_sha256),
        inputs=job.inputs if keep else None,
        prompt=job.prompt if keep else None,
        prompt_sha256=hashlib.sha256(job.prompt.encode("utf-8", "surrogatepass")).hexdigest(),
        model=ModelRecord(
            name=job.model,
            handle=job.handle,
            backend=job.backend,
            endpoint_model=job.endpoint_model,
            endpoint=endpoint,
        ),
        aspect_ratio=job.aspect_ratio,
        width=job.width,
        height=job.height,
        count=job.count,
        options=job.options,
        notes=job.notes,
        calls=calls if keep else tuple(_without_prompt(call) for call in calls),
        images=ending.images,
        estimate=job.estimate,
        cost=paid,
        command=endings.command(job, keep_prompt=keep),
        versions=_versions(job),
    )


def _without_prompt(call: CallRecord) -> CallRecord:
    return call.model_copy(update={"body": {name: value for name, value in call.body.items() if name != "prompt"}})


def _versions(job: Job) -> dict[str, Any]:
    from importlib.metadata import version

    package = {"openai": "openai", "fal": "fal-client", "preview": "pillow"}[job.backend]
    return {"plx-lsp": __version__, "python": platform.python_version(), package: version(package)}
