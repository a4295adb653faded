"""Variables: inputs and results, in templates behind `$` and `@`, and in the keys that name one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.project.calls import calls_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe
    from plx_schema.lookup import KeyDoc

_BEGUN = re.compile(r"(?:\$|@\??|\{\{-?\s*|\{%-?[^%]*?\s)(?P<word>[A-Za-z_]?[A-Za-z0-9_.]*)$")


def names_in_reach(library: Library, pipe: Pipe) -> dict[str, str]:
    """The variables that can be used in a pipe, each with what it holds: its inputs, then what its calls leave."""
    found = {each.name: each.reference.text if each.reference else "" for each in pipe.inputs}
    for call in calls_of(pipe, library):
        output = call.pipe.output.text if call.pipe is not None and call.pipe.output is not None else ""
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
    for rank, (name, holds) in enumerate(names_in_reach(scope.library, scope.pipe).items()):
        yield Completion(name, "variable", start, context.base + context.offset, name, detail=holds, rank=rank)


def complete_variable(scope: Scope, key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """The variables that a key could name; for the item of a list, the inputs of the pipe that runs on it."""
    if scope.pipe is None:
        return
    if key.name in ("batch_as", "input_item_name"):
        names = _inputs_of_called(scope)
    else:
        names = names_in_reach(scope.library, scope.pipe)
    for rank, (name, holds) in enumerate(names.items()):
        yield Completion(name, "variable", scope.start, scope.end, name, detail=holds, rank=rank)


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
