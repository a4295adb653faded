"""From a pipe and a resolved model to the exact provider requests. Pure: the same values in, the same requests out.

What a model takes, under which name and in which values, is the deck's knowledge; no model is named here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from plx_runtime.events import Note, Price
from plx_runtime.job import Job, Request
from plx_runtime.refusal import Refusal
from plx_schema.deck import EMBEDDED, calls, option_effects, parameters, price, resolved_pixels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_runtime.checked import CheckedPipe
    from plx_schema.deck import Effect, Resolution

SEEDS = 2**31
"""Seeds are drawn below this: what every provider takes."""

_AREA = 1024 * 1024
_WRITTEN = ("pipe", "setting")
"""Origins of an option that stand in the pipe itself."""


def build(
    checked: CheckedPipe,
    resolution: Resolution,
    prompt: str,
    inputs: dict[str, Any],
    *,
    drawn: int,
    preview: bool = False,
    partials: int = 0,
) -> Job | Refusal:
    """The job of one run.

    Args:
        checked: the pipe.
        resolution: its model, with every option in force.
        prompt: the text that goes out.
        inputs: what the user gave, for the record.
        drawn: a number below `SEEDS`, for a pipe that leaves the seed to chance.
        preview: build requests for the embedded preview instead.
        partials: unfinished pictures to ask for on the way (0 to 3), where the model streams.
    """
    model, count = resolution.model, checked.image.count
    effects = option_effects(resolution)
    refused = _refused(prompt, resolution, effects, count)
    if refused is not None:
        return refused
    seed = _seed(resolution, drawn, preview=preview)
    if preview:
        requests = tuple(_preview_requests(resolution, prompt, count, seed))
    else:
        requests = tuple(_requests(resolution, prompt, count, seed, partials))
    width, height = resolved_pixels(resolution) or (None, None)
    ratio = resolution.options.get("aspect_ratio")
    return Job(
        pipe=checked.code,
        source=checked.path,
        source_sha256=checked.sha256,
        inputs=inputs,
        prompt=prompt,
        count=count,
        many=count > 1,
        model=resolution.name,
        handle=model.handle,
        backend="preview" if preview else model.sdk,
        endpoint_model=model.provider_id,
        aspect_ratio=str(ratio.value) if ratio else None,
        width=width,
        height=height,
        options={name: setting.asked for name, setting in resolution.options.items()},
        requests=requests,
        notes=tuple(_notes(resolution, effects)),
        estimate=_estimate(resolution, count),
        token_prices=dict(model.token_prices),
    )


def _refused(prompt: str, resolution: Resolution, effects: list[Effect], count: int) -> Refusal | None:
    model = resolution.model
    if count < 1:
        return Refusal("open_list", "`Image[]` does not say how many images to make; write `nb_output`, or `Image[3]`.")
    refused = next((effect for effect in effects if effect.outcome == "refused"), None)
    if refused is not None:
        return Refusal("unsupported_value", f"{refused.message}.")
    if model.prompt_limit is not None and len(prompt) > model.prompt_limit:
        message = f"The prompt has {len(prompt):,} characters; {model.handle} takes {model.prompt_limit:,}."
        return Refusal("prompt_too_long", message)
    return None


def _seed(resolution: Resolution, drawn: int, *, preview: bool) -> int | None:
    """The run's first seed: the one asked for (0 is one like any other), or `drawn` where the model takes one."""
    setting = resolution.options.get("seed")
    if setting is not None and isinstance(setting.value, int):
        return setting.value
    takes_one = "seed" in resolution.model.options and not resolution.model.asked_only
    return drawn if takes_one or preview else None


def _requests(resolution: Resolution, prompt: str, count: int, seed: int | None, partials: int) -> Iterator[Request]:
    model = resolution.model
    streams = partials > 0 and model.sdk == "openai" and not model.generic
    option = model.options.get("seed")
    first = 0
    # A stream brings one image at a time.
    for number, images in enumerate((1,) * count if streams else calls(model, count), start=1):
        body: dict[str, Any] = {"prompt": prompt, **_flat(parameters(resolution, images))}
        if model.sdk == "openai":
            body = {"model": model.provider_id, **body}
        if streams:
            body.update(stream=True, partial_images=partials)
        own = None
        if seed is not None and option is not None:
            # Providers count up from the seed inside a call: the next call begins where this one's images end.
            own = body[option.param] = (seed + first) % _seeds(option.maximum)
        yield Request(
            number=number, first=first, count=images, endpoint=model.provider_id, body=body, seeds=(own,) * images
        )
        first += images


def _seeds(maximum: float | None) -> int:
    return 2**63 if maximum is None else int(maximum) + 1


def _flat(sent: dict[str, Any]) -> dict[str, Any]:
    """Parameters that an SDK takes through its side door stand beside the others in what goes out."""
    extra = sent.pop("extra_body", {})
    return {**sent, **extra}


def _preview_requests(resolution: Resolution, prompt: str, count: int, seed: int | None) -> Iterator[Request]:
    ratio = resolution.options.get("aspect_ratio")
    name = str(ratio.value) if ratio else "1:1"
    width, height = resolved_pixels(resolution) or _about_a_megapixel(name)
    body = {
        "prompt": prompt,
        "width": width,
        "height": height,
        "aspect_ratio": name,
        "model": resolution.model.handle,
        "of": count,
    }
    for index in range(count):
        own = None if seed is None else seed + index
        yield Request(number=index + 1, first=index, count=1, endpoint=resolution.model.handle, body=body, seeds=(own,))


def _about_a_megapixel(ratio: str) -> tuple[int, int]:
    """Width and height of this ratio in multiples of 16, for a model that says no size."""
    across, _, down = ratio.partition(":")
    proportion = int(across) / int(down)
    width = round(math.sqrt(_AREA * proportion) / 16) * 16
    return width, round(width / proportion / 16) * 16


def _notes(resolution: Resolution, effects: list[Effect]) -> Iterator[Note]:
    """One note for each option that does not go out as it was written.

    Not for one that a preset of our own deck brings along and the model has no use for: nobody wrote it.
    """
    for effect in effects:
        setting = resolution.options.get(effect.option)
        ours = setting is not None and setting.origin not in _WRITTEN and setting.place is EMBEDDED
        if effect.outcome == "adapted" or (effect.outcome == "dropped" and not ours):
            adapted = effect.outcome == "adapted"
            yield Note(
                option=effect.option,
                what="adapted" if adapted else "dropped",
                asked=effect.asked,
                sent=effect.sent if adapted else None,
                message=f"{effect.message}.",
            )


def _estimate(resolution: Resolution, count: int) -> Price:
    amount = price(resolution, count)
    return Price(low=amount.low, high=amount.high, basis=amount.basis or amount.unknown)
