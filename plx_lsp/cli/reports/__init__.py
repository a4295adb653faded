"""What a check found, in the shape that its reader wants. One format, one file; each is a pure function to text.

Positions are lines and columns from 1, columns in code points; paths are as their user would write them.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked, CheckedFile

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "junit")
"""Every output format, by the name of its module here."""

_FOR_PEOPLE = ("full", "concise")


def report(checked: Checked, options: Options) -> None:
    """Print what was found on standard output; what could not be checked, on standard error."""
    name = options.output_format
    if not (options.diff and name in _FOR_PEOPLE):
        __import__(f"{__name__}.{name}")
        lines = sys.modules[f"{__name__}.{name}"].render(checked, options)
        sys.stdout.write(printable("".join(f"{line}\n" for line in lines), sys.stdout.encoding))
    for path, why in checked.problems:
        print(f"plx check: {path}: {why}", file=sys.stderr)
    if name in _FOR_PEOPLE:
        from plx_lsp.cli.reports.summary import statistics, summary

        if options.statistics:
            print("\n".join(statistics(checked)))
        for line in summary(checked, options):
            print(line, file=sys.stderr if checked.is_stdin and (options.fix or options.diff) else sys.stdout)


def printable(text: str, encoding: str | None) -> str:
    """The text with what the output cannot hold written as escapes: a lone surrogate must not end a report."""
    return text.encode(encoding or "utf-8", "backslashreplace").decode(encoding or "utf-8")


def position(file: CheckedFile, offset: int) -> tuple[int, int]:
    """The line and column of an offset, both from 1."""
    line, column = file.document.lines.position(offset, "utf-32")
    return line + 1, column + 1


def display(path: str) -> str:
    """A path as its user would write it: from the current folder, if it lies below that."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def slashed(path: str) -> str:
    """The same with `/`, as machines want it."""
    return display(path).replace(os.sep, "/")
