"""Which backend serves a handle: exact routes, then patterns in file order, then the default, then the rest.

Pure; `resolution` calls it. A backend that a route names outright and that can't serve is told as a problem. A mere
default that can't is passed over for the next backend that can, as 0.15's `fallback_order` has it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from plx_schema.deck.types import Backend, Deck, Model, Routing

    Problem: TypeAlias = "tuple[Literal['disabled', 'no-backend'], str]"


def choose_model(deck: Deck, handle: str) -> tuple[Model, Backend | None, Problem | None]:
    """The entry of `handle` that the deck's routing chooses, its backend, and what stands in the way (None: nothing).

    `handle` must be one of `deck.models`. Where something stands in the way, the entry is the one that would serve.
    """
    entries = {model.backend: model for model in deck.models[handle]}
    named = _route(deck, handle)
    if named:
        return _routed(deck, handle, named, entries)
    for name in _in_order(deck):
        backend = deck.backends.get(name)
        if name in entries and entries[name].enabled and backend is not None and backend.enabled:
            return entries[name], backend, None
    model = next((entries[name] for name in _in_order(deck) if name in entries), next(iter(entries.values())))
    return model, deck.backends.get(model.backend), _why_not(deck, handle, model)


def _routed(
    deck: Deck, handle: str, named: str, entries: dict[str, Model]
) -> tuple[Model, Backend | None, Problem | None]:
    backend = deck.backends.get(named)
    model = entries.get(named)
    if model is None:
        others = ", ".join(entries)
        message = f"{handle} is routed to {named}, which has no such model; {others} has it"
        return next(iter(entries.values())), None, ("no-backend", message)
    if model.enabled and backend is not None and backend.enabled:
        return model, backend, None
    return model, backend, _why_not(deck, handle, model)


def _why_not(deck: Deck, handle: str, model: Model) -> Problem:
    backend = deck.backends.get(model.backend)
    if backend is None:
        return "no-backend", f"{handle} is served by {model.backend}, which is no backend of backends.toml"
    if not backend.enabled:
        return "disabled", f"{handle} is served by {backend.name}, which is switched off (`enabled = false`)"
    return "disabled", f"{handle} is switched off in the models of {backend.name} (`enabled = false`)"


def _route(deck: Deck, handle: str) -> str:
    """The backend that a route names for `handle`; "" where no route speaks of it."""
    return next((backend for backend in _routes(deck, handle) if backend), "")


def _routes(deck: Deck, handle: str) -> Iterator[str]:
    usable = [route for route in deck.routing.routes if not route[2] or _is_enabled(deck, route[1])]
    for exact in (True, False):
        for pattern, backend, _ in usable:
            if pattern == handle if exact else matches(pattern, handle):
                yield backend


def _is_enabled(deck: Deck, name: str) -> bool:
    backend = deck.backends.get(name)
    return backend is not None and backend.enabled


def _in_order(deck: Deck) -> Iterator[str]:
    routing: Routing = deck.routing
    yield from dict.fromkeys((routing.default, *routing.fallback_order, *deck.backends))


def matches(pattern: str, handle: str) -> bool:
    """Whether a route's pattern covers a handle: `*` stands for any text, at most one at either end or inside."""
    if "*" not in pattern:
        return pattern == handle
    head, _, tail = pattern.partition("*")
    if head or not tail.endswith("*"):
        return len(handle) >= len(head) + len(tail) and handle.startswith(head) and handle.endswith(tail)
    return tail[:-1] in handle
