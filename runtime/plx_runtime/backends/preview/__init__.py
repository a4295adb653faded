"""The embedded preview: draws what a pipe would ask for, so that a run can be rehearsed without key, network or cost.

Used only when it is asked for by name; a missing key never ends up here. `picture` draws, `lettering` sets the text.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from plx_runtime.backends.interface import Answer, CallError, Picture
from plx_runtime.stop import StoppedError

if TYPE_CHECKING:
    from plx_runtime.backends.interface import Listener
    from plx_runtime.job import Request
    from plx_runtime.stop import Stop


class PreviewBackend:
    """Answers every request with pictures of the request itself."""

    name = "preview"
    resumable = True

    def address(self, request: Request) -> tuple[str, str]:
        """Nothing is called; the address says so."""
        return "DRAW", f"preview:{request.endpoint}"

    async def buy(self, request: Request, stop: Stop, listener: Listener) -> Answer:
        """Draw the images of `request`, each off the event loop."""
        listener.submitted(f"preview-{request.number}")
        try:
            pictures = [await stop.race(asyncio.to_thread(_draw, request, nth)) for nth in range(request.count)]
        except StoppedError as stopped:
            raise CallError(stopped.reason, "The preview was stopped.") from None
        return Answer(tuple(pictures), request_id=f"preview-{request.number}")

    async def collect(self, request: Request, request_id: str, stop: Stop, listener: Listener) -> Answer:
        """Drawing again costs nothing and gives the same."""
        del request_id
        return await self.buy(request, stop, listener)

    async def close(self) -> None:
        """Nothing to let go of."""


def _draw(request: Request, nth: int) -> Picture:
    from plx_runtime.backends.preview.picture import draw

    body = request.body
    seed = request.seeds[nth]
    data = draw(
        prompt=body["prompt"],
        width=body["width"],
        height=body["height"],
        seed=seed or 0,
        caption=(body["model"], body["aspect_ratio"], f"seed {seed}", f"{request.first + nth + 1} of {body['of']}"),
    )
    return Picture(data=data, seed=seed)
