"""The prompt that goes out: the static text, the one input, or 0.18's template rendered with the inputs.

Templates run in Jinja2's sandbox. PLX's short forms are written out first (`plx_lsp.project.templates` finds them):

    $name     the value, inline
    @name     the value as a block of its own, between <name> and </name>
    @?name    the same, only where the input has a value

A structure's fields are reached by name (`$idea.title`). A number or text in a structure of its own (`{number = 3}`)
is written as itself, any other structure or list as JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from plx_lsp.project.templates import variables
from plx_runtime.refusal import Refusal
from plx_runtime.untyped import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_lsp.project.image_pipe import ImagePipe

_FORMS = {
    "$": "{{{{ {path} }}}}",
    "@": '{{{{ {path}|tag("{name}") }}}}',
    "@?": '{{% if {path} is defined and {path} %}}{{{{ {path}|tag("{name}") }}}}{{% endif %}}',
}


def compose(image: ImagePipe, inputs: Mapping[str, Any]) -> str | Refusal:
    """The prompt of one run of `image`. Rules that were switched off are no way around what it needs."""
    if image.prompt is None:
        if len(inputs) != 1:
            return Refusal("missing_prompt", f"`{image.pipe.code}` has neither a prompt nor one input for it.")
        return str(next(iter(inputs.values())))
    text: str = image.prompt.data
    if image.is_template:
        return _render(text, inputs)
    return text if text.strip() else Refusal("empty_prompt", f"The prompt of `{image.pipe.code}` is empty.")


def _render(template: str, inputs: Mapping[str, Any]) -> str | Refusal:
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Templates(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            # A field may be called `items` or `values`, which Jinja2 would take for the methods of a dict.
            fields = table(obj)
            return fields[attribute] if attribute in fields else super().getattr(obj, attribute)

    environment = Templates(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False, finalize=_written)
    environment.filters["tag"] = _tag
    environment.filters["format"] = _format
    try:
        prompt = environment.from_string(write_out(template)).render(inputs)
    except TemplateError as error:
        return Refusal("bad_template", f"The prompt's template cannot be rendered: {error}.")
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        return Refusal("bad_template", f"The prompt's template fails on these inputs: {error}.")
    if not prompt.strip():
        return Refusal("empty_prompt", "The prompt's template gives an empty text with these inputs.")
    return prompt


def write_out(template: str) -> str:
    """The template with PLX's short forms as Jinja2."""
    for each in reversed(variables(template)):
        if each.form in _FORMS:
            written = _FORMS[each.form].format(path=each.path, name=each.name)
            template = template[: each.start - len(each.form)] + written + template[each.end :]
    return template


def _tag(value: object, name: str = "") -> str:
    written = str(_written(value))
    return f"<{name}>\n{written}\n</{name}>" if name else written


def _format(value: object, *_style: object) -> str:
    return str(_written(value))


def _written(value: object) -> object:
    """A value as the prompt shows it."""
    fields = table(value)
    if set(fields) in ({"number"}, {"text"}):
        return next(iter(fields.values()))
    return json.dumps(cast("Any", value), ensure_ascii=False) if isinstance(value, (dict, list)) else value
