"""What handlers share: the document that a request is about, and what there is to say about a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plx_lsp.features.describe import about
from plx_lsp.server.untyped import array, table, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsprotocol import types

    from plx_lsp.server.app import Server


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
