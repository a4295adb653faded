"""The server: what it holds, what it announces, who answers what.

One instance serves one client. What answers is written in the modules beside and registered here; handlers get the
server and their request's params.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from plx_lsp import __version__
from plx_lsp.project.roots import find_root
from plx_lsp.server import answers, parent, showing, sync, watching
from plx_lsp.server.client import Client
from plx_lsp.server.convert import Converter
from plx_lsp.server.loading import load
from plx_lsp.server.protocol import Protocol
from plx_lsp.server.publishing import Publisher
from plx_lsp.server.session import Session
from plx_lsp.server.untyped import table
from plx_lsp.server.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from plx_lsp.server.answers.colours import Colours
    from plx_lsp.server.runs import Run
    from plx_lsp.server.session import Home

logger = logging.getLogger(__name__)

_NOTIFICATIONS: dict[str, Callable[[Server, Any], None]] = {
    types.TEXT_DOCUMENT_DID_OPEN: sync.did_open,
    types.TEXT_DOCUMENT_DID_CHANGE: sync.did_change,
    types.TEXT_DOCUMENT_DID_CLOSE: sync.did_close,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: sync.did_change_watched_files,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: sync.did_change_workspace_folders,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: sync.did_change_configuration,
    types.WINDOW_WORK_DONE_PROGRESS_CANCEL: showing.cancel_progress,
}


class Server(LanguageServer):
    """The language server of one client."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride] - pygls makes it of the class it is given

    def __init__(self) -> None:
        super().__init__("plx", __version__, protocol_cls=Protocol)  # pyright: ignore[reportUnknownMemberType]
        self.client = Client(self)
        self.session = Session()
        self.convert = Converter(self.session, self.client)
        self.publisher = Publisher(self)
        self.colours: dict[str, Colours] = {}
        self.runs: dict[str, Run] = {}
        self.shown: dict[str, Run] = {}
        self.spent = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._loading: dict[Home, asyncio.Task[None]] = {}
        self.feature(types.INITIALIZE)(partial(self._initialize))
        self.feature(types.INITIALIZED)(partial(self._initialized))
        for method, handler in _NOTIFICATIONS.items():
            self.feature(method)(partial(handler, self))

    # -- the session --------------------------------------------------------------------------------------------------

    def _initialize(self, params: types.InitializeParams) -> None:
        """Take note of what the client is and has, before pygls answers with what there is."""
        session = self.session
        self.client.name = params.client_info.name if params.client_info is not None else ""
        session.encoding = self.client.encoding
        self.publisher.pulls = self.client.pulls_diagnostics
        session.trusted = table(params.initialization_options).get("trusted") is not False
        folders = params.workspace_folders
        if folders is None and params.root_uri:
            folders = [types.WorkspaceFolder(params.root_uri, "")]
        session.folders = {path_of(folder.uri): folder.uri for folder in folders or ()}
        if params.process_id is not None:
            self.watch_process(params.process_id)
        answers.register(self)

    def _initialized(self, _params: types.InitializedParams) -> None:
        """The client takes requests now: have it watch files, ask for its settings, read its folders."""
        if self.client.watches_files:
            self.client.watch(*sync.WATCHED)
        else:
            self.start(watching.watch(self))
        self.start(sync.ask_configuration(self))
        self.load_folders()

    def watch_process(self, process: int) -> None:
        """End the session when this process ends."""
        self.start(parent.watch(process, partial(self.protocol.stop, 1)))

    async def close(self) -> None:
        """End what is under way. Runs are told to cancel at the provider; they keep what has arrived by themselves."""
        for run in self.runs.values():
            run.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- projects -----------------------------------------------------------------------------------------------------

    def load_folders(self) -> None:
        """Read the project of each workspace folder, and those below it."""
        for folder in self.session.folders:
            if find_root(folder) is not None:
                self.load(self.session.settle(folder))

    def load(self, home: Home) -> None:
        """Read a project in the background, unless that is done or under way."""
        if not home.ready and home not in self._loading:
            self._loading[home] = self.start(load(self, home))

    async def until_loaded(self, home: Home) -> None:
        """Wait for a project that is being read."""
        task = self._loading.get(home)
        if task is not None:
            await asyncio.wait([task])

    async def every_home(self) -> list[Home]:
        """Every project, once all have been read. Reading one may find another below it."""
        while tasks := [task for task in self._loading.values() if not task.done()]:
            await asyncio.wait(tasks)
        return list(self.session.homes.values())

    def loaded(self, home: Home) -> None:
        """A project has been read: what is shown of it may be another thing now."""
        self._loading.pop(home, None)
        self.publisher.stale(home)
        self.publisher.tell_of_project_files(home)
        self._forget_gone()
        self.client.refresh_views()

    def leave(self, key: str) -> None:
        """Serve a project no more, whether it has been read or not."""
        home = self.session.homes.pop(key, None)
        if home is not None:
            task = self._loading.pop(home, None)
            if task is not None:
                task.cancel()
            self.publisher.left(home)

    def restart(self) -> None:
        """Read every project anew; open documents keep the text that the client has."""
        for task in self._loading.values():
            task.cancel()
        self._loading.clear()
        self.publisher.forget()
        session = self.session
        texts = {path: buffer.source.document.text for path, buffer in session.buffers.items()}
        session.homes.clear()
        for path, buffer in session.buffers.items():
            buffer.home = session.settle(path)
            buffer.home.project.library.open(path, texts[path])
            self.load(buffer.home)
            self.publisher.edited(buffer)
        self.load_folders()
        self._forget_gone()
        self.client.refresh_views()

    def _forget_gone(self) -> None:
        """Once all is read that there is, say that nothing is wrong in what is there no more."""
        if not self._loading:
            self.publisher.forget_gone()

    # -- work ---------------------------------------------------------------------------------------------------------

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something in the background; what it raises is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("background work failed", exc_info=task.exception())

    def plain(self, value: Any) -> Any:
        """A protocol value as JSON has it."""
        return self.protocol.plain(value)

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Write an error of ours to the log; nobody at the client could do anything about it."""
        level = logging.DEBUG if isinstance(error, JsonRpcException) else logging.ERROR
        logger.log(level, "%s: %s", source.__name__, error, exc_info=error)
