"""About concepts: what each means, what it refines, its fields, who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.describe.markdown import bullets, listed, paragraphs, plain
from plx_lsp.project.symbols import Concept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import AnyConcept, Library
    from plx_lsp.syntax import Node

MOST_USERS = 8
"""How many users of a concept are named."""


def concept_text(library: Library, concept: AnyConcept) -> str:
    """About a concept, declared or built in."""
    chain, broken = library.chain(concept)
    names = [each.name for each in chain]
    if broken is not None:
        names.append(f"{broken.name}?")
    return paragraphs(
        f"**concept `{concept.name}`**",
        plain(concept.description),
        "Refines: " + " → ".join(f"`{name}`" for name in names[1:]) if len(names) > 1 else "",
        f"Content: {content_of(library, concept)}",
        bullets(_fields(concept)),
        _users(library, concept),
    )


def content_of(library: Library, concept: AnyConcept) -> str:
    """What an instance holds, in a word or two: "an image", "text", "a structure"."""
    if library.is_image(concept):
        return "an image"
    if library.is_text(concept):
        return "text"
    if not isinstance(concept, Concept) and concept.is_any:
        return "anything"
    return "a structure" if library.is_text(concept) is False else "unknown: what it refines is not declared"


def fields_of(concept: AnyConcept) -> Iterator[tuple[str, str]]:
    """The fields that a concept itself declares, each with what it holds, as Markdown."""
    if not isinstance(concept, Concept):
        yield from ((name, f"{holds}{'' if required else ', optional'}") for name, holds, required in concept.fields)
        return
    structure = concept.get("structure")
    if structure is not None and structure.kind == "table":
        yield from ((name, _field(field)) for name, field in structure.data.items())


def field_text(concept: Concept, name: str) -> str:
    """About a field of a concept's structure."""
    said = dict(fields_of(concept)).get(name)
    return f"**field `{name}`** of `{concept.name}`: {said}" if said else ""


def _fields(concept: AnyConcept) -> Iterator[str]:
    structure = concept.get("structure") if isinstance(concept, Concept) else None
    if structure is not None and structure.kind == "string":
        yield f"the fields of the Python class `{structure.data}`"
    yield from (f"`{name}`: {said}" for name, said in fields_of(concept))


def _field(field: Node) -> str:
    if field.kind == "string":
        return f"text — {plain(field.data)}"
    kind, said, required = (field.get(name) for name in ("type", "description", "required"))
    what = str(kind.data) if kind is not None and kind.kind == "string" else "text"
    optional = required is None or required.data is not True
    words = f" — {plain(said.data)}" if said is not None and said.kind == "string" else ""
    return f"{what}{', optional' if optional else ''}{words}"


def _users(library: Library, concept: AnyConcept) -> str:
    users = library.users_of_concept(concept.name)
    if not users:
        return ""
    names = sorted({each.code or each.source.stem for each in users})
    more = f" and {len(names) - MOST_USERS} more" if len(names) > MOST_USERS else ""
    return f"Used by {listed(names[:MOST_USERS])}{more}"
