"""`github`: workflow commands, which GitHub Actions shows on the lines of a pull request."""

from __future__ import annotations

from plx_lsp.cli.reports import position, slashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice"}


def render(checked: Checked, _options: Options) -> Iterator[str]:
    """`::error file=…,line=…::message`, for each."""
    for file in checked.files:
        for each in file.diagnostics:
            line, column = position(file, each.start)
            end_line, end_column = position(file, each.end)
            fields = [
                f"file={_property(slashed(file.path))}",
                f"line={line}",
                f"endLine={end_line}",
                # Columns of several lines are refused.
                *([f"col={column}", f"endColumn={end_column}"] if line == end_line else []),
                f"title={_property(f'plx {each.rule}')}",
            ]
            yield f"::{_COMMANDS[each.severity]} {','.join(fields)}::{_data(each.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
