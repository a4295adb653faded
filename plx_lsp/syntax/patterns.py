r"""Every regular expression the parser uses, named for what it finds.

For the modules of this package only. None of them can take more than linear time: no two neighbouring parts of a
pattern can match the same text.

All are bound `match` or `fullmatch` methods, called as `PATTERN(text, position)`; `RESUME` and `SPECIAL` are `search`.
"""

from __future__ import annotations

import re

from .rare import rare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def _always(pattern: str) -> Callable[[str, int], re.Match[str]]:
    """The `match` of a pattern that matches at any position, if only the empty text."""
    return re.compile(pattern).match  # pyright: ignore[reportReturnType]


def _seldom(pattern: str) -> Callable[[str, int], re.Match[str]]:
    """The same, for a pattern that most texts never need."""
    return rare(pattern)  # pyright: ignore[reportReturnType]


# What neither a comment nor a one-line string may hold: every control character but the tab.
_CONTROL = r"\x00-\x08\x0a-\x1f\x7f"

_BARE_KEY = r"[A-Za-z0-9_-]+"
_DOTTED = rf"{_BARE_KEY}(?:[ \t]*\.[ \t]*{_BARE_KEY})*"
_ANY_KEY = rf"""(?:{_BARE_KEY}|"(?:[^"\\{_CONTROL}]|\\.)*"|'[^'{_CONTROL}]*')"""
_ANY_DOTTED = rf"{_ANY_KEY}(?:[ \t]*\.[ \t]*{_ANY_KEY})*"
# The end of a line with the blank lines behind it; a comment is left to the next step.
_LINE_END = r"[ \t]*(?:\r?\n(?:[ \t]*\r?\n)*|\Z|(?=\#))"

# One healthy line, at full speed: blank, a comment, or `key = value` with a plain value. Of any other value it gives
# the first character. `lastindex` says which.
FAST_COMMENT, FAST_KEY, FAST_STRING, FAST_BOOLEAN, FAST_INTEGER, FAST_FLOAT, FAST_OTHER = range(1, 8)
FAST_LINE = re.compile(
    r"[ \t]*(?:"
    rf"(\#[^{_CONTROL}]*){_LINE_END}"
    r"|\r?\n(?:[ \t]*\r?\n)*"
    rf"|({_BARE_KEY})[ \t]*=[ \t]*(?:(?:"
    rf'"([^"\\{_CONTROL}]*)"'
    r"|(true|false)"
    r"|([+-]?(?:0|[1-9][0-9]{0,17}))"
    r"|([+-]?(?:0|[1-9][0-9]*)\.[0-9]+)"
    rf"""){_LINE_END}|(["'\[{{])))"""
).match
# At most 16 parts: longer ones take the slow path, which counts them.
FAST_HEADER = re.compile(rf"[ \t]*(\[\[?)({_BARE_KEY}(?:\.{_BARE_KEY}){{0,15}})(\]\]?){_LINE_END}").match

BLANKS = _always(r"[ \t]*")
WHITESPACE = _always(r"(?:[ \t\n]+|\r\n)*")
LINE_END = re.compile(_LINE_END).match
COMMENT = _always(rf"\#?[^{_CONTROL}]*")
REST_OF_LINE = _always(r"[^\r\n]*")
# Unreadable text up to the comment behind it or the end of the line; a `#` in quotes starts no comment.
JUNK = _seldom(r"""(?:[^#"'\r\n]+|"[^"\r\n]*"?|'[^'\r\n]*'?)*""")

BARE_KEY = re.compile(_BARE_KEY).fullmatch
# A word that someone meant as a bare key, with characters a bare key may not have.
WORD_KEY = rare(r"""[^\s=.,:#\[\]{}"'\x00-\x1f\x7f]+""")
# Something that can only be `key =`: never an array's item, never the rest of a value.
PAIR_AHEAD = rare(rf"[ \t]*{_ANY_DOTTED}[ \t]*=")

BASIC_TEXT = _always(rf'[^"\\{_CONTROL}]*')
LITERAL_TEXT = _seldom(rf"[^'{_CONTROL}]*")
BASIC_LINES_TEXT = _seldom(r'[^"\\\x00-\x08\x0b-\x1f\x7f]*')
LITERAL_LINES_TEXT = _seldom(r"[^'\x00-\x08\x0b-\x1f\x7f]*")
# What in a multi-line string is not simply its text.
SPECIAL = rare(r"[\\\x00-\x08\x0b-\x1f\x7f]", "search")
ESCAPE = rare(r'\\(?:([btnfr"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
NEWER_ESCAPE = rare(r"\\(?:e|x[0-9A-Fa-f]{2})")
# The line end behind the opening quotes of a multi-line string: not part of what it says.
FIRST_LINE_END = _seldom(r"(?:\r?\n)?")
LINE_CONTINUATION = rare(r"\\[ \t]*\r?\n(?:[ \t\n]+|\r\n)*")

# What may be a number, a boolean or a date: read whole, then judged.
SCALAR = rare(r"[0-9A-Za-z_+\-.:]+(?:[ ](?=[0-9]{2}:)[0-9A-Za-z_+\-.:]+)?")
DECIMAL = rare(r"[+-]?(?:0|[1-9](?:_?[0-9])*)", "fullmatch")
PREFIXED = rare(r"0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*", "fullmatch")
FLOAT = rare(
    r"[+-]?(?:(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?|inf|nan)", "fullmatch"
)
# `007`, `.5` and `5.`, which other languages allow.
NEAR_NUMBER = rare(r"([+-]?)(?:0+(0|[1-9][0-9]*)|(\.[0-9]+)|([0-9]+)\.)", "fullmatch")
_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
DATE = rare(_DATE, "fullmatch")
TIME = rare(_TIME, "fullmatch")
DATETIME = rare(rf"{_DATE}[Tt ]{_TIME}(?:([Zz])|([+-])([0-9]{{2}}):([0-9]{{2}}))?", "fullmatch")
# Text in typographic quotes, as word processors and chat windows leave it; else one unreadable word.
CURLY = rare(
    r"[\u2018\u2019\u201c\u201d\u201e\u00ab][^\r\n\u2018\u2019\u201c\u201d\u00bb]*[\u2018\u2019\u201c\u201d\u00bb]?"
)
UNREADABLE = _seldom(r"""[^\s,#\[\]{}"'\x00-\x1f\x7f]+|[^\r\n]|""")

# A whole line that can only be a header: its first key is no number, boolean or date, so it is no array either.
HEADER_LINE = rare(
    rf"[ \t]*\[\[?[ \t]*(?!(?:true|false|inf|nan)\b)[A-Za-z_][A-Za-z0-9_-]*(?:[ \t]*\.[ \t]*{_ANY_KEY})*[ \t]*\]"
)
# The next line that starts a statement: where reading goes on behind a multi-line string that is not closed.
RESUME = rare(rf"^[ \t]*(?:\[\[?[ \t]*{_ANY_DOTTED}[ \t]*\]|{_DOTTED}[ \t]*=)", "search", re.MULTILINE)
# `key = ` (or `key = { …`) in front of triple quotes: they may well open a string rather than close the one before.
OPENING = rare(rf"[ \t]*{_DOTTED}[ \t]*=[ \t]*(?:[\[{{].*)?", "fullmatch")
