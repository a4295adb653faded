"""What is to be made, and the exact calls that make it: the values every other module here passes around.

Plain frozen data that survives a trip through JSON. `request` builds it, the backends send it, the ledger remembers it.
"""

from __future__ import annotations

from typing import Any

from plx_runtime.events import Note, Price, Value


class Request(Value):
    """One call to a provider.

    `number` counts calls from 1; `first` is the index of its first image, counted from 0 over the whole run. `body` is
    exactly what goes out. `seeds` says what is known beforehand of each image's seed; images of one call share one.
    """

    number: int
    first: int
    count: int
    endpoint: str
    body: dict[str, Any]
    seeds: tuple[int | None, ...]


class Job(Value):
    """One run of one pipe: what was asked for, and the calls that will make it.

    `inputs` are JSON values. `many` says that the pipe gives a list. `options` are those in force by their PLX names,
    as asked.
    """

    pipe: str
    source: str
    source_sha256: str
    inputs: dict[str, Any]
    prompt: str
    count: int
    many: bool
    model: str
    handle: str
    backend: str
    endpoint_model: str
    aspect_ratio: str | None
    width: int | None
    height: int | None
    options: dict[str, Any]
    requests: tuple[Request, ...]
    notes: tuple[Note, ...]
    estimate: Price | None
    token_prices: dict[str, float]
