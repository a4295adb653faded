"""What a pipe says it makes against what it can make: through the pipes it calls, or with a language model."""

from __future__ import annotations

from plx_lsp.lint.finding import Edit, Finding, Fix, part_place, value_place
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.builtins import Builtin
from plx_lsp.project.calls import calls_of
from plx_lsp.project.compatibility import fits
from plx_lsp.project.references import read_reference
from plx_lsp.project.uses import name_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.lint.finding import Place
    from plx_lsp.project.calls import Call
    from plx_lsp.project.library import Library
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax.tree import Node

_NAME = "output-mismatch"
_SUMMARY = "A pipe that makes something else than its `output` says."


@pipe_rule(_NAME, "error", _SUMMARY, "PipeSequence")
def sequence_output(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A sequence makes what its last step makes (R§7)."""
    calls = calls_of(pipe, library)
    if calls and pipe.steps and calls[-1].node is pipe.steps[-1].get("pipe"):
        found = list(_compare(pipe, calls[-1], library, "the last step"))
        yield from found or _compare_counts(pipe, calls[-1], pipe.steps[-1], library)


@pipe_rule(_NAME, "error", _SUMMARY, "PipeCondition")
def condition_output(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Whichever pipe a condition chooses, it makes what the condition says."""
    for call in calls_of(pipe, library):
        yield from _compare(pipe, call, library, "the outcome")


@pipe_rule(_NAME, "error", _SUMMARY, "PipeBatch")
def batch_output(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A batch makes a list of what its branch makes. The releases do not compare, so this is a warning."""
    for call in calls_of(pipe, library):
        for finding in _compare(pipe, call, library, "the branch"):
            finding.severity = "warning"
            yield finding


@pipe_rule(_NAME, "error", _SUMMARY, "PipeParallel")
def parallel_output(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """The releases read `output` in place of `combined_output` (R§7), so the two should agree."""
    node = pipe.get("combined_output")
    combined = read_reference(node.data, node) if node is not None and node.kind == "string" else None
    if combined is None or node is None or pipe.output is None:
        return
    wanted, given = library.concept(pipe.output, pipe.source), library.concept(combined, pipe.source)
    if wanted is None or given is None or fits(given, wanted, library) is not False:
        return
    message = f"`combined_output` is `{combined.name}`, but `output` is `{pipe.output.name}`, and `output` counts"
    fix = Fix(f'Write output = "{combined.name}"', Edit(_output_place(pipe), combined.name))
    related = ((_output_place(pipe), "`output` is here"),)
    yield Finding(value_place(pipe.source, node), message, fix, related=related, severity="warning")


def _compare(pipe: Pipe, call: Call, library: Library, what: str) -> Iterator[Finding]:
    called = call.pipe
    if called is None or called.output is None or pipe.output is None or pipe.output.node is None:
        return
    given = library.concept(called.output, called.source)
    wanted = library.concept(pipe.output, pipe.source)
    if given is None or wanted is None or fits(given, wanted, library) is not False:
        return
    message = (
        f"the output is `{pipe.output.name}`, but {what} `{called.code}` makes `{called.output.name}`: "
        "make the two agree"
    )
    library.locate(called)
    related = (
        (part_place(pipe.source, call.node, 0, len(call.node.data)), f"{what} is here"),
        (value_place(called.source, called.output.node or called.node), f"`{called.code}` makes this"),
    )
    name = name_in(pipe.domain, given)
    place = _output_place(pipe)
    yield Finding(place, message, Fix(f'Write output = "{name}"', Edit(place, name)), related=related)


def _compare_counts(pipe: Pipe, call: Call, step: Node, library: Library) -> Iterator[Finding]:
    """`Image` where the last step makes `Image[3]`. No release of `.plx` compares, so this is a warning (R§5)."""
    called, output = call.pipe, pipe.output
    if called is None or called.output is None or output is None or output.node is None or call.over is not None:
        return
    if any(step.get(key) is not None for key in ("nb_output", "multiple_output")):
        return
    given = called.output.count
    if (given or 1) == (output.count or 1) or called.output.node is None or _is_any(output, pipe, library):
        return
    library.locate(called)
    wanted = output.name + called.output.text[len(called.output.name) :]
    message = f"the output is `{output.text}`, but the last step `{called.code}` makes `{called.output.text}`"
    related = ((value_place(called.source, called.output.node), f"`{called.code}` makes this"),)
    place = part_place(pipe.source, output.node, 0, len(output.text))
    fix = Fix(f'Write output = "{wanted}"', Edit(place, wanted))
    yield Finding(place, f"{message}: write `{wanted}`", fix, related=related, severity="warning")


def _is_any(reference: ConceptRef, pipe: Pipe, library: Library) -> bool:
    concept = library.concept(reference, pipe.source)
    return concept is None or (isinstance(concept, Builtin) and concept.is_any)


def _output_place(pipe: Pipe) -> Place:
    output = pipe.output
    assert output is not None and output.node is not None  # noqa: S101, PT018 - the callers looked
    return part_place(pipe.source, output.node, output.start, output.end)


@pipe_rule("llm-output-image", "error", "A PipeLLM that shall make an image.", "PipeLLM")
def llm_output_image(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A language model writes text; asked for an image, it makes up an address (R§7)."""
    output = pipe.output
    if output is None or output.node is None:
        return
    concept = library.concept(output, pipe.source)
    if concept is None or library.is_image(concept) is not True:
        return
    message = (
        f"a PipeLLM writes text and cannot make an image such as `{output.name}`: "
        "let it write the prompt, and make the image with a PipeImgGen"
    )
    yield Finding(_output_place(pipe), message)
