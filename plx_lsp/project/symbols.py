"""What a file declares: concepts, pipes, and the file's own head. Plain data over syntax nodes.

Made by `sections`, gathered by `library`, read by rules and features. A declaration lives until one of its blocks is
edited, so anything derived from it alone may be cached on its identity.
"""

from __future__ import annotations

from plx_lsp.project.references import reference_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.source import Source
    from plx_lsp.syntax.tree import Block, Key, Node


class Declaration:
    """A named thing as written. `key` (in `key_block`) is its name at the place that declares it.

    `domain` is its file's when it was read; when that changes, every declaration of the file is made anew.
    """

    __slots__ = ("blocks", "code", "domain", "key", "key_block", "node", "source")

    kind = ""

    def __init__(self, source: Source, code: str, node: Node, blocks: tuple[Block, ...]) -> None:
        self.source = source
        self.domain = source.domain
        self.code = code
        self.node = node
        self.blocks = blocks
        self.key: Key | None = node.key
        self.key_block: Block = node.key_block or node.block

    def get(self, *names: str) -> Node | None:
        """The value of the first of `names` that is written."""
        for name in names:
            node = self.node.get(name)
            if node is not None:
                return node
        return None

    def text(self, *names: str) -> str | None:
        """The string value of the first of `names` that is written, if it is a string."""
        return _text(self.get(*names))

    @property
    def is_broken(self) -> bool:
        """Whether its text has syntax faults: then what seems to be missing may only be unreadable."""
        return any(block.faults for block in self.blocks)


class Head(Declaration):
    """A file's own keys: `domain`, `description`, `main_pipe`, and whatever else stands at its top."""

    __slots__ = ()
    kind = "file"


class Concept(Declaration):
    """A concept: `Code = "description"` under `[concept]`, or a table `[concept.Code]` (R§4.1)."""

    __slots__ = ("refines",)
    kind = "concept"

    def __init__(self, source: Source, code: str, node: Node, blocks: tuple[Block, ...]) -> None:
        super().__init__(source, code, node, blocks)
        self.refines: ConceptRef | None = reference_of(self.get("refines"))
        """The concept that it refines, as written."""

    @property
    def name(self) -> str:
        """`domain.Code`, its identity in the library."""
        return f"{self.domain}.{self.code}"

    @property
    def description(self) -> str:
        """What its author says it is, or an empty text."""
        if self.node.kind == "string":
            return self.node.data
        return self.text("description", "definition") or ""

    @property
    def has_structure(self) -> bool:
        """Whether it has fields of its own, or names a class that has."""
        return self.get("structure") is not None

    def signature(self) -> object:
        """What others can tell of it: when this stays equal, nothing that refers to it has to be checked again."""
        refines = self.refines
        return (self.name, refines.text if refines else None, self.has_structure)


class Input:
    """One input of a pipe: its name, the node that gives its concept, and the reference in it (None: unreadable)."""

    __slots__ = ("name", "node", "reference")

    def __init__(self, name: str, node: Node, reference: ConceptRef | None) -> None:
        self.name = name
        self.node = node
        self.reference = reference


class Pipe(Declaration):
    """A pipe: a table `[pipe.code]`."""

    __slots__ = ("inputs", "output", "type")
    kind = "pipe"

    def __init__(self, source: Source, code: str, node: Node, blocks: tuple[Block, ...]) -> None:
        super().__init__(source, code, node, blocks)
        self.type = self.text("type") or ""
        self.output = reference_of(self.get("output"))
        self.inputs = _inputs(self.get("inputs"))

    @property
    def description(self) -> str:
        """What its author says it does, or an empty text."""
        return self.text("description", "definition") or ""

    def signature(self) -> object:
        """What a pipe that calls it can tell of it."""
        return (
            self.type,
            self.is_broken,
            self.domain,
            self.output.text if self.output else None,
            tuple((each.name, each.reference.text if each.reference else None) for each in self.inputs),
            tuple(str(node.data) for name in ("nb_output", "multiple_output") if (node := self.get(name))),
            tuple(self.always_calls),
            tuple(self.shared_results),
        )

    @property
    def steps(self) -> list[Node]:
        """The step tables of a sequence or a parallel, in order."""
        found: list[Node] = []
        for name in ("steps", "parallels", "branches"):
            node = self.get(name)
            if node is not None and node.kind == "array":
                found += [item for item in node.data if item.kind == "table"]
        return found

    @property
    def always_calls(self) -> list[str]:
        """The codes of the pipes that run whenever this one does: all but those a condition chooses from."""
        nodes = [step.get("pipe") for step in self.steps] + [self.get("branch_pipe_code")]
        return [name for node in nodes if (name := _text(node))]

    @property
    def shared_results(self) -> list[str]:
        """The results of its branches that its caller can use too: those of a parallel with `add_each_output` (R§7)."""
        shares = self.get("add_each_output")
        if self.type != "PipeParallel" or shares is None or shares.data is not True:
            return []
        return [name for step in self.steps if (name := _text(step.get("result")))]


def _text(node: Node | None) -> str | None:
    return node.data if node is not None and node.kind == "string" else None


def _inputs(node: Node | None) -> tuple[Input, ...]:
    """The inputs of a pipe. `page.text = "Text"` (0.15.4) declares `page` (R§3)."""
    if node is None or node.kind != "table":
        return ()
    found: list[Input] = []
    for name, item in node.data.items():
        is_path = item.kind == "table" and item.get("concept") is None
        found.append(Input(name.split(".")[0], item, None if is_path else reference_of(item)))
    return tuple(found)
