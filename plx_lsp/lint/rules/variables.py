"""Variables in templates: each must be an input, and an address is no variable (R§9).

`missing-input` is the same question asked of steps; `unused-input` the other way round.
"""

from __future__ import annotations

from plx_lsp.lint.edits import add_input, text_of
from plx_lsp.lint.finding import Edit, Finding, Fix, part_place, value_place
from plx_lsp.lint.near import near
from plx_lsp.lint.registry import declare, pipe_rule
from plx_lsp.project.prompts import context_names, templates_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.prompts import Template
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.project.templates import Variable

_TEMPLATED = ("PipeLLM", "PipeCompose", "PipeJinja2", "PipeCondition", "PipeImgGen")

declare("suspicious-variable", "error", "An e-mail address whose end is read as a variable.")


@pipe_rule("undeclared-variable", "error", "A variable in a template that is no input.", *_TEMPLATED)
def undeclared_variable(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """Every root name in a template must be an input of its pipe. Each name is reported once, where it comes first."""
    known = {each.name for each in pipe.inputs} | context_names(pipe)
    unknown: dict[str, list[tuple[Template, Variable]]] = {}
    for template in templates_of(pipe):
        for variable in template.variables():
            if variable.name in known:
                continue
            if _is_address(template, variable):
                yield _address(pipe, template, variable)
            else:
                unknown.setdefault(variable.name, []).append((template, variable))
    for name, places in unknown.items():
        yield _undeclared(pipe, name, places)


def _undeclared(pipe: Pipe, name: str, places: list[tuple[Template, Variable]]) -> Finding:
    spans = [part_place(pipe.source, each.node, use.start, use.start + len(name)) for each, use in places]
    guess = near(name, [each.name for each in pipe.inputs])
    fixes: list[Fix] = []
    if guess and all(text_of(span) == name for span in spans):
        fixes.append(Fix(f"Write `{guess}`", *(Edit(span, guess) for span in spans)))
    if (edit := add_input(pipe, name, "Text")) is not None:
        fixes.append(Fix(f'Add the input `{name} = "Text"`', edit))
    escapes = [_escape(pipe, each, use) for each, use in places]
    if all(each is not None for each in escapes):
        fixes.append(Fix(f"Write `{places[0][1].form}` as text", *(each for each in escapes if each is not None)))
    return Finding(spans[0], _message(pipe, name, guess), *fixes)


def _message(pipe: Pipe, name: str, guess: str) -> str:
    start = f"`{name}` is no input of this pipe"
    if guess:
        return f"{start}: did you mean `{guess}`?"
    advice = f'add it to `inputs`, as in `{name} = "Text"`'
    if pipe.inputs:
        advice = f"{advice}, or use one of {', '.join(f'`{each.name}`' for each in pipe.inputs)}"
    return f"{start}: {advice}"


def _is_address(template: Template, variable: Variable) -> bool:
    """Whether `@example.com` follows a word, as in an e-mail address."""
    at = variable.start - 1
    before = template.node.data[at - 1 : at]
    return variable.form == "@" and (before.isalnum() or before in ("_", "-", "+")) and before != ""


def _address(pipe: Pipe, template: Template, variable: Variable) -> Finding:
    place = part_place(pipe.source, template.node, variable.start - 1, variable.end)
    message = (
        f"`@{variable.path}` is read as a variable, and `{variable.name}` is no input: "
        "in an address, write the sign as `{{ '@' }}`"
    )
    edit = _escape(pipe, template, variable)
    fixes = [Fix("Write `@` as text", edit)] if edit is not None else []
    return Finding(place, message, *fixes, rule="suspicious-variable")


def _escape(pipe: Pipe, template: Template, variable: Variable) -> Edit | None:
    """Let `$` or `@` stand for itself: as an expression, for there is no escape."""
    if variable.form not in ("$", "@"):
        return None
    place = part_place(pipe.source, template.node, variable.start - 1, variable.start)
    if text_of(place) != variable.form:
        return None
    quote = '"' if text_of(value_place(pipe.source, template.node)).startswith("'") else "'"
    return Edit(place, f"{{{{ {quote}{variable.form}{quote} }}}}")
