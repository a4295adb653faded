"""Variables in templates: each must be an input, and an address is no variable (R§9).

`missing-input` is the same question asked of steps; `unused-input` the other way round.
"""

from __future__ import annotations

from plx_lsp.lint.edits import add_input, text_of
from plx_lsp.lint.finding import Edit, Finding, Fix, StringPlaces
from plx_lsp.lint.near import likely, listed, near
from plx_lsp.lint.registry import declare, pipe_rule
from plx_lsp.project.prompts import context_names, templates_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.lint.finding import Place
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.project.templates import Variable

_TEMPLATED = ("PipeLLM", "PipeCompose", "PipeJinja2", "PipeCondition", "PipeImgGen")

declare("suspicious-variable", "error", "An e-mail address whose end is read as a variable.")


class _Use:
    """A variable of a template, and the places in the text that the template is written in."""

    __slots__ = ("form", "name", "places", "variable")

    def __init__(self, variable: Variable, places: StringPlaces) -> None:
        self.variable = variable
        self.places = places
        self.name = variable.name
        self.form = variable.form

    @property
    def place(self) -> Place:
        """Where its root name is written."""
        return self.places.part(self.variable.start, self.variable.start + len(self.name))

    @property
    def is_address(self) -> bool:
        """Whether it is `@example.com` behind a word, as in an e-mail address."""
        at = self.variable.start - 1
        before = self.places.node.data[at - 1 : at]
        return self.form == "@" and (before.isalnum() or before in ("_", "-", "+")) and before != ""

    def as_text(self) -> Edit | None:
        """The edit that lets `$` or `@` stand for itself: as an expression, for there is no escape."""
        if self.form not in ("$", "@"):
            return None
        place = self.places.part(self.variable.start - 1, self.variable.start)
        if text_of(place) != self.form:
            return None
        node = self.places.node
        quote = '"' if node.block.text[node.start] == "'" else "'"
        return Edit(place, f"{{{{ {quote}{self.form}{quote} }}}}")


@pipe_rule("undeclared-variable", "error", "A variable in a template that is no input.", *_TEMPLATED)
def undeclared_variable(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """Every root name in a template must be an input of its pipe. Each name is reported once, where it comes first."""
    names = [each.name for each in pipe.inputs]
    known = {*names, *context_names(pipe)}
    unknown: dict[str, list[_Use]] = {}
    for template in templates_of(pipe):
        used = [each for each in template.variables() if each.name not in known]
        places = StringPlaces(pipe.source, template.node) if used else None
        for variable in used:
            assert places is not None  # noqa: S101 - made as there are some
            use = _Use(variable, places)
            if use.is_address:
                yield _address(use)
            else:
                unknown.setdefault(use.name, []).append(use)
    for name, uses in unknown.items():
        yield _undeclared(pipe, name, uses, names)


def _undeclared(pipe: Pipe, name: str, uses: list[_Use], names: list[str]) -> Finding:
    guess = near(name, likely(name, names))
    fixes: list[Fix] = []
    if guess and all(text_of(use.place) == name for use in uses):
        fixes.append(Fix(f"Write `{guess}`", *(Edit(use.place, guess) for use in uses)))
    if (edit := add_input(pipe, name, "Text")) is not None:
        fixes.append(Fix(f'Add the input `{name} = "Text"`', edit))
    escapes = [edit for use in uses if (edit := use.as_text()) is not None]
    if len(escapes) == len(uses):
        fixes.append(Fix(f"Write `{uses[0].form}` as text", *escapes))
    return Finding(uses[0].place, _message(name, names, guess), *fixes)


def _message(name: str, names: list[str], guess: str) -> str:
    start = f"`{name}` is no input of this pipe"
    if guess:
        return f"{start}: did you mean `{guess}`?"
    advice = f'add it to `inputs`, as in `{name} = "Text"`'
    if names:
        advice = f"{advice}, or use one of {listed(names)}"
    return f"{start}: {advice}"


def _address(use: _Use) -> Finding:
    variable = use.variable
    place = use.places.part(variable.start - 1, variable.end)
    message = (
        f"`@{variable.path}` is read as a variable, and `{variable.name}` is no input: "
        "in an address, write the sign as `{{ '@' }}`"
    )
    edit = use.as_text()
    fixes = [Fix("Write `@` as text", edit)] if edit is not None else []
    return Finding(place, message, *fixes, rule="suspicious-variable")
