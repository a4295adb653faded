"""The rules there are: each with its name, its severity, what it says in a line, and what it looks at.

A rule is a function decorated with `rule`. A rule whose findings come from elsewhere (the parser, the schema) is
declared without one. The page of a rule (`docs/rules/NAME.md`) says why it is there and holds its examples, which
are its tests.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from plx_lsp.lint.finding import Finding

    Check = Callable[..., Iterable[Finding]]


class Rule:
    """A rule: `check(declaration, library)` yields findings; None where they come from the parser or the schema."""

    __slots__ = ("check", "name", "severity", "summary")

    def __init__(self, name: str, severity: str, summary: str, check: Check | None = None) -> None:
        self.name = name
        self.severity = severity
        self.summary = summary
        self.check = check


RULES: dict[str, Rule] = {}
"""The rules that are registered, by name; `rules.load_all` registers every one there is."""

_FILE_RULES: list[Rule] = []
_CONCEPT_RULES: list[Rule] = []
_PIPE_RULES: list[tuple[Rule, tuple[str, ...]]] = []


def declare(name: str, severity: str, summary: str) -> None:
    """Register a rule whose findings the parser, the schema or the deck reader make."""
    RULES[name] = Rule(name, severity, summary)


def file_rule(name: str, severity: str, summary: str) -> Callable[[Any], Any]:
    """Register a rule for each file: `check(head, library)`."""
    return _register(name, severity, summary, _FILE_RULES.append)


def concept_rule(name: str, severity: str, summary: str) -> Callable[[Any], Any]:
    """Register a rule for each concept: `check(concept, library)`."""
    return _register(name, severity, summary, _CONCEPT_RULES.append)


def pipe_rule(name: str, severity: str, summary: str, *types: str) -> Callable[[Any], Any]:
    """Register a rule for each pipe of `types`, every pipe where there are none: `check(pipe, library)`."""
    return _register(name, severity, summary, lambda made: _PIPE_RULES.append((made, types)))


def _register(name: str, severity: str, summary: str, add: Callable[[Rule], None]) -> Callable[[Any], Any]:
    def decorate(check: Any) -> Any:
        made = Rule(name, severity, summary, check)
        RULES.setdefault(name, made)
        add(made)
        return check

    return decorate


def rules_for(kind: str, pipe_type: str = "") -> tuple[Rule, ...]:
    """The registered rules that look at declarations of a kind ("file", "concept", "pipe"), and at pipes of a type."""
    if kind == "file":
        return tuple(_FILE_RULES)
    if kind == "concept":
        return tuple(_CONCEPT_RULES)
    return tuple(made for made, types in _PIPE_RULES if not types or pipe_type in types)
