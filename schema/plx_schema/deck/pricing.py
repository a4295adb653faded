"""What a pipe will cost, before it runs: one amount, a range where sources disagree, or unknown with the reason. Pure.

USD throughout. What a run did cost is the runtime's to compute, from the provider's usage and `Model.token_prices`.
"""

from __future__ import annotations

from plx_schema.deck.effects import option_effects
from plx_schema.deck.sizes import resolved_pixels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_schema.deck.resolution import Resolution
    from plx_schema.deck.types import Model, PriceFact

MEGAPIXELS = (1_048_576, 1_000_000)
"""No provider says which of the two it counts, so a price by the megapixel spans both."""

_MOST_PLACES = 6
"""Places behind the point that an amount is shown with: a millionth of a dollar is nothing."""


class Price:
    """An estimate in USD: `low` and `high` for all images together, None where unknown.

    `basis` says how it comes about and from which sources; `unknown` why there is none ("" where there is one).
    """

    __slots__ = ("basis", "currency", "high", "low", "unknown")

    def __init__(self, low: float | None, high: float | None, basis: str, unknown: str = "") -> None:
        self.low = low
        self.high = high
        self.currency = "USD"
        self.basis = basis
        self.unknown = unknown


def price(resolution: Resolution, count: int = 1) -> Price:
    """What `count` images of a resolved choice cost together."""
    model = resolution.model
    quality = _quality(resolution)
    facts = _of_quality(model.prices, quality)
    if not facts:
        return Price(None, None, "", _why_unknown(model, quality))
    size = resolved_pixels(resolution)
    facts, exact = _of_size(facts, size)
    amounts = [amount for fact in facts for amount in _amounts(fact, size)]
    if not amounts:
        return Price(None, None, "", "it is billed by the megapixel, and the size is the model's own choice")
    low, high = min(amounts), max(amounts)
    return Price(_money(low * count), _money(high * count), _basis(facts, low, high, count, exact=exact))


def price_text(estimate: Price) -> str:
    """An estimate for a person: "$0.04", "$0.04–0.058", "price unknown"."""
    if estimate.low is None or estimate.high is None:
        return "price unknown"
    low, high = _shown(estimate.low), _shown(estimate.high)
    return f"${low}" if low == high else f"${low}–{high}"


def _quality(resolution: Resolution) -> str:
    """The quality that the provider is told; "" where it decides."""
    for effect in option_effects(resolution):
        if effect.option == "quality" and effect.outcome in ("sent", "adapted"):
            return str(effect.sent)
    return ""


def _of_quality(facts: tuple[PriceFact, ...], quality: str) -> tuple[PriceFact, ...]:
    """The prices that hold for a quality; all of them where the provider chooses it."""
    if quality in ("", "auto"):
        return facts
    return tuple(fact for fact in facts if fact.quality in ("", quality))


def _of_size(facts: tuple[PriceFact, ...], size: tuple[int, int] | None) -> tuple[tuple[PriceFact, ...], bool]:
    """The prices that hold for a size, whichever way round, and whether any source speaks of just that size."""
    if size is None:
        return facts, all(not fact.size for fact in facts)
    names = (f"{size[0]}x{size[1]}", f"{size[1]}x{size[0]}")
    fitting = tuple(fact for fact in facts if not fact.size or fact.size in names)
    return (fitting, True) if fitting else (facts, False)


def _amounts(fact: PriceFact, size: tuple[int, int] | None) -> Iterator[float]:
    if fact.unit == "image":
        yield fact.usd
    elif size is not None:
        area = size[0] * size[1]
        for megapixel in MEGAPIXELS:
            count = -(-area // megapixel) if fact.rounding == "up" else area / megapixel
            further = fact.usd if fact.further is None else fact.further
            yield fact.usd * min(count, 1) + further * max(count - 1, 0)


def _basis(facts: tuple[PriceFact, ...], low: float, high: float, count: int, *, exact: bool) -> str:
    each = f"${_shown(low)}" if _shown(low) == _shown(high) else f"${_shown(low)} - {_shown(high)}"
    sources = ", ".join(dict.fromkeys(tag for fact in facts for tag in fact.source.split()))
    notes = "".join(f"; {note}" for note in dict.fromkeys(fact.note for fact in facts if fact.note))
    sizes = ", ".join(dict.fromkeys(fact.size for fact in facts if fact.size))
    other = "" if exact or not sizes else f"; listed for {sizes} only"
    return f"{count} x {each} an image ({sources}{notes}{other})"


def _why_unknown(model: Model, quality: str) -> str:
    if model.prices:
        return f"no source gives a price for quality {quality}"
    output = model.token_prices.get("image_output")
    if output is not None:
        return f"${_shown(output)} per million image tokens; how many an image takes is not published"
    return "no source gives its price"


def _money(amount: float) -> float:
    return round(amount, 6)


def _shown(amount: float) -> str:
    """To the cent, of less than ten cents two digits that count, of whole dollars none: 30, 1.20, 0.17, 0.058."""
    places = 2
    while 0 < amount < 10 ** (1 - places) and places < _MOST_PLACES:
        places += 1
    whole, _, digits = f"{amount:.{places}f}".partition(".")
    digits = digits.rstrip("0")
    return f"{whole}.{digits:0<2}" if digits or amount < 1 else whole
