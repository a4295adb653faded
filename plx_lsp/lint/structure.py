"""What the language's schema says of a declaration: keys, types and values, as findings.

The schema is compiled in `plx_lsp.lint.schema`; here its violations get their places.
"""

from __future__ import annotations

from plx_lsp.lint.finding import Edit, Finding, Fix, Place
from plx_lsp.lint.registry import declare
from plx_lsp.lint.schema import validator
from plx_lsp.project.prompts import hangs_on_spelling
from plx_lsp.project.symbols import Concept, Pipe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.lint.schema import Violation
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration

declare("missing-key", "error", "A required key is not there.")
declare("unknown-key", "error", "A key that PLX does not have.")
declare("wrong-type", "error", "A value of the wrong type.")
declare("invalid-value", "error", "A value that the key does not take.")
declare("unknown-pipe-type", "error", "A pipe type that PLX does not have.")
declare("renamed-key", "information", "A key or a value in another generation's spelling.")
declare("missing-domain", "warning", "The file has no `domain`.")
declare("invalid-domain", "error", "A domain that is not in snake_case.")
declare("invalid-pipe-code", "error", "A pipe code that is not in snake_case.")
declare("invalid-concept-code", "error", "A concept code that is not in PascalCase.")
declare("structure-field", "error", "A field of a structure that cannot be.")


def structural_findings(declaration: Declaration) -> Iterator[Finding]:
    """Every violation of the schema in one declaration."""
    for violation in _violations(declaration):
        finding = _finding(declaration.source, violation)
        if finding.rule == "renamed-key" and isinstance(declaration, Pipe) and hangs_on_spelling(declaration):
            for fix in finding.fixes:
                fix.safe = False
        yield finding


def _violations(declaration: Declaration) -> list[Violation]:
    if isinstance(declaration, Pipe):
        return validator().pipe(declaration.node)
    if isinstance(declaration, Concept):
        return validator().concept(declaration.node)
    return validator().head(declaration.node, declaration.source.stem)


def _finding(source: Source, violation: Violation) -> Finding:
    fixes = [
        Fix(
            repair.title,
            *(Edit(Place(source, change.block, change.start, change.end), change.text) for change in repair.changes),
            safe=repair.safe,
        )
        for repair in violation.fixes
    ]
    tags = ("deprecated",) if violation.is_old else ()
    return Finding(Place(source, *violation.place()), violation.message, *fixes, tags=tags, rule=violation.rule)
