"""The checking behind `plx check`: which files, in which project, with what result. Prints nothing."""

from __future__ import annotations

import os
import sys

from plx_lsp.lint import Linter
from plx_lsp.project.project import Project, projects_of
from plx_lsp.project.roots import SUFFIX, find_files, find_root
from plx_lsp.project.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.lint import Diagnostic
    from plx_lsp.syntax import Document


class CheckedFile:
    """One file that was checked, with what is wrong with it."""

    __slots__ = ("diagnostics", "document", "path", "project")

    def __init__(self, path: str, document: Document, project: Project, diagnostics: list[Diagnostic]) -> None:
        self.path = path
        self.document = document
        self.project = project
        self.diagnostics = diagnostics


class Checked:
    """What a check found. `problems` are (path, why it could not be checked); `fixed` is filled in by `--fix`."""

    __slots__ = ("files", "fixed", "is_stdin", "problems")

    def __init__(self, files: list[CheckedFile], problems: list[tuple[str, str]], *, is_stdin: bool = False) -> None:
        self.files = files
        self.problems = problems
        self.fixed: dict[str, int] = {}
        self.is_stdin = is_stdin

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Every diagnostic, file by file."""
        for file in self.files:
            yield from file.diagnostics


def check_paths(paths: Iterable[str], options: Options) -> Checked:
    """Check files, and folders with all PLX files below them."""
    named: dict[str, None] = {}
    problems: list[tuple[str, str]] = []
    for path in paths:
        found = list(files_of(path))
        if os.path.isdir(path) and not found:
            problems.append((path, _why_nothing(path)))
        named.update(dict.fromkeys(found))
    files: list[CheckedFile] = []
    for project, members in projects_of(named):
        linter = linter_of(project, options)
        for path in members:
            if path in project.unreadable:
                problems.append((path, project.unreadable[path]))
            else:
                document = project.library.sources[path].document
                files.append(CheckedFile(path, document, project, linter.diagnostics(path)))
        files += _own_files(project)
        if project.deck_files is not None:
            problems += project.deck_files.unreadable.items()
    return Checked(files, problems)


def check_stdin(options: Options) -> Checked:
    """Check standard input as the file `--stdin-filename` of its project."""
    path = os.path.abspath(options.stdin_filename or "stdin.plx")
    root = find_root(path) if options.stdin_filename else None
    project = Project(root)
    project.load()
    source = project.open(path, sys.stdin.buffer.read())
    diagnostics = linter_of(project, options).diagnostics(path)
    return Checked([CheckedFile(path, source.document, project, diagnostics)], [], is_stdin=True)


def linter_of(project: Project, options: Options) -> Linter:
    """A linter with the project's settings, and what the command line says over them."""
    settings = project.settings
    if options.select is not None:
        settings.select = options.select
    if options.ignore is not None:
        settings.ignore = [*settings.ignore, *options.ignore]
    return Linter(project.library, settings, project.root)


def _own_files(project: Project) -> Iterator[CheckedFile]:
    """The project's own files, settings and deck, as far as something is wrong with them."""
    if not project.settings.path and project.deck_files is None:
        return
    from plx_lsp.lint.project_files import project_diagnostics

    for path, diagnostics in project_diagnostics(project).items():
        document = project.document_of(path)
        if document is not None:
            yield CheckedFile(path, document, project, diagnostics)


def files_of(path: str) -> Iterator[str]:
    """A file, or all PLX files below a folder, as the settings of each project there would have it."""
    if os.path.isdir(path):
        yield from _files_below(find_root(path) or os.path.abspath(path), os.path.join(os.path.abspath(path), ""))
    else:
        yield os.path.abspath(path)


def _why_nothing(folder: str) -> str:
    """Why there is nothing to check below a folder."""
    root = find_root(folder)
    if root is not None:
        start = os.path.join(os.path.abspath(folder), "")
        found = find_files(root)
        files = [*found.files, *(file for inner in found.roots for file in find_files(inner).files)]
        if any(file.startswith(start) for file in files):
            return f"every {SUFFIX} file below this folder is excluded by `exclude` or `include` in the settings"
    return f"there is no {SUFFIX} file below this folder"


def _files_below(root: str, folder: str) -> Iterator[str]:
    """The files of a project, and of those inside it, that lie below `folder` (which ends with a separator)."""
    settings = read_settings(root)
    found = find_files(root, settings.exclude, settings.include)
    yield from (path for path in found.files if path.startswith(folder))
    for inner in found.roots:
        if os.path.join(inner, "").startswith(folder):
            yield from _files_below(inner, folder)
