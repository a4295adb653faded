"""A project's deck laid over the embedded one. Pure: both stay as they are, and a new deck comes out.

What the project says wins, name by name; what it does not mention stays. A model that only the project knows takes the
abilities of the embedded model with the same handle or provider id, else the general ones of its SDK.
"""

from __future__ import annotations

from plx_schema.deck.types import Backend, Deck, Model, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_schema.deck.project import ModelFile, ProjectDeck


def overlay(deck: Deck, project: ProjectDeck) -> Deck:
    """`deck` as `project`'s files change it."""
    backends = {name: _backend(deck.backends.get(name), own) for name, own in project.backends.items()}
    merged = {**deck.backends, **backends}
    aliases = {**deck.aliases, **project.aliases}
    waterfalls = {**deck.waterfalls, **project.waterfalls}
    return Deck(
        models=_models(deck, project, merged),
        aliases={name: alias for name, alias in aliases.items() if name not in project.waterfalls},
        waterfalls={name: alias for name, alias in waterfalls.items() if name not in project.aliases},
        presets={**deck.presets, **project.presets},
        other_presets={**deck.other_presets, **project.other_presets},
        backends=merged,
        routing=project.routing or deck.routing,
        choice_default=project.choice_default or deck.choice_default,
        choice_default_place=project.choice_default_place if project.choice_default else deck.choice_default_place,
        defaults=deck.defaults,
        generic=deck.generic,
        sdks=deck.sdks,
        as_of=deck.as_of,
        sources=deck.sources,
    )


def _backend(embedded: Backend | None, own: Backend) -> Backend:
    """The project's backend, with what it leaves out filled in from the embedded one of that name."""
    if embedded is None:
        return own
    endpoint = own.endpoint or embedded.endpoint
    return Backend(
        own.name,
        own.sdk or embedded.sdk,
        label=embedded.label,
        endpoint=endpoint,
        keys=own.keys or (() if own.api_key else embedded.keys),
        api_key=own.api_key,
        enabled=own.enabled,
        own_endpoint=endpoint.rstrip("/") != embedded.endpoint.rstrip("/"),
        models_known=True,
        extra=own.extra,
        source=embedded.source,
        place=own.place,
    )


def _models(deck: Deck, project: ProjectDeck, backends: dict[str, Backend]) -> dict[str, tuple[Model, ...]]:
    models = dict(deck.models)
    for own in project.models:
        others = tuple(model for model in models.get(own.handle, ()) if model.backend != own.backend)
        models[own.handle] = (*others, _model(deck, own, backends.get(own.backend)))
    return models


def _model(deck: Deck, own: ModelFile, backend: Backend | None) -> Model:
    same = next((model for model in deck.models.get(own.handle, ()) if model.backend == own.backend), None)
    said = own.sdk or (same.sdk if same else None) or (backend.sdk if backend else "") or "unknown"
    sdk = deck.sdks.get(said, said)
    like = same if same and same.sdk == sdk else _like(deck, own, sdk)
    known = like or deck.generic.get(sdk)
    provider_id = own.model_id or (same.provider_id if same else own.handle)
    moved = backend is not None and backend.own_endpoint
    return Model(
        own.handle,
        own.backend,
        sdk,
        provider_id,
        options=known.options if known else None,
        constants=known.constants if known else None,
        prompt_limit=known.prompt_limit if known else None,
        prices=() if known is None or moved else known.prices,
        token_prices=None if known is None or moved else known.token_prices,
        status=known.status if known is not None and not moved else Status(),
        generic=known is None or known.generic,
        asked_only=known is None or known.asked_only,
        enabled=own.enabled,
        model_type=own.model_type or ("img_gen" if same or like or sdk == "fal" else "llm"),
        note=known.note if known else "",
        source=known.source if known else "",
        place=own.place,
    )


def _like(deck: Deck, own: ModelFile, sdk: str) -> Model | None:
    """The embedded model of that SDK with the same provider id, else with the same handle."""
    of_sdk = [model for entries in deck.models.values() for model in entries if model.sdk == sdk]
    wanted = own.model_id or own.handle
    by_id = next((model for model in of_sdk if model.provider_id == wanted), None)
    return by_id or next((model for model in of_sdk if model.handle == own.handle), None)
