"""Every name a pipe may write for its model, with what it comes to: for completion and `plx models`. Pure."""

from __future__ import annotations

from plx_schema.deck.names import SIGIL_OF
from plx_schema.deck.pricing import price, price_text
from plx_schema.deck.resolution import Resolution, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_schema.deck.types import Deck, Model, Place


class Name:
    """One name of the deck: its kind, the model behind it, and the price of one image. Plain text throughout.

    `handle` is "" where the name leads to no model; then `problem` says why.
    """

    __slots__ = ("backend", "handle", "kind", "model", "name", "place", "price", "problem", "provider_id", "status")

    def __init__(
        self, name: str, kind: str, place: Place, model: Model | None, *, price: str = "", problem: str = ""
    ) -> None:
        self.name = name
        self.kind = kind
        self.place = place
        self.model = model
        self.handle = model.handle if model else ""
        self.backend = model.backend if model else ""
        self.provider_id = model.provider_id if model else ""
        self.status = status_text(model) if model else ""
        self.price = price
        self.problem = problem


def all_names(deck: Deck) -> list[Name]:
    """Presets, then aliases, waterfalls and handles, each in the deck's order."""
    return [_name(deck, name, kind, place) for name, kind, place in _all(deck)]


def status_text(model: Model) -> str:
    """A model's status for a person: "current", "deprecated, ends 2026-12-01", "retired 2026-10-23"."""
    status = model.status
    if not status.date:
        return status.state
    return f"{status.state}, ends {status.date}" if status.state == "deprecated" else f"{status.state} {status.date}"


def _all(deck: Deck) -> Iterator[tuple[str, str, Place]]:
    for preset in deck.presets.values():
        yield preset.name, "preset", preset.place
    for kind, known in (("alias", deck.aliases), ("waterfall", deck.waterfalls)):
        for alias in known.values():
            yield alias.name, kind, alias.place
    for handle, entries in deck.models.items():
        if any(model.model_type == "img_gen" for model in entries):
            yield handle, "handle", entries[0].place


def _name(deck: Deck, name: str, kind: str, place: Place) -> Name:
    result = resolve(deck, f"handle:{name}" if kind == "handle" else f"{SIGIL_OF[kind]}{name}")
    if isinstance(result, Resolution):
        return Name(name, kind, place, result.model, price=price_text(price(result)))
    model = result.resolution.model if result.resolution else None
    return Name(name, kind, place, model, problem=result.message)
