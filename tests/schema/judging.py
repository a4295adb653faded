"""How the tests of this room ask: a text in, violations out, repairs applied. The one place that touches the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.lint.schema import validator
from plx_lsp.syntax import build, parse

if TYPE_CHECKING:
    from plx_lsp.lint.schema import Repair, Violation
    from plx_lsp.syntax import Document


def judge(text: str, stem: str = "logo") -> tuple[Document, list[Violation]]:
    """Every violation of a text: its head's, each concept's, each pipe's."""
    document = parse(text)
    root, _ = build(document.blocks)
    judges = {"concept": validator().concept, "pipe": validator().pipe}
    found = validator().head(root, stem)
    for name, declared in judges.items():
        table = root.get(name)
        for node in table.data.values() if table is not None and table.kind == "table" else ():
            found += declared(node)
    return document, found


def placed(text: str) -> list[tuple[int, int, str, str]]:
    """Every violation of a text as (start, end, rule, message), in absolute offsets."""
    document, found = judge(text)
    spans = [(violation.place(), violation) for violation in found]
    return [
        (document.start_of(block) + start, document.start_of(block) + end, violation.rule, violation.message)
        for (block, start, end), violation in spans
    ]


def mend(document: Document, repair: Repair) -> str:
    """The text after one repair."""
    text = document.text
    changes = [(document.start_of(each.block), each) for each in repair.changes]
    for start, change in sorted(changes, key=lambda item: item[0] + item[1].start, reverse=True):
        text = text[: start + change.start] + change.text + text[start + change.end :]
    return text
