"""The checker's own fixes, one by one and all the safe ones at once; and saying that a diagnostic is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import FIX_ALL, QUICK_FIX, Action
from plx_lsp.lint import TextEdit
from plx_lsp.lint.applying import applicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.source import Source

_NOT_TO_IGNORE = frozenset({"syntax-error", "duplicate-key", "invalid-encoding", "unused-ignore"})
"""What no comment can make right."""


def fixes(_source: Source, here: Sequence[Diagnostic]) -> Iterator[Action]:
    """Each fix of the diagnostics here."""
    for each in here:
        for fix in each.fixes:
            yield Action(fix.title, QUICK_FIX, fix.edits, mends=(each,), is_preferred=fix.safe or len(each.fixes) == 1)


def fix_all(source: Source, diagnostics: Sequence[Diagnostic]) -> Iterator[Action]:
    """Every fix of the file that keeps its meaning."""
    found = applicable(diagnostics, source.path, unsafe=False)
    if found:
        edits = tuple(edit for fix in found for edit in fix.edits)
        yield Action(f"Apply all safe fixes ({len(found)})", FIX_ALL, edits)


def ignore_here(source: Source, here: Sequence[Diagnostic]) -> Iterator[Action]:
    """A comment that says of a diagnostic that it is meant, at the end of its line or in the comment that is there."""
    seen: set[str] = set()
    for each in here:
        if each.rule not in _NOT_TO_IGNORE and each.rule not in seen:
            seen.add(each.rule)
            edit = _ignore(source, each)
            if edit is not None:
                yield Action(f"Ignore `{each.rule}` here", QUICK_FIX, (edit,), mends=(each,))


def _ignore(source: Source, each: Diagnostic) -> TextEdit | None:
    lines = source.document.lines
    line = lines.line_at(each.start)
    start = lines.start_of(line)
    end = start + len(lines.text_of(line))
    for section in source.notable_sections():
        for ignore in section.ignores:
            at = source.start_of(ignore.block) + ignore.start
            if start <= at < end and ignore.rules:
                last = source.start_of(ignore.block) + ignore.rules[-1][2]
                return TextEdit(source.path, last, last, f", {each.rule}")
    if _has_comment(source, start, end):
        return None
    if _opens_lines(source, end):
        indent = source.document.text[start:end]
        blank = indent[: len(indent) - len(indent.lstrip())]
        return TextEdit(source.path, start, start, f"{blank}# plx: ignore[{each.rule}]\n")
    return TextEdit(source.path, end, end, f"  # plx: ignore[{each.rule}]")


def _has_comment(source: Source, start: int, end: int) -> bool:
    block = source.document.block_at(start)
    base = source.start_of(block)
    return any(start <= base + first < end for first, _ in block.comments)


def _opens_lines(source: Source, end: int) -> bool:
    """Whether a string that spans lines is open at the end of a line, where no comment can stand."""
    from plx_lsp.syntax import context_at

    return context_at(source.document, end).place == "string"
