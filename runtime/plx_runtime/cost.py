"""What a run has cost, from what the provider counted, or from list prices where it counts nothing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plx_runtime.events import Price
from plx_runtime.untyped import integer, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plx_runtime.job import Job
    from plx_runtime.manifest import CallRecord

FREE = Price(low=0.0, high=0.0, basis="a preview costs nothing")
_PER = 1_000_000  # token prices are for a million


def spent(job: Job, calls: Iterable[CallRecord]) -> Price:
    """What the calls have cost together. A call that may have been billed counts in `high` only."""
    if job.backend == "preview":
        return FREE
    low: float | None = 0.0
    high: float | None = 0.0
    ways: dict[str, None] = {}
    for call in calls:
        if call.outcome != "done" and not call.may_have_been_billed:
            continue
        least, most, way = _of_call(job, call)
        ways[way] = None
        low = _sum(low, least if call.outcome == "done" else 0.0)
        high = _sum(high, most)
    return Price(low=_money(low), high=_money(high), basis="; ".join(ways) or "nothing was bought")


def _of_call(job: Job, call: CallRecord) -> tuple[float | None, float | None, str]:
    counted = _counted(job.token_prices, call.usage or {})
    if counted is not None:
        return counted, counted, "tokens as the provider counted them, at list price"
    estimate = job.estimate
    if estimate is None or estimate.low is None or estimate.high is None:
        return None, None, estimate.basis if estimate else "no price is known"
    share = call.count / job.count
    return estimate.low * share, estimate.high * share, "list price"


def _counted(prices: Mapping[str, float], usage: Mapping[str, Any]) -> float | None:
    """The price of the tokens of one call; None where they were not counted or have no price."""
    made = integer(usage.get("output_tokens"))
    if made is None or "image_output" not in prices:
        return None
    read = table(usage.get("input_tokens_details"))
    texts = integer(read.get("text_tokens")) or 0
    images = integer(read.get("image_tokens")) or 0
    if not read:
        texts = integer(usage.get("input_tokens")) or 0
    total = (
        texts * prices.get("text_input", 0.0) + images * prices.get("image_input", 0.0) + made * prices["image_output"]
    )
    return total / _PER


def _sum(total: float | None, part: float | None) -> float | None:
    return None if total is None or part is None else total + part


def _money(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 6)
