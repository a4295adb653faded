"""The outline of a file, and the names of a whole project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.describe.pipes import signature
from plx_lsp.features.extents import extent_of
from plx_lsp.features.values import Span
from plx_lsp.project.calls import calls_of
from plx_lsp.project.symbols import Pipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Concept, Declaration
    from plx_lsp.syntax import Node

    SymbolKind = Literal["concept", "pipe", "field", "input", "step"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A named thing: `whole` covers all of it, `name` what it is called by."""

    title: str
    kind: SymbolKind
    detail: str
    whole: Span
    name: Span
    container: str = ""
    children: tuple[Symbol, ...] = ()


def outline(library: Library, source: Source) -> Iterator[Symbol]:
    """The concepts and pipes of a file with what they have inside, in the order of its text."""
    declared: list[Concept | Pipe] = [*source.concepts(), *source.pipes()]
    for each in sorted(declared, key=source.key_range):
        yield _pipe(library, each) if isinstance(each, Pipe) else _concept(each)


def search(library: Library, query: str) -> Iterator[Symbol]:
    """Every declaration of a concept or pipe of a project whose name has the query's letters in their order."""
    for name in library.concept_names():
        for concept in library.concepts_named(name) if _fits(query, name) else ():
            yield _symbol(concept, concept.code, "concept", concept.description, concept.domain)
    for code in library.pipe_codes():
        for pipe in library.pipes_named(code) if _fits(query, code) else ():
            yield _symbol(pipe, pipe.code, "pipe", pipe.type, pipe.source.domain)


def _fits(query: str, name: str) -> bool:
    letters = iter(name.casefold())
    return all(letter in letters for letter in query.casefold() if not letter.isspace())


def _symbol(
    declaration: Declaration,
    title: str,
    kind: SymbolKind,
    detail: str,
    container: str = "",
    children: tuple[Symbol, ...] = (),
) -> Symbol:
    start, end = declaration.source.key_range(declaration)
    name = Span(declaration.source.path, start, end)
    return Symbol(title, kind, detail, extent_of(declaration), name, container, children)


def _concept(concept: Concept) -> Symbol:
    structure = concept.get("structure")
    fields = structure.data.items() if structure is not None and structure.kind == "table" else ()
    children = tuple(
        child for name, node in fields if (child := _part(concept, name, "field", _type(node), node)) is not None
    )
    refines = concept.refines
    detail = f"refines {refines.text}" if refines is not None else concept.description
    return _symbol(concept, concept.code, "concept", detail, children=children)


def _type(field: Node) -> str:
    kind = field.get("type")
    return str(kind.data) if kind is not None and kind.kind == "string" else ""


def _pipe(library: Library, pipe: Pipe) -> Symbol:
    children: list[Symbol] = []
    for each in pipe.inputs:
        concept = each.reference.text if each.reference is not None else ""
        child = _part(pipe, each.name, "input", concept, each.node)
        if child is not None:
            children.append(child)
    for call in calls_of(pipe, library):
        span = _value_span(pipe, call.node)
        result = f"→ {call.result.data}" if call.result is not None else ""
        children.append(Symbol(call.node.data, "step", result, span, span))
    detail = f"{pipe.type} {signature(pipe)[len(pipe.code) :]}"
    return _symbol(pipe, pipe.code, "pipe", detail, children=tuple(children))


def _part(declaration: Declaration, name: str, kind: SymbolKind, detail: str, node: Node) -> Symbol | None:
    if node.key is None or node.key_block is None:
        return None
    base = declaration.source.start_of(node.key_block)
    start, end = base + node.key.start, base + node.key.end
    last = base + node.end if node.key_block is node.block else end
    path = declaration.source.path
    return Symbol(name, kind, detail, Span(path, start, max(last, end)), Span(path, start, end))


def _value_span(declaration: Declaration, node: Node) -> Span:
    base = declaration.source.start_of(node.block)
    return Span(declaration.source.path, base + node.start, base + node.end)
