"""Diagnostics for clients that ask for them: of one document, and of the workspace."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.server.loading import SLICE

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.publishing import Report


def requests(server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options; none for a client that is told without asking."""
    if not server.publisher.pulls:
        return {}
    options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="plx")
    return {
        types.TEXT_DOCUMENT_DIAGNOSTIC: (document_diagnostic, options),
        types.WORKSPACE_DIAGNOSTIC: (workspace_diagnostic, None),
    }


async def document_diagnostic(server: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    """What is wrong with one document; that nothing changed, where the client has it already."""
    found = server.session.document(params.text_document.uri)
    if found is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    await server.until_loaded(found.home)
    report = server.publisher.report(found.home, found.source.path)
    if report.id == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=report.id)
    return types.RelatedFullDocumentDiagnosticReport(items=report.items, result_id=report.id)


async def workspace_diagnostic(
    server: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """What is wrong in every file. Where the client has all of it already, the answer waits for something to change."""
    known = {each.uri: each.value for each in params.previous_result_ids}
    while True:
        moved = server.publisher.moved
        items = await _all(server, known)
        changed = any(isinstance(each, types.WorkspaceFullDocumentDiagnosticReport) for each in items)
        if changed or not known or len(items) != len(known):
            return types.WorkspaceDiagnosticReport(items)
        await moved.wait()


async def _all(server: Server, known: dict[str, str]) -> list[types.WorkspaceDocumentDiagnosticReport]:
    items: list[types.WorkspaceDocumentDiagnosticReport] = []
    deadline = time.monotonic() + SLICE
    for home in await server.every_home():
        for path in list(home.sources):
            if path in home.sources:
                items.append(_item(server, path, server.publisher.report(home, path), known))
            if time.monotonic() > deadline:
                await asyncio.sleep(0)
                deadline = time.monotonic() + SLICE
    # A client keeps showing what was wrong in a file that is gone, unless it is told of it once more.
    gone = known.keys() - {each.uri for each in items}
    return [*items, *(types.WorkspaceFullDocumentDiagnosticReport(uri, []) for uri in sorted(gone))]


def _item(server: Server, path: str, report: Report, known: dict[str, str]) -> types.WorkspaceDocumentDiagnosticReport:
    uri = server.session.uri(path)
    buffer = server.session.buffers.get(path)
    version = buffer.version if buffer is not None else None
    if known.get(uri) == report.id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri, report.id, version=version)
    return types.WorkspaceFullDocumentDiagnosticReport(uri, report.items, version=version, result_id=report.id)
