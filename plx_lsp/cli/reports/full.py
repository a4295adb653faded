"""`full`: each diagnostic with its source line, the faulty span underlined. For a person at a terminal."""

from __future__ import annotations

from plx_lsp.cli.reports import display, position
from plx_lsp.cli.reports.colors import painter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked, CheckedFile
    from plx_lsp.cli.reports.colors import Paint
    from plx_lsp.lint import Diagnostic

_TAB = "    "
_WIDEST = 160
"""Columns of a source line that are shown: a longer line is cut around the fault."""


def render(checked: Checked, options: Options) -> Iterator[str]:
    """Every diagnostic, a blank line behind each."""
    paint = painter(no_color=options.no_color)
    for file in checked.files:
        for diagnostic in file.diagnostics:
            yield from _block(checked, file, diagnostic, paint)
            yield ""


def _block(checked: Checked, file: CheckedFile, diagnostic: Diagnostic, paint: Paint) -> Iterator[str]:
    line, column = position(file, diagnostic.start)
    place = paint("bold", f"{display(file.path)}:{line}:{column}")
    label = paint(diagnostic.severity, f"{diagnostic.severity}[{diagnostic.rule}]")
    yield f"{place}: {label} {diagnostic.message}"
    gutter = " " * len(str(line))
    before, fault, after = _excerpt(file, diagnostic, line - 1)
    bar = paint("dim", "|")
    yield f"{gutter} {bar}"
    yield f"{paint('dim', str(line))} {bar} {before}{fault}{after}".rstrip()
    carets = paint(diagnostic.severity, "^" * max(1, width(fault)))
    yield f"{gutter} {bar} {' ' * width(before)}{carets}"
    for related in diagnostic.related:
        yield f"{gutter} {paint('dim', '=')} {related.message}: {_place(checked, related.path, related.start)}"
    for fix in diagnostic.fixes:
        kind = "fix" if fix.safe else "possible fix"
        yield f"{gutter} {paint('dim', '=')} {paint('help', kind)}: {fix.title}"


def _excerpt(file: CheckedFile, diagnostic: Diagnostic, line: int) -> tuple[str, str, str]:
    """The source line in three parts, the faulty one in the middle; cut where it is too long."""
    text = file.document.lines.text_of(line)
    start = file.document.lines.start_of(line)
    first, last = diagnostic.start - start, diagnostic.end - start
    before, fault, after = text[:first], text[first:last], text[last:]
    if len(text) > _WIDEST:
        if len(before) > _WIDEST // 2:
            before = "…" + before[-_WIDEST // 2 :]
        fault = fault if len(fault) <= _WIDEST // 2 else fault[: _WIDEST // 2] + "…"
        after = after if len(after) <= _WIDEST // 2 else after[: _WIDEST // 2] + "…"
    return _shown(before), _shown(fault), _shown(after)


def _shown(text: str) -> str:
    """Text that moves a terminal's cursor by what it shows: no tabs, no control characters."""
    text = text.replace("\t", _TAB)
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) or c in "\u200d\ufe0f" else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _place(checked: Checked, path: str, offset: int) -> str:
    for file in checked.files:
        document = file.project.document_of(path)
        if document is not None:
            line, column = document.lines.position(offset, "utf-32")
            return f"{display(path)}:{line + 1}:{column + 1}"
    return display(path)
