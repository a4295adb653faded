"""What is wrong in a project's own files: its settings and its model deck. Same diagnostics, other files."""

from __future__ import annotations

from plx_lsp.lint.diagnostic import Diagnostic
from plx_lsp.lint.registry import RULES, declare
from plx_lsp.lint.severity import severity_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.project import Project
    from plx_lsp.project.settings import Settings

declare("invalid-setting", "error", "A setting that cannot be.")


def project_diagnostics(project: Project) -> dict[str, list[Diagnostic]]:
    """What is wrong in each of a project's own files, by path; files with nothing wrong are left out."""
    settings = project.settings
    found: dict[str, list[Diagnostic]] = {
        settings.path: [
            Diagnostic(settings.path, "invalid-setting", "error", start, end, message)
            for start, end, message in _faults(settings)
        ]
    }
    if project.deck_files is not None:
        from plx_lsp.lint.rules.deck import deck_diagnostics

        found.update(deck_diagnostics(project.deck_files))
    judged = {path: list(_judge(project, path, diagnostics)) for path, diagnostics in found.items()}
    return {path: diagnostics for path, diagnostics in judged.items() if diagnostics}


def _faults(settings: Settings) -> Iterator[tuple[int, int, str]]:
    """What is wrong in the settings, in the order of their text: what their reader noted, and rules there are not."""
    noted = [(fault.start, fault.end, fault.message) for fault in settings.faults]
    yield from sorted([*noted, *_unknown_rules(settings)])


def _unknown_rules(settings: Settings) -> Iterator[tuple[int, int, str]]:
    # Most names are of rules that the check has loaded; only for another one the rest are, too.
    if all(name in RULES for name, _, _ in settings.rule_names):
        return
    from plx_lsp.lint import rules
    from plx_lsp.lint.near import near

    rules.load_all()
    for name, start, end in settings.rule_names:
        if name not in RULES:
            guess = near(name, RULES)
            advice = f"did you mean `{guess}`?" if guess else "`plx explain` lists them"
            yield start, end, f"there is no rule `{name}`: {advice}"


def _judge(project: Project, path: str, diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Diagnostics as the settings leave them."""
    severity_of = severity_in(path, project.settings, project.root)
    for each in diagnostics:
        each.severity = severity_of(each.rule, each.severity)
        if each.rule == "invalid-setting" and _selects_an_unknown_rule(project.settings):
            each.severity = project.settings.severity.get(each.rule, "error")
        if each.severity != "off":
            yield each


def _selects_an_unknown_rule(settings: Settings) -> bool:
    """Whether `select` names a rule there is not: the selection must not hide the very fault in it."""
    return "invalid-setting" not in settings.ignore and any(name not in RULES for name in settings.select)
