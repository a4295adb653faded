"""Names of models as a project's deck files write them: where each is defined, and where another one is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.names import Meaning, Name, model_meaning
from plx_lsp.project.deck_tables import MODEL_KEYS, SECTIONS, entries

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from plx_lsp.project.deck_files import DeckFile, DeckFiles
    from plx_lsp.syntax import Node
    from plx_schema.deck import Deck

_KINDS = {"aliases": "alias", "waterfalls": "waterfall"}
"""What the names of a table are."""

_IMAGES = "img_gen"
"""The section of image models."""

_CHOICES = "choice_"
"""How the keys of a section begin that choose a model where a pipe names none."""


def deck_names(files: DeckFiles | None, deck: Deck) -> Iterator[Name]:
    """Every name of an image model in a project's deck files, and every alias and waterfall that other sections name.

    Args:
        files: the deck files of the project.
        deck: what they say together, over the embedded deck.
    """
    if files is None:
        return
    for file in files.files.values():
        if file.kind == "deck":
            yield from _aliases(file, file.root, deck)
            for section, table in entries(file.root):
                if section == _IMAGES:
                    yield from _aliases(file, table, deck)
                    yield from _presets(file, table.get("presets"))
                if section not in _KINDS:
                    own = files.project_deck.other_presets.get(SECTIONS.get(section, section), {})
                    yield from _chosen(file, section, table, deck, own)


def _aliases(file: DeckFile, table: Node, deck: Deck) -> Iterator[Name]:
    for key, kind in _KINDS.items():
        for name, node in entries(table.get(key)):
            yield _defined(file, name, node, kind)
            for target in node.data if node.kind == "array" else [node]:
                yield from _reference(file, target, deck)


def _presets(file: DeckFile, table: Node | None) -> Iterator[Name]:
    for name, node in entries(table):
        yield _defined(file, name, node, "preset")


def _chosen(file: DeckFile, section: str, table: Node, deck: Deck, own: Container[str]) -> Iterator[Name]:
    """The models that a section's presets and defaults name; `own` are the presets of a section for other models."""
    for _, preset in entries(table.get("presets")):
        yield from _settings(file, preset, deck)
    is_images = section == _IMAGES
    for node in _choices(table, is_images=is_images):
        for name in (*_reference(file, node, deck, presets=is_images), *_settings(file, node, deck)):
            if is_images or (name.meaning.model != "preset" and name.meaning.name not in own):
                yield name


def _choices(table: Node, *, is_images: bool) -> Iterator[Node]:
    """What a section chooses where a pipe names no model: one name or setting for images, several for others."""
    for key, node in entries(table):
        if key.startswith(_CHOICES):
            if is_images or node.kind != "table":
                yield node
            else:
                yield from (each for _, each in entries(node))


def _settings(file: DeckFile, table: Node, deck: Deck) -> Iterator[Name]:
    for key, item in entries(table):
        if key in MODEL_KEYS:
            yield from _reference(file, item, deck)


def _defined(file: DeckFile, name: str, node: Node, kind: str) -> Name:
    start, end = file.key_range(node)
    return _name(file, Meaning("model", name, model=kind), start, end, declares=True)


def _reference(file: DeckFile, node: Node, deck: Deck, *, presets: bool = False) -> Iterator[Name]:
    if node.kind == "string" and node.data:
        start, end = file.value_range(node)
        meaning = model_meaning(deck, node.data, presets=presets)
        yield _name(file, meaning, start, end, skip=len(node.data) - len(meaning.name))


def _name(file: DeckFile, meaning: Meaning, start: int, end: int, *, skip: int = 0, declares: bool = False) -> Name:
    """The name without its quotes, and without the sigil that says its kind."""
    if file.document.text[start : start + 1] in ('"', "'"):
        start, end = start + 1, end - 1
    return Name(meaning, file.path, start + skip, end, declares)
