"""What helps while writing: completion, hover, actions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.features.actions import KINDS, Asked, actions
from plx_lsp.features.actions.item import RUN
from plx_lsp.features.completion import complete
from plx_lsp.features.hover import hover
from plx_lsp.server.answers.document import describe, on_document

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Here

TRIGGERS = ['"', "'", "[", ".", "=", "$", "@", "{", ","]
"""Characters behind which a list is offered unasked."""


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    offered = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)
    return {
        types.TEXT_DOCUMENT_COMPLETION: (on_document(completion), offered),
        types.COMPLETION_ITEM_RESOLVE: (resolve, None),
        types.TEXT_DOCUMENT_HOVER: (on_document(hovering), None),
        types.TEXT_DOCUMENT_CODE_ACTION: (on_document(code_action), types.CodeActionOptions(list(KINDS))),
    }


def completion(server: Server, here: Here, params: types.CompletionParams) -> types.CompletionList:
    """What could be written at a position."""
    offset = server.convert.offset(here.source, params.position)
    return server.convert.completions(here.source, complete(here.library, here.source, offset, os.environ))


def resolve(server: Server, item: types.CompletionItem) -> types.CompletionItem:
    """The documentation of one completion, when its user looks at it."""
    item.documentation = describe(server, item.data)
    return item


def hovering(server: Server, here: Here, params: types.HoverParams) -> types.Hover | None:
    """What is to be said about a position."""
    said = hover(here.library, here.source, server.convert.offset(here.source, params.position))
    if said is None:
        return None
    return types.Hover(server.convert.markup(said.markdown), server.convert.range(here.source, said.start, said.end))


def code_action(server: Server, here: Here, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What could be done about a range. A client that shows lenses of its own is not offered to run by action, too."""
    start, end = server.convert.offsets(here.source.document.lines, params.range)
    kinds = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    asked = Asked(here.home.project, here.source, start, end, here.home.linter.diagnostics(here.source.path), kinds)
    offered = [each for each in actions(asked) if each.kind != RUN or not server.client.wants_run_events]
    return [action for each in offered if (action := server.convert.action(here.source, each)) is not None]
