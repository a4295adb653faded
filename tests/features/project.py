"""A library out of marked texts, for the tests of features: the one place where they touch the API below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.lint import Linter
from plx_lsp.lint.applying import apply
from plx_lsp.project.project import Project
from tests.markers import Fixture, read_fixture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plx_lsp.lint import Diagnostic, TextEdit
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source


@dataclass
class Opened:
    """The files of a library. `source` is the first; `fixture` what its markers said."""

    project: Project
    source: Source
    fixture: Fixture
    texts: dict[str, str]

    @property
    def library(self) -> Library:
        return self.project.library

    @property
    def cursor(self) -> int:
        return self.fixture.cursor

    def diagnostics(self) -> list[Diagnostic]:
        return Linter(self.library).diagnostics(self.source.path)

    def text(self, path: str, start: int, end: int) -> str:
        return self.texts[path][start:end]

    def after(self, edits: Iterable[TextEdit]) -> dict[str, str]:
        """Every file after the edits."""
        by_path: dict[str, list[TextEdit]] = {}
        for edit in edits:
            by_path.setdefault(edit.path, []).append(edit)
        return {path: apply(text, by_path.get(path, [])) for path, text in self.texts.items()}


def opened(marked: str, **others: str) -> Opened:
    """The file `/shop.plx`, as marked, in one library with others by name."""
    fixture = read_fixture(marked)
    project = Project(None)
    library = project.library
    texts = {f"/{name}.plx": text for name, text in {"shop": fixture.text, **others}.items()}
    for path, text in texts.items():
        library.open(path, text)
    return Opened(project, library.sources["/shop.plx"], fixture, texts)
