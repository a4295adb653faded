"""The tags of a Jinja2 text, and which names it takes from outside. Read token by token, in one pass; never rendered.

`templates` adds PLX's own short forms to the names; a rule looks at how the tags are built. What Jinja2 would refuse is
read as far as it goes: a tag that is not closed ends where the next one begins.
"""

from __future__ import annotations

from plx_lsp.syntax.rare import rare

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    Found = Iterator[tuple[str, int, int]]

_OPENING = rare(r"\{(?P<kind>[{%#])[-+]?", "search")
_ENDRAW = rare(r"\{%[-+]?\s*endraw\s*[-+]?%\}", "search")
# A string without its end goes on to the end of the text: so does Jinja2's.
_TOKEN = rare(
    r"""(?s)\s*(?:(?P<close>[-+]?[}%]\})|(?P<open>\{[{%])|(?P<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?P<number>\d[\w.]*)"""
    r"""|(?P<name>[^\W\d]\w*(?:\s*\.\s*\w+)*)|(?P<mark>==|.))""",
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


class Token:
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


class Tag:
    """One `{{ … }}`, `{% … %}` or `{# … #}` of a text. `kind` is the character behind the brace."""

    __slots__ = ("end", "is_closed", "kind", "start", "tokens")

    def __init__(self, kind: str, start: int, end: int, tokens: list[Token], *, is_closed: bool) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.tokens = tokens
        self.is_closed = is_closed

    @property
    def word(self) -> str:
        """What a statement begins with: `for`, `endif`; empty for what is no statement."""
        return self.tokens[0].text if self.kind == "%" and self.tokens else ""


def names_in_template(text: str) -> Found:
    """Each use of a name that the text does not give a value itself: the whole path, and where it starts and ends."""
    tags = list(tags_of(text))
    bound = {name for tag in tags if tag.kind == "%" for name in _bound(tag.tokens)}
    for tag in tags:
        if tag.word != "raw":
            for found in _free(tag.tokens, bound, first=1 if tag.word else 0):
                yield found
                if not tag.is_closed:
                    break  # what follows may be prose as well as an expression


def names_in_expression(text: str) -> Found:
    """The same for a bare expression."""
    tokens, _, _ = _read(text, 0, "")
    yield from _free(tokens, set())


def tags_of(text: str) -> Iterator[Tag]:
    """Every tag of a text, in order. A `{% raw %}` covers all up to its `{% endraw %}`, and is open without one."""
    position = 0
    while True:
        opening = _OPENING(text, position)
        if opening is None:
            return
        tag = _tag(text, opening)
        yield tag
        position = tag.end


def _tag(text: str, opening: re.Match[str]) -> Tag:
    kind, start = opening["kind"], opening.start()
    if kind == "#":
        close = text.find("#}", opening.end())
        # Jinja2 does not miss the end of a comment or of a `raw` where nothing follows.
        is_closed = close >= 0 or opening.end() == len(text)
        return Tag(kind, start, close + 2 if close >= 0 else len(text), [], is_closed=is_closed)
    tokens, end, is_closed = _read(text, opening.end(), "%}" if kind == "%" else "}}")
    tag = Tag(kind, start, end, tokens, is_closed=is_closed)
    if is_closed and tag.word == "raw":
        last = _ENDRAW(text, end)
        tag.end, tag.is_closed = (last.end(), True) if last else (len(text), end == len(text))
    return tag


def _read(text: str, position: int, close: str) -> tuple[list[Token], int, bool]:
    """The tokens up to `close`, up to the next tag, or to the end; where they end; whether `close` was there."""
    tokens: list[Token] = []
    depth = 0
    while True:
        match = _TOKEN(text, position)
        if match is None:
            return tokens, len(text), False
        kind, position = match.lastgroup or "", match.end()
        start = match.start(kind)
        said = match[kind]
        if kind == "close" and said.lstrip("-+") == close and not (depth and close == "}}"):
            return tokens, position, True
        if kind == "open":
            return tokens, start, False
        if kind == "close":  # two marks, the first of which may end a dictionary
            position = start + 1
            said = said[0]
        depth = max(0, depth + (said == "{") - (said == "}"))
        tokens.append(Token(said, start, position, is_name=kind == "name"))


def _bound(tokens: list[Token]) -> Iterator[str]:
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


def _free(tokens: list[Token], bound: set[str], first: int = 0) -> Found:
    """The names from `first` on that are no keyword, filter, test, keyword argument or bound name."""
    for position, token in enumerate(tokens[first:], first):
        if not token.is_name or token.root in _KEYWORDS or token.root in bound:
            continue
        before = [each.text for each in tokens[max(0, position - 2) : position]]
        last = before[-1] if before else ""
        after = tokens[position + 1].text if position + 1 < len(tokens) else ""
        is_test = last == "is" or before == ["is", "not"]
        is_argument = after == "=" and last in ("(", ",")
        if last not in _NAMING and not is_test and not is_argument:
            yield token.text, token.start, token.end
