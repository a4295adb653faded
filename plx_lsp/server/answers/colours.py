"""Semantic tokens: of a whole document, of a range of it, and what changed since the client last asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.features.tokens import MODIFIERS, TYPES, TokenCache
from plx_lsp.server.answers.document import on_document, unhurried

if TYPE_CHECKING:
    from plx_lsp.features.tokens import Token
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Here

LEGEND = types.SemanticTokensLegend(list(TYPES), list(MODIFIERS))


@dataclass
class Colours:
    """The tokens of a document that the client has: its last answer, by number."""

    cache: TokenCache
    number: int = 0
    data: tuple[int, ...] = ()


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    return {
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: (on_document(full), LEGEND),
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: (on_document(delta), LEGEND),
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: (on_document(of_range), LEGEND),
    }


async def full(server: Server, here: Here, params: types.SemanticTokensParams) -> types.SemanticTokens:
    """Every token of a document."""
    colours = _colours(server, params.text_document.uri)
    colours.data = tuple(await _encoded(server, here, colours.cache, 0, here.source.document.length))
    colours.number += 1
    return types.SemanticTokens(colours.data, str(colours.number))


async def delta(
    server: Server, here: Here, params: types.SemanticTokensDeltaParams
) -> types.SemanticTokens | types.SemanticTokensDelta:
    """What changed since the answer that the client has; all of it, where that was not the last."""
    colours = _colours(server, params.text_document.uri)
    before, number = colours.data, str(colours.number)
    now = await full(server, here, types.SemanticTokensParams(params.text_document))
    if params.previous_result_id != number:
        return now
    edits = [types.SemanticTokensEdit(*each) for each in difference(before, colours.data)]
    return types.SemanticTokensDelta(edits, str(colours.number))


async def of_range(server: Server, here: Here, params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
    """The tokens around a range."""
    start, end = server.convert.offsets(here.source.document.lines, params.range)
    colours = _colours(server, params.text_document.uri)
    return types.SemanticTokens(await _encoded(server, here, colours.cache, start, end))


def difference(before: tuple[int, ...], now: tuple[int, ...]) -> list[tuple[int, int, tuple[int, ...]]]:
    """The one edit (start, how many go, what comes) that makes `before` into `now`; none where they are equal."""
    if before == now:
        return []
    shortest, first, last = min(len(before), len(now)), 0, 0
    while first < shortest and before[first] == now[first]:
        first += 1
    while last < shortest - first and before[-1 - last] == now[-1 - last]:
        last += 1
    return [(first, len(before) - first - last, now[first : len(now) - last])]


def _colours(server: Server, uri: str) -> Colours:
    if uri not in server.colours:
        server.colours[uri] = Colours(TokenCache())
    return server.colours[uri]


async def _encoded(server: Server, here: Here, cache: TokenCache, start: int, end: int) -> list[int]:
    """Tokens as the protocol counts them: line and column from the one before, length, type, modifiers."""
    lines, position = here.source.document.lines, server.convert.position

    def place(token: Token) -> tuple[int, int, int, int, int]:
        first, last = position(lines, token[0]), position(lines, token[1])
        return first.line, first.character, last.character - first.character, token[2], token[3]

    data: list[int] = []
    last_line = last_column = 0
    for line, column, *rest in await unhurried(server, cache.tokens(here.library, here.source, start, end), place):
        data += (line - last_line, column if line != last_line else column - last_column, *rest)
        last_line, last_column = line, column
    return data
