"""What could be done about what stands between two places of a text: one file for each kind of thing.

actions(asked) -> Iterator[Action]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.actions.create import create_concept, create_pipe
from plx_lsp.features.actions.fixes import fix_all, fixes, ignore_here
from plx_lsp.features.actions.item import KINDS, Action
from plx_lsp.features.actions.presets import to_preset
from plx_lsp.features.actions.prompts import to_input, to_static_prompt
from plx_lsp.features.actions.run import run_here
from plx_lsp.features.actions.spelling import current_spelling
from plx_lsp.features.scope import declaration_of, scope_at
from plx_lsp.project.symbols import Pipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.project import Project
    from plx_lsp.project.source import Source

__all__ = ["KINDS", "Action", "actions"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: `start:end` of a source, with all diagnostics of its file. `kinds` limits what is wanted."""

    project: Project
    source: Source
    start: int
    end: int
    diagnostics: Sequence[Diagnostic]
    kinds: tuple[str, ...] = ()

    def wants(self, kind: str) -> bool:
        """Whether actions of a kind are wanted: it, or a group that it is in."""
        return not self.kinds or any(kind == each or kind.startswith(f"{each}.") or not each for each in self.kinds)


def actions(asked: Asked) -> Iterator[Action]:
    """Everything that could be done here, the likeliest first."""
    for action in _all(asked):
        if asked.wants(action.kind):
            yield action


def _all(asked: Asked) -> Iterator[Action]:
    library, source = asked.project.library, asked.source
    here = [each for each in asked.diagnostics if each.start <= asked.end and asked.start <= each.end]
    yield from fixes(source, here)
    yield from create_pipe(library, here, source)
    yield from create_concept(library, here, source)
    scope = scope_at(library, source, asked.start)
    pipe = scope.pipe or declaration_of(library, source, scope.context.block)
    if isinstance(pipe, Pipe):
        yield from run_here(library, pipe, asked.diagnostics)
        yield from to_input(pipe)
        yield from to_static_prompt(pipe)
        yield from to_preset(asked.project, scope)
    yield from ignore_here(source, here)
    yield from fix_all(source, asked.diagnostics)
    yield from current_spelling(source, asked.diagnostics)
