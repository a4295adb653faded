"""The editor's features from the command line, so that a bug is one command to reproduce.

    plx hover FILE:LINE:COLUMN          complete, definition, references, actions: the same
    plx rename FILE:LINE:COLUMN NAME
    plx symbols FILE                    lenses, hints: the same

Lines and columns count from 1, columns in characters. What an editor would be told is printed, an item a line.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.features.actions import Asked, actions
from plx_lsp.features.completion import complete
from plx_lsp.features.definition import definitions
from plx_lsp.features.hints import hints
from plx_lsp.features.hover import hover
from plx_lsp.features.lenses import lenses
from plx_lsp.features.references import references
from plx_lsp.features.rename import Refused, rename
from plx_lsp.features.symbols import outline
from plx_lsp.lint import Linter
from plx_lsp.project.project import Project, projects_of
from plx_lsp.syntax import LineTable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from plx_lsp.features.symbols import Symbol
    from plx_lsp.project.source import Source

_WHOLE_FILE = ("symbols", "lenses", "hints")


@dataclass(frozen=True)
class Place:
    """Where a feature is asked: `offset` of a source of a project. `name` is a rename's new name."""

    project: Project
    source: Source
    offset: int
    name: str = ""

    def shown(self, path: str, offset: int) -> str:
        """An offset of a file as `FILE:LINE:COLUMN`."""
        document = self.project.document_of(path)
        lines = document.lines if document is not None else LineTable("")
        line, column = lines.position(offset, "utf-32")
        return f"{os.path.relpath(path)}:{line + 1}:{column + 1}"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare what the features take."""
    whole = parser.prog.rpartition(" ")[2] in _WHOLE_FILE
    parser.add_argument("place", metavar="FILE" if whole else "FILE:LINE:COLUMN")
    if parser.prog.endswith(" rename"):
        parser.add_argument("name", metavar="NAME", help="the new name")


def run(options: argparse.Namespace) -> int:
    """Call a feature and print what it gives; 1 where that is nothing."""
    found = _place(options.place, getattr(options, "name", ""), whole=options.command in _WHOLE_FILE)
    if isinstance(found, str):
        print(f"plx {options.command}: {found}", file=sys.stderr)
        return 2
    lines = list(_FEATURES[options.command](found))
    print("\n".join(lines) if lines else "nothing")
    return 0 if lines else 1


def _place(written: str, name: str, *, whole: bool) -> Place | str:
    """The place that is written; or why there is none."""
    file, line, column = (written, "1", "1") if whole else _split(written)
    if not (line.isdecimal() and column.isdecimal()):
        return f"`{written}` is no place: write FILE:LINE:COLUMN, as in shop.plx:3:1"
    path = os.path.abspath(file)
    [(project, _)] = projects_of([path])
    source = project.library.sources.get(path)
    if source is None:
        return f"{file}: {project.unreadable.get(path, 'this is no PLX file')}"
    offset = source.document.lines.offset(int(line) - 1, int(column) - 1, "utf-32")
    return Place(project, source, offset, name)


def _split(written: str) -> tuple[str, str, str]:
    """A place taken apart from its end: a drive has a colon, too."""
    rest, _, column = written.rpartition(":")
    file, _, line = rest.rpartition(":")
    return file, line, column


# -- what each prints --------------------------------------------------------------------------------------------------


def _hover(place: Place) -> Iterator[str]:
    found = hover(place.project.library, place.source, place.offset)
    if found is not None:
        yield found.markdown


def _complete(place: Place) -> Iterator[str]:
    for item in complete(place.project.library, place.source, place.offset, os.environ).items:
        yield "  ".join(part for part in (item.label, item.detail, item.note) if part)


def _definition(place: Place) -> Iterator[str]:
    for target in definitions(place.project.library, place.source, place.offset):
        yield place.shown(target.name.path, target.name.start)


def _references(place: Place) -> Iterator[str]:
    for name in references(place.project, place.source, place.offset, declarations=True):
        yield f"{place.shown(name.path, name.start)}{'  declares it' if name.declares else ''}"


def _rename(place: Place) -> Iterator[str]:
    found = rename(place.project, place.source, place.offset, place.name)
    if isinstance(found, Refused):
        yield f"refused: {found.reason}"
        return
    for edit in found:
        yield f"{place.shown(edit.path, edit.start)}  {edit.text}"


def _actions(place: Place) -> Iterator[str]:
    diagnostics = _linter(place.project).diagnostics(place.source.path)
    for action in actions(Asked(place.project, place.source, place.offset, place.offset, diagnostics)):
        yield f"{action.kind}  {action.title}"


def _symbols(place: Place) -> Iterator[str]:
    for symbol in outline(place.project.library, place.source):
        yield from _symbol(place, symbol, "")


def _symbol(place: Place, symbol: Symbol, indent: str) -> Iterator[str]:
    yield f"{indent}{symbol.kind} {symbol.title}  {symbol.detail}  {place.shown(symbol.name.path, symbol.name.start)}"
    for child in symbol.children:
        yield from _symbol(place, child, indent + "  ")


def _lenses(place: Place) -> Iterator[str]:
    diagnostics = _linter(place.project).diagnostics(place.source.path)
    for lens in lenses(place.project.library, place.source, diagnostics):
        yield f"{place.shown(place.source.path, lens.start)}  {lens.command.title}"


def _hints(place: Place) -> Iterator[str]:
    for hint in hints(place.project.library, place.source, 0, place.source.document.length):
        yield f"{place.shown(place.source.path, hint.offset)}  {hint.text}"


def _linter(project: Project) -> Linter:
    return Linter(project.library, project.settings, project.root)


_FEATURES: dict[str, Callable[[Place], Iterator[str]]] = {
    "hover": _hover,
    "complete": _complete,
    "definition": _definition,
    "references": _references,
    "rename": _rename,
    "actions": _actions,
    "symbols": _symbols,
    "lenses": _lenses,
    "hints": _hints,
}
