"""The recipe of a run: everything needed to know how its images came about, and to make them again.

One JSON file beside the images, written last, so that a manifest names only files that exist. Never a key, never an
image's bytes. `schema/manifest.schema.json` is generated from here.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from plx_runtime.events import Note, Price, Value


class SavedImage(Value):
    """One image on disk. `file` is relative to the manifest, or absolute where the image had to go elsewhere."""

    index: int = Field(description="Counted from 0 over the run.")
    file: str
    mime: str
    width: int | None
    height: int | None
    bytes: int
    sha256: str
    seed: int | None


class CallRecord(Value):
    """One provider call: what was sent, and what is known of it."""

    number: int = Field(description="Counted from 1.")
    first: int = Field(description="The index of its first image.")
    count: int
    method: str
    url: str
    body: dict[str, Any] = Field(description="Exactly what was sent; without the prompt if that is withheld.")
    outcome: str = Field(description="done, or the class of the failure.")
    message: str | None = None
    request_id: str | None = None
    usage: dict[str, Any] | None = Field(default=None, description="The provider's own count of what it bills.")
    attempts: int = 0
    elapsed: float = Field(default=0.0, description="Seconds from the first attempt to the last file.")
    may_have_been_billed: bool = False


class Source(Value):
    """The file the pipe was read from. `file` is relative to the manifest where it lies on the same disk."""

    file: str
    sha256: str


class ModelRecord(Value):
    """What the pipe's choice of model became."""

    name: str = Field(description="As written.")
    handle: str
    backend: str
    endpoint_model: str
    endpoint: str = Field(description="Scheme and host that was called.")


class Manifest(Value):
    """A run's recipe and result."""

    v: Literal[1] = 1
    run: str
    status: Literal["done", "partial", "failed", "cancelled"]
    preview: bool
    created: str = Field(description="When the run began, ISO 8601, UTC.")
    elapsed: float
    pipe: str
    source: Source
    inputs: dict[str, Any] | None = Field(description="Null if the prompt is withheld.")
    prompt: str | None = Field(description="Null if withheld.")
    prompt_sha256: str
    model: ModelRecord
    aspect_ratio: str | None
    width: int | None
    height: int | None
    count: int
    options: dict[str, Any] = Field(description="The options in force, as asked, by their PLX names.")
    notes: tuple[Note, ...] = Field(description="Options that did not go out as asked.")
    calls: tuple[CallRecord, ...]
    images: tuple[SavedImage, ...]
    estimate: Price | None = Field(description="What the run was expected to cost.")
    cost: Price | None = Field(description="What it did cost, as far as is known.")
    command: str = Field(description="The command that runs it again.")
    versions: dict[str, str]
