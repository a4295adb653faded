"""Concept references: those that fit the place first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.describe.concepts import content_of
from plx_lsp.project.builtins import BUILTIN_CONCEPTS
from plx_schema.vocabulary import IMG_GEN, NATIVE_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_lsp.project.library import AnyConcept
    from plx_schema.lookup import KeyDoc

_FITS, _OTHERS = 0, 10


def complete_concept(scope: Scope, _key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """Every concept as it would be written here: bare where native or of this domain, else with its domain."""
    library, own = scope.library, scope.source.domain
    declared = {concept.name: concept for concept in library.concepts()}
    seen: dict[str, AnyConcept] = {**BUILTIN_CONCEPTS, **declared}
    for name, concept in seen.items():
        if concept is scope.concept:
            continue
        domain, _, code = name.rpartition(".")
        written = code if domain in (NATIVE_DOMAIN, own) else name
        distance = 0 if domain == own else 1 if domain == NATIVE_DOMAIN else 2
        yield Completion(
            written,
            "concept",
            scope.start,
            scope.end,
            written,
            detail=content_of(library, concept),
            note=domain,
            about=("concept", name),
            rank=(_FITS if _fits(scope, concept) else _OTHERS) + distance,
        )


def _fits(scope: Scope, concept: AnyConcept) -> bool:
    """An image pipe makes images from text; anywhere else every concept is as likely."""
    if scope.pipe is None or scope.pipe.type != IMG_GEN:
        return True
    if scope.path[:1] == ("output",):
        return scope.library.is_image(concept) is True
    return scope.library.is_text(concept) is True
