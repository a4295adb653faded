"""How large an image will be: pixels for each aspect ratio, as a model's entry gives or implies them. Pure."""

from __future__ import annotations

from plx_schema.deck.effects import served

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from plx_schema.deck.resolution import Resolution
    from plx_schema.deck.types import Model


def served_ratios(model: Model) -> tuple[str, ...]:
    """The aspect ratios a model makes ("16:9"), in PLX's order; empty where it takes none."""
    option = model.options.get("aspect_ratio")
    return served(option) if option is not None else ()


def pixels(model: Model, aspect_ratio: str) -> tuple[int, int] | None:
    """Width and height for one ratio ("16:9"); None where the model doesn't serve it or decides by itself."""
    option = model.options.get("aspect_ratio")
    sent: Any = (option.values or {}).get(aspect_ratio) if option is not None else None
    if option is None or sent is None:
        return None
    if not isinstance(sent, str):
        return sent["width"], sent["height"]
    if aspect_ratio in option.pixels:
        width, height = option.pixels[aspect_ratio]
        return width, height
    width, _, height = sent.partition("x")
    return (int(width), int(height)) if width.isdigit() and height.isdigit() else None


def resolved_pixels(resolution: Resolution) -> tuple[int, int] | None:
    """The size of the images that a resolved choice makes, if it can be told beforehand."""
    setting = resolution.options.get("aspect_ratio")
    return pixels(resolution.model, str(setting.value)) if setting is not None else None
