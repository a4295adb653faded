"""The language's JSON Schema at check time: compiled once, then walked along a syntax tree.

Part of the lint floor. It reads `plx.schema.json` and nothing else of `plx_schema`; it knows keys, types and values,
and never what a name refers to. No library validates here: each keyword has a message of our own, at the exact node.

    validator() -> Validator
    Validator.pipe(node), .concept(node), .head(root, stem), .top(key, node) -> list[Violation]

Everything is judged declaration by declaration, so whoever calls may keep the results.
"""

from plx_lsp.lint.schema.validator import Validator, validator
from plx_lsp.lint.schema.violation import Change, Repair, Violation

__all__ = ["Change", "Repair", "Validator", "Violation", "validator"]
