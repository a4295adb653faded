"""What is wrong in a project's own files: its settings and its model deck. Same diagnostics, other files."""

from __future__ import annotations

from plx_lsp.lint.diagnostic import Diagnostic
from plx_lsp.lint.registry import declare
from plx_lsp.lint.severity import severity_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.project import Project

declare("invalid-setting", "error", "A setting that cannot be.")


def project_diagnostics(project: Project) -> dict[str, list[Diagnostic]]:
    """What is wrong in each of a project's own files, by path; files with nothing wrong are left out."""
    settings = project.settings
    found: dict[str, list[Diagnostic]] = {
        settings.path: [
            Diagnostic(settings.path, "invalid-setting", "error", fault.start, fault.end, fault.message)
            for fault in settings.faults
        ]
    }
    if project.deck_files is not None:
        from plx_lsp.lint.rules.deck import deck_diagnostics

        found.update(deck_diagnostics(project.deck_files))
    judged = {path: list(_judge(project, path, diagnostics)) for path, diagnostics in found.items()}
    return {path: diagnostics for path, diagnostics in judged.items() if diagnostics}


def _judge(project: Project, path: str, diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Diagnostics as the settings leave them."""
    severity_of = severity_in(path, project.settings, project.root)
    for each in diagnostics:
        each.severity = severity_of(each.rule, each.severity)
        if each.severity != "off":
            yield each
