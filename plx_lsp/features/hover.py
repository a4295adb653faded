"""What is to be said about what a cursor is on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.describe import about, key_text, rule_text, type_text, value_text
from plx_lsp.features.describe.concepts import field_text
from plx_lsp.features.describe.markdown import paragraphs
from plx_lsp.features.describe.variables import variable_text
from plx_lsp.features.images import chosen_model, size_with
from plx_lsp.features.occurrences import name_around
from plx_lsp.features.scope import scope_at
from plx_schema.deck import canonical
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES

if TYPE_CHECKING:
    from plx_lsp.features.names import Meaning
    from plx_lsp.features.scope import Scope
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source

_RULE_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown about `start:end`."""

    start: int
    end: int
    markdown: str


def hover(library: Library, source: Source, offset: int) -> Hover | None:
    """About the name, the key or the word at `offset`; None where there is nothing to say."""
    name = name_around(library, source, offset)
    if name is not None:
        text = _about_name(library, source, name.meaning)
        if text:
            return Hover(name.start, name.end, text)
    scope = scope_at(library, source, offset)
    text, start, end = _about_place(scope)
    return Hover(start, end, text) if text else None


def _about_name(library: Library, source: Source, meaning: Meaning) -> str:
    if meaning.kind == "variable":
        return variable_text(library, source, meaning)
    return about(library, (meaning.kind, meaning.name))


def _about_place(scope: Scope) -> tuple[str, int, int]:
    context = scope.context
    start, end = scope.start, scope.end
    if context.place == "comment":
        return _about_rule(scope)
    if context.place in ("key", "header") and context.key is not None:
        path = (*scope.path, context.key.name)
        if scope.concept is not None and len(path) == 2 and path[0] == "structure":
            return field_text(scope.concept, str(path[1])), start, end
        return (key_text(scope.table, path) if scope.table != "Pipe" or path else ""), start, end
    if context.value is not None and context.value.kind == "string" and scope.path:
        word = str(context.value.data)
        value_start, value_end = context.base + context.value.start, context.base + context.value.end
        if scope.path == ("type",) and (word in PIPE_TYPES or word in OLD_PIPE_TYPES):
            return type_text(word), value_start, value_end
        key = scope.key
        if key is not None and (word in key.values or word in key.spellings):
            return _value(scope, word), value_start, value_end
    return "", start, end


def _value(scope: Scope, word: str) -> str:
    """About a word that the key takes, followed by what the key is."""
    said = paragraphs(value_text(scope.table, scope.path, word), _size(scope, word))
    return f"{said}\n\n---\n\n{key_text(scope.table, scope.path)}"


def _size(scope: Scope, word: str) -> str:
    """What a ratio comes to with the pipe's model."""
    model = chosen_model(scope.library, scope.pipe) if scope.path[-1:] == ("aspect_ratio",) else None
    size = size_with(model, str(canonical("aspect_ratio", word))) if model is not None else ""
    return f"{size} with `{model.handle}`" if model is not None and size else ""


def _about_rule(scope: Scope) -> tuple[str, int, int]:
    context = scope.context
    for word in _RULE_NAME.finditer(context.block.text):
        if word.start() <= context.offset <= word.end():
            return rule_text(word.group()), context.base + word.start(), context.base + word.end()
    return "", 0, 0
