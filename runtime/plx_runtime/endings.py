"""How a run ends: the one last event, and the manifest, from what became of its calls. Pure, but for file names."""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from plx_runtime.events import ImageContent
from plx_runtime.paths import near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plx_runtime.backends.interface import CallError
    from plx_runtime.calls import Result
    from plx_runtime.job import Job
    from plx_runtime.manifest import SavedImage

_HINTS: dict[str, str] = {
    "not_sent": "Check the network, then run again; nothing was bought.",
    "rate_limited": "Wait, or lower --concurrency; nothing was bought.",
    "quota": "Add credit to the account, then run again.",
    "auth": "Check the key: is it right, active, and allowed to use this model?",
    "bad_parameter": "The provider refused a value; --dry-run shows the exact request.",
    "moderated": "Change the prompt, or the pipe's safety settings where the model has them.",
    "server": "Look at the provider's usage page before you run it again.",
    "unknown_outcome": "Look at the provider's usage page before you run it again.",
    "not_fetched": "--resume fetches it, and buys nothing.",
    "bad_answer": "Look at the provider's usage page before you run it again.",
}
_RESUME = "--resume picks up where this run ended, and buys nothing twice."
_BEYOND_RESUME = ("moderated", "bad_parameter", "not_fetched")
"""Outcomes whose hint does not end in `_RESUME`: it would send the very request again that was refused, or the hint
speaks of it already."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a run. `failure` is the fault to tell first; None where every image is there."""

    images: tuple[SavedImage, ...]
    missing: int
    failure: CallError | None
    resumable: bool
    request_ids: tuple[str, ...]
    billed: bool

    @property
    def status(self) -> Literal["done", "partial", "failed", "cancelled"]:
        """One word for the manifest."""
        if self.failure is None:
            return "done"
        if self.failure.outcome == "cancelled":
            return "cancelled"
        return "partial" if self.images else "failed"


def conclude(job: Job, results: Sequence[Result], *, collectable: bool) -> Ending:
    """The ending that these results come to. `collectable`: the backend can find a call again by its id."""
    images = sorted((image for result in results for image in result.saved), key=lambda image: image.index)
    failed = [result for result in results if result.failure is not None]
    ids = tuple(result.record.request_id for result in failed if result.record.request_id)
    return Ending(
        images=tuple(images),
        missing=job.count - len(images),
        failure=_foremost([result.failure for result in failed if result.failure is not None]),
        resumable=any(_can_go_on(result, collectable=collectable) for result in failed),
        request_ids=ids,
        billed=any(result.record.may_have_been_billed for result in failed),
    )


def _foremost(failures: list[CallError]) -> CallError | None:
    """The fault to tell: that the user stopped the run, else the first that may have cost something, else the first."""
    stopped = [failure for failure in failures if failure.outcome in ("cancelled", "deadline")]
    costly = [failure for failure in failures if failure.billed]
    return next(iter((*stopped, *costly, *failures)), None)


def _can_go_on(result: Result, *, collectable: bool) -> bool:
    """Whether the call can be finished without any chance of paying for it twice."""
    if result.failure is not None and result.failure.outcome == "not_fetched":
        return True  # its answer is on disk
    return not result.record.may_have_been_billed or (collectable and result.record.request_id is not None)


def failed_fields(job: Job, ending: Ending, failure: CallError, out: str) -> dict[str, Any]:
    """The fields of the `failed` event."""
    kept = f"{len(ending.images)} of {job.count} images are saved. " if ending.images else ""
    resume = _RESUME if ending.resumable and failure.outcome not in _BEYOND_RESUME else None
    hint = " ".join(part for part in (_HINTS.get(failure.outcome), resume) if part)
    return {
        "code": failure.outcome,
        "message": f"{kept}{failure.sentence}",
        "hint": hint or None,
        "may_have_been_billed": ending.billed,
        "request_ids": ending.request_ids,
        "resumable": ending.resumable,
        "saved": paths(ending.images, out),
        "missing": ending.missing,
    }


def output(job: Job, images: Sequence[SavedImage], out: str) -> ImageContent | tuple[ImageContent, ...]:
    """The pipe's output as the page has it: one `ImageContent`, or a list of them."""
    contents = tuple(ImageContent(url=path, source_prompt=job.prompt) for path in paths(images, out))
    return contents if job.many else contents[0]


def paths(images: Sequence[SavedImage], out: str) -> tuple[str, ...]:
    """The absolute paths of saved images, in the order of their index."""
    return tuple(os.path.join(out, image.file) for image in images)


def command(job: Job, *, keep_prompt: bool) -> str:
    """The command that runs the job again. Where the prompt is withheld, so are the inputs."""
    words = ["plx", "run", near(job.source), job.pipe]
    given = job.inputs if keep_prompt else {}
    # `--input` takes text only, and reads `@…` from a file.
    paired = all(isinstance(value, str) and not value.startswith("@") for value in given.values())
    if paired:
        for name, value in given.items():
            words += ["--input", f"{name}={value}"]
    else:
        words += ["--inputs", "-"]
    if job.backend == "preview":
        words.append("--preview")
    piped = "" if paired else f"printf %s {shlex.quote(json.dumps(given, ensure_ascii=False))} | "
    return piped + shlex.join(words)
