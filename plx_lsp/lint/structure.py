"""What the language's schema says of a declaration: keys, types and values, as findings.

The schema is compiled in `plx_lsp.lint.schema`; here its violations get their places.
"""

from __future__ import annotations

from plx_lsp.lint.registry import declare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.lint.finding import Finding
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
    yield from ()
