"""Which variables a template uses, and where.

PLX templates are Jinja2 with a short form that is read first (R§9): `$name` inline, `@name` as a tagged block,
`@?name` only if it is set. A name is letters, digits, `_` and `.`, does not begin with a digit, and a trailing dot is
punctuation. There is no escape, so `user@example.com` becomes a variable `example.com`.

This finds names; it never renders (that is the runtime's) and never judges (that is the rules'). Most templates have
short forms alone, so what reads Jinja2's tags is imported where there are some: a check pays for what it imports.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT = r"(?P<sigil>\$|@\??)(?P<name>[A-Za-z_.][A-Za-z0-9_.]*)"

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
    found = list(_short_variables(template))
    if "{" in template:
        from plx_lsp.project.jinja import names_in_template

        found += [Variable(path, "{", start, end) for path, start, end in names_in_template(template)]
    return sorted((each for each in found if not _is_private(each.name)), key=_start)


def expression_variables(expression: str) -> list[Variable]:
    """The same for a bare expression, as PipeCondition has one; what stands in braces is one by mistake."""
    if "{{" in expression:
        return variables(expression)
    from plx_lsp.project.jinja import names_in_expression

    found = [Variable(path, "{", start, end) for path, start, end in names_in_expression(expression)]
    return [each for each in found if not _is_private(each.name)]


def _start(variable: Variable) -> int:
    return variable.start


def _is_private(name: str) -> bool:
    return name.startswith("_") or name in PRIVATE_NAMES


def _short_variables(template: str) -> Iterator[Variable]:
    if "$" not in template and "@" not in template:
        return
    for match in re.finditer(_SHORT, template):
        path = match["name"].rstrip(".")
        if path and not path.startswith("."):
            start = match.start("name")
            yield Variable(path, match["sigil"], start, start + len(path))
