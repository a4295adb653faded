"""Run and Preview as actions, for editors that show no lenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import RUN, Action
from plx_lsp.features.lenses import run_commands
from plx_lsp.features.runnable import runnable
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe


def run_here(library: Library, pipe: Pipe, diagnostics: Sequence[Diagnostic]) -> Iterator[Action]:
    """Run and Preview of the image pipe here; nothing for one that can't be run."""
    if pipe.type == IMG_GEN:
        each = runnable(library, pipe, diagnostics)
        if not each.reason:
            for command in run_commands(each):
                yield Action(f"{command.title} — {pipe.code}", RUN, command=command)
