"""Runs the rules, keeps what they found, and gives a file's diagnostics.

Findings are kept per declaration, with the names that the rules asked the library about. When an edit changes what
those names mean, and only then, the declaration is checked again: work follows the edit, not the file.
"""

from __future__ import annotations

from plx_lsp.lint import rules
from plx_lsp.lint.diagnostic import SEVERITY_ORDER, Diagnostic, DiagnosticFix, RelatedPlace, TextEdit
from plx_lsp.lint.registry import rules_for
from plx_lsp.lint.severity import severity_in
from plx_lsp.lint.structure import structural_findings
from plx_lsp.lint.suppression import Suppressions
from plx_lsp.lint.text import text_findings
from plx_lsp.project.symbols import Pipe
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from plx_lsp.lint.finding import Finding, Place
    from plx_lsp.lint.registry import Rule
    from plx_lsp.project.library import Library
    from plx_lsp.project.settings import Settings
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Declaration

_KNOWN_TYPES = frozenset({*PIPE_TYPES, *OLD_PIPE_TYPES})
"""Types that rules may speak of; others are the author's to invent, without end."""

_NEEDS_WHOLE_TEXT = frozenset(
    {
        "extract-input",
        "missing-domain",
        "missing-input",
        "missing-key",
        "missing-prompt",
        "parallel-results",
        "undeclared-variable",
        "unused-concept",
        "unused-input",
    }
)
"""Rules about what is not there: silent where a syntax fault may have swallowed it, or half of it stands elsewhere."""


class Linter:
    """The findings of a library, kept current. `relative` gives a path as the settings' patterns see it."""

    def __init__(self, library: Library, settings: Settings | None = None, root: str | None = None) -> None:
        self._library = library
        self._settings = settings
        self._root = root
        self._results: dict[Declaration, tuple[list[Finding], set[str]]] = {}
        self._readers: dict[str, dict[Declaration, None]] = {}
        self._found: dict[str, dict[Declaration, list[Finding]]] = {}
        self._rules: dict[tuple[str, str], tuple[Rule, ...]] = {}

    def configure(self, settings: Settings) -> None:
        """Judge by other settings from now on."""
        self._settings = settings

    def refresh(self) -> set[str]:
        """Check what changed since the last call; the paths of the files whose findings may be others now."""
        removed, added, changed = self._library.take_changes()
        touched: set[str] = set()
        for declaration in removed:
            self._forget(declaration)
            touched.add(declaration.source.path)
        stale: dict[Declaration, None] = dict.fromkeys(added)
        for key in changed:
            stale.update(self._readers.get(key, {}))
        for declaration in stale:
            self._forget(declaration)
            self._check(declaration)
            touched.add(declaration.source.path)
        return touched

    def diagnostics(self, path: str) -> list[Diagnostic]:
        """What is wrong with one file, in the order of its text."""
        self.refresh()
        source = self._library.sources.get(path)
        if source is None:
            return []
        found = text_findings(source)
        halves = {node for pair in source.clashes() for node in pair}
        for declaration, findings in self._found.get(path, {}).items():
            found += _of_whole(findings) if declaration.node in halves else findings
        return self._judge(source, found)

    # -- checking -----------------------------------------------------------------------------------------------------

    def _forget(self, declaration: Declaration) -> None:
        result = self._results.pop(declaration, None)
        if result is None:
            return
        for key in result[1]:
            self._readers[key].pop(declaration, None)
        self._found.get(declaration.source.path, {}).pop(declaration, None)

    def _check(self, declaration: Declaration) -> None:
        library = self._library
        reads = library.reads = set()
        try:
            findings = list(self._findings(declaration))
        finally:
            library.reads = None
        if findings and declaration.is_broken:
            findings = [each for each in _of_whole(findings) if not _is_in_fault(each.place)]
            for finding in findings:
                finding.fixes = ()  # an edit beside broken text might mend nothing and break more
        self._results[declaration] = (findings, reads)
        for key in reads:
            self._readers.setdefault(key, {})[declaration] = None
        if findings:
            self._found.setdefault(declaration.source.path, {})[declaration] = findings

    def _findings(self, declaration: Declaration) -> Iterable[Finding]:
        yield from structural_findings(declaration)
        for rule in self._rules_for(declaration):
            assert rule.check is not None  # noqa: S101 - the registry hands out rules that have one
            for finding in rule.check(declaration, self._library):
                finding.rule = finding.rule or rule.name
                yield finding

    def _rules_for(self, declaration: Declaration) -> tuple[Rule, ...]:
        pipe_type = declaration.type if isinstance(declaration, Pipe) else ""
        kind = (declaration.kind, pipe_type if pipe_type in _KNOWN_TYPES else "")
        found = self._rules.get(kind)
        if found is None:
            rules.load_for(*kind)
            found = self._rules[kind] = rules_for(*kind)
        return found

    # -- judging ------------------------------------------------------------------------------------------------------

    def _judge(self, source: Source, found: list[Finding]) -> list[Diagnostic]:
        """Findings as the settings and the file's own ignore comments leave them."""
        severity_of = severity_in(source.path, self._settings, self._root)
        suppressions = Suppressions(source)
        kept: list[Diagnostic] = []
        for finding in found:
            severity = severity_of(finding.rule, finding.severity)
            diagnostic = _render(finding, severity)
            if not suppressions.cover(diagnostic) and severity != "off":
                kept.append(diagnostic)
        for finding in suppressions.unused():
            severity = severity_of(finding.rule, finding.severity)
            if severity != "off":
                kept.append(_render(finding, severity))
        kept.sort(key=_order)
        return kept


def _of_whole(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.rule not in _NEEDS_WHOLE_TEXT]


def _is_in_fault(place: Place) -> bool:
    """Whether something is said of text that could not be read: one slip of the pen is one diagnostic."""
    return any(fault.start < place.end and place.start < fault.end for fault in place.block.faults)


def _order(diagnostic: Diagnostic) -> tuple[int, int, int, str, str]:
    severity = SEVERITY_ORDER.index(diagnostic.severity)
    return (diagnostic.start, diagnostic.end, severity, diagnostic.rule, diagnostic.message)


def _render(finding: Finding, severity: str) -> Diagnostic:
    start, end = _range(finding.place)
    return Diagnostic(
        finding.place.source.path,
        finding.rule,
        severity,
        start,
        end,
        finding.message,
        tuple(
            DiagnosticFix(
                fix.title,
                tuple(TextEdit(edit.place.source.path, *_range(edit.place), edit.text) for edit in fix.edits),
                safe=fix.safe,
            )
            for fix in finding.fixes
        ),
        tuple(RelatedPlace(place.source.path, *_range(place), message) for place, message in finding.related),
        finding.tags,
    )


def _range(place: Place) -> tuple[int, int]:
    start = place.source.start_of(place.block)
    return start + place.start, start + place.end
