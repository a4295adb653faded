"""Names of models as a project's deck files write them: where each is defined, and where another one is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.names import Meaning, Name
from plx_lsp.project.deck_tables import MODEL_KEYS, entries
from plx_schema.deck import split_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.deck_files import DeckFile, DeckFiles
    from plx_lsp.syntax import Node

_NAMING = ("aliases", "waterfalls")


def deck_names(files: DeckFiles | None) -> Iterator[Name]:
    """Every name of an image model in a project's deck files; of other kinds of models there is none."""
    for file in files.files.values() if files is not None else ():
        if file.kind == "deck":
            section = file.root.get("img_gen")
            for table in (file.root, section):
                for name, naming in entries(table):
                    if name in _NAMING:
                        yield from _aliases(file, naming)
            if section is not None:
                yield from _presets(file, section.get("presets"))
                yield from _reference(file, section.get("choice_default"))


def _aliases(file: DeckFile, table: Node) -> Iterator[Name]:
    for name, node in entries(table):
        yield _defined(file, name, node)
        for target in node.data if node.kind == "array" else [node]:
            yield from _reference(file, target)


def _presets(file: DeckFile, table: Node | None) -> Iterator[Name]:
    for name, node in entries(table):
        yield _defined(file, name, node)
        for key, item in entries(node):
            if key in MODEL_KEYS:
                yield from _reference(file, item)


def _defined(file: DeckFile, name: str, node: Node) -> Name:
    start, end = file.key_range(node)
    return _name(file, name, start, end, declares=True)


def _reference(file: DeckFile, node: Node | None) -> Iterator[Name]:
    if node is not None and node.kind == "string" and node.data:
        start, end = file.value_range(node)
        bare = split_name(node.data)[1]
        yield _name(file, bare, start, end, skip=len(node.data) - len(bare))


def _name(file: DeckFile, name: str, start: int, end: int, *, skip: int = 0, declares: bool = False) -> Name:
    """The name without its quotes, and without the sigil that says its kind."""
    if file.document.text[start : start + 1] in ('"', "'"):
        start, end = start + 1, end - 1
    return Name(Meaning("model", name), file.path, start + skip, end, declares)
