"""Variables: inputs and results, in templates behind `$` and `@`, and in the keys that name one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.describe.concepts import fields_of
from plx_lsp.project.calls import calls_of
from plx_lsp.project.references import read_reference
from plx_lsp.project.uses import name_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_lsp.project.library import Library
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax import Value
    from plx_schema.lookup import KeyDoc

_BEGUN = re.compile(r"(?:\$|@\??|\{\{-?\s*|\{%-?[^%]*?\s)(?P<word>[A-Za-z_]?[A-Za-z0-9_.]*)$")


def names_in_reach(library: Library, pipe: Pipe) -> dict[str, str]:
    """The variables that can be used in a pipe, each with what it holds: its inputs, then what its calls leave."""
    found = {each.name: each.reference.text if each.reference else "" for each in pipe.inputs}
    for call in calls_of(pipe, library):
        output = _spelled(library, call.pipe.output, call.pipe, pipe) if call.pipe is not None else ""
        for name in call.leaves():
            found.setdefault(name, output)
    return found


def complete_template(scope: Scope, _key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """The variables of the pipe, where one has been begun in a template."""
    context = scope.context
    begun = _BEGUN.search(context.block.text[context.start : context.offset])
    if begun is None or scope.pipe is None:
        return
    start = context.base + context.start + begun.start("word")
    yield from _names(scope, begun["word"], start, context.base + context.offset)


def _names(scope: Scope, word: str, start: int, end: int) -> Iterator[Completion]:
    """The variables of the pipe in place of `start:end`; behind a variable and a dot, the fields of what it holds."""
    assert scope.pipe is not None  # noqa: S101 - the callers looked
    names = names_in_reach(scope.library, scope.pipe)
    *path, _ = word.split(".")
    if path:
        start += len(".".join(path)) + 1
        names = _fields(scope, names.get(path[0], "")) if len(path) == 1 else {}
    for rank, (name, holds) in enumerate(names.items()):
        yield Completion(name, "variable", start, end, name, detail=holds, rank=rank)


def _fields(scope: Scope, holds: str) -> dict[str, str]:
    """The fields of a concept that is written as `holds`, with what each holds."""
    reference = read_reference(holds)
    concept = scope.library.concept(reference, scope.source) if reference is not None else None
    if concept is None:
        return {}
    chain, _ = scope.library.chain(concept)
    return {name: said for each in chain for name, said in fields_of(each)}


def complete_variable(scope: Scope, key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """The variables that a key could name; for the item of a list, the inputs of the pipe that runs on it."""
    if scope.pipe is None:
        return
    if key.name not in ("batch_as", "input_item_name"):
        context = scope.context
        yield from _names(scope, context.block.text[context.start : context.offset], scope.start, scope.end)
        return
    for rank, (name, holds) in enumerate(_inputs_of_called(scope).items()):
        yield Completion(name, "variable", scope.start, scope.end, name, detail=holds, rank=rank)


def complete_result(scope: Scope, _key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """The names that other steps of the pipe need and nothing gives them yet."""
    if scope.pipe is None:
        return
    own = scope.context.value
    for rank, (name, holds) in enumerate(names_wanted(scope.library, scope.pipe, own).items()):
        yield Completion(name, "variable", scope.start, scope.end, name, detail=holds, rank=rank)


def names_wanted(library: Library, pipe: Pipe, but: Value | None = None) -> dict[str, str]:
    """What the pipes that a pipe calls need and nothing in it gives, each with its concept; `but` is no giver."""
    calls = calls_of(pipe, library)
    given = {each.name for each in pipe.inputs}
    for call in calls:
        given.update(name for name in call.leaves() if call.result is None or call.result.data != _text(but))
    return {
        each.name: _spelled(library, each.reference, call.pipe, pipe)
        for call in calls
        if call.pipe is not None
        for each in call.needs()
        if each.name not in given
    }


def _spelled(library: Library, reference: ConceptRef | None, written_in: Pipe, pipe: Pipe) -> str:
    """A reference of one pipe as another one would write it; empty where there is none."""
    if reference is None:
        return ""
    concept = library.concept(reference, written_in.source)
    if concept is None:
        return reference.text
    return name_in(pipe.domain, concept) + reference.text[len(reference.name) :]


def _text(value: Value | None) -> str:
    return str(value.data) if value is not None and value.kind == "string" else ""


def _inputs_of_called(scope: Scope) -> dict[str, str]:
    assert scope.pipe is not None  # noqa: S101 - the caller looked
    step = scope.pipe.node
    for part in scope.path[:-1]:
        inner = step.get(part) if isinstance(part, str) else step.data[part] if part < len(step.data) else None
        if inner is None:
            return {}
        step = inner
    called = step.get("pipe") or step.get("branch_pipe_code")
    pipe = scope.library.pipe(called.data) if called is not None and called.kind == "string" else None
    return {each.name: each.reference.text if each.reference else "" for each in pipe.inputs} if pipe else {}
