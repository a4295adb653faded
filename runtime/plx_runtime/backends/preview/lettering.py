"""Setting a prompt in type: which font has its letters, where its lines break, how large it can be.

Pillow's own font is always there but knows Latin, Greek and Cyrillic only. Other scripts are set in the first system
font that has them; a character that no font has is drawn as an empty box, never dropped.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator

# Looked up by name in the system's font folders, widest coverage first.
_SYSTEM_FONTS = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
    "WenQuanYiZenHei.ttf",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "Arial Unicode.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "msyh.ttc",
    "YuGothM.ttc",
    "malgun.ttf",
    "segoeui.ttf",
    "seguisym.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "unifont.ttf",
)
_LEADING = 1.42  # line height in font sizes
_BOX = 0.8  # width of the box for a letter no font has, in font sizes


@dataclass(frozen=True, slots=True)
class Text:
    """Lines that fit, at the size in pixels that makes them fit; `cut` when the end did not."""

    lines: tuple[str, ...]
    size: int
    cut: bool

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the bottom of the last."""
        return round(self.size * _LEADING * len(self.lines))


def fit(text: str, width: int, height: int, largest: int, smallest: int) -> Text:
    """Break `text` into lines within `width` x `height` pixels, as large as possible between the two sizes."""
    # No letter is narrower than a quarter of its height: what cannot fit need not be measured.
    words = text[: 4 * width * height // (smallest * smallest)].split() or ["(empty", "prompt)"]
    for size in range(largest, smallest, -max(1, (largest - smallest) // 8)):
        lines = tuple(_lines(words, width, size))
        if len(lines) * size * _LEADING <= height:
            return Text(lines, size, cut=False)
    room = max(1, int(height // (smallest * _LEADING)))
    lines = tuple(_lines(words, width, smallest))
    if len(lines) <= room:
        return Text(lines, smallest, cut=False)
    return Text((*lines[: room - 1], lines[room - 1][:-1] + "…"), smallest, cut=True)


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: tuple[int, int, int, int]
) -> None:
    """Write one line, its top left corner at `at`, each stretch in a font that has its letters."""
    x, y = at
    for font, stretch in _stretches(text, size):
        if font is None:
            for letter in stretch:
                if not letter.isspace():
                    box = (x + size * 0.1, y + size * 0.3, x + size * 0.7, y + size)
                    draw.rounded_rectangle(box, size * 0.08, outline=fill, width=max(1, size // 18))
                x += size * _BOX
        else:
            # One baseline for all fonts: their ascents differ.
            draw.text((x, y + size), stretch, fill=fill, font=font, anchor="ls")
            x += font.getlength(stretch)


def measure(text: str, size: int) -> float:
    """Width of one line in pixels."""
    return sum(
        size * _BOX * len(stretch) if font is None else font.getlength(stretch)
        for font, stretch in _stretches(text, size)
    )


def _lines(words: list[str], width: int, size: int) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if measure(longer, size) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _pieces(word, width, size)
        yield from full
    if line:
        yield line


def _pieces(word: str, width: int, size: int) -> list[str]:
    """A word wider than the line, cut where it must be; scripts without spaces arrive as one such word."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _stretches(text: str, size: int) -> Iterator[tuple[ImageFont.FreeTypeFont | None, str]]:
    """The text cut where the font changes; None where no font has the letters."""
    start, current = 0, -1
    for at, letter in enumerate(text):
        # A blank or a combining mark goes with what is before it.
        which = current if at and (letter.isspace() or unicodedata.category(letter)[0] == "M") else _which(letter)
        if which != current and at > start:
            yield _font(current, size), text[start:at]
            start = at
        current = which
    if text:
        yield _font(current, size), text[start:]


_NONE = 10_000


@lru_cache(maxsize=4096)
def _which(letter: str) -> int:
    """The number of the first font that has `letter`."""
    for number in range(1 + len(_SYSTEM_FONTS)):
        font = _font(number, 24)
        if font is not None and _has(font, letter):
            return number
    return _NONE


def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    # A font draws every letter it lacks as the same mark; U+FFFF is no letter in any font.
    return letter.isspace() or _shape(font, letter) != _shape(font, "\uffff")


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((8, 36), letter, fill=255, font=font, anchor="ls")
    return picture.tobytes()


@lru_cache(maxsize=256)
def _font(number: int, size: int) -> ImageFont.FreeTypeFont | None:
    if number == 0:
        font = ImageFont.load_default(size=size)
        return font if isinstance(font, ImageFont.FreeTypeFont) else None
    if number > len(_SYSTEM_FONTS):
        return None
    try:
        return ImageFont.truetype(_SYSTEM_FONTS[number - 1], size)
    except OSError:
        return None
