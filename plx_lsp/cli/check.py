"""`plx check`: what is wrong with PLX files, for a person, a hook or a machine."""

from __future__ import annotations

import gc
import sys

from plx_lsp.cli.checking import Checked, check_paths, check_stdin
from plx_lsp.cli.reports import FORMATS, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `plx check`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; `-` reads standard input")
    parser.add_argument("--fix", action="store_true", help="apply the fixes that keep the meaning")
    parser.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: apply every fix")
    parser.add_argument("--diff", action="store_true", help="print what the fixes would change, and change nothing")
    parser.add_argument("--select", type=_rules, metavar="RULES", help="only these rules (comma-separated)")
    parser.add_argument("--ignore", type=_rules, metavar="RULES", help="without these rules (comma-separated)")
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument("--output-format", choices=FORMATS, default="full", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--statistics", action="store_true", help="print how often each rule was broken")
    parser.add_argument("--stdin-filename", metavar="FILE", help="the name of the file that standard input holds")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    parser.add_argument("--no-color", action="store_true", help="no colours, even on a terminal")


def run(options: argparse.Namespace) -> int:
    """Check, perhaps fix, and report; see the module for the exit status."""
    unknown = _unknown_rules(options)
    if unknown:
        print(f"plx check: {unknown}", file=sys.stderr)
        return 2
    if options.watch:
        from plx_lsp.cli.watch import watch

        return watch(options)
    return check_once(options)


def check_once(options: argparse.Namespace) -> int:
    """One round: check, fix, report."""
    # A round makes many objects and hardly any cycles: the collector would walk them all, again and again, for nothing.
    gc.disable()
    checked = check_stdin(options) if "-" in options.paths else check_paths(options.paths or ["."], options)
    if options.fix or options.diff:
        from plx_lsp.cli.fixing import fix

        checked = fix(checked, options)
    report(checked, options)
    return status(checked, options)


def status(checked: Checked, options: argparse.Namespace) -> int:
    """The exit status of what was found: 2 if something could not be checked, 1 if something is wrong, else 0."""
    if checked.problems:
        return 2
    if options.diff:
        return 1 if checked.fixed else 0
    failing = ("error", "warning") if options.strict else ("error",)
    return 1 if any(each.severity in failing for each in checked.diagnostics()) else 0


def _rules(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _unknown_rules(options: argparse.Namespace) -> str:
    from plx_lsp.lint import RULES, rules

    rules.load()
    for name in [*(options.select or ()), *(options.ignore or ())]:
        if name not in RULES:
            return f"there is no rule `{name}`; `plx explain` lists them"
    if options.stdin_filename and "-" not in options.paths:
        return "--stdin-filename goes with `-`, standard input"
    return ""
