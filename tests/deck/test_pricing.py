"""What a pipe will cost, before it runs."""

import pytest

from plx_schema.deck import Price, load_embedded, price, price_text, resolve

DECK = load_embedded()


def told(choice: str, count: int = 1, **options: object) -> Price:
    return price(resolve(DECK, choice, options), count)


def test_one_price_that_all_sources_agree_on() -> None:
    found = told("flux-pro/v1.1-ultra", 3)
    assert (found.low, found.high, found.currency) == (0.18, 0.18, "USD")
    assert found.basis.startswith("3 x $0.06 an image (fal-docs")


def test_sources_that_disagree_give_a_range() -> None:
    found = told("base_img_gen")
    assert found.low == 0.04
    assert found.high == pytest.approx(0.0577, abs=1e-4)
    assert price_text(found) == "$0.04–0.058"


def test_a_price_by_the_megapixel_goes_by_the_size() -> None:
    assert told("flux/dev", aspect_ratio="16:9").high == 0.025
    assert (told("flux/dev").low, told("flux/dev").high) == (0.025, 0.05)
    assert told("flux-2-pro", aspect_ratio="1:1").high == 0.045


def test_a_price_by_quality_and_size() -> None:
    assert told("gpt-image-1.5", quality="hd").low == 0.133
    assert told("gpt-image-1.5", quality="low", aspect_ratio="2:3").low == 0.013
    found = told("gpt-image-2", quality="medium", aspect_ratio="16:9")
    assert found.low == 0.053
    assert "listed for 1024x1024 only" in found.basis
    auto = told("gpt-image-1.5", quality="auto")
    assert (auto.low, auto.high) == (0.009, 0.133)


def test_an_unknown_price_says_why() -> None:
    found = told("gpt-image-2.5-flare")
    assert (found.low, found.high) == (None, None)
    assert "$30 per million image tokens" in found.unknown
    assert price_text(found) == "price unknown"
    assert told("flux-2-max").unknown == "no source gives its price"
    assert told("gpt-image-1-mini", quality="high").unknown == "no source gives a price for quality high"


def test_what_costs_next_to_nothing_is_shown_as_such() -> None:
    assert price_text(told("fast_img_gen")) == "$0.00–0.0003"
