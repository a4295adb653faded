"""What handlers share: the document that a request is about, and what there is to say about a thing."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcContentModified

from plx_lsp.features.describe import about
from plx_lsp.server.loading import SLICE
from plx_lsp.server.untyped import array, table, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from lsprotocol import types

    from plx_lsp.server.app import Server

    T = TypeVar("T")
    R = TypeVar("R")


def on_document(handler: Callable[[Server, Any, Any], Any]) -> Callable[[Server, Any], Any]:
    """A handler that also gets its document; the answer is null where the session has no such document."""

    def handle(server: Server, params: Any) -> Any:
        here = server.session.document(params.text_document.uri)
        return None if here is None else handler(server, here, params)

    return handle


def describe(server: Server, data: object) -> types.MarkupContent | None:
    """What is to be said about the thing that an item carries in its `data`."""
    carried = table(data)
    thing = tuple(map(text, array(carried.get("about"))))
    here = server.session.document(text(carried.get("uri")))
    said = about(here.library, thing) if thing and here is not None else ""
    return server.convert.markup(said) if said else None


async def unhurried(server: Server, found: Iterable[T], make: Callable[[T], R]) -> list[R]:
    """`make` of everything found, a slice at a time: what takes long lets other messages pass.

    Refused once the document changes on the way: what was made already speaks of another text.
    """
    made: list[R] = []
    deadline = time.monotonic() + SLICE
    for each in found:
        made.append(make(each))
        if time.monotonic() > deadline:
            await asyncio.sleep(0)
            if server.protocol.is_stale():
                raise JsonRpcContentModified("the document has changed since")
            deadline = time.monotonic() + SLICE
    return made
