"""References to concepts that are nowhere declared, wherever they stand: outputs, inputs, `refines`, fields."""

from __future__ import annotations

from plx_lsp.lint.edits import add_concept, concept_value, line_end
from plx_lsp.lint.finding import Edit, Finding, Fix, is_closed, part_place
from plx_lsp.lint.near import AMONG_MANY, likely, near
from plx_lsp.lint.registry import concept_rule, pipe_rule
from plx_lsp.project.builtins import BUILTIN_CONCEPTS, NATIVE
from plx_lsp.project.symbols import Pipe
from plx_lsp.project.uses import uses
from plx_schema.vocabulary import IMG_GEN, NATIVE_DOMAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.lint.finding import Place
    from plx_lsp.project.library import Library
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration

_NAME = "unknown-concept"
_SUMMARY = "A concept that is nowhere declared."
_BUILT_IN_NAMES = {
    concept.code: [name] for name, concept in BUILTIN_CONCEPTS.items() if concept.domain != NATIVE_DOMAIN
}


@concept_rule(_NAME, "error", _SUMMARY)
@pipe_rule(_NAME, "error", _SUMMARY)
def unknown_concept(declaration: Declaration, library: Library) -> Iterator[Finding]:
    """A reference must name a native concept, one of the library's, or one of the base library (LANGUAGE.md §4)."""
    source = declaration.source
    for use in uses(declaration):
        reference = use.reference
        if reference is None or reference.node is None or not is_closed(reference.node):
            continue
        if library.concept(reference, source) is not None:
            continue
        place = part_place(source, reference.node, reference.start, reference.end)
        makes_image = use.role == "output" and isinstance(declaration, Pipe) and declaration.type == IMG_GEN
        yield _finding(reference, source, library, place, "Image" if makes_image else "")


def _finding(reference: ConceptRef, source: Source, library: Library, place: Place, refines: str) -> Finding:
    """`refines` is what the concept has to be a kind of where it stands, if that is known."""
    guess = _guess(reference, source, library)
    fixes: list[Fix] = []
    if guess:
        fixes.append(Fix(f"Write `{guess}`", Edit(place, guess)))
    edit = add_concept(source, reference.code, library, line_end(place.block), refines)
    if reference.domain in ("", source.domain) and edit is not None:
        fixes.append(Fix(f"Create the concept `{reference.code}`", edit))
    advice = _advice(reference, source, library, guess, refines)
    return Finding(place, f"there is no concept `{reference.name}`{advice}", *fixes)


def _advice(reference: ConceptRef, source: Source, library: Library, guess: str, refines: str) -> str:
    if guess:
        return f": did you mean `{guess}`?"
    if reference.domain == NATIVE_DOMAIN:
        return f": the native concepts are {', '.join(f'`{code}`' for code in NATIVE)}"
    if reference.domain in ("", source.domain):
        return f": declare it under `[concept]`, as in `{reference.code} = {concept_value('What it is', refines)}`"
    if library.has_domain(reference.domain):
        return f": no file of the domain `{reference.domain}` declares it"
    return f": no file here has the domain `{reference.domain}`"


def _guess(reference: ConceptRef, source: Source, library: Library) -> str:
    """The name that was most likely meant, as it would be written in `source`."""
    if reference.domain == NATIVE_DOMAIN:
        code = near(reference.code, NATIVE)
        return f"{NATIVE_DOMAIN}.{code}" if code else ""
    if reference.domain:
        names = likely(reference.name, library.concept_names())
        return near(reference.name, [*names, *BUILTIN_CONCEPTS], AMONG_MANY)
    # The very name in another domain beats a similar one nearby.
    same = [*library.concept_names_of(reference.code), *_BUILT_IN_NAMES.get(reference.code, ())]
    if len(same) == 1:
        return same[0]
    codes = likely(reference.code, library.concept_codes(source.domain))
    return near(reference.code, [*codes, *NATIVE], AMONG_MANY)
