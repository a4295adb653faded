"""The last lines of a report for people: how much was found, and what can be done about it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked

_NOUNS = {"error": "error", "warning": "warning", "information": "note"}


def summary(checked: Checked, options: Options) -> Iterator[str]:
    """What was found and fixed, in a line or two."""
    fixed = sum(checked.fixed.values())
    if fixed:
        verb = "Would fix" if options.diff else "Fixed"
        yield f"{verb} {_count(fixed, 'problem')} in {_count(len(checked.fixed), 'file')}."
    if options.diff:
        return
    counts = dict.fromkeys(_NOUNS, 0)
    for each in checked.diagnostics():
        counts[each.severity] += 1
    files = _count(len(checked.files), "file")
    found = ", ".join(_count(number, _NOUNS[severity]) for severity, number in counts.items() if number)
    if not found:
        yield f"No problems in {files}." if checked.files else "Nothing was checked."
        return
    yield f"Found {found} in {files}."
    safe, unsafe = _fixable(checked)
    if safe and not options.fix:
        yield f"{_count(safe, 'problem')} can be fixed with `plx check --fix`."
    if unsafe and not (options.fix and options.unsafe_fixes):
        yield f"{_count(unsafe, 'problem')} can be fixed with `plx check --fix --unsafe-fixes`; read `--diff` first."


def _fixable(checked: Checked) -> tuple[int, int]:
    """How many problems `--fix` would mend at once, and how many more with `--unsafe-fixes`."""
    if not any(each.fixes for each in checked.diagnostics()):
        return 0, 0
    from plx_lsp.cli.fixing import may_be_mended
    from plx_lsp.lint.applying import applicable

    safe = unsafe = 0
    for file in filter(may_be_mended, checked.files):
        safe += len(applicable(file.diagnostics, file.path, unsafe=False))
        unsafe += sum(not fix.safe for fix in applicable(file.diagnostics, file.path, unsafe=True))
    return safe, unsafe


def statistics(checked: Checked) -> list[str]:
    """How often each rule was broken, most often first."""
    counts: dict[tuple[str, str], int] = {}
    for each in checked.diagnostics():
        counts[each.rule, each.severity] = counts.get((each.rule, each.severity), 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{number:>6}  {severity:<11}  {rule}" for (rule, severity), number in ordered]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
