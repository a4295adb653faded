"""`plx models`: the names that a pipe may give its model, what they resolve to and cost; with a NAME, all about it."""

from __future__ import annotations

import json
import os
import sys

from plx_lsp.cli.model_page import as_data, as_text, can_run
from plx_lsp.cli.reports import printable
from plx_lsp.cli.reports.colors import painter
from plx_lsp.project.project import Project
from plx_lsp.project.roots import find_root
from plx_schema.deck import Failure, Name, all_names, price, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from plx_lsp.cli.reports.colors import Paint
    from plx_schema.deck import Deck

_HEADINGS = {"preset": "Presets", "alias": "Aliases", "waterfall": "Waterfalls", "handle": "Handles"}
_COLUMNS = ("name", "model", "backend", "one image", "status")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `plx models`."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="explain this one; without it, all are listed")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--all", action="store_true", help="list retired models, too")
    parser.add_argument("--no-color", action="store_true", help="no colours, even on a terminal")


def run(options: argparse.Namespace) -> int:
    """List the deck's names, or explain one; 2 if that one leads to no model."""
    deck = Project(find_root(os.getcwd())).library.deck
    if options.name is not None:
        return _explain(deck, options)
    listed = [name for name in all_names(deck) if options.all or options.json or not name.status.startswith("retired")]
    if options.json:
        _print_json({"as_of": deck.as_of, "models": [_row(deck, name) for name in listed]})
    else:
        print(printable("\n".join(_table(deck, listed, painter(no_color=options.no_color))), sys.stdout.encoding))
    return 0


def _explain(deck: Deck, options: argparse.Namespace) -> int:
    found = resolve(deck, options.name)
    if isinstance(found, Failure) and found.resolution is None:
        meant = (found.twin,) if found.twin else found.near
        hint = f"; did you mean {' or '.join(f'`{name}`' for name in meant)}?" if meant else ""
        print(f"plx models: {found.message}{hint}", file=sys.stderr)
        return 2
    if options.json:
        _print_json(as_data(deck, options.name, found, os.environ))
    else:
        lines = as_text(deck, options.name, found, os.environ, painter(no_color=options.no_color))
        print(printable("\n".join(lines), sys.stdout.encoding))
    return 0


def _row(deck: Deck, name: Name) -> dict[str, Any]:
    estimate = None
    if not name.problem:
        found = resolve(deck, f"{name.kind}:{name.name}")
        if not isinstance(found, Failure):
            one = price(found)
            estimate = {"low": one.low, "high": one.high, "currency": one.currency, "basis": one.basis or one.unknown}
    return {
        "name": name.name,
        "kind": name.kind,
        "handle": name.handle or None,
        "backend": name.backend or None,
        "provider_id": name.provider_id or None,
        "price": estimate,
        "status": name.status or None,
        "problem": name.problem or None,
        "file": name.place.file or None,
    }


def _table(deck: Deck, listed: list[Name], paint: Paint) -> Iterator[str]:
    rows = {name: _cells(deck, name) for name in listed}
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows.values(), strict=True)]
    yield paint("dim", _line(_COLUMNS, widths))
    for kind, heading in _HEADINGS.items():
        group = [name for name in listed if name.kind == kind]
        if group:
            yield ""
            yield paint("bold", heading)
        for name in group:
            line = _line(rows[name], widths)
            yield line if name.status == "current" else paint("error" if name.problem else "warning", line)
    yield ""
    yield f"Prices in USD, facts as of {deck.as_of}. `plx models NAME` says what a model takes and needs."


def _cells(deck: Deck, name: Name) -> tuple[str, ...]:
    status = name.problem or name.status
    if name.model is not None and not can_run(deck, name.model):
        status += ", not run here"
    return name.name, name.handle, name.backend, name.price, status


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _print_json(data: Any) -> None:
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(data, indent=2, ensure_ascii=not is_unicode))
