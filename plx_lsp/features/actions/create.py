"""Writing what is referred to and not there: a pipe that something calls, a concept of a domain in another file.

A concept of the file's own domain is a fix of its diagnostic.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import QUICK_FIX, Action
from plx_lsp.features.occurrences import name_around, name_under
from plx_lsp.features.scope import scope_at
from plx_lsp.lint import TextEdit
from plx_lsp.lint.edits import add_concept, line_end
from plx_schema.vocabulary import CONCEPT_PATTERN, IMG_GEN, PIPE_PATTERN

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
    """The pipe that an `unknown-pipe` misses, at the end of the file; none where no table can be written there."""
    pipes = source.head.get("pipe")
    if source.document.blocks[-1].faults or (pipes is not None and pipes.origin == "inline"):
        return
    for each in here:
        if each.rule != "unknown-pipe":
            continue
        found = name_under(library, source, each.start + 1)
        if found is None or found.meaning.kind != "pipe" or re.fullmatch(PIPE_PATTERN, found.meaning.name) is None:
            continue
        for kind, *lines in _PIPES:
            edit = _append(source, [f"[pipe.{found.meaning.name}]", f'type = "{kind}"', *lines])
            yield Action(f"Create the pipe `{found.meaning.name}` ({kind})", QUICK_FIX, (edit,), mends=(each,))


def create_concept(library: Library, here: Sequence[Diagnostic], source: Source) -> Iterator[Action]:
    """The concept of another file's domain that an `unknown-concept` misses, in that file."""
    for each in here:
        found = name_around(library, source, each.start + 1) if each.rule == "unknown-concept" else None
        domain, _, code = found.meaning.name.rpartition(".") if found is not None else ("", "", "")
        other = next((one for _, one in sorted(library.sources.items()) if one.domain == domain), None)
        if other is None or domain == source.domain or re.fullmatch(CONCEPT_PATTERN, code) is None:
            continue
        refines = _REFINES.get(_role(library, source, each.start), "")
        edit = add_concept(other, code, library, line_end(other.document.blocks[0]), refines)
        if edit is None or edit.place.block.faults:
            continue  # there may be an open string where it would be written
        start = other.start_of(edit.place.block)
        new = TextEdit(other.path, start + edit.place.start, start + edit.place.end, edit.text)
        title = f"Create the concept `{domain}.{code}` in {os.path.basename(other.path)}"
        yield Action(title, QUICK_FIX, (new,), mends=(each,))


_REFINES = {"output": "Image", "inputs": "Text"}
"""What a new concept refines, by the key of the image pipe that names it."""


def _role(library: Library, source: Source, offset: int) -> str:
    scope = scope_at(library, source, offset + 1)
    return str(scope.path[0]) if scope.pipe is not None and scope.pipe.type == IMG_GEN and scope.path else ""


def _append(source: Source, lines: list[str]) -> TextEdit:
    """Lines behind everything else, a blank one before them."""
    end, text = line_end(source.document.blocks[-1]), source.document.text
    gap = "" if not text or text.endswith(end * 2) else end if text.endswith("\n") else end * 2
    return TextEdit(source.path, len(text), len(text), gap + end.join([*lines, ""]))
