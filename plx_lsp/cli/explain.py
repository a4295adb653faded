"""`plx explain RULE`: what a rule says and why; without a rule, all of them in a list."""

from __future__ import annotations

import sys

from plx_lsp.lint import RULES, rules
from plx_lsp.lint.near import near
from plx_lsp.lint.pages import page_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `plx explain`."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a rule's name; without one, all are listed")


def run(options: argparse.Namespace) -> int:
    """Print a rule's page, or the list."""
    rules.load_all()
    if options.rule is None:
        width = max(map(len, RULES))
        for name in sorted(RULES):
            print(f"{name:{width}}  {RULES[name].severity:<11}  {RULES[name].summary}")
        return 0
    if options.rule not in RULES:
        found = near(options.rule, RULES)
        suggestion = f"; did you mean `{found}`?" if found else "; `plx explain` lists all of them"
        print(f"plx explain: there is no rule `{options.rule}`{suggestion}", file=sys.stderr)
        return 2
    print(page_text(options.rule).rstrip())
    return 0
