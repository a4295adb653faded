"""The event stream of a run: what the terminal, the editors and the tests all read.

One pydantic model per event, one JSON object a line. `docs/protocol.md` tells it in words;
`schema/events.schema.json` is generated from here. Events report; they never decide anything.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Callable


class Value(BaseModel):
    """A plain value inside an event or a manifest."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Note(Value):
    """One option that does not go out as it was written."""

    option: str = Field(description="The key as written on the pipe or in its preset.")
    what: Literal["adapted", "dropped"] = Field(description="What became of it.")
    asked: Any = Field(default=None, description="The value as written, null where none was.")
    sent: Any = Field(default=None, description="The value that is sent in its place, null where nothing is.")
    message: str = Field(description="The same in a sentence.")


class Price(Value):
    """What something costs, as a range: prices differ between sources, and some depend on the answer."""

    low: float | None = Field(description="At least; null where unknown.")
    high: float | None = Field(description="At most; null where unknown.")
    currency: Literal["USD"] = "USD"
    basis: str = Field(description="How it was worked out, for people.")


class ImageContent(Value):
    """The page's output: one image. `url` is the absolute path of the saved file."""

    url: str
    source_prompt: str | None = None


class Event(BaseModel):
    """What every event has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    v: Literal[1] = Field(default=1, description="The version of this stream.")
    run: str = Field(description="The run's id.")
    t: float = Field(description="Seconds since the run began.")


class Started(Event):
    """The pipe is checked, the request is built; nothing has been sent."""

    event: Literal["started"] = "started"
    pipe: str
    source: str = Field(description="The file the pipe is written in, absolute.")
    model: str = Field(description="The model's name as written.")
    handle: str = Field(description="The handle it resolves to.")
    backend: str = Field(description="openai, fal or preview.")
    endpoint_model: str = Field(description="The model's name at the provider.")
    count: int = Field(description="Images to make.")
    aspect_ratio: str | None = None
    width: int | None = Field(default=None, description="Pixels; null if the model decides.")
    height: int | None = Field(default=None, description="Pixels; null if the model decides.")
    prompt: str
    preview: bool
    estimate: Price | None = None
    notes: tuple[Note, ...] = ()
    out: str = Field(description="The folder the files go to, absolute.")


class RequestEvent(Event):
    """With `--dry-run`: one exact provider request. Nothing is sent."""

    event: Literal["request"] = "request"
    index: int = Field(description="First image of the call, counted from 0.")
    count: int = Field(description="Images of the call.")
    method: str
    url: str
    body: dict[str, Any]


class Queued(Event):
    """The provider has accepted the call and knows it by `request_id`."""

    event: Literal["queued"] = "queued"
    index: int = Field(description="First image of the call, counted from 0.")
    position: int | None = Field(default=None, description="Calls ahead of it; null once it is at work, or not known.")
    request_id: str


class Log(Event):
    """A line the provider's own log shows, or ours about waiting and repeating."""

    event: Literal["log"] = "log"
    message: str
    level: str = "info"


class Partial(Event):
    """An unfinished picture of an image to come."""

    event: Literal["partial"] = "partial"
    index: int = Field(description="The image, counted from 0.")
    file: str
    step: int = Field(description="Which unfinished picture of it, counted from 0.")


class Image(Event):
    """An image is on disk."""

    event: Literal["image"] = "image"
    index: int = Field(description="The image, counted from 0.")
    file: str = Field(description="Absolute path.")
    mime: str
    width: int | None
    height: int | None
    bytes: int
    sha256: str
    seed: int | None
    elapsed: float = Field(description="Seconds from the call's start to the file.")


class Warned(Event):
    """Something the user should know; the run goes on."""

    event: Literal["warning"] = "warning"
    code: str
    message: str


class Cost(Event):
    """What the calls so far have cost."""

    event: Literal["cost"] = "cost"
    usd: float | None = Field(description="The amount where it is certain.")
    low: float | None
    high: float | None
    basis: str


class Done(Event):
    """Every image that was asked for is on disk (or, with `--dry-run`, every request has been shown)."""

    event: Literal["done"] = "done"
    files: tuple[str, ...]
    manifest: str | None
    gallery: str | None
    output: ImageContent | tuple[ImageContent, ...] | None
    cost: Price | None
    elapsed: float
    preview: bool


class Failed(Event):
    """The run ended without all of its images."""

    event: Literal["failed"] = "failed"
    code: str
    message: str
    hint: str | None = Field(default=None, description="What to do about it.")
    may_have_been_billed: bool = False
    request_ids: tuple[str, ...] = Field(default=(), description="What the provider knows the unsettled calls by.")
    resumable: bool = Field(default=False, description="`--resume` can pick up where this run ended.")
    saved: tuple[str, ...] = Field(default=(), description="Files that are kept.")
    missing: int = Field(default=0, description="Images that were asked for and are not there.")
    diagnostics: tuple[dict[str, Any], ...] = Field(
        default=(), description="What `plx check` says, where that is the reason."
    )


AnyEvent = Annotated[
    Started | RequestEvent | Queued | Log | Partial | Image | Warned | Cost | Done | Failed,
    Field(discriminator="event"),
]

E = TypeVar("E", bound=Event)


class Stream:
    """Numbers nothing, forgets nothing: stamps each event with the run and the time and hands it to every reader."""

    def __init__(self, run: str, *readers: Callable[[Event], None], scrub: Callable[[str], str] = str) -> None:
        self.run = run
        self._readers = readers
        self.scrub = scrub
        self._began = time.monotonic()

    def elapsed(self) -> float:
        """Seconds since the run began, to the millisecond."""
        return round(time.monotonic() - self._began, 3)

    def emit(self, kind: type[E], **fields: Any) -> E:
        """Make an event of `kind`, with every key taken out of its texts, and show it to the readers."""
        event = kind(run=self.run, t=self.elapsed(), **{name: self._clean(value) for name, value in fields.items()})
        for reader in self._readers:
            reader(event)
        return event

    def _clean(self, value: Any) -> Any:
        return self.scrub(value) if isinstance(value, str) else value


def line(event: Event) -> str:
    """The event as one line of JSON, without its line end."""
    return event.model_dump_json()
