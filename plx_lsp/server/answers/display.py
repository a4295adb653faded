"""What is shown beside the text without being asked for: code lenses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.features.lenses import lenses

if TYPE_CHECKING:
    from plx_lsp.server.app import Server


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    return {types.TEXT_DOCUMENT_CODE_LENS: (code_lens, None)}


def code_lens(server: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Run, Preview and references above each pipe."""
    found = server.session.document(params.text_document.uri)
    if found is None:
        return None
    home, source = found
    shown = lenses(home.project.library, source, home.linter.diagnostics(source.path))
    return [
        types.CodeLens(server.convert.range(source, each.start, each.end), server.convert.command(each.command))
        for each in shown
    ]
