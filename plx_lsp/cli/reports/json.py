"""`json`: an array of objects, one a diagnostic. Lines and columns from 1, columns in code points."""

from __future__ import annotations

import json

from plx_lsp.cli.reports import display, position
from plx_lsp.lint.pages import page_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked, CheckedFile
    from plx_lsp.lint import Diagnostic
    from plx_lsp.lint.diagnostic import DiagnosticFix, RelatedPlace


def render(checked: Checked, _options: Options) -> Iterator[str]:
    """The array, an object a line."""
    objects = [_object(file, each) for file in checked.files for each in file.diagnostics]
    if not objects:
        yield "[]"
        return
    yield "["
    for index, each in enumerate(objects):
        yield f"  {json.dumps(each, ensure_ascii=False)}{',' if index < len(objects) - 1 else ''}"
    yield "]"


def _object(file: CheckedFile, each: Diagnostic) -> dict[str, Any]:
    return {
        "filename": display(file.path),
        "code": each.rule,
        "severity": each.severity,
        "message": each.message,
        "location": _location(file, each.path, each.start),
        "end_location": _location(file, each.path, each.end),
        "fix": _fix(file, each.fixes[0]) if each.fixes else None,
        "url": page_url(each.rule),
        "related": [_related(file, place) for place in each.related],
    }


def _related(file: CheckedFile, place: RelatedPlace) -> dict[str, Any]:
    location = _location(file, place.path, place.start)
    return {"filename": display(place.path), "message": place.message, "location": location}


def _fix(file: CheckedFile, fix: DiagnosticFix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safe": fix.safe,
        "edits": [
            {
                "filename": display(edit.path),
                "location": _location(file, edit.path, edit.start),
                "end_location": _location(file, edit.path, edit.end),
                "content": edit.text,
            }
            for edit in fix.edits
        ],
    }


def _location(file: CheckedFile, path: str, offset: int) -> dict[str, int]:
    if path == file.path:
        row, column = position(file, offset)
        return {"row": row, "column": column}
    document = file.project.document_of(path)
    line, column = document.lines.position(offset, "utf-32") if document is not None else (0, 0)
    return {"row": line + 1, "column": column + 1}
