"""Numbers, booleans, dates and times, and what people write where TOML has no such thing.

Called by `values`. `datetime` is imported only by the first date met: PLX files hold none.
"""

from __future__ import annotations

from .messages import no_scalar, shorten
from .patterns import CURLY, DATE, DATETIME, DECIMAL, FLOAT, PREFIXED, SCALAR, TIME, UNREADABLE
from .tree import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from datetime import tzinfo

    from .reader import Reader
    from .tree import ValueKind

    Scalar = tuple[ValueKind, object]

_LARGEST = 1 << 63


def read_scalar(reader: Reader, start: int) -> Value:
    """The number, boolean, date or time at `start`; anything else is an `error` with a fault."""
    match = SCALAR(reader.text, start)
    if not match:
        return _read_unreadable(reader, start)
    written, end = match.group(), match.end()
    kind, data = _number(written) or _moment(written) or ("error", None)
    if kind == "error":
        code, message = no_scalar(written)
        reader.fault(code, start, end, message)
    return Value(kind, start - reader.base, end - reader.base, data)


def _number(written: str) -> Scalar | None:
    if written in ("true", "false"):
        return "boolean", written == "true"
    if DECIMAL(written):
        return _integer(written, 10)
    if FLOAT(written):
        return "float", float(written)
    if PREFIXED(written):
        return _integer(written, 0)
    return None


def _integer(written: str, base: int) -> Scalar | None:
    if len(written) > 200:  # also spares `int` a conversion that takes quadratic time
        return None
    number = int(written, base)
    return ("integer", number) if -_LARGEST <= number < _LARGEST else None


def _moment(written: str) -> Scalar | None:
    """A date, a time, or both; None where it is none, is not in the calendar, or is written as in TOML 1.1."""
    match = DATE(written)
    if match:
        return _of_calendar("date", match)
    match = TIME(written)
    if match:
        return _of_calendar("time", match) if match.group(3) else None
    match = DATETIME(written)
    if match:
        return _of_calendar("datetime", match) if match.group(6) else None
    return None


def _of_calendar(kind: ValueKind, match: re.Match[str]) -> Scalar | None:
    from datetime import date, datetime, time

    parts = match.groups()
    try:
        if kind == "date":
            year, month, day = map(int, parts)
            return kind, date(year, month, day)
        if kind == "time":
            hour, minute, second = map(int, parts[:3])
            return kind, time(hour, minute, second, _microseconds(parts[3]))
        year, month, day, hour, minute, second = map(int, parts[:6])
        zone = _zone(match.group(8), match.group(9), match.group(10), match.group(11))
        return kind, datetime(year, month, day, hour, minute, second, _microseconds(parts[6]), zone)
    except ValueError:
        return None


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _zone(zulu: str | None, sign: str | None, hours: str | None, minutes: str | None) -> tzinfo | None:
    """The offset from UTC; ValueError where it is none."""
    from datetime import timedelta, timezone

    if zulu:
        return timezone.utc
    if not (sign and hours and minutes):
        return None
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def _read_unreadable(reader: Reader, start: int) -> Value:
    text = reader.text
    curly = CURLY(text, start)
    end = (curly or UNREADABLE(text, start)).end()
    if curly:
        reader.fault("value-invalid", start, end, 'these are typographic quotes: write straight ones, `"`')
    elif text[start] == "=":
        reader.fault("value-invalid", start, start + 1, "one `=` is enough: delete this one")
    elif text[start] < " " or text[start] == "\x7f":
        reader.control_character(start)
    else:
        message = f'`{shorten(text[start:end])}` is no TOML value: put text in quotes, as in `"text"`'
        reader.fault("value-invalid", start, end, message)
    return Value("error", start - reader.base, end - reader.base, None)
