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
    from collections.abc import Callable

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


def about(library: Library, thing: About) -> str:
    """The Markdown about a thing; an empty text where it is no longer there.

    A thing is `("key", table, *path)`, `("value", word, table, *path)`, `("type", name)`, `("model", name)`,
    `("concept", full name)`, `("pipe", code)` or `("rule", name)`. Of anything else there is nothing to say.
    """
    kind, *names = thing
    least, describe = _THINGS.get(kind, (0, _nothing))
    return describe(library, *names) if len(names) >= least else ""


def _nothing(_library: Library, *_names: str) -> str:
    return ""


def _key(_library: Library, table: str, *path: str) -> str:
    return key_text(table, path)


def _value(_library: Library, word: str, table: str, *path: str) -> str:
    return value_text(table, path, word)


def _type(_library: Library, name: str, *_more: str) -> str:
    return type_text(name)


def _model(library: Library, name: str, *_more: str) -> str:
    return model_text(library.deck, name)


def _concept(library: Library, name: str, *_more: str) -> str:
    concept = library.concept_named(name)
    return concept_text(library, concept) if concept is not None else ""


def _pipe(library: Library, code: str, *_more: str) -> str:
    pipe = library.pipe(code)
    return pipe_text(library, pipe) if pipe is not None else ""


def _rule(_library: Library, name: str, *_more: str) -> str:
    return rule_text(name)


_THINGS: dict[str, tuple[int, Callable[..., str]]] = {
    "key": (2, _key),
    "value": (3, _value),
    "type": (1, _type),
    "model": (1, _model),
    "concept": (1, _concept),
    "pipe": (1, _pipe),
    "rule": (1, _rule),
}
"""How many names each kind of thing needs at least, and what describes it."""
