"""Writing what is referred to and not there: a pipe that something calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import QUICK_FIX, Action
from plx_lsp.features.occurrences import name_under
from plx_lsp.lint import TextEdit
from plx_lsp.lint.edits import line_end
from plx_schema.vocabulary import PIPE_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source

_PIPES = (
    ("PipeImgGen", 'description = "Draw an image"', 'inputs = { prompt = "Text" }', 'output = "Image"'),
    (
        "PipeLLM",
        'description = "Write a text"',
        'inputs = { topic = "Text" }',
        'output = "Text"',
        'prompt = "Write about $topic"',
    ),
)
"""What a new pipe begins with, by type."""


def create_pipe(library: Library, here: Sequence[Diagnostic], source: Source) -> Iterator[Action]:
    """The pipe that an `unknown-pipe` misses, at the end of the file."""
    import re

    for each in here:
        if each.rule != "unknown-pipe":
            continue
        found = name_under(library, source, each.start + 1)
        if found is None or found.meaning.kind != "pipe" or re.fullmatch(PIPE_PATTERN, found.meaning.name) is None:
            continue
        for kind, *lines in _PIPES:
            edit = _append(source, [f"[pipe.{found.meaning.name}]", f'type = "{kind}"', *lines])
            yield Action(f"Create the pipe `{found.meaning.name}` ({kind})", QUICK_FIX, (edit,), mends=(each,))


def _append(source: Source, lines: list[str]) -> TextEdit:
    """Lines behind everything else, a blank one before them."""
    end, text = line_end(source.document.blocks[-1]), source.document.text
    gap = "" if not text or text.endswith(end * 2) else end if text.endswith("\n") else end * 2
    return TextEdit(source.path, len(text), len(text), gap + end.join([*lines, ""]))
