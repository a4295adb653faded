"""`concise`: a line a diagnostic. For editors' error lists, `grep` and log files."""

from __future__ import annotations

from plx_lsp.cli.reports import display, position
from plx_lsp.cli.reports.colors import painter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked


def render(checked: Checked, options: Options) -> Iterator[str]:
    """`file:line:column: severity[rule] message`, for each."""
    paint = painter(no_color=options.no_color)
    for file in checked.files:
        for each in file.diagnostics:
            line, column = position(file, each.start)
            label = paint(each.severity, f"{each.severity}[{each.rule}]")
            yield f"{display(file.path)}:{line}:{column}: {label} {each.message}"
