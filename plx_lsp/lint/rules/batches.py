"""Pipes that run on every item of a list, and pipes side by side: the names of lists, items and results (R§7)."""

from __future__ import annotations

from plx_lsp.lint.finding import Edit, Finding, Fix, key_place, name_place, part_place, value_place
from plx_lsp.lint.near import likely, listed, near
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.calls import calls_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.calls import Call
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax.tree import Node

_ITEM = "unknown-item"


@pipe_rule(
    _ITEM, "error", "A batch whose items the pipe has no input for.", "PipeBatch", "PipeSequence", "PipeParallel"
)
def unknown_item(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Each item becomes an input of the pipe that runs on it, so it must bear that input's name."""
    for call in calls_of(pipe, library):
        if call.item is not None and call.pipe is not None and call.is_readable and not call.has_item:
            yield _unknown_item(pipe, call.pipe, call, library)


def _unknown_item(pipe: Pipe, called: Pipe, call: Call, library: Library) -> Finding:
    item = call.item
    assert item is not None  # noqa: S101 - the caller looked
    names = [each.name for each in called.inputs]
    guess = names[0] if len(names) == 1 else near(item.data, likely(item.data, names))
    place = part_place(pipe.source, item, 0, len(item.data))
    related = ((name_place(library.locate(called)), f"`{called.code}` is declared here"),)
    if not guess:
        advice = f"name one of {listed(names)}" if names else "it has no inputs at all"
        return Finding(place, f"`{called.code}` has no input `{item.data}`: {advice}", related=related)
    message = f"`{called.code}` has no input `{item.data}`: each item must become its input `{guess}`"
    return Finding(place, message, Fix(f"Write `{guess}`", Edit(place, guess)), related=related)


@pipe_rule("item-is-input", "warning", "A batch that declares its item as an input.", "PipeBatch")
def item_is_input(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """The item is made by the batch itself, one for each run. Refused from 0.14 (R§7)."""
    item, over = _string(pipe.get("input_item_name")), _string(pipe.get("input_list_name"))
    if item is None:
        return
    place = part_place(pipe.source, item, 0, len(item.data))
    if over is not None and over.data == item.data:
        message = f"the list and its items are both called `{item.data}`: give the item a name of its own"
        yield Finding(place, message, related=((value_place(pipe.source, over), "the list is named here"),))
        return
    for each in pipe.inputs:
        if each.name == item.data:
            message = f"`{each.name}` is what each item is called, so it does not come from outside: remove this input"
            related = ((place, "the item is named here"),)
            yield Finding(key_place(pipe.source, each.node), message, related=related)


@pipe_rule("parallel-results", "error", "A parallel that loses its branches' results.", "PipeParallel")
def parallel_results(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """Results go on as they are, or together as one concept, and each under a name of its own (R§7)."""
    shares = pipe.get("add_each_output")
    if pipe.get("combined_output") is None and (shares is None or shares.data is False):
        message = (
            "the branches' results go nowhere: write `add_each_output = true` to use each of them later, "
            "or `combined_output` to get them as one concept"
        )
        yield Finding(key_place(pipe.source, shares) if shares is not None else name_place(pipe), message)
    seen: dict[str, Node] = {}
    for step in pipe.steps:
        result = _string(step.get("result"))
        if result is None:
            continue
        first = seen.setdefault(result.data, result)
        if first is not result:
            message = f"two branches are called `{result.data}`, so one result would be lost: give each its own name"
            related = ((value_place(pipe.source, first), "the other one is here"),)
            yield Finding(value_place(pipe.source, result), message, related=related)


def _string(node: Node | None) -> Node | None:
    return node if node is not None and node.kind == "string" and node.data else None
