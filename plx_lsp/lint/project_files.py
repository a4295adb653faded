"""What is wrong in a project's own files: its settings and its model deck. Same diagnostics, other files."""

from __future__ import annotations

from plx_lsp.lint.diagnostic import Diagnostic
from plx_lsp.lint.registry import declare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.project import Project

declare("invalid-setting", "error", "A setting that cannot be.")


def project_diagnostics(project: Project) -> dict[str, list[Diagnostic]]:
    """What is wrong in each of a project's own files, by path; files with nothing wrong are left out."""
    found: dict[str, list[Diagnostic]] = {}
    settings = project.settings
    faults = [(fault.start, fault.end, fault.message) for fault in settings.faults]
    if faults:
        found[settings.path] = [
            Diagnostic(settings.path, "invalid-setting", "error", start, end, message) for start, end, message in faults
        ]
    if project.deck_files is not None:
        from plx_lsp.lint.rules.deck import deck_diagnostics

        found.update(deck_diagnostics(project.deck_files))
    return found
