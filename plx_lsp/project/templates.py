"""Which variables a template uses, and where.

PLX templates are Jinja2 with a short form that is read first (R§9): `$name` inline, `@name` as a tagged block,
`@?name` only if it is set. A name is letters, digits, `_` and `.`, does not begin with a digit, and a trailing dot is
punctuation. There is no escape, so `user@example.com` becomes a variable `example.com`.

This finds names; it never renders (that is the runtime's) and never judges (that is the rules').
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT = re.compile(r"(?P<sigil>\$|@\??)(?P<name>[A-Za-z_.][A-Za-z0-9_.]*)")
_TAG = re.compile(r"\{\{-?(?P<expression>.*?)-?\}\}|\{%-?(?P<statement>.*?)-?%\}|\{#.*?#\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<number>\d[\w.]*)"""
    r"""|(?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_0-9]\w*)*)|(?P<mark>==|[|=(),])|(?P<other>[^\s\w])"""
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

_BINDERS = re.compile(
    r"\{%-?\s*(?:for\s+(?P<loop>[\w\s,()]+?)\s+in\s|set\s+(?P<set>[\w\s,]+?)\s*(?:=|-?%\})|macro\s+\w+\s*\((?P<macro>[^)]*)\)"
    r"|with\s+(?P<with>[^%]*?)-?%\})"
)
_BOUND_NAME = re.compile(r"[A-Za-z_]\w*")

PRIVATE_NAMES = frozenset({"preliminary_text", "place_holder"})
"""Names that the releases fill in themselves; so are those that begin with `_` (R§9)."""


class Variable:
    """One use of a variable. `name` is its root, `path` all of it; `start:end` covers the path in the template's text.

    `form` is how it is written: "$", "@", "@?" or "{" (Jinja2).
    """

    __slots__ = ("end", "form", "name", "path", "start")

    def __init__(self, path: str, form: str, start: int, end: int) -> None:
        self.path = path
        self.name = path.partition(".")[0].rstrip()
        self.form = form
        self.start = start
        self.end = end


def variables(template: str) -> list[Variable]:
    """Every use of a variable that must be an input, in the order of the text."""
    if "$" not in template and "@" not in template and "{" not in template:
        return []
    found = [*_short_variables(template), *(_jinja_variables(template) if "{" in template else ())]
    return sorted((each for each in found if not _is_private(each.name)), key=_start)


def expression_variables(expression: str) -> list[Variable]:
    """The same for a bare expression, as PipeCondition has one."""
    return [each for each in _names(expression, 0, len(expression), set()) if not _is_private(each.name)]


def _start(variable: Variable) -> int:
    return variable.start


def _is_private(name: str) -> bool:
    return name.startswith("_") or name in PRIVATE_NAMES


def _short_variables(template: str) -> Iterator[Variable]:
    for match in _SHORT.finditer(template):
        path = match["name"].rstrip(".")
        if path and not path.startswith("."):
            start = match.start("name")
            yield Variable(path, match["sigil"], start, start + len(path))


def _jinja_variables(template: str) -> Iterator[Variable]:
    bound = _bound_names(template)
    raw = [match.span() for match in _RAW.finditer(template)]
    for match in _TAG.finditer(template):
        if any(start <= match.start() < end for start, end in raw):
            continue
        for group in ("expression", "statement"):
            if match[group] is not None:
                yield from _names(template, match.start(group), match.end(group), bound)


def _bound_names(template: str) -> set[str]:
    """The names that a template gives values to itself: loop variables, `set`, `with`, a macro's arguments."""
    bound: set[str] = set()
    for match in _BINDERS.finditer(template):
        for group in ("loop", "set"):
            bound.update(_BOUND_NAME.findall(match[group] or ""))
        for group in ("macro", "with"):
            for part in (match[group] or "").split(","):
                bound.update(_BOUND_NAME.findall(part.partition("=")[0]))
    return bound


def _names(text: str, start: int, end: int, bound: set[str]) -> Iterator[Variable]:
    """The free names of a Jinja2 expression: no keyword, filter, test, attribute, keyword argument or bound name."""
    before = ""
    tokens = list(_TOKEN.finditer(text, start, end))
    for position, token in enumerate(tokens):
        name = token["name"]
        if name is None:
            before = token.group()
            continue
        root = name.partition(".")[0].rstrip()
        after = tokens[position + 1].group() if position + 1 < len(tokens) else ""
        is_test = before == "is" or (before == "not" and position > 1 and tokens[position - 2].group() == "is")
        is_argument = after == "=" and before in ("(", ",")
        is_free = root not in _KEYWORDS and root not in bound and before not in _NAMING
        if is_free and not is_test and not is_argument:
            yield Variable(name, "{", token.start("name"), token.end("name"))
        before = name
