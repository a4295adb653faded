"""Checks PLX texts and compares what is found with what the text itself says is wrong (see `tests.markers`).

The one place where the tests of this folder touch the linter, so that they survive when it changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.lint import Diagnostic, Linter
from plx_lsp.project.library import Library
from tests.markers import Fixture, mismatches, read_fixture

if TYPE_CHECKING:
    from plx_lsp.lint.diagnostic import DiagnosticFix

PATH = "example.plx"


def check(text: str) -> list[Diagnostic]:
    """What is wrong with a file that stands alone."""
    return check_files({PATH: text})[PATH]


def check_files(texts: dict[str, str]) -> dict[str, list[Diagnostic]]:
    """What is wrong with each file of a project."""
    library = Library()
    for path, text in texts.items():
        library.open(path, text)
    linter = Linter(library)
    return {path: linter.diagnostics(path) for path in texts}


def assert_marked(marked: str) -> None:
    """Hold that exactly the marked diagnostics are found in a file that stands alone."""
    assert_marked_files({PATH: marked})


def assert_marked_files(marked: dict[str, str]) -> None:
    """The same for the files of a project."""
    fixtures = {path: read_fixture(text) for path, text in marked.items()}
    found = check_files({path: fixture.text for path, fixture in fixtures.items()})
    wrong = [
        f"{path}: {each}" for path, fixture in fixtures.items() for each in mismatches(fixture, _plain(found[path]))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def expected_rules(fixture: Fixture) -> set[str]:
    """The rules whose findings a text marks."""
    return {each.name for each in fixture.expectations}


def _plain(found: list[Diagnostic]) -> list[tuple[int, int, str, str]]:
    """What was found, as the markers speak of it: a caret is one character wide, even where nothing is."""
    return [(each.start, max(each.end, each.start + 1), each.rule, each.message) for each in found]


def apply(text: str, diagnostic: Diagnostic, fix: int = 0) -> str:
    """The text with one fix of a diagnostic applied, as far as the fix is about this file."""
    edits = [edit for edit in diagnostic.fixes[fix].edits if edit.path == diagnostic.path]
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def moved(offset: int, fix: DiagnosticFix) -> int:
    """Where an offset of the text is after a fix of its file."""
    return offset + sum(len(edit.text) - (edit.end - edit.start) for edit in fix.edits if edit.end <= offset)
