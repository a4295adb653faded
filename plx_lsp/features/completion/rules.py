"""Rule names in an ignore comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.lint import RULES, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope

_OPEN = re.compile(r"#\s*plx:\s*ignore\[(?P<before>[^\]]*?)(?P<word>[A-Za-z0-9_-]*)$")
_BEGUN = re.compile(r"#\s*(?P<word>[a-z:]*)$")


def complete_rule(scope: Scope, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """The rules that a `# plx: ignore[…]` could name, or the comment itself."""
    context = scope.context
    text = context.block.text
    line = text[text.rfind("\n", 0, context.offset) + 1 : context.offset]
    offset = context.base + context.offset
    found = _OPEN.search(line)
    if found is not None:
        rules.load_all()
        named = set(re.findall(r"[A-Za-z0-9_-]+", found["before"]))
        for rule in RULES.values():
            if rule.name not in named:
                start = offset - len(found["word"])
                yield Completion(
                    rule.name, "rule", start, offset, rule.name, detail=rule.severity, about=("rule", rule.name)
                )
        return
    begun = _BEGUN.search(line)
    if begun is not None:
        start = offset - len(begun["word"])
        yield Completion(
            "plx: ignore[…]", "snippet", start, offset, "plx: ignore[]", "plx: ignore[$1]", again=True,
            detail="say that a diagnostic here is meant", filter="plx: ignore",
        )  # fmt: skip
