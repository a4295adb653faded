"""Where a name comes from: the declaration of a concept, a pipe or a variable, the deck's file for a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.extents import extent_of
from plx_lsp.features.names import names_in
from plx_lsp.features.occurrences import family, name_around
from plx_lsp.features.values import Span
from plx_schema.deck import EMBEDDED, SIGIL_OF, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.names import Meaning
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration


@dataclass(frozen=True, slots=True)
class Target:
    """A definition: `origin` is the name that was asked about, `name` what it leads to, `whole` all of that."""

    origin: Span
    name: Span
    whole: Span


def definitions(library: Library, source: Source, offset: int) -> Iterator[Target]:
    """Where the name at `offset` comes from; nothing for what is built in."""
    found = name_around(library, source, offset)
    if found is None:
        return
    origin = Span(found.path, found.start, found.end)
    meaning = found.meaning
    if meaning.kind == "model":
        yield from (Target(origin, span, span) for span in _in_deck(library, meaning))
    elif meaning.kind == "variable":
        yield from (Target(origin, span, span) for span in _of_variable(library, meaning))
    else:
        named = library.pipes_named if meaning.kind == "pipe" else library.concepts_named
        for declaration in named(meaning.name):
            yield _target(origin, declaration)


def _target(origin: Span, declaration: Declaration) -> Target:
    start, end = declaration.source.key_range(declaration)
    return Target(origin, Span(declaration.source.path, start, end), extent_of(declaration))


def _of_variable(library: Library, meaning: Meaning) -> Iterator[Span]:
    """What declares a variable in its own pipe; failing that, wherever it is passed from."""
    own = list(_declared(library, {meaning}, [meaning.pipe]))
    meanings = family(library, meaning)
    yield from own or _declared(library, meanings, sorted({each.pipe for each in meanings}))


def _declared(library: Library, meanings: set[Meaning], codes: list[str]) -> Iterator[Span]:
    for code in codes:
        for pipe in library.pipes_named(code):
            for name in names_in(pipe, library):
                if name.declares and name.meaning in meanings:
                    yield Span(name.path, name.start, name.end)


def _in_deck(library: Library, meaning: Meaning) -> Iterator[Span]:
    """Where the deck's files of this project define a name: the first step of its chain that one of them has."""
    sigil = SIGIL_OF.get(meaning.model, "")
    steps = resolve(library.deck, sigil + meaning.name).steps
    place = next((step.place for step in steps if step.place is not EMBEDDED and step.place.file), None)
    if place is not None:
        yield Span(place.file, place.start, place.end)
