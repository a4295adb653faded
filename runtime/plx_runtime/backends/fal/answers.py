"""Reading what fal answers: results, and the two shapes its refusals come in. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plx_runtime.backends.interface import Answer, CallError, Picture
from plx_runtime.backends.waiting import retry_after
from plx_runtime.untyped import integer, items, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_result(result: object, request_id: str) -> Answer:
    """The images of a result. Those that fal marks as unsafe come back black; they count as withheld.

    Raises:
        CallError: `bad_answer`: it holds none.
    """
    held = table(result)
    flags = items(held.get("has_nsfw_concepts"))
    seed = integer(held.get("seed"))
    pictures = [
        Picture(url=url, seed=seed, blocked=nth < len(flags) and flags[nth] is True)
        for nth, image in enumerate(items(held.get("images")) or [held.get("image")])
        if (url := text(table(image).get("url")))
    ]
    if not pictures:
        raise CallError("bad_answer", "fal's result holds no image.", request_id=request_id)
    timings = table(held.get("timings"))
    return Answer(tuple(pictures), request_id, {"timings": timings} if timings else None)


def read_refusal(
    status: int, body: Mapping[str, Any], headers: Mapping[str, str], request_id: str | None = None
) -> CallError:
    """What an HTTP status and fal's `detail` mean.

    A model's faults come as a list (`loc`, `msg`, `type`), the platform's as a text with an `error_type` beside it.
    """
    faults = [table(fault) for fault in items(body.get("detail"))]
    kind = text(faults[0].get("type") if faults else body.get("error_type"))
    message = "; ".join(_fault(fault) for fault in faults) or text(body.get("detail")) or f"HTTP {status}"
    about: dict[str, Any] = {"request_id": request_id, "status": status, "code": kind}
    if kind == "content_policy_violation":
        return CallError("moderated", message, **about)
    if kind == "client_cancelled":
        return CallError("cancelled", message, billed=False, **about)
    if status == 402 or "exhausted balance" in message.lower():
        return CallError("quota", message, **about)
    if status in (401, 403):
        return CallError("auth", message, **about)
    if status == 429:
        return CallError("rate_limited", message, retry_after=retry_after(headers), **about)
    if 300 <= status < 400:
        return CallError("unsafe", f"fal answered with a redirect (HTTP {status}), not followed.", **about)
    return CallError("server" if status >= 500 else "bad_parameter", message, **about)


def _fault(fault: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in items(fault.get("loc")) if part != "body")
    return f"{where}: {fault.get('msg')}" if where else str(fault.get("msg"))
