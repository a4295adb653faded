"""Which pipes of a file can be run, what each would make, and why the others can't be run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.extents import extent_of
from plx_lsp.features.images import Plan, plan_of
from plx_lsp.features.values import Span
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Pipe


@dataclass(frozen=True, slots=True)
class Runnable:
    """An image pipe as it would be run. `reason` says why it can't be; empty where it can."""

    pipe: Pipe
    name: Span
    whole: Span
    reason: str
    plan: Plan


def runnables(library: Library, source: Source, diagnostics: Iterable[Diagnostic]) -> Iterator[Runnable]:
    """The image pipes of a file, in the order of its text. `diagnostics` are the file's own."""
    errors = [each for each in diagnostics if each.severity == "error"]
    for pipe in source.pipes():
        if pipe.type == IMG_GEN:
            yield runnable(library, pipe, errors)


def runnable(library: Library, pipe: Pipe, diagnostics: Iterable[Diagnostic]) -> Runnable:
    """An image pipe, with what `diagnostics`, those of its file, mean for it."""
    start, end = pipe.source.key_range(pipe)
    reason = _reason(pipe, [each for each in diagnostics if each.severity == "error"])
    return Runnable(pipe, Span(pipe.source.path, start, end), extent_of(pipe), reason, plan_of(library, pipe))


def _reason(pipe: Pipe, errors: list[Diagnostic]) -> str:
    """The first error in the pipe's own text; what is wrong beside it keeps no pipe from running."""
    if not errors:
        return ""
    source = pipe.source
    spans = [(source.start_of(block), source.start_of(block) + block.length) for block in pipe.blocks]
    mine = [each for each in errors if any(start <= each.start < end for start, end in spans)]
    return min(mine, key=_start).message if mine else ""


def _start(diagnostic: Diagnostic) -> int:
    return diagnostic.start
