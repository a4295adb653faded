"""All about one model's name: what it leads to, what the model takes, what an image costs, what is missing to run it.

`plx models NAME` prints it, as text or as JSON. Of the environment it asks only whether a variable is set.
"""

from __future__ import annotations

from plx_schema.deck import (
    OPTIONS,
    Failure,
    images_per_call,
    option_effects,
    pixels,
    price,
    price_text,
    served,
    status_text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from plx_lsp.cli.reports.colors import Paint
    from plx_schema.deck import Backend, Deck, Model, Option, Resolution, Step

_BECOMES = {"dropped": "which has no effect on this model"}


def as_data(deck: Deck, name: str, found: Resolution | Failure, environment: Mapping[str, str]) -> dict[str, Any]:
    """Everything as JSON. `found` must have a model, at least one that is switched off."""
    resolution = _resolution(found)
    model, estimate = resolution.model, price(resolution)
    return {
        "name": name,
        "as_of": deck.as_of,
        "steps": [{"kind": step.kind, "name": step.name, "file": step.place.file or None} for step in resolution.steps],
        "handle": model.handle,
        "backend": model.backend,
        "sdk": model.sdk,
        "provider_id": model.provider_id,
        "status": {"state": model.status.state, "date": model.status.date, "successors": list(model.status.successors)},
        "price": {
            "low": estimate.low,
            "high": estimate.high,
            "currency": estimate.currency,
            "basis": estimate.basis or estimate.unknown,
            "per_million_tokens": model.token_prices or None,
        },
        "images_per_call": images_per_call(model),
        "prompt_limit": model.prompt_limit,
        "options": {key: _option_data(model, model.options[key]) for key in OPTIONS if key in model.options},
        "effects": [
            {"option": each.option, "what": each.outcome, "asked": each.asked, "sent": each.sent, "origin": each.origin}
            for each in option_effects(resolution)
        ],
        "missing": missing(deck, found, environment),
        "note": model.note or None,
        "sources": deck.sources,
    }


def as_text(
    deck: Deck, name: str, found: Resolution | Failure, environment: Mapping[str, str], paint: Paint
) -> Iterator[str]:
    """The same for a person, line by line."""
    resolution = _resolution(found)
    model = resolution.model
    yield paint("bold", name)
    yield ""
    yield from _fact("is", " -> ".join(map(_step, resolution.steps)))
    yield from _fact("model", f"{model.provider_id}, called through {_backend_label(deck, model)}")
    yield from _fact("status", _status(model))
    yield from _fact("price", _price(resolution))
    for tag in dict.fromkeys(tag for fact in model.prices for tag in fact.source.split()):
        yield from _fact("", f"{tag}: {deck.sources.get(tag, '')}")
    yield from _fact("note", model.note)
    for each in missing(deck, found, environment) or ["nothing is missing"]:
        yield from _fact("to run", each)
    yield ""
    yield paint("bold", "What it takes")
    yield from _abilities(model)
    asked = [each for each in option_effects(resolution) if each.origin.startswith("preset")]
    if asked:
        yield ""
        yield paint("bold", "What this preset asks")
        for each in asked:
            line = f"  {each.option:17} {_plain(each.asked)}"
            if each.outcome == "sent":
                yield f"{line}, sent as {each.param} = {_plain(each.sent)}"
            else:
                yield paint("warning", f"{line}, {_BECOMES.get(each.outcome, each.message)}")


def missing(deck: Deck, found: Resolution | Failure, environment: Mapping[str, str]) -> list[str]:
    """What stands between this model and a run, in words; nothing if nothing does."""
    model = _resolution(found).model
    told: list[str] = [found.message] if isinstance(found, Failure) else []
    if not can_run(deck, model):
        told.append(f"`plx run` can't call this backend: its driver would be {model.sdk}")
        return told
    backend = _resolution(found).backend
    if model.status.state == "retired" and not (backend is not None and backend.own_endpoint):
        told.append(f"it was retired on {model.status.date}: use {' or '.join(model.status.successors)}")
    if backend is not None and backend.keys and not any(environment.get(key) for key in backend.keys):
        told.append(_no_key(backend))
    return told


def can_run(deck: Deck, model: Model) -> bool:
    """Whether `plx run` has a driver for a model's SDK: those are the ones that the deck describes."""
    return model.sdk in deck.generic


def _no_key(backend: Backend) -> str:
    first, *others = backend.keys
    also = f" (or {', '.join(others)})" if others else ""
    return f"{first}{also} is not set in the environment; a run also looks in the project's .env"


def _resolution(found: Resolution | Failure) -> Resolution:
    resolution = found.resolution if isinstance(found, Failure) else found
    assert resolution is not None  # noqa: S101 - whoever calls has asked for one with a model
    return resolution


def _fact(label: str, text: str) -> Iterator[str]:
    if text:
        yield f"  {label:8} {text}"


def _step(step: Step) -> str:
    where = f" ({step.place.file})" if step.place.file else ""
    return f"{step.kind} {step.name}{where}"


def _backend_label(deck: Deck, model: Model) -> str:
    backend = deck.backends.get(model.backend)
    return backend.label if backend is not None else model.backend


def _status(model: Model) -> str:
    after = f"; use {' or '.join(model.status.successors)}" if model.status.successors else ""
    return status_text(model) + after


def _price(resolution: Resolution) -> str:
    estimate = price(resolution)
    return estimate.basis or f"{price_text(estimate)}: {estimate.unknown}"


def _abilities(model: Model) -> Iterator[str]:
    if model.generic:
        yield "  nobody recorded what this model takes: what a pipe asks for is sent as it is"
        return
    for name in OPTIONS:
        option = model.options.get(name)
        if name == "nb_output":
            yield f"  {name:17} any number, at most {images_per_call(model)} in one call"
        elif option is None:
            yield f"  {name:17} -"
        else:
            first, *more = _folded(f"{_values(model, option)}{_sent_as(option)}")
            yield f"  {name:17} {first}"
            yield from (f"{'':20}{line}" for line in more)
    if model.prompt_limit is not None:
        yield f"  {'prompt':17} at most {model.prompt_limit:,} characters"


def _folded(text: str) -> list[str]:
    """A list of values in lines of about 80 characters, broken behind commas."""
    lines = [""]
    for part in text.split(", "):
        joined = f"{lines[-1]}, {part}" if lines[-1] else part
        if len(joined) > 80 and lines[-1]:
            lines[-1] += ","
            lines.append(part)
        else:
            lines[-1] = joined
    return lines


def _values(model: Model, option: Option) -> str:
    if option.name == "aspect_ratio":
        return ", ".join(_with_size(model, ratio) for ratio in served(option))
    if option.values is not None:
        return ", ".join(served(option))
    if option.maximum is not None:
        return f"{option.minimum if option.minimum is not None else 0} to {option.maximum}"
    return {"boolean": "true, false", "integer": "a whole number", "number": "a number"}.get(option.kind, "any text")


def _with_size(model: Model, ratio: str) -> str:
    size = pixels(model, ratio)
    return f"{ratio} ({size[0]}x{size[1]})" if size is not None else ratio


def _sent_as(option: Option) -> str:
    if option.drives:
        return f" (as {option.drives}: {', '.join(str(value) for value in (option.values or {}).values())})"
    return f" (sent as {option.param})" if option.param != option.name else ""


def _option_data(model: Model, option: Option) -> dict[str, Any]:
    sizes = {ratio: pixels(model, ratio) for ratio in served(option)} if option.name == "aspect_ratio" else None
    return {
        "parameter": option.param or None,
        "values": option.values,
        "minimum": option.minimum,
        "maximum": option.maximum,
        "otherwise": option.otherwise,
        "default": option.default,
        "drives": option.drives or None,
        "sizes": sizes,
        "source": option.source,
    }


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
