"""What the rest of the runtime knows of a provider, and all that can become of a call.

A backend sends one request once. It never repeats a call, never writes a file, never reads the environment: `pay_once`
repeats, `store` writes, `keys` reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_runtime.job import Request
    from plx_runtime.stop import Stop

Outcome = Literal[
    "not_sent",  # the connection never came up: nothing was bought
    "rate_limited",  # refused for now: nothing was bought
    "quota",  # refused until the account is topped up
    "auth",  # the key is wrong, or not allowed to do this
    "bad_parameter",  # the provider refused a value
    "moderated",  # the provider refused the prompt or the picture
    "server",  # the provider failed; whether it bills is its secret
    "unknown_outcome",  # the answer was lost: it may have been made, and billed
    "not_fetched",  # the image is made, but its file could not be fetched: it can be fetched again
    "bad_answer",  # an answer came that holds no image
    "unsafe",  # the answer pointed where we do not go
    "cancelled",  # the user stopped it
    "deadline",  # the clock stopped it
]

REPEATABLE: frozenset[Outcome] = frozenset({"not_sent", "rate_limited"})
"""Outcomes after which a call can be sent again without any chance of paying twice."""

AMBIGUOUS: frozenset[Outcome] = frozenset({"server", "unknown_outcome", "not_fetched", "bad_answer", "unsafe"})
"""Outcomes after which the provider may have made the images and billed them."""


class CallError(Exception):
    """A call that gave no images, and what is known about why.

    `billed` says whether the provider may have charged for it; `retry_after` is what the provider asked for, in
    seconds; `status` and `code` are its own words for the fault.
    """

    def __init__(
        self,
        outcome: Outcome,
        message: str,
        *,
        billed: bool | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        status: int | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.message = message
        self.billed = outcome in AMBIGUOUS if billed is None else billed
        self.request_id = request_id
        self.retry_after = retry_after
        self.status = status
        self.code = code

    @property
    def sentence(self) -> str:
        """The message with a full stop: providers leave it out."""
        message = self.message.strip()
        return message if message.endswith((".", "!", "?")) else f"{message}."


@dataclass(frozen=True, slots=True)
class Picture:
    """One image of an answer: its bytes, or the address to fetch them from; `blocked` if the provider withheld it."""

    data: bytes | None = None
    url: str | None = None
    seed: int | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call brought, its images in order. `usage` is the provider's own count of what it bills."""

    pictures: tuple[Picture, ...]
    request_id: str | None = None
    usage: Mapping[str, Any] | None = None


class Listener(Protocol):
    """Who hears about a call while it runs. `submitted` returns only when the id is safe on disk."""

    def submitted(self, request_id: str) -> None:
        """The provider has taken the call and knows it by this id."""
        ...

    def queued(self, request_id: str, position: int | None) -> None:
        """The call waits; `position` calls are ahead of it, None where the provider does not say."""
        ...

    def log(self, message: str, level: str = "info") -> None:
        """A line of the provider's own log."""
        ...

    def partial(self, step: int, data: bytes) -> None:
        """An unfinished picture of the call's first image."""
        ...


class Backend(Protocol):
    """A provider. `resumable` tells whether `collect` can find a call again by its id."""

    name: str
    resumable: bool

    def address(self, request: Request) -> tuple[str, str]:
        """HTTP method and URL the request goes to."""
        ...

    async def buy(self, request: Request, stop: Stop, listener: Listener) -> Answer:
        """Send the request once and wait for its images.

        Raises:
            CallError: with the outcome; after a stop, once the provider has been asked to cancel.
        """
        ...

    async def collect(self, request: Request, request_id: str, stop: Stop, listener: Listener) -> Answer:
        """Wait for the images of a call that an earlier process has sent. Never sends it again."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
