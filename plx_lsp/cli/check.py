"""`plx check`: what is wrong with PLX files, for a person, a hook or a machine.

Most calls name nothing but files; those are read without argparse, which takes as long to load as a file to check.
"""

from __future__ import annotations

import sys

from plx_lsp.cli.checking import Checked, check_paths, check_stdin
from plx_lsp.cli.reports import FORMATS, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


class Options:
    """The options of a call. What is said here holds where the call says nothing."""

    command: str = "check"
    paths: Sequence[str] = (".",)
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    select: list[str] | None = None
    ignore: list[str] | None = None
    strict: bool = False
    output_format: str = "full"
    statistics: bool = False
    stdin_filename: str | None = None
    watch: bool = False
    no_color: bool = False

    @classmethod
    def of_paths(cls, arguments: Sequence[str]) -> Options | None:
        """The options of a call that names only paths; None for any other call, which is argparse's to read."""
        if any(each.startswith("-") and each != "-" for each in arguments):
            return None
        options = cls()
        options.paths = arguments or cls.paths
        return options


def configure(parser: argparse.ArgumentParser) -> None:
    """Tell argparse of the options: it fills in an `Options`."""
    paths = parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; `-` reads standard input")
    paths.default = Options.paths
    parser.add_argument("--fix", action="store_true", help="apply the fixes that keep the meaning")
    parser.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: the fixes that may not, too")
    parser.add_argument("--diff", action="store_true", help="print what the fixes would change, and change nothing")
    parser.add_argument("--select", type=_names, metavar="RULES", help="only these rules (comma-separated)")
    parser.add_argument("--ignore", type=_names, metavar="RULES", help="without these rules (comma-separated)")
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument("--output-format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--statistics", action="store_true", help="print how often each rule was broken")
    parser.add_argument("--stdin-filename", metavar="FILE", help="the name of the file that standard input holds")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    parser.add_argument("--no-color", action="store_true", help="no colours, even on a terminal")


def run(options: Options) -> int:
    """Check, perhaps fix, and report; 0 fine, 1 something is wrong, 2 something could not be checked or was misused."""
    misuse = _misuse(options)
    if misuse:
        print(f"plx check: {misuse}", file=sys.stderr)
        return 2
    if options.watch:
        from plx_lsp.cli.watch import watch

        return watch(options)
    return check_once(options)


def check_once(options: Options) -> int:
    """One round: check, fix, report."""
    checked = check_stdin(options) if "-" in options.paths else check_paths(options.paths, options)
    if options.fix or options.diff:
        from plx_lsp.cli.fixing import fix

        checked = fix(checked, options)
    report(checked, options)
    return status(checked, options)


def status(checked: Checked, options: Options) -> int:
    """The exit status of what was found: 2 if something could not be checked, 1 if something is wrong, else 0."""
    if checked.problems:
        return 2
    if options.diff:
        return 1 if checked.fixed else 0
    failing = ("error", "warning") if options.strict else ("error",)
    return 1 if any(each.severity in failing for each in checked.diagnostics()) else 0


def _misuse(options: Options) -> str:
    """What is wrong with how the command was called; empty where nothing is."""
    named = [*(options.select or ()), *(options.ignore or ())]
    if named:
        from plx_lsp.lint import RULES, rules

        rules.load_all()
        for name in named:
            if name not in RULES:
                return f"there is no rule `{name}`; `plx explain` lists them"
    if "-" in options.paths and len(options.paths) > 1:
        return "`-`, standard input, goes with no other path: check the files in a call of their own"
    if "-" in options.paths and options.watch:
        return "--watch goes with files and folders: standard input does not change"
    if options.unsafe_fixes and not (options.fix or options.diff):
        return "--unsafe-fixes goes with --fix, or with --diff to see first what it would change"
    if options.stdin_filename and "-" not in options.paths:
        return "--stdin-filename goes with `-`, standard input"
    return ""


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
