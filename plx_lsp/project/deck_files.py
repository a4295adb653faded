"""The model deck of a project: the files of `.pipelex/inference/`, found, read and kept with their places (R§11).

    deck/**/*.toml           presets, aliases, waterfalls, defaults, merged in name order
    backends.toml            servers of models
    backends/<name>.toml     the models of one server
    routing_profiles.toml    which server serves which model

`Project` calls it, and lays what it finds over the embedded deck. A file that is broken still gives all its healthy
tables; what is wrong with it is for `plx_lsp.lint.rules.deck` to say. `${VAR}` stays as it is written: nothing here
reads the environment.
"""

from __future__ import annotations

import os

from plx_lsp.project.deck_tables import read_backend, read_backends, read_deck, read_routing
from plx_lsp.syntax import build, decode, parse
from plx_schema.deck import ProjectDeck

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from plx_lsp.syntax import Document, Node, TableFault

    DeckFileKind = Literal["deck", "backends", "backend", "routing_profiles"]

INFERENCE_FOLDER = os.path.join(".pipelex", "inference")

_READERS = {"deck": read_deck, "backends": read_backends, "backend": read_backend, "routing_profiles": read_routing}

_LARGEST = 8 * 1024 * 1024
"""Bytes. No deck that a person keeps is larger."""


class DeckFile:
    """One file as read. `kind` is the name of its schema, `fault` what was wrong with its bytes.

    Ranges are absolute, in code points.
    """

    __slots__ = ("document", "fault", "kind", "path", "root", "table_faults")

    def __init__(self, path: str, kind: DeckFileKind, data: bytes) -> None:
        text, self.fault = decode(data)
        self.path = path
        self.kind: DeckFileKind = kind
        self.document: Document = parse(text)
        self.root: Node
        self.table_faults: list[TableFault]
        self.root, self.table_faults = build(self.document.blocks)

    @property
    def stem(self) -> str:
        """The file's name without `.toml`: for a file of `backends/`, the backend."""
        return os.path.splitext(os.path.basename(self.path))[0]

    def value_range(self, node: Node) -> tuple[int, int]:
        """Where a value is written."""
        start = self.document.start_of(node.block)
        return start + node.start, start + node.end

    def key_range(self, node: Node) -> tuple[int, int]:
        """Where the key that names a node is written; the value where it has none."""
        if node.key is None or node.key_block is None:
            return self.value_range(node)
        start = self.document.start_of(node.key_block)
        return start + node.key.start, start + node.key.end


class DeckFiles:
    """A project's deck files by path, what they say together, and why any of them could not be read."""

    def __init__(self) -> None:
        self.files: dict[str, DeckFile] = {}
        self.unreadable: dict[str, str] = {}
        self.project_deck = ProjectDeck()

    def merge(self) -> None:
        """Fill `project_deck` from the files, in their order."""
        self.project_deck = ProjectDeck()
        for file in self.files.values():
            _READERS[file.kind](file, self.project_deck)
        for backend in self.project_deck.backends.values():
            backend.models_known = backend.name in self.project_deck.listed

    def document_of(self, path: str) -> Document | None:
        """The text of one of the files; None for any other path."""
        file = self.files.get(path)
        return file.document if file is not None else None


def read_deck_files(root: str, texts: Mapping[str, str] | None = None) -> DeckFiles:
    """Read the deck files of the project at `root`; none at all give an empty deck.

    Args:
        root: the project's folder.
        texts: contents that go before those on disk, by absolute path: what an editor has not saved yet.
    """
    found = DeckFiles()
    for path, kind in deck_paths(root):
        if texts is not None and path in texts:
            found.files[path] = DeckFile(path, kind, texts[path].encode("utf-8", "surrogatepass"))
            continue
        try:
            with open(path, "rb") as file:
                data = file.read(_LARGEST + 1)
        except OSError as error:
            found.unreadable[path] = (error.strerror or str(error)).lower()
            continue
        if len(data) > _LARGEST:
            found.unreadable[path] = f"this file is larger than {_LARGEST // 1024 // 1024} MB"
        else:
            found.files[path] = DeckFile(path, kind, data)
    found.merge()
    return found


def deck_paths(root: str) -> Iterator[tuple[str, DeckFileKind]]:
    """The deck files that a project has, in the order in which they are merged, each with its kind."""
    folder = os.path.join(root, INFERENCE_FOLDER)
    for path in _toml_files(os.path.join(folder, "deck"), deep=True):
        yield path, "deck"
    for name in ("backends", "routing_profiles"):
        path = os.path.join(folder, f"{name}.toml")
        if os.path.isfile(path):
            yield path, "backends" if name == "backends" else "routing_profiles"
    for path in _toml_files(os.path.join(folder, "backends"), deep=False):
        yield path, "backend"


def _toml_files(folder: str, *, deep: bool) -> list[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    found: list[str] = []
    for entry in entries:
        if entry.name.endswith(".toml") and os.path.isfile(entry.path):
            found.append(entry.path)
        elif deep and entry.is_dir(follow_symlinks=False):
            found += _toml_files(entry.path, deep=True)
    return found
