"""Concepts as declared: their names, what they refine, and whether anybody uses them (LANGUAGE.md §4)."""

from __future__ import annotations

from plx_lsp.lint.edits import remove_entry
from plx_lsp.lint.finding import MOST_RELATED, Finding, Fix, key_place, name_place, value_place
from plx_lsp.lint.registry import concept_rule
from plx_lsp.project.builtins import NATIVE
from plx_lsp.project.symbols import Concept
from plx_schema.vocabulary import NATIVE_DOMAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library


@concept_rule("native-concept-redefined", "error", "A concept with the name of a native one.")
def native_concept_redefined(concept: Concept, _library: Library) -> Iterator[Finding]:
    """`Text` always means the native one. A name that became native late may be a file's own (R§4.4)."""
    if not _is_taken(concept):
        return
    message = (
        f"`{concept.code}` is a native concept and cannot be declared again: "
        f"give yours another name, as in `My{concept.code}`, or remove it to use the native one"
    )
    edit = remove_entry(concept.source, concept.node)
    fixes = [Fix("Remove this declaration", edit)] if edit is not None else []
    yield Finding(name_place(concept), message, *fixes)


def _is_taken(concept: Concept) -> bool:
    """Whether its name belongs to PLX."""
    native = NATIVE.get(concept.code)
    return native is not None and not native.is_late and concept.domain != NATIVE_DOMAIN


@concept_rule("duplicate-concept", "error", "Two concepts with one name in one domain.")
def duplicate_concept(concept: Concept, library: Library) -> Iterator[Finding]:
    """Files may share a domain, not a concept (R§2). Twice in one file is TOML's `duplicate-key`."""
    others = [each for each in library.concepts_named(concept.name) if each.source is not concept.source]
    if others:
        message = f"another file of the domain `{concept.domain}` declares `{concept.code}` too: rename or remove one"
        related = tuple((name_place(library.locate(each)), "the other one is here") for each in others[:MOST_RELATED])
        yield Finding(name_place(concept), message, related=related)


@concept_rule("refines-cycle", "error", "Concepts that refine each other in a circle.")
def refines_cycle(concept: Concept, library: Library) -> Iterator[Finding]:
    """A chain of `refines` has to end in a concept that says what it is."""
    node = concept.get("refines")
    chain, broken = library.chain(concept)
    if node is None or broken is None:
        return
    last = chain[-1]
    if not isinstance(last, Concept) or library.concept(broken, last.source) is not concept:
        return
    if len(chain) == 1:
        message = f"`{concept.code}` refines itself: name what it is a kind of, or leave `refines` out"
    else:
        way = " → ".join(f"`{each.code}`" for each in (*chain, concept))
        message = f"these concepts refine each other in a circle: {way}; let one of them refine something else"
    related = tuple(
        (name_place(library.locate(each)), f"`{each.code}` is part of the circle")
        for each in chain[1:]
        if isinstance(each, Concept)
    )
    yield Finding(value_place(concept.source, node), message, related=related)


@concept_rule("refines-and-structure", "error", "A concept with both `refines` and `structure`.")
def refines_and_structure(concept: Concept, _library: Library) -> Iterator[Finding]:
    """A concept either is a kind of another one or has fields of its own (R§4.2)."""
    refines, structure = concept.get("refines"), concept.get("structure")
    if refines is None or structure is None:
        return
    message = (
        f"`{concept.code}` refines another concept and has a structure of its own, and only one is possible: "
        "remove `refines`, or remove `structure`"
    )
    fixes = [
        Fix(f"Remove `{name}`", edit)
        for name, node in (("refines", refines), ("structure", structure))
        if (edit := remove_entry(concept.source, node)) is not None
    ]
    related = ((key_place(concept.source, structure), "the structure is here"),)
    yield Finding(key_place(concept.source, refines), message, *fixes, related=related)


@concept_rule("unused-concept", "information", "A concept that nothing in the project uses.")
def unused_concept(concept: Concept, library: Library) -> Iterator[Finding]:
    """Only where there are pipes that could use it: a file of nothing but concepts is there for others."""
    if library.users_of_concept(concept.name) or not any(library.pipes()) or _is_taken(concept):
        return
    message = f"nothing here uses the concept `{concept.code}`"
    edit = remove_entry(concept.source, concept.node)
    fixes = [Fix(f"Remove `{concept.code}`", edit)] if edit is not None else []
    yield Finding(name_place(concept), message, *fixes, tags=("unnecessary",))
