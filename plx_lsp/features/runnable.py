"""Which pipes of a file can be run, what each would make, and why the others can't be run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
            start, end = source.key_range(pipe)
            plan = plan_of(library, pipe)
            reason = _reason(source, pipe, errors)
            yield Runnable(pipe, Span(source.path, start, end), extent(source, pipe), reason, plan)


def extent(source: Source, pipe: Pipe) -> Span:
    """From a pipe's first header or key to the end of what is written in it."""
    start = min(source.start_of(block) for block in pipe.blocks)
    if pipe.node.origin == "inline":
        base = source.start_of(pipe.key_block)
        first = pipe.key.start if pipe.key is not None else 0
        return Span(source.path, base + first, base + pipe.node.end)
    last = max(pipe.blocks, key=source.start_of)
    end = source.start_of(last) + len(last.text.rstrip())
    return Span(source.path, start, max(start, end))


def _reason(source: Source, pipe: Pipe, errors: list[Diagnostic]) -> str:
    """The first error in the pipe's own text; what is wrong beside it keeps no pipe from running."""
    spans = [(source.start_of(block), source.start_of(block) + block.length) for block in pipe.blocks]
    mine = [each for each in errors if any(start <= each.start < end for start, end in spans)]
    return min(mine, key=_start).message if mine else ""


def _start(diagnostic: Diagnostic) -> int:
    return diagnostic.start
