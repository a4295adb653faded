"""What the server answers: one module for each group of requests, over `plx_lsp.features`.

A handler gets the server and the request's params and gives protocol types. It is short; what takes long gives way to
other messages now and then. None of them decides anything about PLX.
"""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcContentModified

from plx_lsp.server.answers import colours, commands, custom, display, editing, navigation, problems

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from plx_lsp.server.app import Server

    Handler = Callable[[Server, Any], Any]


def register(server: Server) -> None:
    """Have the server answer everything that its client can use. Called once the client has said what it can do."""
    for group in (editing, navigation, display, colours, problems, commands, custom):
        for method, (handler, options) in group.requests(server).items():
            server.feature(method, options)(_answering(server, handler))


def _answering(server: Server, handler: Handler) -> Callable[[Any], Awaitable[Any]]:
    """The handler as pygls calls it: asynchronous, so that a request can be cancelled before its turn comes.

    A request about a text that has changed since is refused: its positions mean another place now.
    """

    async def answer(params: Any) -> Any:
        if server.protocol.is_stale():
            raise JsonRpcContentModified("the document has changed since")
        result = handler(server, params)
        return await result if isawaitable(result) else result

    return answer
