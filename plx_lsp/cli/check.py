"""`plx check`: what is wrong with PLX files, for a person, a hook or a machine."""

from __future__ import annotations

import sys

from plx_lsp.cli.check_options import CheckOptions as Options
from plx_lsp.cli.check_options import declare as configure
from plx_lsp.cli.checking import Checked, check_paths, check_stdin
from plx_lsp.cli.reports import report

__all__ = ["Options", "check_once", "configure", "run", "status"]


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
    if options.stdin_filename and "-" not in options.paths:
        return "--stdin-filename goes with `-`, standard input"
    return ""
