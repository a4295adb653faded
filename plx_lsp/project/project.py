"""A project: its root, its settings, its deck, and the library of its files.

The one place in the language core that reads files. A file that cannot be read is a fault of the project, never an
exception, and never stops the rest.
"""

from __future__ import annotations

import os
import stat

from plx_lsp.project.library import Library
from plx_lsp.project.roots import find_files, find_root
from plx_lsp.project.settings import Settings, read_settings
from plx_lsp.syntax import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plx_lsp.project.deck_files import DeckFiles
    from plx_lsp.project.source import Source
    from plx_lsp.syntax import Document

_LARGEST = 64 * 1024 * 1024
"""Bytes. A larger file is no PLX that a person wrote; reading it would only take the machine's memory."""


class Project:
    """A root with everything below it. `unreadable` maps a path to why it could not be read, in words."""

    def __init__(self, root: str | None) -> None:
        self.root = root
        self.settings: Settings = read_settings(root) if root else Settings()
        self.library = Library()
        self.deck_files: DeckFiles | None = None
        self.unreadable: dict[str, str] = {}
        if root:
            self.load_deck()

    def load_deck(self, texts: Mapping[str, str] | None = None) -> None:
        """Read `.pipelex/inference/` again, if the project has one, and put it over the embedded deck.

        `texts` holds, by path, what an editor has not saved yet: it counts more than what is on disk.
        """
        folder = os.path.join(self.root or "", ".pipelex", "inference")
        if not self.root or (self.deck_files is None and not os.path.isdir(folder)):
            return
        from plx_lsp.project.deck_files import read_deck_files
        from plx_schema.deck import load_embedded, overlay

        self.deck_files = read_deck_files(self.root, texts)
        self.library.deck = overlay(load_embedded(), self.deck_files.project_deck)

    def load(self) -> None:
        """Read every `.plx` file below the root."""
        if self.root:
            self.read(find_files(self.root, self.settings.exclude, self.settings.include).files)

    def read(self, paths: Iterable[str]) -> None:
        """Read these files, or read them anew."""
        for path in paths:
            self.read_file(path)

    def read_file(self, path: str) -> Source | None:
        """Read one file into the library; None, with the reason in `unreadable`, where it cannot be read."""
        self.unreadable.pop(path, None)
        try:
            data = _bytes_of(path)
        except OSError as error:
            self.unreadable[path] = _why(error)
            return None
        if len(data) > _LARGEST:
            self.unreadable[path] = f"this file is larger than {_LARGEST // 1024 // 1024} MB"
            return None
        text, fault = decode(data)
        if fault is not None and "\0" in text:
            self.unreadable[path] = "this is a binary file, and PLX is text in UTF-8"
            return None
        return self.library.open(path, text, fault)

    def open(self, path: str, data: bytes) -> Source:
        """Put a file's bytes into the library under `path`."""
        text, fault = decode(data)
        return self.library.open(path, text, fault)

    def document_of(self, path: str) -> Document | None:
        """The document of any file of the project: a source, the settings, a file of the deck."""
        source = self.library.sources.get(path)
        if source is not None:
            return source.document
        if path == self.settings.path:
            return self.settings.document
        return self.deck_files.document_of(path) if self.deck_files is not None else None

    def relative(self, path: str) -> str:
        """A path as its project sees it: from the root, with `/`."""
        return os.path.relpath(path, self.root).replace(os.sep, "/") if self.root else os.path.basename(path)


def projects_of(paths: Iterable[str]) -> list[tuple[Project, list[str]]]:
    """The project of each file, loaded whole, with those of `paths` that belong to it. Lone files stand alone."""
    roots: dict[str, list[str]] = {}
    alone: list[tuple[Project, list[str]]] = []
    found: dict[str, str | None] = {}
    for path in paths:
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in found:
            found[folder] = find_root(folder)
        root = found[folder]
        if root is None:
            project = Project(None)
            project.read([os.path.abspath(path)])
            alone.append((project, [os.path.abspath(path)]))
        else:
            roots.setdefault(root, []).append(os.path.abspath(path))
    rooted: list[tuple[Project, list[str]]] = []
    for root, members in roots.items():
        project = Project(root)
        project.load()
        # A file named outright is always checked, excluded or not.
        project.read(path for path in members if path not in project.library.sources)
        rooted.append((project, members))
    return rooted + alone


def _bytes_of(path: str) -> bytes:
    """What a file holds, and no more than it takes to see that it is too large. A pipe would make us wait for ever."""
    mode = os.stat(path).st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        raise OSError("this is no file but a pipe or a device: check what comes out of it with `-`")
    with open(path, "rb") as file:
        return file.read(_LARGEST + 1)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "permission to read it is missing"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    return error.strerror.lower() if error.strerror else str(error)
