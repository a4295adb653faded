"""Concept references: those that fit the place first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.describe.concepts import content_of
from plx_lsp.project.builtins import BUILTIN_CONCEPTS
from plx_lsp.project.uses import name_in
from plx_schema.vocabulary import IMG_GEN, NATIVE_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_lsp.project.library import AnyConcept
    from plx_schema.lookup import KeyDoc

_FITS, _OTHERS = 0, 10


def complete_concept(scope: Scope, _key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """Every concept as it would be written here: bare where native or of this domain, else with its domain."""
    library, own, end = scope.library, scope.source.domain, _end_of_name(scope)
    declared = {concept.name: concept for concept in library.concepts()}
    seen: dict[str, AnyConcept] = {**BUILTIN_CONCEPTS, **declared}
    for name, concept in seen.items():
        if concept is scope.concept:
            continue
        domain, written = concept.domain, name_in(own, concept)
        distance = 0 if domain == own else 1 if domain == NATIVE_DOMAIN else 2
        yield Completion(
            written,
            "concept",
            scope.start,
            end,
            written,
            detail=content_of(library, concept),
            note=domain,
            about=("concept", name),
            rank=(_FITS if _fits(scope, concept) else _OTHERS) + distance,
        )


def _end_of_name(scope: Scope) -> int:
    """Where the name ends: the brackets behind it, as in `Image[3]`, stay unless the cursor is in them."""
    brackets = scope.source.document.text.find("[", scope.start, scope.end)
    return brackets if scope.context.base + scope.context.offset <= brackets else scope.end


def _fits(scope: Scope, concept: AnyConcept) -> bool:
    """An image pipe makes images from text; anywhere else every concept is as likely."""
    if scope.pipe is None or scope.pipe.type != IMG_GEN:
        return True
    if scope.path[:1] == ("output",):
        return scope.library.is_image(concept) is True
    return scope.library.is_text(concept) is True
