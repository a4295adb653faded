"""How long a provider asks to wait before trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNITS = (("retry-after-ms", 1000.0), ("retry-after", 1.0))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after`; None where neither says a number."""
    said = (_number(headers.get(name), unit) for name, unit in _UNITS)
    return next((seconds for seconds in said if seconds is not None), None)


def _number(value: str | None, unit: float) -> float | None:
    try:
        return max(0.0, float(value or "") / unit)
    except ValueError:
        return None
