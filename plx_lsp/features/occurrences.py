"""Every place in a library that means the same thing: for references, highlight and rename."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plx_lsp.features.deck_names import deck_names
from plx_lsp.features.names import Meaning, model_of, name_at, names_in
from plx_lsp.features.scope import scope_at
from plx_lsp.project.calls import calls_of
from plx_lsp.project.symbols import Pipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.features.names import Name
    from plx_lsp.features.scope import Scope
    from plx_lsp.project.calls import Call
    from plx_lsp.project.deck_files import DeckFiles
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration

_REFERENCES = ("concept", "concept-name", "model")
"""Kinds of strings that are one reference, whose name is only a part of it."""


def name_under(library: Library, source: Source, offset: int) -> Name | None:
    """The name at `offset` of a source, if there is one."""
    return name_at(_declaration_at(scope_at(library, source, offset)), library, offset)


def name_around(library: Library, source: Source, offset: int) -> Name | None:
    """The name at `offset`, or the one that the reference there spells with its domain, its sigil, its count."""
    found = name_under(library, source, offset)
    if found is not None:
        return found
    scope = scope_at(library, source, offset)
    if scope.context.place != "string" or scope.key is None or scope.key.kind not in _REFERENCES:
        return None
    names = names_in(_declaration_at(scope), library)
    inside = [name for name in names if scope.start <= name.start and name.end <= scope.end]
    return replace(inside[0], start=scope.start, end=scope.end) if len(inside) == 1 else None


def _declaration_at(scope: Scope) -> Declaration:
    found = scope.pipe or scope.concept
    if found is None and len(scope.path) < 2:
        found = _named_here(scope)
    return found or scope.source.head


def _named_here(scope: Scope) -> Declaration | None:
    """The concept or pipe whose own name is at a cursor: in a header, or as a key under `[concept]`."""
    library, source, key = scope.library, scope.source, scope.context.key
    names = (*scope.path, key.name) if key is not None else scope.path
    if len(names) < 2 or names[0] not in ("pipe", "concept"):
        return None
    found = library.pipes_named(str(names[1])) if names[0] == "pipe" else ()
    named = found or library.concepts_named(f"{source.domain}.{names[1]}")
    return next((each for each in named if each.source is source), None)


def occurrences(library: Library, meaning: Meaning, deck: DeckFiles | None = None) -> Iterator[Name]:
    """Every place that means the same, each once. `deck` are the files that may name models, too."""
    if meaning.kind == "model":
        yield from (name for name in deck_names(deck, library.deck) if name.meaning == meaning)
    meanings = family(library, meaning) if meaning.kind == "variable" else {meaning}
    seen: set[tuple[str, int]] = set()
    for declaration in _holders(library, meaning, meanings):
        for name in names_in(declaration, library):
            if name.meaning in meanings and (name.path, name.start) not in seen:
                seen.add((name.path, name.start))
                yield name


def _holders(library: Library, meaning: Meaning, meanings: set[Meaning]) -> Iterable[Declaration]:
    """The declarations that may hold a name of this meaning."""
    if meaning.kind == "pipe":
        return [*library.pipes_named(meaning.name), *library.users_of_pipe(meaning.name)]
    if meaning.kind == "concept":
        return [*library.concepts_named(meaning.name), *library.users_of_concept(meaning.name)]
    if meaning.kind == "model":
        pipes = [pipe for code in library.pipe_codes() for pipe in library.pipes_named(code)]
        return [pipe for pipe in pipes if model_of(pipe) == meaning.name]
    pipes = [pipe for each in meanings for pipe in library.pipes_named(each.pipe)]
    callers = [user for pipe in pipes for user in library.users_of_pipe(pipe.code)]
    return dict.fromkeys([*pipes, *callers])


# -- variables --------------------------------------------------------------------------------------------------------


def family(library: Library, meaning: Meaning) -> set[Meaning]:
    """A variable with all that it is passed on as: what one pipe leaves under a name, another takes by that name.

    A rename that keeps the meaning renames the whole family.
    """
    found = {meaning}
    waiting = [meaning]
    while waiting:
        for other in _neighbours(library, waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _neighbours(library: Library, meaning: Meaning) -> Iterator[Meaning]:
    for pipe in library.pipes_named(meaning.pipe):
        yield from _passed_down(library, pipe, meaning.name)
    for user in library.users_of_pipe(meaning.pipe):
        if isinstance(user, Pipe) and _takes_or_leaves(library, user, meaning):
            yield Meaning("variable", meaning.name, user.code)


def _passed_down(library: Library, pipe: Pipe, name: str) -> Iterator[Meaning]:
    """The inputs and shared results of the pipes it calls that go by this name inside it."""
    for call in calls_of(pipe, library):
        if call.pipe is not None and (_needs(call, name) or name in call.pipe.shared_results):
            yield Meaning("variable", name, call.pipe.code)


def _takes_or_leaves(library: Library, caller: Pipe, meaning: Meaning) -> bool:
    """Whether the name means the same inside `caller` as inside the pipe that it calls."""
    calls = [call for call in calls_of(caller, library) if call.pipe is not None and call.pipe.code == meaning.pipe]
    return any(_needs(call, meaning.name) or meaning.name in call.pipe.shared_results for call in calls if call.pipe)


def _needs(call: Call, name: str) -> bool:
    return any(each.name == name for each in call.needs())
