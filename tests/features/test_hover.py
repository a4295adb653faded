"""What is said about what a cursor is on."""

from __future__ import annotations

import pytest

from plx_lsp.features.describe import about
from plx_lsp.features.hover import hover
from tests.features.project import opened

SHOP = """\
domain = "shop"
[concept]
Logo = { description = "A *company* logo", refines = "Image" }
[concept.Size.structure]
width = { type = "integer", description = "Pixels", required = true }
[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { idea = "Text" }
output = "Logo"
prompt = "A logo of $idea"
img_gen = "base_img_gen"
aspect_ratio = "16:9"
quality = "low"  # plx: ignore[redundant-quality]
[pipe.make]
type = "PipeSequence"
description = "Make"
inputs = { idea = "Text" }
output = "Logo"
steps = [{ pipe = "draw", result = "logo" }]
[pipe.two]
type = "PipeImgGen"
output = "shop.Logo[2]"
img_gen_prompt = "Two logos"
quality = "hd"
"""


@pytest.mark.parametrize(
    ("word", "covers", "said"),
    [
        ("domain", "domain", "The name that the file's concepts belong to"),
        ("Logo =", "Logo", "A \\*company\\* logo"),
        ('Logo"', "Logo", "Refines: `native.Image`"),
        ("width", "width", "**field `width`** of `shop.Size`: integer — Pixels"),
        ("PipeImgGen", '"PipeImgGen"', "Makes images from a text prompt"),
        ("aspect_ratio", "aspect_ratio", "Width to height"),
        ("base_img_gen", "base_img_gen", "flux-pro/v1.1"),
        ("draw]", "draw", "draw(idea: Text) → Logo"),
        ('draw"', "draw", "1024 × 576"),
        ("$idea", "idea", "input `idea`"),
        ('logo" }', "logo", "result `logo`"),
        ("redundant-quality", "redundant-quality", "plx explain redundant-quality"),
        ('"16:9"', '"16:9"', "1024 × 576 with `flux-pro/v1.1`"),
        ('"hd"', '"hd"', "the same as high"),
        ("shop.Logo[2]", "shop.Logo[2]", "Refines: `native.Image`"),
        ("[2]", "shop.Logo[2]", "concept `shop.Logo`"),
    ],
)
def test_hover(word: str, covers: str, said: str) -> None:
    start = SHOP.index(word)
    case = opened(SHOP[: start + 1] + "<|>" + SHOP[start + 1 :])
    found = hover(case.library, case.source, case.cursor)
    assert found is not None
    assert case.fixture.text[found.start : found.end] == covers
    assert said in found.markdown


@pytest.mark.parametrize("word", ["A logo of", "=", "\n[pipe.draw"])
def test_nothing_is_said_about_nothing(word: str) -> None:
    start = SHOP.index(word)
    case = opened(SHOP[:start] + "<|>" + SHOP[start:])
    assert hover(case.library, case.source, case.cursor) is None


def test_a_model_shows_its_chain_price_and_abilities() -> None:
    case = opened(SHOP)
    said = about(case.library, ("model", "base_img_gen"))
    assert "preset `base_img_gen` → alias `base-img-gen` → handle `flux-pro/v1.1` → backend `fal`" in said
    assert "Price: $0.04" in said
    assert "16:9 (1024 × 576)" in said
    assert "retired 2026-10-23; use" in about(case.library, ("model", "gpt-image-1"))
    assert "no preset, handle, alias" in about(case.library, ("model", "nope"))


def test_a_concept_shows_its_fields_and_users() -> None:
    case = opened(SHOP)
    said = about(case.library, ("concept", "shop.Size"))
    assert "`width`: integer — Pixels" in said
    assert "Used by `draw`, `make`" in about(case.library, ("concept", "shop.Logo"))


@pytest.mark.parametrize(
    "thing",
    [("concept", "shop.Gone"), ("pipe", "gone"), ("rule", "gone"), ("type", "Gone"), ("key", "PipeImgGen", "gone")],
)
def test_what_has_gone_is_not_described(thing: tuple[str, ...]) -> None:
    assert about(opened(SHOP).library, thing) == ""
