"""What helps while writing: completion, hover."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.features.completion import complete
from plx_lsp.features.describe import about
from plx_lsp.features.hover import hover
from plx_lsp.server.untyped import array, table, text

if TYPE_CHECKING:
    from plx_lsp.server.app import Server

TRIGGERS = ['"', "'", "[", ".", "=", "$", "@", "{", ","]
"""Characters behind which a list is offered unasked."""


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    return {
        types.TEXT_DOCUMENT_COMPLETION: (completion, types.CompletionOptions(trigger_characters=TRIGGERS)),
        types.COMPLETION_ITEM_RESOLVE: (resolve, None),
        types.TEXT_DOCUMENT_HOVER: (hovering, None),
    }


def completion(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """What could be written at a position."""
    found = server.session.document(params.text_document.uri)
    if found is None:
        return None
    home, source = found
    offset = server.convert.offset(source, params.position)
    return server.convert.completions(source, complete(home.project.library, source, offset, os.environ))


def resolve(server: Server, item: types.CompletionItem) -> types.CompletionItem:
    """The documentation of one completion, when its user looks at it."""
    data = table(item.data)
    thing = tuple(map(text, array(data.get("about"))))
    found = server.session.document(text(data.get("uri")))
    if thing and found is not None:
        said = about(found[0].project.library, thing)
        item.documentation = server.convert.markup(said) if said else None
    return item


def hovering(server: Server, params: types.HoverParams) -> types.Hover | None:
    """What is to be said about a position."""
    found = server.session.document(params.text_document.uri)
    if found is None:
        return None
    home, source = found
    said = hover(home.project.library, source, server.convert.offset(source, params.position))
    if said is None:
        return None
    return types.Hover(server.convert.markup(said.markdown), server.convert.range(source, said.start, said.end))
