"""What the client says of documents, files, folders and settings, brought into the session.

Edits are applied the moment they arrive, in order, each to the one copy of the text. Whatever else follows from them
(checking, publishing) is scheduled, never done here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.project.roots import CONFIG_FILE, SUFFIX, find_root, matches
from plx_lsp.server.client import SECTION
from plx_lsp.server.session import Buffer, is_plx, path_of
from plx_lsp.server.untyped import table

if TYPE_CHECKING:
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Home

CONFIG_FILES = (CONFIG_FILE, "pyproject.toml")
DECK_FOLDER = ".pipelex"
WATCHED = (f"**/*{SUFFIX}", *(f"**/{name}" for name in CONFIG_FILES), f"**/{DECK_FOLDER}/**")
"""What the client is asked to watch, as glob patterns."""

# -- documents --------------------------------------------------------------------------------------------------------


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take over a document's text from the client."""
    document = params.text_document
    if not is_plx(document.uri, document.language_id):
        return
    path = path_of(document.uri)
    home = server.session.settle(path)
    buffer = Buffer(document.uri, path, document.version, home)
    server.session.buffers[path] = buffer
    home.project.library.open(path, document.text)
    server.session.revision += 1
    server.load(home)
    server.publisher.edited(buffer)


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply the edits of a document, one after the other."""
    buffer = server.session.buffers.get(path_of(params.text_document.uri))
    if buffer is None:
        return
    library = buffer.home.project.library
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start = server.convert.offset(buffer.source, change.range.start)
            end = server.convert.offset(buffer.source, change.range.end)
            library.edit(buffer.path, start, max(start, end), change.text)
        else:
            library.open(buffer.path, change.text)
    buffer.version = params.text_document.version
    server.session.revision += 1
    server.publisher.edited(buffer)


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Go back to the text on disk, if the file belongs to the project; else forget it."""
    buffer = server.session.buffers.pop(path_of(params.text_document.uri), None)
    if buffer is None:
        return
    server.session.revision += 1
    server.colours.pop(buffer.uri, None)
    server.publisher.closed(buffer)
    home = buffer.home
    if home.root is None:
        server.session.homes.pop(buffer.path, None)
        return
    if buffer.path not in home.members or home.project.read_file(buffer.path) is None:
        home.project.library.close(buffer.path)
    server.publisher.stale(home)


# -- files and folders ------------------------------------------------------------------------------------------------


def did_change_watched_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Read what changed on disk; an open document's text counts more than its file's."""
    for event in params.changes:
        path = path_of(event.uri)
        if os.path.basename(path) in CONFIG_FILES:
            server.restart()
            return
        if f"/{DECK_FOLDER}/" in path.replace(os.sep, "/"):
            _deck_changed(server, path)
        elif path.endswith(SUFFIX):
            _file_changed(server, path, gone=event.type == types.FileChangeType.Deleted)
    server.session.revision += 1


def _file_changed(server: Server, path: str, *, gone: bool) -> None:
    home = server.session.homes.get(find_root(os.path.dirname(path)) or "")
    if home is None:
        return
    belongs = not gone and _is_included(home, path)
    (home.members.add if belongs else home.members.discard)(path)
    if path in server.session.buffers:
        return
    if not belongs or home.project.read_file(path) is None:
        home.project.library.close(path)
    server.publisher.stale(home)


def _is_included(home: Home, path: str) -> bool:
    settings, name = home.project.settings, home.project.relative(path)
    return not matches(name, settings.exclude) and (not settings.include or matches(name, settings.include))


def _deck_changed(server: Server, path: str) -> None:
    for home in server.session.homes.values():
        if home.root is not None and path.startswith(os.path.join(home.root, DECK_FOLDER)):
            home.project.load_deck()
            server.publisher.stale(home)


def did_change_workspace_folders(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Serve more folders, or fewer."""
    for folder in params.event.removed:
        server.session.folders.pop(path_of(folder.uri), None)
    for folder in params.event.added:
        server.session.folders[path_of(folder.uri)] = folder.uri
    server.load_folders()


# -- settings ---------------------------------------------------------------------------------------------------------


def did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take settings that came along; ask for them where the client would rather be asked."""
    settings = table(params.settings)
    if SECTION in settings:
        configure(server, table(settings[SECTION]))
    else:
        server.start(ask_configuration(server))


async def ask_configuration(server: Server) -> None:
    """Ask the client for its settings and apply them."""
    configure(server, await server.client.configuration())


def configure(server: Server, settings: dict[str, Any]) -> None:
    """Apply the client's settings, the section `plx`.

    `trusted = false` keeps pipes from being run. It allows nothing: a workspace may bring settings of its own along.
    """
    server.session.allowed = settings.get("trusted") is not False
