"""A diagnostic: what is wrong, where, and what to write instead, as plain values in absolute offsets.

The one shape that the command line, the server and the runtime show.
"""

from __future__ import annotations

SEVERITY_ORDER = ("error", "warning", "information")
"""*error*: cannot run, or means other than written; *warning*: runs, but something written has no effect or will
break; *information*: another spelling."""


class TextEdit:
    """Put `text` in place of `start:end` (code points) of the file `path`."""

    __slots__ = ("end", "path", "start", "text")

    def __init__(self, path: str, start: int, end: int, text: str) -> None:
        self.path = path
        self.start = start
        self.end = end
        self.text = text


class DiagnosticFix:
    """One way to mend a diagnostic; `safe` if it may be applied unasked."""

    __slots__ = ("edits", "safe", "title")

    def __init__(self, title: str, edits: tuple[TextEdit, ...], *, safe: bool) -> None:
        self.title = title
        self.edits = edits
        self.safe = safe


class RelatedPlace:
    """Another place that explains a diagnostic."""

    __slots__ = ("end", "message", "path", "start")

    def __init__(self, path: str, start: int, end: int, message: str) -> None:
        self.path = path
        self.start = start
        self.end = end
        self.message = message


class Diagnostic:
    """One fault of one file. Offsets are code points from the start of its text."""

    __slots__ = ("end", "fixes", "message", "path", "related", "rule", "severity", "start", "tags")

    def __init__(
        self,
        path: str,
        rule: str,
        severity: str,
        start: int,
        end: int,
        message: str,
        fixes: tuple[DiagnosticFix, ...] = (),
        related: tuple[RelatedPlace, ...] = (),
        tags: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self.rule = rule
        self.severity = severity
        self.start = start
        self.end = end
        self.message = message
        self.fixes = fixes
        self.related = related
        self.tags = tags
