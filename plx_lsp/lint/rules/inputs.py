"""Inputs that no template uses: asked for, and without effect. What pipes that run others need is in `steps`."""

from __future__ import annotations

from plx_lsp.lint.edits import remove_entry
from plx_lsp.lint.finding import Finding, Fix, key_place
from plx_lsp.lint.near import likely, near
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.prompts import (
    construct_names,
    has_unseen_template,
    is_first_generation,
    templates_of,
    verbatim_prompts_of,
)
from plx_schema.wording import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Input, Pipe

_NAMING = "write letters, digits and `_`, as in `brand_name`"
_COMPOSES = ("PipeCompose", "PipeJinja2")
_TYPES = ("PipeLLM", "PipeImgGen", *_COMPOSES)


@pipe_rule("invalid-input-name", "warning", "An input with a name that no template can use.", *_TYPES)
def invalid_input_name(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """Any name was read up to 0.15.3, and refused since; a template never could name it (R§3, R§9)."""
    for each in pipe.inputs:
        if not _is_nameable(each):
            written = each.node.key.name if each.node.key is not None else each.name
            message = f"no template can use {named(written)}, and releases from 0.15.4 refuse such a name: {_NAMING}"
            yield Finding(key_place(pipe.source, each.node), message)


def _is_nameable(each: Input) -> bool:
    """Whether it is letters, digits and `_`, or parts of these with a dot between."""
    name = each.node.key.name if each.node.key is not None else each.name
    return name.isascii() and all(part.isidentifier() for part in name.split("."))


@pipe_rule("unused-input", "warning", "An input that nothing uses.", *_TYPES)
def unused_input(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Every input should stand in a template; 0.18 refuses one that does not, earlier releases ignore it (R§7)."""
    if not pipe.inputs or has_unseen_template(pipe):
        return
    templates = templates_of(pipe)
    if pipe.type == "PipeImgGen" and not templates:
        return  # the input is the prompt
    used = {variable.name for each in templates + verbatim_prompts_of(pipe) for variable in each.variables()}
    used |= construct_names(pipe)
    used |= _misspelled(used, pipe)
    text = "template" if pipe.type in _COMPOSES else "prompt"
    for each in pipe.inputs:
        if each.name not in used and _is_nameable(each) and not _is_attached(pipe, each, library):
            advice = f"the {text} does not use it; write `${each.name}` where it belongs, or remove it"
            yield unused_finding(pipe, each, advice)


def _misspelled(used: set[str], pipe: Pipe) -> set[str]:
    """The inputs that a variable which is none was probably meant to be: one slip is one diagnostic."""
    names = [each.name for each in pipe.inputs]
    return {guess for name in used.difference(names) if (guess := near(name, likely(name, names)))}


def unused_finding(pipe: Pipe, unused: Input, why: str, severity: str = "") -> Finding:
    """What to say of an input that nothing uses."""
    edit = remove_entry(pipe.source, unused.node)
    fixes = [Fix(f"Remove the input `{unused.name}`", edit)] if edit is not None else []
    message = f"the input `{unused.name}` has no effect: {why}"
    return Finding(key_place(pipe.source, unused.node), message, *fixes, tags=("unnecessary",), severity=severity)


def _is_attached(pipe: Pipe, each: Input, library: Library) -> bool:
    """Whether a PipeLLM of 0.9 - 0.11 may send the input along unasked, as it does with everything that is an image."""
    if pipe.type != "PipeLLM" or not is_first_generation(pipe):
        return False
    concept = library.concept(each.reference, pipe.source) if each.reference is not None else None
    return concept is None or library.is_text(concept) is not True
