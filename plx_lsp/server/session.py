"""What one client has before it: its folders, its open documents, and the projects they belong to.

The one copy of every text is the project's `Library`; an open document is a `Buffer` that says which source it is. It
keeps the state of the session and answers questions about it; it speaks no protocol and publishes nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from plx_lsp.lint import Linter
from plx_lsp.project.project import Project
from plx_lsp.project.roots import SUFFIX, find_root
from plx_lsp.server.disk import settings_and_deck, stamps_of
from plx_lsp.server.uris import path_of, uri_of
from plx_lsp.syntax import LineTable, decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.server.disk import Stamp

    Encoding = Literal["utf-8", "utf-16", "utf-32"]

LANGUAGE = "plx"
"""The language id of PLX documents."""


class Home:
    """A project as the session serves it.

    `ready` once all its files have been read and checked; `members` are those files that belong to it on disk, `nested`
    the roots of the projects below it. `stamps` say in what state each file was before it was read.
    """

    def __init__(self, root: str | None) -> None:
        self.root = root
        self.stamps: dict[str, Stamp] = stamps_of(settings_and_deck(root)) if root else {}
        self.project = Project(root)
        self.linter = Linter(self.project.library, self.project.settings, root)
        self.ready = root is None
        self.members: set[str] = set()
        self.nested: list[str] = []

    @property
    def sources(self) -> dict[str, Source]:
        """The files of the project by path."""
        return self.project.library.sources


@dataclass
class Buffer:
    """An open document: the client's URI and version of the source at `path`.

    `opening` tells one opening of a file from the next.
    """

    uri: str
    path: str
    version: int
    home: Home
    opening: int

    @property
    def source(self) -> Source:
        """Its text and declarations."""
        return self.home.sources[self.path]


@dataclass(frozen=True, slots=True)
class Here:
    """A document that a request is about, open or not, with its project."""

    home: Home
    source: Source

    @property
    def library(self) -> Library:
        """What the names in it mean."""
        return self.home.project.library


@dataclass
class Session:
    """Everything that outlives one message. Paths are absolute; a document without a file has its URI for a path.

    Pipes are run where the client says that the workspace is `trusted`, and its settings leave it `allowed`.
    """

    encoding: Encoding = "utf-16"
    trusted: bool = True
    allowed: bool = True
    folders: dict[str, str] = field(default_factory=dict[str, str])
    buffers: dict[str, Buffer] = field(default_factory=dict[str, Buffer])
    homes: dict[str, Home] = field(default_factory=dict[str, Home])
    openings: count[int] = field(default_factory=count)
    deck_texts: dict[str, str] = field(default_factory=dict[str, str])

    # -- names --------------------------------------------------------------------------------------------------------

    def uri(self, path: str) -> str:
        """The URI of a path, as the client spells it where it has the document open."""
        buffer = self.buffers.get(path)
        return buffer.uri if buffer is not None else uri_of(path)

    def document(self, uri: str) -> Here | None:
        """A document of the session by its URI; None where there is none."""
        path = path_of(uri)
        home = self.home_of(path)
        source = home.sources.get(path) if home is not None else None
        return Here(home, source) if home is not None and source is not None else None

    def lines(self, path: str) -> LineTable | None:
        """The lines of any file: of one of the projects, or on disk; None where it can't be read."""
        for home in self.homes.values():
            document = home.project.document_of(path)
            if document is not None:
                return document.lines
        try:
            with open(path, "rb") as file:
                return LineTable(decode(file.read())[0])
        except OSError:
            return None

    # -- projects -----------------------------------------------------------------------------------------------------

    def home_of(self, path: str) -> Home | None:
        """The project that has this file already."""
        buffer = self.buffers.get(path)
        if buffer is not None:
            return buffer.home
        return next((home for home in self.homes.values() if path in home.sources), None)

    def settle(self, path: str) -> Home:
        """The project that a file belongs to; made, but not read, where nothing of it is known yet."""
        root = find_root(path) if os.path.isabs(path) else None
        key = root or path
        home = self.homes.get(key)
        if home is None:
            home = self.homes[key] = Home(root)
            if self.deck_texts:
                home.project.load_deck(self.deck_texts)
        return home

    def open_in(self, home: Home) -> Iterator[Buffer]:
        """The open documents of a project."""
        return (buffer for buffer in self.buffers.values() if buffer.home is home)


def is_plx(uri: str, language: str = "") -> bool:
    """Whether a document is PLX, by its language id or its name."""
    return language == LANGUAGE or uri.endswith(SUFFIX)
