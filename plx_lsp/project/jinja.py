"""Which names a Jinja2 text takes from outside. It reads tags token by token, in one pass, and never renders.

For `templates` only, which adds PLX's own short forms. What Jinja2 would refuse is read as far as it goes: a tag that
is not closed ends where the next one begins.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Found = Iterator[tuple[str, int, int]]

_OPENING = re.compile(r"\{(?P<kind>[{%#])[-+]?")
_ENDRAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
# A string without its end goes on to the end of the text: so does Jinja2's.
_TOKEN = re.compile(
    r"""\s*(?:(?P<close>[-+]?[}%]\})|(?P<open>\{[{%])|(?P<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?P<number>\d[\w.]*)"""
    r"""|(?P<name>[^\W\d]\w*(?:\s*\.\s*\w+)*)|(?P<mark>==|.))""",
    re.DOTALL,
)
_KEYWORDS = frozenset(
    """
    and or not in is if else elif endif for endfor set endset block endblock macro endmacro call endcall filter
    endfilter with endwith raw endraw autoescape endautoescape include import from as extends recursive do break
    continue true false none True False None loop range dict lipsum cycler joiner namespace super self caller
    varargs kwargs ignore missing without context scoped required
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)
"""Words of Jinja2 itself, and the names that it gives values to."""

_NAMING = ("|", "filter", "block", "macro", "call")
"""What stands before a name that is a filter's, a block's or a macro's."""


class _Token:
    """A name, a string, a number or a mark inside a tag."""

    __slots__ = ("end", "is_name", "start", "text")

    def __init__(self, text: str, start: int, end: int, *, is_name: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.is_name = is_name

    @property
    def root(self) -> str:
        """The name before the first dot."""
        return self.text.partition(".")[0].rstrip()


def names_in_template(text: str) -> Found:
    """Each use of a name that the text does not give a value itself: the whole path, and where it starts and ends."""
    tags = list(_tags(text))
    bound = {name for tokens in tags for name in _bound(tokens)}
    for tokens in tags:
        yield from _free(tokens, bound)


def names_in_expression(text: str) -> Found:
    """The same for a bare expression."""
    tokens, _ = _read(text, 0, "")
    yield from _free(tokens, set())


def _tags(text: str) -> Iterator[list[_Token]]:
    """The tokens of each expression and statement."""
    position = 0
    while True:
        opening = _OPENING.search(text, position)
        if opening is None:
            return
        position = opening.end()
        if opening["kind"] == "#":
            position = text.find("#}", position) + 2
            if position < 2:
                return
            continue
        is_statement = opening["kind"] == "%"
        tokens, position = _read(text, position, "%}" if is_statement else "}}")
        if position < 0:
            return
        if is_statement and len(tokens) == 1 and tokens[0].text == "raw":
            end = _ENDRAW.search(text, position)
            if end is None:
                return
            position = end.end()
        else:
            yield tokens


def _read(text: str, position: int, close: str) -> tuple[list[_Token], int]:
    """The tokens up to `close`, or up to the next tag, and where to go on; -1 at the end of the text."""
    tokens: list[_Token] = []
    depth = 0
    while True:
        match = _TOKEN.match(text, position)
        if match is None:
            return tokens, -1
        kind, position = match.lastgroup or "", match.end()
        start = match.start(kind)
        said = match[kind]
        if kind == "close" and said.lstrip("-+") == close and not (depth and close == "}}"):
            return tokens, position
        if kind == "open":
            return tokens, start
        if kind == "close":  # two marks, the first of which may end a dictionary
            position = start + 1
            said = said[0]
        depth = max(0, depth + (said == "{") - (said == "}"))
        tokens.append(_Token(said, start, position, is_name=kind == "name"))


def _bound(tokens: list[_Token]) -> Iterator[str]:
    """The names that a statement gives values to: loop variables, `set`, `with`, arguments of a macro, imports."""
    word = tokens[0].text if tokens else ""
    before = word
    for position, token in enumerate(tokens[1:], 1):
        if token.text == _ENDS_OF_NAMES.get(word):
            return
        after = tokens[position + 1].text if position + 1 < len(tokens) else ""
        if token.is_name and (
            word in ("for", "set", "import", "from")
            or (word == "macro" and position == 1)
            or (word in ("macro", "call") and before in ("(", ","))
            or (word == "with" and after == "=")
        ):
            yield token.root
        before = token.text


_ENDS_OF_NAMES = {"for": "in", "set": "=", "macro": ")", "call": ")"}


def _free(tokens: list[_Token], bound: set[str]) -> Found:
    """The names that are no keyword, filter, test, keyword argument or bound name."""
    for position, token in enumerate(tokens):
        if not token.is_name or token.root in _KEYWORDS or token.root in bound:
            continue
        before = [each.text for each in tokens[max(0, position - 2) : position]]
        last = before[-1] if before else ""
        after = tokens[position + 1].text if position + 1 < len(tokens) else ""
        is_test = last == "is" or before == ["is", "not"]
        is_argument = after == "=" and last in ("(", ",")
        if last not in _NAMING and not is_test and not is_argument:
            yield token.text, token.start, token.end
