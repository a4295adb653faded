"""`# plx: ignore[rule]` at work: which diagnostics a file's author has said are meant, and which ignores do nothing."""

from __future__ import annotations

from plx_lsp.lint import rules
from plx_lsp.lint.finding import Edit, Finding, Fix, Place
from plx_lsp.lint.registry import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.lint.diagnostic import Diagnostic
    from plx_lsp.project.ignores import Ignore
    from plx_lsp.project.source import Source


class Suppressions:
    """The ignore comments of a file, by the line each speaks for, and what they have covered so far."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._by_line: dict[int, list[Ignore]] = {}
        self._used: set[tuple[int, str]] = set()
        self._targets: dict[int, int] = {}
        for section in source.notable_sections():
            for ignore in section.ignores:
                self._by_line.setdefault(self._line_of(ignore), []).append(ignore)

    def cover(self, diagnostic: Diagnostic) -> bool:
        """Whether an ignore on the diagnostic's first line names its rule."""
        if not self._by_line:
            return False
        line = self._source.document.lines.line_at(diagnostic.start)
        covered = False
        for ignore in self._by_line.get(line, ()):
            if any(name == diagnostic.rule for name, _, _ in ignore.rules):
                self._used.add((id(ignore), diagnostic.rule))
                covered = True
        return covered

    def unused(self) -> Iterator[Finding]:
        """A finding for each ignored rule that has nothing to ignore, and for each comment that names none."""
        for ignores in self._by_line.values():
            for ignore in ignores:
                yield from self._judge(ignore)

    def _line_of(self, ignore: Ignore) -> int:
        """The line that an ignore speaks for: its own, or the next one that is no comment if it stands alone."""
        lines = self._source.document.lines
        line = lines.line_at(self._source.start_of(ignore.block) + ignore.start)
        last = lines.count - 1
        passed: list[int] = []
        while line < last and line not in self._targets and lines.text_of(line).lstrip()[:1] in ("", "#"):
            passed.append(line)
            line += 1
        line = self._targets.get(line, line)
        self._targets.update(dict.fromkeys(passed, line))
        return line

    def _judge(self, ignore: Ignore) -> Iterator[Finding]:
        whole = Place(self._source, ignore.block, ignore.start, ignore.end)
        remove = Fix("Remove this comment", Edit(whole, ""), safe=True)
        if not ignore.rules:
            message = "this ignores nothing: name the rules, as in `# plx: ignore[unknown-concept]`"
            yield Finding(whole, message, remove, rule="unused-ignore", tags=("unnecessary",))
            return
        rules.load_all()  # a rule for settings or the deck is a rule, too, whether or not one was at work
        unused = [each for each in ignore.rules if (id(ignore), each[0]) not in self._used]
        kept = [name for name, _, _ in ignore.rules if (id(ignore), name) in self._used]
        for name, start, end in unused:
            if name in RULES:
                message = f"nothing here breaks `{name}`: this ignore does nothing"
            else:
                message = f"there is no rule `{name}`: this ignore does nothing"
            fix = remove
            if kept:
                rest = f"# plx: ignore[{', '.join(kept)}]"
                fix = Fix(f"Keep only {', '.join(kept)}", Edit(whole, rest), safe=True)
            place = Place(self._source, ignore.block, start, end)
            yield Finding(place, message, fix, rule="unused-ignore", tags=("unnecessary",))
