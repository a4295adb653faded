"""`plx check --fix` and `--diff`: apply fixes until none is left, and write each file in one step.

A file keeps its line ends, its BOM and its permissions, and nothing but the fixed spans changes in it.
"""

from __future__ import annotations

import os
import sys

from plx_lsp.cli.checking import Checked, CheckedFile, linter_of
from plx_lsp.cli.reports import display
from plx_lsp.cli.reports.colors import painter
from plx_lsp.lint.applying import applicable, apply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.cli.check import Options
    from plx_lsp.lint import Linter

_MOST_ROUNDS = 10
"""A fix may uncover another fault; rules that undo one another must not go on for ever."""


def fix(checked: Checked, options: Options) -> Checked:
    """Apply the fixes that the options ask for; what is left, and how many problems of each file were fixed."""
    result = Checked([], list(checked.problems), is_stdin=checked.is_stdin)
    for file in checked.files:
        before = file.document.text
        mended, number = _mend(file, options)
        why = _put(file, before, mended.document.text, options, is_stdin=checked.is_stdin)
        result.files.append(file if why else mended)
        if why:
            result.problems.append((display(file.path), why))
        elif number:
            result.fixed[file.path] = number
    return result


def may_be_mended(file: CheckedFile) -> bool:
    """Whether fixes may be applied: never to a project's own files, nor to bytes that are no text: they'd be lost."""
    source = file.project.library.sources.get(file.path)
    return source is not None and source.fault is None


def _put(file: CheckedFile, before: str, after: str, options: Options, *, is_stdin: bool) -> str:
    """The mended text where it belongs: into a diff, on standard output, into the file; why not, where it can't be."""
    if options.diff:
        if after != before:
            _print_diff(file.path, before, after, options)
    elif is_stdin:
        sys.stdout.write(after)
    elif after != before:
        return _write(file, after)
    return ""


def _mend(file: CheckedFile, options: Options) -> tuple[CheckedFile, int]:
    if not may_be_mended(file):
        return file, 0
    library = file.project.library
    linter: Linter = linter_of(file.project, options)
    diagnostics = file.diagnostics
    number = 0
    for _ in range(_MOST_ROUNDS):
        fixes = applicable(diagnostics, file.path, unsafe=options.unsafe_fixes)
        if not fixes:
            break
        number += len(fixes)
        text = library.sources[file.path].document.text
        library.open(file.path, apply(text, [edit for each in fixes for edit in each.edits]))
        diagnostics = linter.diagnostics(file.path)
    return CheckedFile(file.path, library.sources[file.path].document, file.project, diagnostics), number


def _write(file: CheckedFile, text: str) -> str:
    """Write a file atomically; why not, in words, where that cannot be done."""
    path = os.path.realpath(file.path)
    if not os.access(path, os.W_OK):  # putting another in its place would be allowed, and not what its owner wants
        return "could not be written: it is read-only"
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "xb") as out:
            out.write(text.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, os.stat(path).st_mode)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        return f"could not be written: {(error.strerror or str(error)).lower()}"
    return ""


def _print_diff(path: str, before: str, after: str, options: Options) -> None:
    from difflib import unified_diff

    paint = painter(no_color=options.no_color)
    name = display(path)
    for line in unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm=""):
        kind = "added" if line.startswith("+") else "removed" if line.startswith("-") else ""
        print(paint(kind, line) if kind else line)
