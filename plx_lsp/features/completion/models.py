"""Names of image models: what each comes to and costs, and whether it can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.models import drawback, is_gone, names_of
from plx_schema.deck import SIGIL_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_schema.deck import Name
    from plx_schema.lookup import KeyDoc

_RANKS = {"preset": 0, "alias": 10, "waterfall": 20, "handle": 30}
_LATE = 100
"""Added to the rank of a name that cannot be had, or not for long."""


def complete_model(scope: Scope, key: KeyDoc, environment: Mapping[str, str]) -> Iterator[Completion]:
    """Every name that the deck knows for an image model; behind a sigil, those of its kind."""
    if key.models != "img_gen":
        return
    deck = scope.library.deck
    begun = scope.source.document.text[scope.start : scope.end].lstrip("\"'")[:1]
    sigil = begun if begun in SIGIL_OF.values() else ""
    for name in names_of(deck):
        if not sigil or SIGIL_OF.get(name.kind) == sigil:
            yield _item(scope, name, sigil + name.name, drawback(deck, name, environment))


def _item(scope: Scope, name: Name, written: str, problem: str) -> Completion:
    leads_to = f"→ {name.handle}" if name.handle and name.handle != name.name else name.kind
    parts = [leads_to, name.backend, name.price, problem]
    most = [leads_to, name.price]  # what fits beside the name in a list
    return Completion(
        written,
        "model",
        scope.start,
        scope.end,
        written,
        detail=" · ".join(part for part in parts if part),
        note=" · ".join(part for part in most if part),
        about=("model", written),
        rank=_RANKS[name.kind] + (_LATE if is_gone(name) else 0),
        deprecated=is_gone(name),
    )
