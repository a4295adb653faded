"""What the calls of one run share: the job, the backend, the ledger, the stream, the clock, the folder.

It knows how to put an image on disk and how to write a step down; what to do next is `calls`' business.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plx_runtime import store
from plx_runtime.backends.interface import CallError
from plx_runtime.download import FetchError
from plx_runtime.events import Warned
from plx_runtime.magic import look
from plx_runtime.manifest import SavedImage
from plx_runtime.stop import StoppedError

if TYPE_CHECKING:
    from plx_runtime.backends.interface import Backend, Picture
    from plx_runtime.download import Fetcher
    from plx_runtime.events import Stream
    from plx_runtime.job import Job
    from plx_runtime.ledger import Ledger
    from plx_runtime.stop import Stop

FETCH_WAITS = (0.25, 1.0, 4.0, 0.0)
"""Seconds after each failed try to fetch one image. The first try is made even in a run that was stopped."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the calls of one run are at work."""

    run: str
    job: Job
    out: str
    backend: Backend
    fetcher: Fetcher
    ledger: Ledger
    stream: Stream
    stop: Stop
    retry_paid: int = 0

    async def close(self) -> None:
        """Let go of connections."""
        await self.backend.close()
        await self.fetcher.close()

    def note(self, step: str, call: int, **fields: Any) -> None:
        """Write a step down. What has happened already is not undone by a disk that is full: the user is told."""
        try:
            self.ledger.write(step, call=call, **fields)
        except OSError as error:
            self.warn("ledger_not_written", f"The ledger could not be written ({error.strerror}): {step} {fields}")

    def warn(self, code: str, message: str) -> None:
        """Tell the user something; the run goes on."""
        self.stream.emit(Warned, code=code, message=message)

    async def save(self, index: int, picture: Picture, seed: int | None, request_id: str | None) -> SavedImage:
        """Bring one image of an answer to disk.

        Raises:
            CallError: there is no image, or no place for it.
        """
        if picture.blocked:
            message = "The provider made the image and withheld it as unsafe."
            raise CallError("moderated", message, billed=True, request_id=request_id)
        data = picture.data if picture.data is not None else await self._fetch(picture.url or "", request_id)
        kind = look(data)
        if kind is None:
            message = f"What came is no image (it begins with {data[:8]!r})."
            raise CallError("bad_answer", message, request_id=request_id)
        return SavedImage(
            index=index,
            file=self._write(index, kind.extension, data),
            mime=kind.mime,
            width=kind.width,
            height=kind.height,
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            seed=seed if picture.seed is None else picture.seed,
        )

    async def _fetch(self, url: str, request_id: str | None) -> bytes:
        """The image behind an address. Tried several times: it is bought already."""
        fault = ""
        with contextlib.suppress(StoppedError):
            for wait in FETCH_WAITS:
                try:
                    return await self.fetcher.fetch(url)
                except FetchError as error:
                    fault = str(error)
                await self.stop.pause(wait)
        message = f"{fault} The image is made, but could not be fetched.".strip()
        raise CallError("not_fetched", message, request_id=request_id)

    def _write(self, index: int, extension: str, data: bytes) -> str:
        """Write an image to the output folder, or where it can be saved at all; its path as the manifest has it."""
        stem = f"{self.job.pipe}-{self.run}-{index + 1}"
        try:
            return os.path.basename(store.write_new(self.out, stem, extension, data))
        except store.StoreError as error:
            try:
                path = store.rescue(self.run, f"{stem}.{extension}", data)
            except store.StoreError:
                message = f"{error} There is no other place for it either."
                raise CallError("unknown_outcome", message) from error
            self.warn(error.code, f"{error} The image is in {path} instead.")
            return path
