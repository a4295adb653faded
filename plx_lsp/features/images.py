"""What an image pipe comes to: its model, its size, its price; the numbers behind lenses, hints and hover."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plx_lsp.project.image_pipe import read_image_pipe
from plx_lsp.project.references import OPEN
from plx_schema.deck import Failure, pixels, price, price_text, resolve, resolved_pixels, status_text
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from plx_lsp.project.image_pipe import ImagePipe
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe
    from plx_schema.deck import Deck, Model, Price, Resolution

    Choice = str | dict[str, object] | None
    _Options = tuple[tuple[str, type, object], ...]
    _Outcome = tuple[Resolution | None, str, tuple[int, int] | None, Price | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of an image pipe, as far as it can be told beforehand.

    `resolution` is None where the choice leads to no model that can be had; then `problem` says why. `estimate` is the
    price of all `count` images together.
    """

    image: ImagePipe
    resolution: Resolution | None
    problem: str
    count: int
    pixels: tuple[int, int] | None
    estimate: Price | None

    @property
    def model(self) -> str:
        """The model's handle; empty where there is none."""
        return self.resolution.model.handle if self.resolution else ""

    @property
    def price(self) -> str:
        """The price in words."""
        return price_text(self.estimate) if self.estimate is not None else "price unknown"

    @property
    def size(self) -> str:
        """The pixels of an image, `1344 × 768`; empty where the model decides."""
        return f"{self.pixels[0]} × {self.pixels[1]}" if self.pixels else ""

    @property
    def aspect_ratio(self) -> str:
        """The ratio in force, whoever asked for it; empty where nobody did."""
        setting = self.resolution.options.get("aspect_ratio") if self.resolution else None
        return str(setting.value) if setting is not None else str(self.image.options.get("aspect_ratio", ""))

    @property
    def status(self) -> str:
        """What is to be known about the model's life; empty for a current one."""
        if self.resolution is None or self.resolution.model.status.state == "current":
            return ""
        return status_text(self.resolution.model)

    @property
    def summary(self) -> str:
        """Model, count, size and price in a line."""
        if self.resolution is None:
            return self.problem
        images = f"{self.count} images" if self.count > 1 else "1 image"
        parts = [f"`{self.model}`", images, self.size, self.price, self.status]
        return " · ".join(part for part in parts if part)


def plan_of(library: Library, pipe: Pipe) -> Plan:
    """What a PipeImgGen comes to with the project's deck."""
    image = read_image_pipe(pipe)
    count = 1 if image.count == OPEN else image.count
    options = tuple((name, type(value), value) for name, value in image.options.items())
    work_out = _work_out if isinstance(image.choice, dict) else _known
    resolution, problem, size, estimate = work_out(library.deck, image.choice, options, count)  # type: ignore[arg-type]
    return Plan(image, resolution, problem, count, size, estimate)


def chosen_model(library: Library, pipe: Pipe | None) -> Model | None:
    """The model that an image pipe comes to; None for any other pipe, and where there is none."""
    resolution = plan_of(library, pipe).resolution if pipe is not None and pipe.type == IMG_GEN else None
    return resolution.model if resolution is not None else None


def size_with(model: Model, ratio: str) -> str:
    """The pixels that a model gives for a ratio, `1344 × 768`; empty where it decides itself or has no such ratio."""
    size = pixels(model, ratio)
    return f"{size[0]} × {size[1]}" if size else ""


def _work_out(deck: Deck, choice: Choice, options: _Options, count: int) -> _Outcome:
    found = resolve(deck, choice, {name: value for name, _, value in options})
    resolution, problem = (found.resolution, found.message) if isinstance(found, Failure) else (found, "")
    if resolution is None:
        return None, problem, None, None
    return resolution, problem, resolved_pixels(resolution), price(resolution, count)


_known = lru_cache(maxsize=1024)(_work_out)
"""A project's pipes share a few models and sizes. Values go with their types, for 1, 1.0 and true are equal."""
