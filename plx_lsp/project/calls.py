"""How a pipe calls others: its steps, branches and outcomes as one plain list, and what each needs and leaves behind.

One reading for the rules (are all inputs there?) and the features (what may be written here?). It judges nothing.
"""

from __future__ import annotations

from plx_schema.vocabulary import CONDITION_SPECIALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Input, Pipe
    from plx_lsp.syntax.tree import Node

STATIC_PROMPT_INPUT = "img_gen_prompt"
"""An input that 0.11 - 0.15 want of whatever calls a PipeImgGen with a static prompt; nothing uses it (R§8.2)."""


class Call:
    """One place where a pipe calls another one.

    `node` is the string with the called pipe's code, `pipe` what it names (None: nothing in this library). Its result
    is known as `result` afterwards. `over` names the list it runs on, item by item, each known inside as `item`.
    """

    __slots__ = ("item", "node", "over", "pipe", "result")

    def __init__(
        self, node: Node, pipe: Pipe | None, result: Node | None, over: Node | None, item: Node | None
    ) -> None:
        self.node = node
        self.pipe = pipe
        self.result = result
        self.over = over
        self.item = item

    @property
    def is_readable(self) -> bool:
        """Whether the called pipe is there and its text healthy, so that its inputs and output can be relied on."""
        return self.pipe is not None and not self.pipe.is_broken

    @property
    def has_item(self) -> bool:
        """Whether the called pipe has an input for the item of a batch."""
        return (
            self.item is not None
            and self.pipe is not None
            and any(each.name == self.item.data for each in self.pipe.inputs)
        )

    def needs(self) -> Iterator[Input]:
        """The inputs of the called pipe that must come from outside: all but the item of a batch."""
        if self.pipe is not None:
            item = self.item.data if self.item is not None else None
            yield from (each for each in self.pipe.inputs if each.name != item)

    def leaves(self) -> Iterator[str]:
        """The names that can be used after the call: its result, and each branch's of a parallel (R§7)."""
        if self.result is not None:
            yield self.result.data
        if self.pipe is not None:
            yield from self.pipe.shared_results


def calls_of(pipe: Pipe, library: Library) -> list[Call]:
    """Every call that a pipe makes, in the order of its text; none for a pipe that does the work itself."""
    if pipe.type in ("PipeSequence", "PipeParallel"):
        return [call for step in pipe.steps if (call := _step(step, pipe, library)) is not None]
    if pipe.type == "PipeBatch":
        node = _name(pipe.get("branch_pipe_code"))
        if node is None:
            return []
        over, item = _name(pipe.get("input_list_name")), _name(pipe.get("input_item_name"))
        return [Call(node, library.pipe(node.data, pipe.source), None, over, item)]
    if pipe.type == "PipeCondition":
        return [Call(node, library.pipe(node.data, pipe.source), None, None, None) for node in targets_of(pipe)]
    return []


def targets_of(pipe: Pipe) -> list[Node]:
    """The strings that name the pipes a condition chooses from, without `fail` and `continue`."""
    found: list[Node | None] = []
    for name in ("outcomes", "pipe_map"):
        outcomes = pipe.get(name)
        if outcomes is not None and outcomes.kind == "table":
            found += outcomes.data.values()
    found += [pipe.node.get("default_outcome"), pipe.node.get("default_pipe_code")]
    return [node for each in found if (node := _name(each)) is not None and node.data not in CONDITION_SPECIALS]


def _step(step: Node, pipe: Pipe, library: Library) -> Call | None:
    node = _name(step.get("pipe"))
    if node is None:
        return None
    over, item = _name(step.get("batch_over")), _name(step.get("batch_as"))
    return Call(node, library.pipe(node.data, pipe.source), _name(step.get("result")), over, item)


def _name(node: Node | None) -> Node | None:
    return node if node is not None and node.kind == "string" and node.data else None
