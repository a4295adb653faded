"""What the client says of documents, files, folders and settings, brought into the session.

Edits are applied the moment they arrive, in order, each to the one copy of the text. Whatever else follows from them
(checking, publishing) is scheduled, never done here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from plx_lsp.project.deck_files import INFERENCE_FOLDER
from plx_lsp.project.roots import SUFFIX, find_root, matches
from plx_lsp.server.client import SECTION
from plx_lsp.server.disk import CONFIG_FILES
from plx_lsp.server.session import Buffer, is_plx
from plx_lsp.server.untyped import table
from plx_lsp.server.uris import path_of
from plx_lsp.syntax import LineTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from plx_lsp.server.app import Server
    from plx_lsp.server.disk import Change
    from plx_lsp.server.session import Home

_DECK_PART = "/.pipelex/"
WATCHED = (f"**/*{SUFFIX}", *(f"**/{name}" for name in CONFIG_FILES), f"**{_DECK_PART}**")
"""What the client is asked to watch, as glob patterns."""

# -- documents --------------------------------------------------------------------------------------------------------


def did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Take over a document's text from the client."""
    document = params.text_document
    path = path_of(document.uri)
    if not is_plx(document.uri, document.language_id):
        _deck_edited(server, path, lambda _text: document.text)
        return
    home = server.session.settle(path)
    buffer = Buffer(document.uri, path, document.version, home, next(server.session.openings))
    server.session.buffers[path] = buffer
    home.project.library.open(path, document.text)
    server.load(home)
    server.publisher.edited(buffer)


def did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Apply the edits of a document, one after the other."""
    path = path_of(params.text_document.uri)
    buffer = server.session.buffers.get(path)
    if buffer is None:
        _deck_edited(server, path, lambda text: _edited(server, text, params.content_changes))
        return
    library = buffer.home.project.library
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            lines = buffer.source.document.lines
            start, end = server.convert.offsets(lines, change.range)
            library.edit(path, start, end, change.text)
        else:
            library.open(path, change.text)
    buffer.version = params.text_document.version
    server.publisher.edited(buffer)


def did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Go back to the text on disk, if the file belongs to the project; else forget it."""
    path = path_of(params.text_document.uri)
    buffer = server.session.buffers.pop(path, None)
    if buffer is None:
        _deck_edited(server, path, lambda _text: None)
        return
    server.colours.pop(buffer.uri, None)
    server.publisher.closed(buffer)
    home = buffer.home
    if home.root is None:
        server.leave(path)
        return
    if path not in home.members or home.project.read_file(path) is None:
        home.project.library.close(path)
    server.publisher.stale(home)


# -- deck files that are open -----------------------------------------------------------------------------------------


def _deck_edited(server: Server, path: str, edit: Callable[[str], str | None]) -> None:
    """A document that is no PLX: a deck file's open text counts more than the one on disk."""
    if _deck_root(path) is None:
        return
    text = edit(server.session.deck_texts.pop(path, ""))
    if text is not None:
        server.session.deck_texts[path] = text
    _reload_decks(server, [path])


def _edited(server: Server, text: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> str:
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = server.convert.offsets(LineTable(text), change.range)
            text = text[:start] + change.text + text[end:]
        else:
            text = change.text
    return text


# -- files and folders ------------------------------------------------------------------------------------------------


def did_change_watched_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """What a client that watches files saw."""
    deleted = types.FileChangeType.Deleted
    files_changed(server, [(path_of(event.uri), event.type == deleted) for event in params.changes])


def files_changed(server: Server, changes: Sequence[Change]) -> None:
    """Read what changed on disk; an open document's text counts more than its file's."""
    if any(os.path.basename(path) in CONFIG_FILES or _moves_a_root(server, path) for path, _ in changes):
        server.restart()
        return
    _reload_decks(server, [path for path, _ in changes])
    for path, gone in changes:
        if path.endswith(SUFFIX) and _deck_root(path) is None:
            _file_changed(server, path, gone=gone)


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


def _deck_root(path: str) -> str | None:
    """The folder whose `.pipelex` a path is in; None for any other path."""
    before, found, _ = f"{path}/".replace(os.sep, "/").partition(_DECK_PART)
    return path[: len(before)] if found else None


def _moves_a_root(server: Server, path: str) -> bool:
    """Whether a folder within a project became a project of its own by its `.pipelex`, or one ceased to be."""
    root, homes = _deck_root(path), server.session.homes
    if root is None or not any(os.path.join(root, "").startswith(os.path.join(key, "")) for key in homes):
        return False
    return (root in homes) != (find_root(root) == root)


def _reload_decks(server: Server, paths: Iterable[str]) -> None:
    """Read the decks anew that these files belong to, each once; many may have changed together."""
    roots = {_deck_root(path) for path in paths if INFERENCE_FOLDER in path} - {None}
    homes = [home for home in server.session.homes.values() if home.root in roots]
    for home in homes:
        home.project.load_deck(server.session.deck_texts)
        server.publisher.stale(home)
        server.publisher.tell_of_project_files(home)
    if homes:
        server.client.refresh_views()


def did_change_workspace_folders(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Serve more folders, or fewer."""
    for folder in params.event.removed:
        server.session.folders.pop(path_of(folder.uri), None)
    for folder in params.event.added:
        server.session.folders[path_of(folder.uri)] = folder.uri
    _leave_projects(server)
    server.load_folders()


def _leave_projects(server: Server) -> None:
    """Forget the projects that no folder and no open document belongs to any more."""
    session = server.session
    kept = {find_root(folder) for folder in session.folders} | {each.home.root for each in session.buffers.values()}
    waiting = list(kept)
    while waiting:
        home = session.homes.get(waiting.pop() or "")
        below = set(home.nested) - kept if home is not None else ()
        kept.update(below)
        waiting += below
    for key, home in list(session.homes.items()):
        if home.root is not None and home.root not in kept:
            server.leave(key)


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
