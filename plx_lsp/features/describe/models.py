"""About the names of the deck: the whole chain behind each, what the model takes, what it costs, whether it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.describe.markdown import bullets, listed, paragraphs, plain
from plx_schema.deck import (
    Failure,
    images_per_call,
    pixels,
    price,
    price_text,
    resolve,
    served_ratios,
    status_text,
)
from plx_schema.deck.options import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_schema.deck import Deck, Model, Resolution


def model_text(deck: Deck, name: str) -> str:
    """About a preset, alias, waterfall or handle, by any spelling that a pipe may use."""
    found = resolve(deck, name)
    if isinstance(found, Failure):
        known = model_text_of(found.resolution) if found.resolution is not None else ""
        return paragraphs(f"**`{name}`**", f"{found.message}.", known)
    return paragraphs(f"**`{name}`**", _chain(found), model_text_of(found))


def _chain(resolution: Resolution) -> str:
    steps = [f"{step.kind} `{step.name}`" for step in resolution.steps]
    return " → ".join(steps)


def model_text_of(resolution: Resolution) -> str:
    """About the model that a choice comes to."""
    model = resolution.model
    estimate = price(resolution)
    facts = [
        f"Price: {price_text(estimate)} an image" + (f" ({plain(estimate.unknown)})" if estimate.unknown else ""),
        f"Status: {_status(model)}",
        *_abilities(model),
    ]
    return paragraphs(_preset(resolution), bullets(facts), plain(model.note))


def _status(model: Model) -> str:
    successors = model.status.successors
    return status_text(model) + (f"; use {listed(successors)}" if successors else "")


def _preset(resolution: Resolution) -> str:
    said = [
        f"`{name} = {word(setting.asked)}` ({setting.origin})"
        for name, setting in resolution.options.items()
        if setting.origin.startswith("preset")
    ]
    return f"Sets {', '.join(said)}" if said else ""


def _abilities(model: Model) -> Iterator[str]:
    if model.generic:
        yield "Nobody recorded what it takes; everything is sent as written"
        return
    ratios = served_ratios(model)
    if ratios:
        yield "Ratios: " + ", ".join(_ratio(model, ratio) for ratio in ratios)
    others = [name for name in model.options if name not in ("aspect_ratio", "nb_output")]
    if others:
        yield f"Options: {listed(others)}"
    yield f"Images per call: {images_per_call(model)}"
    if model.prompt_limit:
        yield f"Prompt: up to {model.prompt_limit:,} characters"


def _ratio(model: Model, ratio: str) -> str:
    size = pixels(model, ratio)
    return f"{ratio} ({size[0]} × {size[1]})" if size else ratio
