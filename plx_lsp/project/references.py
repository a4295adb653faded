"""Concept references as written: `Image`, `images.Photo`, `Image[3]`, `Text[]`.

Pure text work: what a reference looks like, never what it resolves to (that is `library`).
"""

from __future__ import annotations

import re

from plx_schema.vocabulary import CONCEPT_REFERENCE_PATTERN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.syntax.tree import Node

OPEN = -1
"""The count of `Text[]`: a list of any length."""

_REFERENCE = re.compile(CONCEPT_REFERENCE_PATTERN)


class ConceptRef:
    """One written concept reference.

    `count` is None without brackets, `OPEN` for `[]`, else the number in them. `node` is the string it stands in;
    `start:end` is where the name (domain and code, no brackets) lies inside the *content* of that string.
    """

    __slots__ = ("code", "count", "domain", "end", "node", "start", "text")

    def __init__(self, text: str, domain: str, code: str, count: int | None, node: Node | None, end: int) -> None:
        self.text = text
        self.domain = domain
        self.code = code
        self.count = count
        self.node = node
        self.start = 0
        self.end = end

    @property
    def name(self) -> str:
        """`domain.Code` or `Code`, as written, without brackets."""
        return f"{self.domain}.{self.code}" if self.domain else self.code


def read_reference(text: str, node: Node | None = None) -> ConceptRef | None:
    """The reference that `text` spells, or None where it spells none (R§5, R§6)."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    domain, brackets = match[1] or "", match[2] or ""
    end = len(text) - len(brackets)
    count: int | None = None
    if brackets:
        # More digits than any list has would cost quadratic time to read.
        count = OPEN if brackets == "[]" else int(brackets[1:-1][:9])
    return ConceptRef(text, domain[:-1], text[len(domain) : end], count, node, end)


def reference_of(node: Node | None) -> ConceptRef | None:
    """The reference in a node: a string, or the `{ concept, multiplicity }` table of 0.11 (R§5)."""
    if node is None:
        return None
    if node.kind == "string":
        return read_reference(node.data, node)
    if node.kind != "table":
        return None
    concept = node.get("concept")
    if concept is None or concept.kind != "string":
        return None
    reference = read_reference(concept.data, concept)
    multiplicity = node.get("multiplicity")
    if reference is not None and multiplicity is not None and reference.count is None:
        if multiplicity.kind == "boolean" and multiplicity.data:
            reference.count = OPEN
        elif multiplicity.kind == "integer":
            reference.count = multiplicity.data
    return reference
