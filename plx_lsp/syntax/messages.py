"""What is wrong, in words for the author of the text, where it takes more than a look to say.

Called by the parser's modules at the moment a fault is found. Each function gets what was written and gives a message,
some a code as well; none reads the text itself.
"""

from __future__ import annotations

from .patterns import DATE, DATETIME, DECIMAL, NEAR_NUMBER, PAIR_AHEAD, PREFIXED, TIME

_NULLS = frozenset({"null", "none", "nil", "undefined"})
_COMMENTS = ("//", "/*")


def shorten(text: str) -> str:
    """At most 30 characters of a text that a message quotes."""
    return text if len(text) <= 30 else text[:29] + "…"


def missing_equals(key: str, rest: str) -> str:
    """Of a key that is followed by `rest` of its line instead of `=`."""
    if rest.startswith(":"):
        return f"TOML writes `=` between a key and its value: `{shorten(key)} = …`"
    if not rest or rest[0] in ",}#":
        return f"`{shorten(key)}` has no value: write `{shorten(key)} = …`"
    if PAIR_AHEAD(rest, 0):
        return "a key with blanks in it must stand in quotes"
    return "this is neither `key = value` nor a `[header]`"


def unexpected(found: str, quote: str) -> str:
    """Of `found` behind a complete statement; `quote` is the string's closing quote that it touches, if it does."""
    if quote and quote in found:
        better = '`\\"` for a quote inside' if quote == '"' else '`"…"` around a text that holds `\'`'
        return f"the string ends in front of this: write {better}"
    if found.startswith(_COMMENTS):
        return "a comment begins with `#` in TOML"
    if found[:1] == "," and found[1:].isdecimal():
        return f"a number has a point in TOML, not a comma: write `.{shorten(found[1:])}` for `{shorten(found)}`"
    if found.startswith((",", ";")):
        return "each key stands on a line of its own: start a new line"
    return f"`{shorten(found)}` cannot stand here: delete it, or start a new line"


def no_scalar(written: str) -> tuple[str, str]:
    """Code and message of what reads as a number, a word or a date, and is none."""
    shown, lower = shorten(written), written.lower()
    if DECIMAL(written) or PREFIXED(written):
        return "value-invalid", f"`{shown}` is too large: TOML's integers have 64 bits"
    if lower in ("true", "false", "inf", "nan"):
        return "value-invalid", f"`{shown}` is written `{lower}` in TOML"
    if lower in _NULLS:
        return "value-invalid", f"TOML has no `{shown}`: leave the key out"
    if _lacks_seconds(written):
        return "toml-1.1", f"TOML 1.1 allows `{shown}`, PLX files are TOML 1.0: write the seconds too, as in `07:32:00`"
    if DATE(written) or TIME(written) or DATETIME(written):
        return "value-invalid", f"`{shown}` is not in the calendar"
    number = _as_number(written)
    if number:
        return "value-invalid", f"`{shown}` is no number in TOML: write `{number}`"
    what = "number or date" if written[0].isdigit() or written[0] in "+-." else "TOML value"
    return "value-invalid", f'`{shown}` is no {what}: put text in quotes, as in `"{shown}"`'


def _lacks_seconds(written: str) -> bool:
    time, datetime = TIME(written), DATETIME(written)
    return bool((time and not time.group(3)) or (datetime and not datetime.group(6)))


def _as_number(written: str) -> str | None:
    """How TOML writes `007`, `.5` and `5.`; None if it is none of these."""
    match = NEAR_NUMBER(written)
    if not match:
        return None
    sign, integer, fraction, whole = match.groups()
    return sign + (integer or (f"0{fraction}" if fraction else f"{whole}.0"))


def unquoted_key(name: str) -> str:
    """Of a bare key with characters that a bare key may not have."""
    if name.startswith(_COMMENTS):
        return "a comment begins with `#` in TOML"
    return f"`{shorten(name)}` needs quotes: a bare key has only letters A to Z, digits, `_` and `-`"
