"""A terminal's screen as a PNG: what an editor showed in a test, for people to look at and for the README."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    import pyte
    from pyte.screens import Char

SIZE = 15
LINE = 1.17
MARGIN = 14
FOREGROUND, BACKGROUND = "#e0e2ea", "#14161b"
"""Neovim's own colours, for cells that have none."""

_NAMED = {
    "black": "#07080d", "red": "#ffc0b9", "green": "#b3f6c0", "brown": "#fce094", "blue": "#a6dbff",
    "magenta": "#ffcaff", "cyan": "#8cf8f7", "white": "#eef1f8",
}  # fmt: skip


def draw(screen: pyte.Screen, path: str | os.PathLike[str]) -> None:
    """Write the screen to a PNG file."""
    fonts = {bold: _font(bold=bold) for bold in (False, True)}
    width, height = fonts[False].getlength("M"), round(SIZE * LINE)
    size = (round(screen.columns * width) + 2 * MARGIN, screen.lines * height + 2 * MARGIN)
    image = Image.new("RGB", size, BACKGROUND)
    pen = ImageDraw.Draw(image)
    for row in range(screen.lines):
        for column in range(screen.columns):
            left, top = MARGIN + column * width, MARGIN + row * height
            _cell(pen, fonts, screen.buffer[row][column], (left, top, left + width, top + height))
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    image.quantize(256).save(path, optimize=True)


def _cell(
    pen: ImageDraw.ImageDraw,
    fonts: dict[bool, ImageFont.FreeTypeFont],
    cell: Char,
    box: tuple[float, float, float, float],
) -> None:
    ink, paper = _colour(cell.fg, FOREGROUND), _colour(cell.bg, BACKGROUND)
    if cell.reverse:
        ink, paper = paper, ink
    left, top, right, bottom = box
    if paper != BACKGROUND:
        # A hair wider than the cell: neighbours must not show a gap.
        pen.rectangle((left, top, right + 0.5, bottom), fill=paper)
    if cell.data.strip():
        pen.text((left, top + (bottom - top - SIZE * 1.17) / 2), cell.data, font=fonts[cell.bold], fill=ink)
    if cell.underscore:
        pen.line((left, bottom - 2, right, bottom - 2), fill=ink)


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return _NAMED.get(name.removeprefix("bright"), f"#{name}")


def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"DejaVuSansMono{'-Bold' if bold else ''}.ttf", SIZE)
