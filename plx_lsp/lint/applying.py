"""Fixes applied to a text. Pure: what the text becomes, and which fixes could not go together."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from plx_lsp.lint.diagnostic import Diagnostic, DiagnosticFix, TextEdit


def applicable(diagnostics: Iterable[Diagnostic], path: str, *, unsafe: bool) -> list[DiagnosticFix]:
    """The fix to apply for each diagnostic of the file `path`, in the order of the text, no two of them overlapping.

    A safe fix is preferred; an unsafe one is taken only if `unsafe`, and only where it is the one way to mend the
    fault: a choice is the author's. Fixes that edit another file are left to the editor.
    """
    chosen: list[DiagnosticFix] = []
    taken: list[tuple[int, int]] = []
    for diagnostic in diagnostics:
        fix = _choose(diagnostic.fixes, unsafe=unsafe)
        if fix is None or any(edit.path != path for edit in fix.edits):
            continue
        ranges = [(edit.start, edit.end) for edit in fix.edits]
        if not any(_overlap(one, other) for one in ranges for other in taken):
            taken += ranges
            chosen.append(fix)
    return chosen


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """The text after the edits, which do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _choose(fixes: tuple[DiagnosticFix, ...], *, unsafe: bool) -> DiagnosticFix | None:
    safe = [fix for fix in fixes if fix.safe]
    if safe:
        return safe[0]
    return fixes[0] if unsafe and len(fixes) == 1 else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two edits touch the same text. Two insertions at one place do: their order would be anyone's guess."""
    if one == other:
        return True
    return one[0] < other[1] and other[0] < one[1]
