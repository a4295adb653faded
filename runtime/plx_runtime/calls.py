"""One call from its intent to its files, each step written down before the next is taken.

It decides, from what is remembered of the call, whether to save, to collect or to buy. It never raises for what a
provider does: a failed call is part of its result, with whatever it saved.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plx_runtime import answer_file, ledger, store
from plx_runtime.backends.interface import Answer, CallError
from plx_runtime.events import Image, Log, Partial, Queued
from plx_runtime.magic import look
from plx_runtime.manifest import CallRecord, SavedImage
from plx_runtime.pay_once import pay_once
from plx_runtime.resume import CallMemory
from plx_runtime.stop import StoppedError

if TYPE_CHECKING:
    from plx_runtime.job import Request
    from plx_runtime.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one call."""

    record: CallRecord
    saved: tuple[SavedImage, ...]
    failure: CallError | None = None


class Call:
    """One call at work. Also the backend's listener for it."""

    def __init__(self, workshop: Workshop, request: Request, memory: CallMemory | None) -> None:
        self._shop = workshop
        self._request = request
        self._memory = memory or CallMemory()
        self._saved = dict(self._memory.saved)
        self._began = time.monotonic()
        self._answer_path = ledger.answer_path(workshop.out, workshop.run, request.number)
        self._record = self._memory.record or _new_record(workshop, request)

    async def work(self) -> Result:
        """Bring the call to its end, from wherever it was left."""
        try:
            await self._bring_in()
        except StoppedError as stopped:
            message = "The run was stopped before this call was sent."
            return self._failed(CallError(stopped.reason, message, billed=self._memory.doubtful))
        except CallError as failure:
            return self._failed(failure)
        except Exception as fault:  # noqa: BLE001 - a fault of ours in one call must not cost the others' images
            message = f"A fault in plx itself: {type(fault).__name__}: {fault}."
            return self._failed(CallError("unknown_outcome", message))
        return self._result(outcome="done")

    async def _bring_in(self) -> None:
        if not self._memory.answered or len(self._saved) < self._request.count:
            answer = self._kept() or await self._obtain()
            await self._save(answer)
        with contextlib.suppress(OSError):
            os.unlink(self._answer_path)

    # -- getting an answer --------------------------------------------------------------------------------------------

    def _kept(self) -> Answer | None:
        """The answer that an earlier process put on disk."""
        return answer_file.read(self._answer_path) if self._memory.answered else None

    async def _obtain(self) -> Answer:
        """The answer: collected by its id, or bought; never bought again without leave."""
        answer: Answer | None = None
        if self._memory.request_id and self._shop.backend.resumable:
            answer = await self._collect(self._memory.request_id)
        elif self._memory.doubtful and not self._shop.retry_paid:
            raise self._doubt()
        answer = answer or await self._buy()
        self._keep(answer)
        return answer

    async def _collect(self, request_id: str) -> Answer | None:
        """The answer to a call that an earlier process sent; None where it is free, or allowed, to buy it now."""
        shop = self._shop
        self.queued(request_id, None)
        try:
            return await shop.backend.collect(self._request, request_id, shop.stop, self)
        except CallError as error:
            if shop.stop.reason is None and (not error.billed or shop.retry_paid):
                return None
            raise

    async def _buy(self) -> Answer:
        shop = self._shop
        return await pay_once(
            shop.backend, self._request, shop.stop, self, retry_paid=shop.retry_paid, before=self._intend
        )

    def _intend(self, attempt: int) -> None:
        """Write the intent down; a call that cannot be written down is not made."""
        try:
            self._shop.ledger.write("intent", call=self._request.number, attempt=attempt)
        except OSError as error:
            raise CallError("not_sent", f"The ledger cannot be written: {error.strerror}.") from error
        self._update(attempts=self._record.attempts + 1)

    def _doubt(self) -> CallError:
        outcome, message = self._memory.failure or ("unknown_outcome", "The process ended while this call was out.")
        message += " It was not sent again; --retry-paid 1 sends it again."
        return CallError("unknown_outcome", message, billed=True, request_id=self._memory.request_id, code=outcome)

    # -- keeping it ---------------------------------------------------------------------------------------------------

    def _keep(self, answer: Answer) -> None:
        """Put the whole answer on disk in one step, before any of its images is."""
        usage = dict(answer.usage) if answer.usage else None
        self._update(request_id=answer.request_id or self._record.request_id, usage=usage)
        try:
            answer_file.write(self._answer_path, answer)
        except store.StoreError as error:
            # The images themselves may still find a place; they are what counts.
            self._shop.warn(error.code, str(error))
        # The body is in the ledger's first line already.
        record = self._record.model_copy(update={"body": {}})
        self._shop.note("answered", self._request.number, record=record.model_dump(mode="json"))

    async def _save(self, answer: Answer) -> None:
        """Put every image of the answer on disk; one that fails does not keep the others from it."""
        fault: CallError | None = None
        for nth, picture in enumerate(answer.pictures[: self._request.count]):
            index = self._request.first + nth
            if index not in self._saved:
                try:
                    image = await self._shop.save(index, picture, self._request.seeds[nth], answer.request_id)
                except CallError as error:
                    fault = fault or error
                else:
                    self._put(image)
        if fault is not None:
            raise fault
        self._count(answer)

    def _put(self, image: SavedImage) -> None:
        self._saved[image.index] = image
        self._shop.note("saved", self._request.number, image=image.model_dump(mode="json"))
        fields = image.model_dump() | {"file": os.path.join(self._shop.out, image.file)}
        self._shop.stream.emit(Image, **fields, elapsed=self._elapsed())

    def _count(self, answer: Answer) -> None:
        made, asked = len(answer.pictures), self._request.count
        if made < asked:
            raise CallError("bad_answer", f"{made} of {asked} images came.", request_id=answer.request_id)
        if made > asked:
            message = f"{made} images came where {asked} were asked for; the first {asked} are kept."
            self._shop.warn("too_many_images", message)

    # -- listening to the backend -------------------------------------------------------------------------------------

    def submitted(self, request_id: str) -> None:
        """Write the id down before anything else can happen."""
        self._update(request_id=request_id)
        self._shop.note("submitted", self._request.number, request_id=request_id)
        self.queued(request_id, None)

    def queued(self, request_id: str, position: int | None) -> None:
        """Tell where the call stands."""
        self._shop.stream.emit(Queued, index=self._request.first, position=position, request_id=request_id)

    def log(self, message: str, level: str = "info") -> None:
        """Pass on what the provider says."""
        self._shop.stream.emit(Log, message=message, level=level)

    def partial(self, step: int, data: bytes) -> None:
        """Show an unfinished picture. It is worth nothing once the image is there, so it may be overwritten."""
        kind = look(data)
        if kind is not None:
            name = f"{self._shop.run}-{self._request.first + 1}.partial.{kind.extension}"
            path = os.path.join(self._shop.out, ledger.FOLDER, name)
            with contextlib.suppress(store.StoreError):
                store.write_over(path, data)
                self._shop.stream.emit(Partial, index=self._request.first, file=path, step=step)

    # -- the end ------------------------------------------------------------------------------------------------------

    def _failed(self, failure: CallError) -> Result:
        message = self._shop.stream.scrub(failure.message)
        self._shop.note("failed", self._request.number, outcome=failure.outcome, message=message, billed=failure.billed)
        request_id = failure.request_id or self._record.request_id
        return self._result(
            failure,
            outcome=failure.outcome,
            message=message,
            may_have_been_billed=failure.billed,
            request_id=request_id,
        )

    def _result(self, failure: CallError | None = None, **fields: Any) -> Result:
        self._update(elapsed=self._elapsed(), body=self._request.body, **fields)
        return Result(self._record, tuple(self._saved[index] for index in sorted(self._saved)), failure)

    def _update(self, **fields: Any) -> None:
        self._record = self._record.model_copy(update=fields)

    def _elapsed(self) -> float:
        return round(time.monotonic() - self._began, 3)


def _new_record(workshop: Workshop, request: Request) -> CallRecord:
    method, url = workshop.backend.address(request)
    return CallRecord(
        number=request.number,
        first=request.first,
        count=request.count,
        method=method,
        url=url,
        body=request.body,
        outcome="not_sent",
    )
