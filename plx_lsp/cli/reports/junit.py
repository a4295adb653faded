"""`junit`: JUnit XML, which most build servers read. A file is a test suite; a clean file is one passed test."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from plx_lsp.cli.reports import display, position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked, CheckedFile


def render(checked: Checked, _options: Options) -> Iterator[str]:
    """The document."""
    total = sum(max(1, len(file.diagnostics)) for file in checked.files)
    failures = sum(len(file.diagnostics) for file in checked.files)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="plx" tests="{total}" failures="{failures}" errors="0">'
    for file in checked.files:
        yield from _suite(file)
    yield "</testsuites>"


def _suite(file: CheckedFile) -> Iterator[str]:
    name = _attribute(display(file.path))
    found = file.diagnostics
    yield f'  <testsuite name={name} tests="{max(1, len(found))}" failures="{len(found)}" errors="0">'
    if not found:
        yield f'    <testcase name="no problems" classname={name}/>'
    for each in found:
        line, column = position(file, each.start)
        yield f'    <testcase name={_attribute(each.rule)} classname={name} line="{line}" column="{column}">'
        words = f"type={_attribute(each.severity)} message={_attribute(each.message)}"
        yield f"      <failure {words}>line {line}, column {column}</failure>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _attribute(text: str) -> str:
    """A quoted attribute without the characters that XML cannot hold."""
    return quoteattr("".join(c if c >= " " and not "\ud800" <= c <= "\udfff" else "�" for c in text))
