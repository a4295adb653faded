"""Drawing a preview: a calm picture that shows the prompt, the shape, the seed and the number, and says what it is.

The same prompt, size, seed and number give the same bytes (for one version of Pillow). Nothing here looks like the
work of a model, and the words PREVIEW are part of every picture; its metadata say "made by an algorithm" (IPTC).
"""

from __future__ import annotations

import colorsys
import hashlib
import io
import random

from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin

from plx_runtime.backends.preview.lettering import Text, fit, measure, write

_MARK = "PREVIEW"
_CLAIM = "no image model was called"
_INK = (28, 30, 40, 255)
_FAINT = (28, 30, 40, 165)
_PAPER = (255, 255, 255, 226)
_AMBER = (255, 206, 84, 255)
_TINTS = (0.0, 0.07, 0.14, 0.0, -0.1)  # parts of the colour circle, close enough not to mix to grey
_NIGHT = (22, 24, 34, 238)

# http://cv.iptc.org/newscodes/digitalsourcetype/: algorithmicMedia is for pictures made without a trained model.
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType='
    '"http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"/></rdf:RDF></x:xmpmeta>'
)


def draw(*, prompt: str, width: int, height: int, seed: int, caption: tuple[str, ...]) -> bytes:
    """A PNG of `width` x `height` pixels; `caption` is shown in its foot, `seed` chooses its colours and forms."""
    chance = random.Random(hashlib.sha256(f"{prompt}\0{width}x{height}\0{seed}\0{caption[-1]}".encode()).digest())  # noqa: S311
    picture = _backdrop(width, height, chance)
    layer = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(layer)
    unit = max(8, min(width, height) // 40)
    _card(pen, prompt, width, height, unit)
    _ribbon(pen, width, unit)
    _foot(pen, (f"{width} × {height}", *caption), width, height, unit)
    return _png(Image.alpha_composite(picture, layer).convert("RGB"))


def _backdrop(width: int, height: int, chance: random.Random) -> Image.Image:
    """Soft light in three related colours: drawn small, blurred, and enlarged, which is quick at any size."""
    hue = chance.random()
    scale = 256 / max(width, height)
    small = (max(16, round(width * scale)), max(16, round(height * scale)))
    picture = Image.new("RGB", small, _colour(hue, 0.6, 0.6))
    pen = ImageDraw.Draw(picture)
    for nth in range(16):
        reach = chance.uniform(0.12, 0.42) * max(small)
        x, y = chance.uniform(0, small[0]), chance.uniform(0, small[1])
        tint = hue + _TINTS[nth % len(_TINTS)] + chance.uniform(-0.03, 0.03)
        shade = _colour(tint, chance.uniform(0.45, 0.8), chance.uniform(0.72, 1.0))
        pen.ellipse((x - reach, y - reach * 0.7, x + reach, y + reach * 0.7), fill=shade)
    soft = picture.filter(ImageFilter.GaussianBlur(max(small) / 18))
    large = soft.resize((width, height), Image.Resampling.BICUBIC)  # pyright: ignore[reportUnknownMemberType]
    return large.convert("RGBA")


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _card(pen: ImageDraw.ImageDraw, prompt: str, width: int, height: int, unit: int) -> None:
    """The prompt on a card in the middle, as large as it fits."""
    pad = unit * 2
    room = width * 0.84 - 2 * pad, height - unit * 10 - 2 * pad
    text = fit(prompt, round(room[0]), round(room[1]), largest=unit * 3, smallest=max(8, round(unit * 0.9)))
    tall = text.height + 2 * pad
    left, top = width * 0.08, (height - tall) / 2
    pen.rounded_rectangle((left, top, width - left, top + tall), unit, fill=_PAPER)
    _paragraph(pen, text, left + pad, top + pad)


def _paragraph(pen: ImageDraw.ImageDraw, text: Text, left: float, top: float) -> None:
    step = text.height / len(text.lines)
    for number, line in enumerate(text.lines):
        last = text.cut and number == len(text.lines) - 1
        write(pen, (left, top + number * step), line, text.size, _FAINT if last else _INK)


def _ribbon(pen: ImageDraw.ImageDraw, width: int, unit: int) -> None:
    """The band along the top that says what this is."""
    pen.rectangle((0, 0, width, unit * 3), fill=_NIGHT)
    size = round(unit * 1.35)
    mark = round(measure(_MARK, size))
    pen.rounded_rectangle((unit, unit * 0.55, unit * 2 + mark, unit * 2.45), unit * 0.35, fill=_AMBER)
    write(pen, (unit * 1.5, unit * 0.72), _MARK, size, _INK)
    if width > mark + unit * 4 + measure(_CLAIM, size):
        write(pen, (unit * 3 + mark, unit * 0.72), _CLAIM, size, (236, 238, 245, 255))


def _foot(pen: ImageDraw.ImageDraw, facts: tuple[str, ...], width: int, height: int, unit: int) -> None:
    """The band along the bottom: as many of the facts as there is room for."""
    size = round(unit * 1.15)
    pen.rectangle((0, height - unit * 2.6, width, height), fill=_NIGHT)
    shown = list(facts)
    while len(shown) > 1 and measure("   ·   ".join(shown), size) > width - 2 * unit:
        shown.pop(1)
    write(pen, (unit, height - unit * 2.1), "   ·   ".join(shown), size, (226, 229, 238, 255))


def _png(picture: Image.Image) -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_itxt("XML:com.adobe.xmp", _XMP)
    about.add_itxt("Comment", f"{_MARK}: {_CLAIM}")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", pnginfo=about, compress_level=6)
    return buffer.getvalue()
