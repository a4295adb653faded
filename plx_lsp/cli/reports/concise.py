"""`concise`: a line a diagnostic. For editors' error lists, `grep` and log files."""

from __future__ import annotations

from plx_lsp.cli.reports.colors import painter
from plx_lsp.cli.reports.places import display, position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check_options import CheckOptions
    from plx_lsp.cli.checking import Checked


def render(checked: Checked, options: CheckOptions) -> Iterator[str]:
    """`file:line:column: severity[rule] message`, for each."""
    paint = painter(no_color=options.no_color)
    for file in checked.files:
        for each in file.diagnostics:
            line, column = position(file, each.start)
            label = paint(each.severity, f"{each.severity}[{each.rule}]")
            yield f"{display(file.path)}:{line}:{column}: {label} {each.message}"
