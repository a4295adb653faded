"""About rules: what each says, and how bad it is."""

from __future__ import annotations

from plx_lsp.features.describe.markdown import paragraphs
from plx_lsp.lint import RULES, rules


def rule_text(name: str) -> str:
    """About a rule of the checker."""
    rules.load_all()
    rule = RULES.get(name)
    if rule is None:
        return ""
    return paragraphs(f"**{rule.name}** — {rule.severity}", rule.summary, f"`plx explain {rule.name}` says more.")
