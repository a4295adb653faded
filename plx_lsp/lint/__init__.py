"""What is wrong with a text, at which place, and what to write instead.

Second floor. One rule is one function (`rules/`); `Linter` runs them, keeps what has not changed, and renders
diagnostics. Command line and server show the same diagnostics, word for word. It does no I/O and runs nothing.

    Linter(library, settings)      .diagnostics(path) -> list[Diagnostic]
    RULES                          every rule by name
"""

from plx_lsp.lint.diagnostic import Diagnostic, TextEdit
from plx_lsp.lint.engine import Linter
from plx_lsp.lint.registry import RULES, Rule

__all__ = ["RULES", "Diagnostic", "Linter", "Rule", "TextEdit"]
