"""What is shown of a text without being asked for: lenses, hints, colours, folds, links; and growing selections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.features.folding import folds
from plx_lsp.features.hints import hints
from plx_lsp.features.lenses import lenses
from plx_lsp.features.links import links
from plx_lsp.features.selection import selections
from plx_lsp.lint.pages import page_url
from plx_lsp.server.answers.document import describe, on_document, unhurried

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Here


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    return {
        types.TEXT_DOCUMENT_CODE_LENS: (on_document(code_lens), None),
        types.TEXT_DOCUMENT_INLAY_HINT: (on_document(inlay_hint), types.InlayHintOptions(resolve_provider=True)),
        types.INLAY_HINT_RESOLVE: (resolve_hint, None),
        types.TEXT_DOCUMENT_FOLDING_RANGE: (on_document(folding_range), None),
        types.TEXT_DOCUMENT_SELECTION_RANGE: (on_document(selection_range), None),
        types.TEXT_DOCUMENT_DOCUMENT_LINK: (on_document(document_link), None),
    }


async def code_lens(server: Server, here: Here, _params: types.CodeLensParams) -> list[types.CodeLens]:
    """Run, Preview and references above each pipe."""
    shown = lenses(here.library, here.source, here.home.linter.diagnostics(here.source.path))
    convert = server.convert
    return await unhurried(
        server,
        shown,
        lambda each: types.CodeLens(convert.range(here.source, each.start, each.end), convert.command(each.command)),
    )


def inlay_hint(server: Server, here: Here, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Model, price, pixels and outputs between the words of a range."""
    start, end = server.convert.offsets(here.source.document.lines, params.range)
    lines, uri = here.source.document.lines, params.text_document.uri
    return [
        types.InlayHint(
            server.convert.position(lines, each.offset),
            each.text,
            padding_left=True,
            data={"about": list(each.about), "uri": uri} if each.about else None,
        )
        for each in hints(here.library, here.source, start, end)
    ]


def resolve_hint(server: Server, hint: types.InlayHint) -> types.InlayHint:
    """What a hint is about, when its user points at it."""
    hint.tooltip = describe(server, hint.data)
    return hint


async def folding_range(server: Server, here: Here, _params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Tables, long values and rows of comments."""
    kinds = {"comment": types.FoldingRangeKind.Comment}
    return await unhurried(
        server, folds(here.source), lambda each: types.FoldingRange(each.first, each.last, kind=kinds.get(each.kind))
    )


def selection_range(server: Server, here: Here, params: types.SelectionRangeParams) -> list[types.SelectionRange]:
    """How a selection grows from each position."""
    result: list[types.SelectionRange] = []
    for position in params.positions:
        grown: types.SelectionRange | None = None
        for start, end in reversed(selections(here.library, here.source, server.convert.offset(here.source, position))):
            grown = types.SelectionRange(server.convert.range(here.source, start, end), grown)
        assert grown is not None  # noqa: S101 - the whole text is always the last
        result.append(grown)
    return result


def document_link(server: Server, here: Here, _params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    """The pages of the rules that are ignored."""
    return [
        types.DocumentLink(
            server.convert.range(here.source, each.start, each.end), page_url(each.rule), f"plx explain {each.rule}"
        )
        for each in links(here.source)
    ]
