"""Pipe codes: in steps, branches, outcomes and `main_pipe`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.describe.pipes import signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_schema.lookup import KeyDoc


def complete_pipe(scope: Scope, key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """Every pipe of the project, those of this file first; `main_pipe` names one of its own file."""
    for code in scope.library.pipe_codes():
        pipe = scope.library.pipe(code, scope.source)
        is_here = pipe is not None and pipe.source is scope.source
        if pipe is None or pipe is scope.pipe or (key.name == "main_pipe" and not is_here):
            continue
        yield Completion(
            pipe.code,
            "pipe",
            scope.start,
            scope.end,
            pipe.code,
            detail=signature(pipe)[len(pipe.code) :],
            note="" if is_here else pipe.source.stem,
            about=("pipe", pipe.code),
            rank=0 if is_here else 1,
        )
