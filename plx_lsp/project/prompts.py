"""The texts of a pipe whose variables are filled in: which of its keys they are, in which generation.

Read by rules (variables against inputs) and by features (what a name inside a text means). It finds the texts; it
judges nothing, and `templates` finds the names in them.
"""

from __future__ import annotations

from plx_lsp.project.templates import expression_variables, variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.symbols import Pipe
    from plx_lsp.project.templates import Variable
    from plx_lsp.syntax.tree import Node

_FIRST_GENERATIONS = (
    "definition",
    "llm",
    "llm_to_structure",
    "prompt_template",
    "prompt_template_to_structure",
    "system_prompt_template",
    "system_prompt_to_structure",
    "prompt_name",
    "template_name",
    "system_prompt_name",
    "system_prompt_template_name",
)
"""Keys of a PipeLLM that only 0.9 - 0.11 had (R§7): then `prompt` and `system_prompt` are sent as they are."""

_LLM_TEMPLATES = ("prompt_template", "system_prompt_template", "prompt_template_to_structure")
_LLM_PROMPTS = ("prompt", "system_prompt")

_ELSEWHERE = {
    "PipeLLM": ("prompt_name", "template_name", "system_prompt_template_name"),
    "PipeCompose": ("jinja2_name",),
    "PipeJinja2": ("jinja2_name",),
}
"""Keys that name a text which the host program holds."""


class Template:
    """A text whose variables are filled in: the string `node`, and whether it is a bare expression."""

    __slots__ = ("is_expression", "node")

    def __init__(self, node: Node, *, is_expression: bool = False) -> None:
        self.node = node
        self.is_expression = is_expression

    def variables(self) -> list[Variable]:
        """Every use of a variable, in the order of the text; offsets count from the start of its content."""
        return (expression_variables if self.is_expression else variables)(self.node.data)


def is_first_generation(pipe: Pipe) -> bool:
    """Whether a PipeLLM is certainly written for 0.9 - 0.11."""
    return pipe.get(*_FIRST_GENERATIONS) is not None


def templates_of(pipe: Pipe) -> list[Template]:
    """The templates of a pipe, of whatever type."""
    find = _FINDERS.get(pipe.type)
    return [Template(node) for node in find(pipe) if node.kind == "string"] if find else _expressions(pipe)


def verbatim_prompts_of(pipe: Pipe) -> list[Template]:
    """The texts of a 0.9 - 0.11 PipeLLM that look like templates and are sent as they are."""
    if pipe.type != "PipeLLM" or not is_first_generation(pipe):
        return []
    return [Template(node) for node in _written(pipe, *_LLM_PROMPTS) if node.kind == "string"]


def hangs_on_spelling(pipe: Pipe) -> bool:
    """Whether old spellings are what tells that `$` and `@` in a PipeLLM's prompt are no variables."""
    return any(each.variables() for each in verbatim_prompts_of(pipe))


def has_unseen_template(pipe: Pipe) -> bool:
    """Whether some text of the pipe is not in the file, so that nobody can say which inputs it uses."""
    if pipe.get(*_ELSEWHERE.get(pipe.type, ())) is not None:
        return True
    # 0.9 - 0.11 look for a text named like the pipe where it has none.
    return pipe.type == "PipeLLM" and pipe.get("prompt", "prompt_template") is None


def context_names(pipe: Pipe) -> set[str]:
    """The variables that a PipeCompose gives its template itself, in `extra_context`."""
    template = pipe.get("template")
    contexts = (pipe.get("extra_context"), template.get("extra_context") if template is not None else None)
    return {name for context in contexts if context is not None and context.kind == "table" for name in context.data}


def construct_names(pipe: Pipe) -> set[str]:
    """The inputs that a PipeCompose takes its fields from, in 0.18's `construct`."""
    node = pipe.get("construct")
    return set(_sources(node)) if node is not None else set()


def _sources(node: Node) -> Iterator[str]:
    """Every name behind a `from` and in a `template`, at any depth."""
    if node.kind == "array":
        for item in node.data:
            yield from _sources(item)
    elif node.kind == "table":
        for name, item in node.data.items():
            if item.kind == "string":
                if name == "template":
                    yield from (each.name for each in variables(item.data))
                else:
                    yield item.data.partition(".")[0]
            yield from _sources(item)


def _written(pipe: Pipe, *names: str) -> Iterator[Node]:
    for name in names:
        node = pipe.node.get(name)
        if node is not None:
            yield node


def _llm_texts(pipe: Pipe) -> Iterator[Node]:
    yield from _written(pipe, *_LLM_TEMPLATES)
    if not is_first_generation(pipe):
        yield from _written(pipe, *_LLM_PROMPTS)


def _compose_texts(pipe: Pipe) -> Iterator[Node]:
    for node in _written(pipe, "template", "jinja2"):
        if node.kind == "table":
            yield from (inner for name in ("template", "source") if (inner := node.get(name)) is not None)
        else:
            yield node


def _image_texts(pipe: Pipe) -> Iterator[Node]:
    """0.18's `prompt`; where a static prompt is written too, that one is used."""
    if pipe.get("img_gen_prompt") is None:
        yield from _written(pipe, "prompt")


_FINDERS = {
    "PipeLLM": _llm_texts,
    "PipeCompose": _compose_texts,
    "PipeJinja2": _compose_texts,
    "PipeImgGen": _image_texts,
}


def _expressions(pipe: Pipe) -> list[Template]:
    if pipe.type != "PipeCondition":
        return []
    found = [Template(node, is_expression=True) for node in _written(pipe, "expression") if node.kind == "string"]
    return found + [Template(node) for node in _written(pipe, "expression_template") if node.kind == "string"]
