"""Where a declaration names another one: every reference to a concept or a pipe, with its exact place.

One list for the index, for go-to-definition, references, rename and the unused rules. It does not resolve anything.
"""

from __future__ import annotations

from plx_lsp.project.calls import targets_of
from plx_lsp.project.references import reference_of
from plx_lsp.project.symbols import Concept, Head, Pipe
from plx_schema.vocabulary import NATIVE_DOMAIN, NATIVE_IN_EVERY_RELEASE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.builtins import Builtin
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.syntax.tree import Node


class Use:
    """One reference: `kind` is "concept" or "pipe", `name` what is written, `node` the string it stands in.

    `reference` is the parsed concept reference (None for a pipe); `role` says what it is for: "output", "input",
    "refines", "combined", "field", "step", "outcome", "branch", "main".
    """

    __slots__ = ("kind", "name", "node", "reference", "role")

    def __init__(self, kind: str, name: str, node: Node, role: str, reference: ConceptRef | None = None) -> None:
        self.kind = kind
        self.name = name
        self.node = node
        self.role = role
        self.reference = reference


def uses(declaration: Declaration) -> Iterator[Use]:
    """Every reference in a declaration, in no particular order."""
    if isinstance(declaration, Pipe):
        yield from _pipe_uses(declaration)
    elif isinstance(declaration, Concept):
        yield from _concept_uses(declaration)
    elif isinstance(declaration, Head):
        yield from _pipe_use(declaration.get("main_pipe"), "main")


def uses_of(declaration: Declaration) -> set[str]:
    """The keys of what a declaration refers to: `concept:domain.Code` and `pipe:code`."""
    domain = declaration.domain
    found: set[str] = set()
    for use in uses(declaration):
        if use.kind == "pipe":
            found.add("pipe:" + use.name)
        elif use.reference is not None:
            found.add("concept:" + full_name(use.reference, domain))
    return found


def full_name(reference: ConceptRef, domain: str) -> str:
    """`domain.Code` of a reference written in a file of `domain`, by R§4.6's order."""
    if reference.domain:
        return reference.name
    if reference.code in NATIVE_IN_EVERY_RELEASE:
        return f"{NATIVE_DOMAIN}.{reference.code}"
    return f"{domain}.{reference.code}"


def name_in(domain: str, concept: Concept | Builtin) -> str:
    """How a file of `domain` writes a concept: bare where that is enough."""
    return concept.code if concept.domain in (NATIVE_DOMAIN, domain) else concept.name


def _concept_use(node: Node | None, role: str) -> Iterator[Use]:
    reference = reference_of(node)
    if reference is not None and reference.node is not None:
        yield Use("concept", reference.name, reference.node, role, reference)


def _pipe_use(node: Node | None, role: str) -> Iterator[Use]:
    if node is not None and node.kind == "string" and node.data:
        yield Use("pipe", node.data, node, role)


def _pipe_uses(pipe: Pipe) -> Iterator[Use]:
    yield from _concept_use(pipe.get("output"), "output")
    for each in pipe.inputs:
        yield from _concept_use(each.node, "input")
    yield from _concept_use(pipe.get("combined_output"), "combined")
    for step in pipe.steps:
        yield from _pipe_use(step.get("pipe"), "step")
    yield from _pipe_use(pipe.get("branch_pipe_code"), "branch")
    for target in targets_of(pipe):
        yield from _pipe_use(target, "outcome")


def _concept_uses(concept: Concept) -> Iterator[Use]:
    yield from _concept_use(concept.get("refines"), "refines")
    structure = concept.get("structure")
    if structure is None or structure.kind != "table":
        return
    for field in structure.data.values():
        for name in ("concept_ref", "item_concept_ref"):
            yield from _concept_use(field.get(name), "field")
