"""What the server asks of its client, and whether the client can do it."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException

from plx_lsp.server.untyped import array, table

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pygls.lsp.server import LanguageServer

    from plx_lsp.server.session import Encoding

SECTION = "plx"
"""The section of the client's settings that is ours."""


class Client:
    """The client at the other end, by what it says it can do."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self.name = ""

    def can(self, capability: str) -> bool:
        """Whether it declares a capability, as a path: `workspace.code_lens.refresh_support`."""
        return bool(get_capability(self._server.client_capabilities, capability, False))

    @property
    def encoding(self) -> Encoding:
        """The first of its position encodings that there is; what `initialize` answers."""
        for each in get_capability(self._server.client_capabilities, "general.position_encodings", None) or ():
            if each in ("utf-8", "utf-16", "utf-32"):
                return str(getattr(each, "value", each))  # pyright: ignore[reportReturnType]
        return "utf-16"

    @cached_property
    def takes_snippets(self) -> bool:
        """Whether completions may have tab stops."""
        return self.can("text_document.completion.completion_item.snippet_support")

    @property
    def creates_files(self) -> bool:
        """Whether an edit may make a file first."""
        kinds = get_capability(self._server.client_capabilities, "workspace.workspace_edit.resource_operations", ())
        return types.ResourceOperationKind.Create in (kinds or ()) and self.can(
            "workspace.workspace_edit.document_changes"
        )

    @property
    def is_vscode(self) -> bool:
        """Whether it is VS Code or built on it, and knows its commands."""
        return "code" in self.name.casefold()

    @property
    def pulls_diagnostics(self) -> bool:
        """Whether it asks for diagnostics by itself."""
        return get_capability(self._server.client_capabilities, "text_document.diagnostic", None) is not None

    @property
    def watches_files(self) -> bool:
        """Whether it can be told to watch files on disk."""
        return self.can("workspace.did_change_watched_files.dynamic_registration")

    @property
    def wants_run_events(self) -> bool:
        """Whether it shows runs itself (docs/protocol.md)."""
        return table(self._server.client_capabilities.experimental).get("plxRunEvents") is True

    # -- asking -------------------------------------------------------------------------------------------------------

    def watch(self, *patterns: str) -> None:
        """Have it watch files; for one that `watches_files`."""
        watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("plx-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        self._server.client_register_capability(types.RegistrationParams([registration]))

    async def configuration(self) -> dict[str, Any]:
        """Its settings for us; none where it keeps none."""
        if not self.can("workspace.configuration"):
            return {}
        params = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        found = array(await answer(self._server.workspace_configuration(params)))
        return table(found[0]) if found else {}

    async def show_document(self, uri: str, *, external: bool = False) -> bool:
        """Have it show a document; whether it did."""
        if not self.can("window.show_document.support"):
            return False
        params = types.ShowDocumentParams(uri, external=external, take_focus=not external)
        result = await answer(self._server.window_show_document(params))
        return bool(result and result.success)

    def say(self, kind: types.MessageType, text: str) -> None:
        """Show a message."""
        self._server.window_show_message(types.ShowMessageParams(kind, text))

    async def ask(self, question: str, yes: str) -> bool:
        """Whether its user agrees; no, where nobody can be asked."""
        actions = [types.MessageActionItem(yes), types.MessageActionItem("Cancel")]
        params = types.ShowMessageRequestParams(types.MessageType.Warning, question, actions)
        chosen = await answer(self._server.window_show_message_request(params))
        return chosen is not None and chosen.title == yes

    def refresh_views(self) -> None:
        """What it shows of a project may be another thing now: lenses, hints, colours."""
        if self.can("workspace.code_lens.refresh_support"):
            self._server.workspace_code_lens_refresh(None)
        if self.can("workspace.inlay_hint.refresh_support"):
            self._server.workspace_inlay_hint_refresh(None)
        if self.can("workspace.semantic_tokens.refresh_support"):
            self._server.workspace_semantic_tokens_refresh(None)

    def refresh_diagnostics(self) -> None:
        """What it pulled may be another thing now."""
        if self.can("workspace.diagnostics.refresh_support"):
            self._server.workspace_diagnostic_refresh(None)


async def answer(request: Future[Any]) -> Any:
    """What the client answers; None where it refuses."""
    try:
        return await asyncio.wrap_future(request)
    except JsonRpcException:
        return None
