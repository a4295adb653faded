"""What called pipes need, and whether it is there: an input of the caller, or the result of an earlier step (R§7)."""

from __future__ import annotations

from plx_lsp.lint.edits import add_input, quoted
from plx_lsp.lint.finding import Edit, Finding, Fix, part_place, value_place
from plx_lsp.lint.near import near
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.lint.rules.inputs import unused_finding
from plx_lsp.project.calls import STATIC_PROMPT_INPUT, calls_of
from plx_lsp.project.compatibility import fits
from plx_lsp.project.prompts import templates_of
from plx_lsp.project.uses import name_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.calls import Call
    from plx_lsp.project.library import Library
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Input, Pipe
    from plx_lsp.syntax.tree import Node

_CONTROLLERS = ("PipeSequence", "PipeParallel", "PipeCondition", "PipeBatch")

# type: what does not need an unused input
_NOBODY = {
    "PipeSequence": "no step needs it",
    "PipeParallel": "no branch needs it",
    "PipeCondition": "neither the expression nor an outcome needs it",
    "PipeBatch": "the branch does not need it",
}

_LOOK_BACK = 50
"""How many earlier steps are looked at for a result whose name comes near."""


class _Need:
    """A name that a call needs, and where it says so. `input` is the called pipe's (None: the list of a batch)."""

    __slots__ = ("call", "input", "name", "node")

    def __init__(self, name: str, node: Node, call: Call, wanted: Input | None) -> None:
        self.name = name
        self.node = node
        self.call = call
        self.input = wanted


