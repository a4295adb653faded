"""What an earlier process left behind: read from its ledger, call by call.

It tells; `calls` acts on it. A call counts as doubtful from the moment its intent was written until something says
that it cannot have been billed: that is the only safe way to read a ledger that ends in mid-air.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from plx_runtime import ledger
from plx_runtime.job import Job
from plx_runtime.manifest import CallRecord, SavedImage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(slots=True)
class CallMemory:
    """What is known of one call. `failure` is the outcome and message it ended with, if it did."""

    saved: dict[int, SavedImage] = field(default_factory=dict[int, SavedImage])
    record: CallRecord | None = None
    request_id: str | None = None
    answered: bool = False
    doubtful: bool = False
    failure: tuple[str, str] | None = None


@dataclass(slots=True)
class RunMemory:
    """What is known of one run. `settled` says that nothing is left to do."""

    run: str
    job: Job
    settings: Mapping[str, Any]
    calls: dict[int, CallMemory]
    settled: bool = False


def recall(out: str, run: str) -> RunMemory | None:
    """The run's memory from its ledger in `out`; None where there is no such run, or it never came to its plan."""
    if os.path.basename(run) != run:
        return None
    try:
        entries = ledger.read(ledger.path_of(out, run))
    except OSError:
        return None
    return _remember(out, run, entries)


def unbought(memory: RunMemory, *, retry_paid: bool) -> int:
    """How many images the rest of a run may have to buy: those of calls that were not made, or brought nothing."""
    return sum(
        request.count
        for request in memory.job.requests
        if _is_to_buy(memory.calls.get(request.number), request.count, retry_paid=retry_paid)
    )


def _is_to_buy(call: CallMemory | None, images: int, *, retry_paid: bool) -> bool:
    if call is None:
        return True
    if call.answered or len(call.saved) == images:
        return False
    if call.doubtful:  # what has an id is collected, and nothing else is sent again without leave
        return retry_paid
    return call.failure is not None or call.request_id is None


def latest(out: str, source: str, pipe: str, *, preview: bool) -> RunMemory | None:
    """The newest run (or preview) of this pipe, of any pipe of `source` where none is named, that is not settled."""
    folder = os.path.join(out, ledger.FOLDER)
    try:
        names = sorted(os.listdir(folder), reverse=True)
    except OSError:
        return None
    for name in names:
        run, dot, extension = name.rpartition(".")
        memory = recall(out, run) if dot and extension == "jsonl" else None
        if memory is None or memory.settled or preview != (memory.job.backend == "preview"):
            continue
        if memory.job.source == source and pipe in ("", memory.job.pipe):
            return memory
    return None


def _remember(out: str, run: str, entries: Iterable[Mapping[str, Any]]) -> RunMemory | None:
    memory: RunMemory | None = None
    for entry in entries:
        if entry["step"] == "run":
            memory = memory or RunMemory(run, Job.model_validate(entry["job"]), entry["settings"], {})
        elif memory is not None:
            # A step that this release does not know tells it nothing.
            _STEPS.get(entry["step"], _pass)(memory, entry, out)
    return memory


def _intent(memory: RunMemory, entry: Mapping[str, Any], _out: str) -> None:
    call = _call(memory, entry)
    call.doubtful, call.request_id, call.failure = True, None, None


def _submitted(memory: RunMemory, entry: Mapping[str, Any], _out: str) -> None:
    _call(memory, entry).request_id = entry["request_id"]


def _answered(memory: RunMemory, entry: Mapping[str, Any], _out: str) -> None:
    call = _call(memory, entry)
    call.answered, call.record = True, CallRecord.model_validate(entry["record"])


def _saved(memory: RunMemory, entry: Mapping[str, Any], out: str) -> None:
    image = SavedImage.model_validate(entry["image"])
    # An image that was thrown away since is not there, whatever the ledger says.
    if os.path.exists(os.path.join(out, image.file)):
        _call(memory, entry).saved[image.index] = image


def _failed(memory: RunMemory, entry: Mapping[str, Any], _out: str) -> None:
    call = _call(memory, entry)
    call.failure = (entry["outcome"], entry["message"])
    call.doubtful = entry["billed"]


def _pass(_memory: RunMemory, _entry: Mapping[str, Any], _out: str) -> None:
    """Nothing to remember."""


def _closed(memory: RunMemory, entry: Mapping[str, Any], _out: str) -> None:
    memory.settled = entry["complete"]


def _call(memory: RunMemory, entry: Mapping[str, Any]) -> CallMemory:
    return memory.calls.setdefault(entry["call"], CallMemory())


_STEPS = {
    "intent": _intent,
    "submitted": _submitted,
    "answered": _answered,
    "saved": _saved,
    "failed": _failed,
    "closed": _closed,
}
