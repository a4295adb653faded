"""`sarif`: SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json

from plx_lsp import __version__
from plx_lsp.cli.reports import position, slashed
from plx_lsp.lint import RULES
from plx_lsp.lint.pages import page_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked, CheckedFile
    from plx_lsp.lint import Diagnostic

_LEVELS = {"error": "error", "warning": "warning", "information": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(checked: Checked, _options: Options) -> Iterator[str]:
    """The log, with one run."""
    used = sorted({each.rule for each in checked.diagnostics()})
    rules = [
        {
            "id": name,
            "shortDescription": {"text": RULES[name].summary},
            "helpUri": page_url(name),
            "defaultConfiguration": {"level": _LEVELS[RULES[name].severity]},
        }
        for name in used
    ]
    driver = {"name": "plx", "version": __version__, "rules": rules}
    results = [_result(file, each) for file in checked.files for each in file.diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(file: CheckedFile, each: Diagnostic) -> dict[str, Any]:
    line, column = position(file, each.start)
    end_line, end_column = position(file, each.end)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return {
        "ruleId": each.rule,
        "level": _LEVELS[each.severity],
        "message": {"text": each.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": slashed(file.path)}, "region": region}}],
    }