@pipe_rule("missing-input", "error", "An input that a called pipe needs and nothing provides.", *_CONTROLLERS)
def missing_input(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Each name is reported once, at the first call that needs it."""
    calls = calls_of(pipe, library)
    known = {each.name for each in pipe.inputs} | _aliases(pipe)
    is_sequence = pipe.type == "PipeSequence"
    makers = {name: call for call in reversed(calls) for name in call.leaves()} if is_sequence else {}
    for index, call in enumerate(calls):
        for need in _needs(call):
            if need.name not in known:
                known.add(need.name)
                before = calls[max(0, index - _LOOK_BACK) : index] if is_sequence else []
                yield _missing(pipe, need, before, makers.get(need.name), library)
        if is_sequence:
            if not call.is_readable:
                return  # nobody knows what it leaves behind
            known.update(call.leaves())


@pipe_rule("unused-input", "warning", "An input that nothing uses.", *_CONTROLLERS)
def unused_by_calls(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A sequence's inputs must be exactly those that its steps need; with others, every release refuses it."""
    calls = calls_of(pipe, library)
    if not pipe.inputs or not calls or not all(map(_is_certain, calls)):
        return
    used = {need.name for call in calls for need in _needs(call)}
    used.update(call.item.data for call in calls if call.item is not None)
    used.update(variable.name for each in templates_of(pipe) for variable in each.variables())
    used.add(STATIC_PROMPT_INPUT)
    names = [each.name for each in pipe.inputs]
    used.update(near(name, names) for name in used.difference(names))  # one slip is one diagnostic
    for each in pipe.inputs:
        if each.name not in used:
            severity = "error" if pipe.type == "PipeSequence" else ""
            yield unused_finding(pipe, each, f"{_NOBODY[pipe.type]}; remove it", severity)


@pipe_rule("input-mismatch", "warning", "A pipe gets another concept than it asks for.", *_CONTROLLERS)
def input_mismatch(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Reported where no release could read the one concept as the other, say an image as a text."""
    given: dict[str, tuple[ConceptRef, Source]] = {
        each.name: (each.reference, pipe.source) for each in pipe.inputs if each.reference is not None
    }
    for call in calls_of(pipe, library):
        if call.pipe is None:
            if pipe.type == "PipeSequence":
                return
            continue
        for wanted in call.needs():
            if wanted.name in given and wanted.reference is not None:
                reference, source = given[wanted.name]
                have = library.concept(reference, source)
                need = library.concept(wanted.reference, call.pipe.source)
                if have is not None and need is not None and fits(have, need, library) is False:
                    yield _mismatch(pipe, call, wanted, reference, library)
        if pipe.type == "PipeSequence":
            _take_results(call, given)


def _take_results(call: Call, given: dict[str, tuple[ConceptRef, Source]]) -> None:
    """Put in what is known after a call: its result's concept, and nothing of names with unknown ones."""
    for name in call.leaves():
        given.pop(name, None)
    if call.result is not None and call.pipe is not None and call.pipe.output is not None:
        given[call.result.data] = (call.pipe.output, call.pipe.source)


def _mismatch(pipe: Pipe, call: Call, wanted: Input, reference: ConceptRef, library: Library) -> Finding:
    assert call.pipe is not None and wanted.reference is not None  # noqa: S101, PT018 - the caller looked
    message = (
        f"`{call.node.data}` takes `{wanted.name}` as `{wanted.reference.name}`, but here it is `{reference.name}`: "
        "make the two agree"
    )
    library.locate(call.pipe)
    related = ((value_place(call.pipe.source, wanted.node), f"`{wanted.name}` is declared here"),)
    return Finding(part_place(pipe.source, call.node, 0, len(call.node.data)), message, related=related)


def _needs(call: Call) -> Iterator[_Need]:
    if call.over is not None:
        yield _Need(call.over.data.partition(".")[0], call.over, call, None)
        if call.item is None or not call.has_item:
            return  # any of its inputs may be the item
    for each in call.needs():
        yield _Need(each.name, call.node, call, each)


def _is_certain(call: Call) -> bool:
    """Whether everything that a call needs is known."""
    return call.is_readable and (call.over is None or call.has_item)


def _aliases(pipe: Pipe) -> set[str]:
    """What a condition's own keys make known to the pipes it chooses from."""
    alias = pipe.text("add_alias_from_expression_to")
    return {alias} if alias else set()


def _missing(pipe: Pipe, need: _Need, before: list[Call], later: Call | None, library: Library) -> Finding:
    place = part_place(pipe.source, need.node, 0, len(need.node.data))
    concept = _concept_of(need, pipe.source, library)
    start = f"`{need.call.node.data}` needs `{need.name}`"
    if need.input is None:
        start = f"`{need.name}`, the list to run on,"
    nowhere = "is no input of this pipe"
    if pipe.type == "PipeSequence":
        nowhere += " and no result of an earlier step"
    which = ", which " if need.input is not None else " "
    guess = near(need.name, [each.name for each in pipe.inputs]) if need.input is None else ""
    advice = f"did you mean `{guess}`?" if guess else _advice(need, concept, before, later)
    message = f"{start}{which}{nowhere}: {advice}"
    fixes: list[Fix] = []
    if guess:
        name = part_place(pipe.source, need.node, 0, len(need.name))
        fixes.append(Fix(f"Write `{guess}`", Edit(name, guess)))
    if concept and (edit := add_input(pipe, need.name, concept)) is not None:
        fixes.append(Fix(f"Add the input `{need.name} = {quoted(concept)}`", edit))
    return Finding(place, message, *fixes)


def _advice(need: _Need, concept: str, before: list[Call], later: Call | None) -> str:
    if later is not None and later is not need.call:
        return f"the later step `{later.node.data}` makes it, so put that one before"
    results = [each.result.data for each in before if each.result is not None]
    guess = near(need.name, results)
    if guess:
        return f"an earlier result is called `{guess}`; is that the one?"
    return f"add it to `inputs`, as in `{need.name} = {quoted(concept or 'Text')}`"


def _concept_of(need: _Need, source: Source, library: Library) -> str:
    """The concept that an input has to have to serve a need, as written in `source`; empty where nobody can tell."""
    called = need.call.pipe
    if called is None:
        return ""
    if need.input is not None:
        reference = need.input.reference
        return _spelled(reference, called.source, source, library) if reference is not None else ""
    item = need.call.item.data if need.call.item is not None else ""
    reference = next((each.reference for each in called.inputs if each.name == item), None)
    if reference is None or reference.count is not None:
        return ""
    item_concept = _spelled(reference, called.source, source, library)
    return f"{item_concept}[]" if item_concept else ""


def _spelled(reference: ConceptRef, written_in: Source, source: Source, library: Library) -> str:
    """A reference of one file as another file has to write it."""
    concept = library.concept(reference, written_in)
    if concept is None:
        return ""
    return name_in(source.domain, concept) + reference.text[len(reference.name) :]
