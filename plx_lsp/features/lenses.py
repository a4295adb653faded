"""What stands above a pipe: ▶ Run and Preview with model and price, and how often it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.runnable import runnables
from plx_lsp.features.values import Command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.features.runnable import Runnable
    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source

RUN, PREVIEW = "plx.run", "plx.preview"
LONGEST_REASON = 80
"""Characters of the reason why a pipe can't be run; the diagnostic has all of it."""


@dataclass(frozen=True, slots=True)
class Lens:
    """A line above `start:end`; a mere text where its command has no name."""

    start: int
    end: int
    command: Command


def lenses(library: Library, source: Source, diagnostics: Iterable[Diagnostic]) -> Iterator[Lens]:
    """The lenses of a file. `diagnostics` are the file's own."""
    for each in runnables(library, source, diagnostics):
        for command in run_commands(each):
            yield Lens(each.name.start, each.name.end, command)
    for pipe in source.pipes():
        count = len(library.users_of_pipe(pipe.code))
        if count:
            start, end = source.key_range(pipe)
            title = f"{count} reference{'s' if count > 1 else ''}"
            yield Lens(start, end, Command(title, "", {}))


def run_commands(each: Runnable) -> Iterator[Command]:
    """Run and Preview of a pipe; where it can't be run, one line that says why, and its command says all of it."""
    argument = {"path": each.pipe.source.path, "pipe": each.pipe.code}
    if each.reason:
        reason = each.reason if len(each.reason) <= LONGEST_REASON else each.reason[: LONGEST_REASON - 1] + "…"
        yield Command(f"✗ Cannot run: {reason}", RUN, argument)
        return
    plan = each.plan
    parts = [plan.model, f"{plan.count} images" if plan.count > 1 else "", plan.price, plan.status]
    yield Command(f"▶ Run ({', '.join(part for part in parts if part)})", RUN, argument)
    yield Command(f"Preview ({plan.size})" if plan.size else "Preview", PREVIEW, argument)
