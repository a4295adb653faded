"""Renaming a pipe, a concept, a variable, or a name of the project's own deck, wherever it is named.

What others take by its name is renamed with it, so that the project means the same afterwards; a name that is taken
already, or that PLX does not allow, is refused in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.deck_names import deck_names
from plx_lsp.features.names import Meaning, model_meaning
from plx_lsp.features.occurrences import family, name_under, occurrences
from plx_lsp.features.values import Span
from plx_lsp.lint import TextEdit
from plx_lsp.project.builtins import NATIVE
from plx_lsp.project.deck_tables import MODEL_KEYS
from plx_schema.deck.names import kind_of
from plx_schema.lookup import PIPE_TYPES, keys_of
from plx_schema.vocabulary import CONCEPT_PATTERN, IMG_GEN, PIPE_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.names import Name
    from plx_lsp.project.library import Library
    from plx_lsp.project.project import Project
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Pipe

_VARIABLE = r"[a-zA-Z_][a-zA-Z0-9_]*"
_MODEL = r"[A-Za-z0-9_-]+"

_SHAPES = {
    "pipe": (PIPE_PATTERN, "a pipe's code is in snake_case, as in `draw_logo`"),
    "concept": (CONCEPT_PATTERN, "a concept's code is in PascalCase, as in `CompanyLogo`"),
    "model": (_MODEL, "a name of the deck has letters, digits, `_` and `-`, as in `my_preset`"),
    "variable": (_VARIABLE, "a variable's name has letters, digits and `_`, as in `logo_prompt`"),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing is renamed."""

    reason: str


def renamable(project: Project, source: Source, offset: int) -> Name | Refused:
    """The name at `offset`, if it can be another one."""
    library = project.library
    found = name_under(library, source, offset)
    if found is None:
        return Refused("there is no name here: rename a pipe, a concept, an input or a result")
    meaning = found.meaning
    if meaning.kind == "model" and not any(
        name.declares and name.meaning == meaning for name in deck_names(project.deck_files, library.deck)
    ):
        return Refused(f"`{meaning.name}` is not a name of this project's own deck")
    if meaning.kind == "concept" and not library.concepts_named(meaning.name):
        return Refused(f"`{meaning.name}` is not declared in this project")
    if meaning.kind == "pipe" and not library.pipes_named(meaning.name):
        return Refused(f"`{meaning.name}` is not declared in this project")
    return found


def rename(project: Project, source: Source, offset: int, new: str) -> list[TextEdit] | Refused:
    """The edits that give the name at `offset` another spelling everywhere."""
    found = renamable(project, source, offset)
    if isinstance(found, Refused):
        return found
    meaning = found.meaning
    pattern, shape = _SHAPES[meaning.kind]
    if re.fullmatch(pattern, new) is None:
        return Refused(f"`{new}` cannot be used: {shape}")
    user = _other_user(project.library, meaning)
    if user is not None:
        named = f"the {meaning.model} `{meaning.name}`"
        reason = f"the {user.type} `{user.code}` names {named}, too, for models of another kind"
        return Refused(f"{reason}: give it a name of its own first")
    taken = _taken(project.library, meaning, new)
    if taken:
        return Refused(taken)
    every = occurrences(project.library, meaning, project.deck_files)
    return [TextEdit(name.path, name.start, name.end, new) for name in every]


def _taken(library: Library, meaning: Meaning, new: str) -> str:
    """Who has the new name already, in words; empty if nobody has."""
    if meaning.kind == "pipe":
        return f"there is a pipe `{new}` already" if library.pipes_named(new) else ""
    if meaning.kind == "concept":
        domain, _, old = meaning.name.rpartition(".")
        if new in NATIVE and new != old:
            return f"`{new}` is a native concept"
        return f"there is a concept `{domain}.{new}` already" if library.concepts_named(f"{domain}.{new}") else ""
    if meaning.kind == "model":
        return f"the deck has a name `{new}` already" if kind_of(library.deck, new) else ""
    for each in family(library, meaning):
        other = Meaning("variable", new, each.pipe)
        if new != meaning.name and next(occurrences(library, other), None) is not None:
            return f"`{each.pipe}` has a variable `{new}` already"
    return ""


def _other_user(library: Library, meaning: Meaning) -> Pipe | None:
    """A pipe for other models than those of images that names an alias or a waterfall, too."""
    if meaning.model not in ("alias", "waterfall"):
        return None
    pipes = (pipe for code in library.pipe_codes() for pipe in library.pipes_named(code) if pipe.type != IMG_GEN)
    return next((pipe for pipe in pipes if meaning in _models_of(pipe, library)), None)


def _models_of(pipe: Pipe, library: Library) -> Iterator[Meaning]:
    """What a pipe of any type names as its models."""
    for key in keys_of(pipe.type, ()) if pipe.type in PIPE_TYPES else ():
        chosen = pipe.get(key.name) if key.kind == "model" else None
        for node in () if chosen is None else (chosen, *(chosen.get(each) for each in MODEL_KEYS)):
            if node is not None and node.kind == "string":
                yield model_meaning(library.deck, node.data, presets=False)


def place_of(name: Name) -> Span:
    """Where a name is written."""
    return Span(name.path, name.start, name.end)
