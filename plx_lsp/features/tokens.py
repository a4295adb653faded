"""What each stretch of a text is, for semantic highlighting.

Tokens are made block by block and count from the block's start, so `TokenCache` keeps those of every block that an
edit leaves alone. No token spans lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.names import names_in
from plx_lsp.features.scope import declaration_of
from plx_lsp.syntax import pieces
from plx_schema.lookup import key_doc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.syntax import Block, Entry, Value

    Token = tuple[int, int, int, int]  # start, end, type, modifiers

TYPES = (
    "keyword",
    "class",
    "function",
    "parameter",
    "variable",
    "property",
    "enumMember",
    "type",
    "string",
    "number",
    "comment",
)
"""Token types by number; each is one of the protocol's own."""

MODIFIERS = ("declaration", "deprecated")
"""Modifiers by bit."""

_NUMBER = {name: number for number, name in enumerate(TYPES)}
_DECLARATION, _DEPRECATED = 1, 2
_OF_PIECE = {
    "comment": _NUMBER["comment"],
    "key": _NUMBER["property"],
    "string": _NUMBER["string"],
    "integer": _NUMBER["number"],
    "float": _NUMBER["number"],
    "boolean": _NUMBER["keyword"],
    "datetime": _NUMBER["number"],
    "date": _NUMBER["number"],
    "time": _NUMBER["number"],
}
_OF_NAME = {
    "pipe": _NUMBER["function"],
    "concept": _NUMBER["class"],
    "variable": _NUMBER["parameter"],
    "model": _NUMBER["enumMember"],
}


class TokenCache:
    """The tokens of one file's blocks, kept for as long as the blocks and their declarations are the same."""

    def __init__(self) -> None:
        self._known: dict[Block, tuple[Declaration | None, list[Token]]] = {}

    def tokens(self, library: Library, source: Source, start: int, end: int) -> Iterator[Token]:
        """The tokens of the blocks that reach into `start:end`, in order, counted from the start of the text."""
        document = source.document
        known: dict[Block, tuple[Declaration | None, list[Token]]] = {}
        covers_all = start <= 0 and end >= document.length
        for index in range(document.index_at(start), len(document.blocks)):
            base = document.starts[index]
            if base > end:
                break
            block = document.blocks[index]
            owner = declaration_of(library, source, block)
            found = self._known.get(block)
            if found is None or found[0] is not owner:
                found = (owner, _block_tokens(library, source, block, owner))
            known[block] = found
            for token in found[1]:
                yield token[0] + base, token[1] + base, token[2], token[3]
        if covers_all or len(self._known) > 2 * len(document.blocks):
            self._known = known
        else:
            self._known.update(known)


def _block_tokens(library: Library, source: Source, block: Block, owner: Declaration | None) -> list[Token]:
    base = source.start_of(block)
    names = _names(library, source, block, owner, base)
    special = {**_header_words(block), **_words(block, owner)}
    found: list[Token] = []
    for kind, start, end in pieces(block):
        number = _OF_PIECE.get(kind)
        if number is not None:
            number, modifiers = special.get(start, (number, 0))
            found += _cut(block.text, start, end, number, modifiers, names)
    return found


def _names(
    library: Library, source: Source, block: Block, owner: Declaration | None, base: int
) -> list[tuple[int, int, int, int]]:
    """The names written in a block, by where they start."""
    declarations = [owner] if owner is not None else _head_declarations(source, block)
    found: list[tuple[int, int, int, int]] = []
    for declaration in declarations:
        for name in names_in(declaration, library):
            start, end = name.start - base, name.end - base
            if 0 <= start < end <= block.length:
                found.append((start, end, _OF_NAME[name.meaning.kind], _DECLARATION if name.declares else 0))
    return sorted(found)


def _head_declarations(source: Source, block: Block) -> list[Declaration]:
    """What a block that belongs to no pipe or concept declares: concepts under `[concept]`, the file's own keys."""
    return [each for each in source.declarations() if block in each.blocks]


def _header_words(block: Block) -> dict[int, tuple[int, int]]:
    """`pipe` and `concept` in a header are PLX's own words."""
    if block.keys and block.keys[0].name in ("pipe", "concept"):
        return {block.keys[0].start: (_NUMBER["keyword"], 0)}
    return {}


def _words(block: Block, owner: Declaration | None) -> dict[int, tuple[int, int]]:
    """Keys of another generation, pipe types, and words out of closed lists, by where each starts."""
    table, path = _table(block, owner)
    return dict(_in_entries(table, path, block.entries)) if table else {}


def _table(block: Block, owner: Declaration | None) -> tuple[str, tuple[str | int, ...]]:
    names = tuple(key.name for key in block.keys)
    if owner is None:
        return ("Bundle", names)
    path: tuple[str | int, ...] = names[2:]
    if block.kind == "array-table":
        path = (*path, 0)
    return (getattr(owner, "type", "") if owner.kind == "pipe" else "Concept", path)


def _in_entries(table: str, path: tuple[str | int, ...], entries: list[Entry]) -> Iterator[tuple[int, tuple[int, int]]]:
    for entry in entries:
        inner = (*path, *(key.name for key in entry.keys))
        doc = key_doc(table, inner)
        if doc is not None and doc.is_old:
            yield entry.keys[-1].start, (_NUMBER["property"], _DEPRECATED)
        if entry.value is not None:
            yield from _in_value(table, inner, entry.value)


def _in_value(table: str, path: tuple[str | int, ...], value: Value) -> Iterator[tuple[int, tuple[int, int]]]:
    if value.kind == "table":
        yield from _in_entries(table, path, value.data)
    elif value.kind == "array":
        for item in value.data:
            yield from _in_value(table, (*path, 0), item)
    elif value.kind == "string":
        if path == ("type",):
            yield value.start, (_NUMBER["type"], 0)
            return
        doc = key_doc(table, path)
        if doc is not None and value.data in doc.values:
            yield value.start, (_NUMBER["enumMember"], 0)
        elif doc is not None and value.data in doc.spellings:
            yield value.start, (_NUMBER["enumMember"], _DEPRECATED)


def _cut(
    text: str, start: int, end: int, number: int, modifiers: int, names: list[tuple[int, int, int, int]]
) -> Iterator[Token]:
    """A piece, cut at the names inside it and at line ends."""
    position = start
    for first, last, kind, kind_modifiers in names:
        if position <= first and last <= end and first >= start:
            yield from _lines(text, position, first, number, modifiers)
            yield first, last, kind, kind_modifiers
            position = last
    yield from _lines(text, position, end, number, modifiers)


def _lines(text: str, start: int, end: int, number: int, modifiers: int) -> Iterator[Token]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        last = stop - 1 if stop > start and text[stop - 1] == "\r" else stop
        if last > start:
            yield start, last, number, modifiers
        start = stop + 1
