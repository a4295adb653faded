"""Templates whose Jinja2 tags cannot be read: not closed, closing nothing, or no statement at all (R§7).

Jinja2 itself is not asked, for loading it would take longer than the whole check. What reads its tags is imported for
the first text with a brace: most have none.
"""

from __future__ import annotations

from plx_lsp.lint.edits import quoted
from plx_lsp.lint.finding import Edit, Finding, Fix, StringPlaces, value_place
from plx_lsp.lint.near import near
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.prompts import templates_of
from plx_lsp.syntax.rare import rare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.jinja import Tag
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax.tree import Node

    Fault = tuple[Tag, str]

_OPENING = {"{": ("{{", "}}"), "%": ("{%", "%}"), "#": ("{#", "#}")}
_BLOCKS = ("autoescape", "block", "call", "filter", "for", "if", "macro", "set", "with")
_CLOSED_BY = {f"end{name}": name for name in _BLOCKS}
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}
_ALONE = ("break", "continue", "do", "extends", "from", "import", "include", "raw")
_WORDS = (*_BLOCKS, *_CLOSED_BY, *_BETWEEN, *_ALONE, "endraw")

# A sign that touches its brace is Jinja2's mark for blanks, and one that touches the expression is part of that; where
# it touches both, nobody knows what its author meant.
_IN_BRACES = rare(r"(?s)\{\{(?:[-+]?\s|(?![-+]))(.*)(?:\s[-+]?|(?<![-+]))\}\}", "fullmatch")


@pipe_rule(
    "template-syntax",
    "error",
    "A template that Jinja2 cannot read.",
    "PipeLLM",
    "PipeCompose",
    "PipeJinja2",
    "PipeImgGen",
    "PipeCondition",
)
def template_syntax(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """Every release reads its templates when it loads a file, and stops at one that it cannot read."""
    for template in templates_of(pipe):
        if "{" not in template.node.data:
            continue
        if template.is_expression:
            yield from _braces(pipe, template.node)
            continue
        faults = list(_faults(template.node.data))
        places = StringPlaces(pipe.source, template.node) if faults else None
        for tag, message in faults:
            assert places is not None  # noqa: S101 - made as there are some
            yield Finding(places.part(tag.start, tag.end if tag.is_closed else tag.start + 2), message)


def _braces(pipe: Pipe, node: Node) -> Iterator[Finding]:
    """An expression gets its braces from Pipelex, so with its own it has them twice."""
    text: str = node.data.strip()
    if not (text.startswith("{{") and text.endswith("}}")):
        return
    place = value_place(pipe.source, node)
    message = "an expression stands without `{{ }}`: they are put around it"
    written = _IN_BRACES(text)
    inside = written[1].strip() if written is not None else ""
    if not inside.isprintable() or not inside or any(mark in inside for mark in ("{{", '"', "\\")):
        yield Finding(place, message)
        return
    # Put between braces again, a sign at the start could become a mark for blanks.
    fix = Fix(f"Write `{inside}`", Edit(place, quoted(inside)), safe=inside[0] not in "-+")
    yield Finding(place, f"{message}; write `{inside}`", fix)


def _faults(text: str) -> Iterator[Fault]:
    """What is wrong with the tags of a text. Of blocks that are not closed, the innermost is told."""
    from plx_lsp.project.jinja import tags_of

    open_blocks: list[Tag] = []
    for tag in tags_of(text):
        if not tag.is_closed:
            yield tag, _not_closed(tag)
            return  # what follows may be a part of it
        if not tag.word:
            continue
        fault = _judge(tag, open_blocks)
        if fault:
            yield tag, fault
            return
    if open_blocks:
        word = open_blocks[-1].word
        yield open_blocks[-1], f"`{{% {word} %}}` is not closed: write `{{% end{word} %}}` where it ends"


def _not_closed(tag: Tag) -> str:
    if tag.word == "raw":
        return "`{% raw %}` is not closed: write `{% endraw %}` where it ends"
    opening, closing = _OPENING[tag.kind]
    return f"`{opening}` is not closed: write `{closing}` behind what belongs to it"


def _judge(tag: Tag, open_blocks: list[Tag]) -> str:
    """What is wrong with a statement, in words; `open_blocks` are those it stands in."""
    word = tag.word
    inside = open_blocks[-1].word if open_blocks else ""
    if word in _BLOCKS:
        if word != "set" or all(token.text != "=" for token in tag.tokens):
            open_blocks.append(tag)
    elif word in _CLOSED_BY:
        if inside != _CLOSED_BY[word]:
            return _closes_another(word, inside)
        open_blocks.pop()
    elif word in _BETWEEN:
        if inside not in _BETWEEN[word]:
            return f"`{{% {word} %}}` belongs into `{{% if %}}`, and here it is in none"
    elif word not in _ALONE:
        guess = near(word, _WORDS)
        advice = f"did you mean `{guess}`?" if guess else "there is no such one"
        return f"`{{% {word} %}}` is no statement of Jinja2: {advice}"
    return ""


def _closes_another(word: str, inside: str) -> str:
    if inside:
        return f"`{{% {word} %}}` stands where `{{% end{inside} %}}` must: close `{{% {inside} %}}` first"
    return f"`{{% {word} %}}` closes nothing: there is no `{{% {_CLOSED_BY[word]} %}}` before it"
