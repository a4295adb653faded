"""Finding one's way: definition, references, highlight, rename, symbols, call hierarchy."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from plx_lsp.features import hierarchy
from plx_lsp.features.definition import definitions
from plx_lsp.features.linked import linked
from plx_lsp.features.references import highlights, references
from plx_lsp.features.rename import Refused, place_of, renamable, rename
from plx_lsp.features.symbols import outline, search
from plx_lsp.server.answers.document import on_document, unhurried
from plx_lsp.server.failed import RequestFailed
from plx_lsp.server.untyped import table, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Here

MOST_SYMBOLS = 2000
"""How many names of the workspace are listed; a query narrows them."""


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    return {
        types.TEXT_DOCUMENT_DEFINITION: (on_document(definition), None),
        types.TEXT_DOCUMENT_REFERENCES: (on_document(find_references), None),
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: (on_document(document_highlight), None),
        types.TEXT_DOCUMENT_PREPARE_RENAME: (on_document(prepare_rename), None),
        types.TEXT_DOCUMENT_RENAME: (on_document(rename_everywhere), None),
        types.TEXT_DOCUMENT_LINKED_EDITING_RANGE: (on_document(linked_editing), None),
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (on_document(document_symbol), None),
        types.WORKSPACE_SYMBOL: (workspace_symbol, None),
        types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY: (on_document(prepare_call_hierarchy), None),
        types.CALL_HIERARCHY_INCOMING_CALLS: (incoming_calls, None),
        types.CALL_HIERARCHY_OUTGOING_CALLS: (outgoing_calls, None),
    }


# -- names ------------------------------------------------------------------------------------------------------------


def definition(server: Server, here: Here, params: types.DefinitionParams) -> list[Any]:
    """Where the name at a position comes from; as links, where the client takes them."""
    targets = definitions(here.library, here.source, server.convert.offset(here.source, params.position))
    if server.client.can("text_document.definition.link_support"):
        return [link for each in targets if (link := server.convert.link(each)) is not None]
    return [place for each in targets if (place := server.convert.location(each.name)) is not None]


def find_references(server: Server, here: Here, params: types.ReferenceParams) -> list[types.Location]:
    """Every place that means the same."""
    offset = server.convert.offset(here.source, params.position)
    names = references(here.home.project, here.source, offset, declarations=params.context.include_declaration)
    return [place for name in names if (place := server.convert.location(place_of(name))) is not None]


def document_highlight(
    server: Server, here: Here, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """The same within the document."""
    names = highlights(here.home.project, here.source, server.convert.offset(here.source, params.position))
    return [
        types.DocumentHighlight(
            server.convert.range(here.source, name.start, name.end),
            types.DocumentHighlightKind.Write if name.declares else types.DocumentHighlightKind.Read,
        )
        for name in names
    ]


def prepare_rename(server: Server, here: Here, params: types.PrepareRenameParams) -> types.Range:
    """What would be renamed."""
    name = renamable(here.home.project, here.source, server.convert.offset(here.source, params.position))
    if isinstance(name, Refused):
        raise RequestFailed(name.reason)
    return server.convert.range(here.source, name.start, name.end)


async def rename_everywhere(server: Server, here: Here, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename it, in every file."""
    await server.until_loaded(here.home)
    if server.protocol.is_stale():
        return None
    offset = server.convert.offset(here.source, params.position)
    edits = rename(here.home.project, here.source, offset, params.new_name)
    if isinstance(edits, Refused):
        raise RequestFailed(edits.reason)
    return server.convert.edit(edits)


def linked_editing(
    server: Server, here: Here, params: types.LinkedEditingRangeParams
) -> types.LinkedEditingRanges | None:
    """The headers whose name is typed together."""
    names = linked(here.library, here.source, server.convert.offset(here.source, params.position))
    ranges = [server.convert.range(here.source, name.start, name.end) for name in names]
    return types.LinkedEditingRanges(ranges) if ranges else None


# -- symbols ----------------------------------------------------------------------------------------------------------


async def document_symbol(
    server: Server, here: Here, _params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """The outline of a document."""
    found = outline(here.library, here.source)
    return await unhurried(server, found, lambda each: server.convert.symbol(here.source, each))


async def workspace_symbol(server: Server, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """The names of every project that fit a query."""
    found: list[types.WorkspaceSymbol | None] = []
    for home in await server.every_home():
        fitting = islice(search(home.project.library, params.query), MOST_SYMBOLS - len(found))
        found += await unhurried(server, list(fitting), server.convert.workspace_symbol)
    return [symbol for symbol in found if symbol is not None]


# -- calls ------------------------------------------------------------------------------------------------------------


def prepare_call_hierarchy(
    server: Server, here: Here, params: types.CallHierarchyPrepareParams
) -> list[types.CallHierarchyItem]:
    """The pipe at a position."""
    nodes = hierarchy.prepare(here.library, here.source, server.convert.offset(here.source, params.position))
    return [item for node in nodes if (item := server.convert.node(node)) is not None]


def incoming_calls(
    server: Server, params: types.CallHierarchyIncomingCallsParams
) -> list[types.CallHierarchyIncomingCall]:
    """The pipes that call it."""
    return [
        types.CallHierarchyIncomingCall(item, ranges)
        for item, ranges in _called(server, params.item, hierarchy.callers)
    ]


def outgoing_calls(
    server: Server, params: types.CallHierarchyOutgoingCallsParams
) -> list[types.CallHierarchyOutgoingCall]:
    """The pipes that it calls."""
    return [
        types.CallHierarchyOutgoingCall(item, ranges)
        for item, ranges in _called(server, params.item, hierarchy.callees)
    ]


def _called(server: Server, item: types.CallHierarchyItem, find: Any) -> Iterator[tuple[Any, list[types.Range]]]:
    code = text(table(item.data).get("pipe"))
    found = server.session.document(item.uri)
    if not code or found is None:
        raise JsonRpcInvalidParams("this is no item of a call hierarchy of ours")
    for each in find(found.library, code):
        other = server.convert.node(each.pipe)
        ranges = [place.range for span in each.places if (place := server.convert.location(span)) is not None]
        if other is not None:
            yield other, ranges
