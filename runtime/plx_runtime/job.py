"""What is to be made, and the exact calls that make it: the values every other module here passes around.

Plain frozen data. `request` builds it, the backends send it, the ledger remembers it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_runtime.events import Note, Price


@dataclass(frozen=True, slots=True)
class Request:
    """One call to a provider.

    `number` counts calls from 1; `first` is the index of its first image, counted from 0 over the whole run. `body` is
    exactly what goes out, `seeds` what is known beforehand about the seed of each image.
    """

    number: int
    first: int
    count: int
    endpoint: str
    body: Mapping[str, Any]
    seeds: tuple[int | None, ...]

    def to_json(self) -> dict[str, Any]:
        """The request as the ledger writes it."""
        return {**asdict(self), "body": dict(self.body), "seeds": list(self.seeds)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Request:
        """The request as the ledger remembers it."""
        return Request(**{**data, "seeds": tuple(data["seeds"])})


@dataclass(frozen=True, slots=True)
class Job:
    """One run of one pipe: what was asked for, and the calls that will make it."""

    pipe: str
    source: str
    source_sha256: str
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
    options: Mapping[str, Any]
    requests: tuple[Request, ...]
    notes: tuple[Note, ...]
    estimate: Price | None
    inputs: Mapping[str, str] = field(default_factory=dict)
