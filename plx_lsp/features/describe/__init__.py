"""What there is to say about a thing of PLX, as Markdown: for hover and for completion's documentation alike.

`About` names a thing by plain words, so that a completion can be described later, when its user looks at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.describe.concepts import concept_text
from plx_lsp.features.describe.keys import key_text, type_text, value_text
from plx_lsp.features.describe.models import model_text
from plx_lsp.features.describe.pipes import pipe_text
from plx_lsp.features.describe.rules import rule_text

if TYPE_CHECKING:
    from plx_lsp.project.library import Library

    About = tuple[str, ...]

__all__ = [
    "about",
    "concept_text",
    "key_text",
    "model_text",
    "pipe_text",
    "rule_text",
    "type_text",
    "value_text",
]


_LEAST = {"key": 2, "value": 3, "type": 1, "model": 1, "concept": 1, "pipe": 1, "rule": 1}
"""How many names each kind of thing needs."""


def about(library: Library, thing: About) -> str:
    """The Markdown about a thing; an empty text where it is no longer there.

    A thing is `("key", table, *path)`, `("value", word, table, *path)`, `("type", name)`, `("model", name)`,
    `("concept", full name)`, `("pipe", code)` or `("rule", name)`. Of anything else there is nothing to say.
    """
    kind, *names = thing
    if len(names) < _LEAST.get(kind, len(thing)):
        return ""
    if kind == "key":
        return key_text(names[0], tuple(names[1:]))
    if kind == "value":
        return value_text(names[1], tuple(names[2:]), names[0])
    if kind == "model":
        return model_text(library.deck, names[0])
    if kind == "concept":
        concept = library.concept_named(names[0])
        return concept_text(library, concept) if concept is not None else ""
    if kind == "pipe":
        pipe = library.pipe(names[0])
        return pipe_text(library, pipe) if pipe is not None else ""
    return {"type": type_text, "rule": rule_text}[kind](names[0])
