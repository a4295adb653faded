"""Commands: what lenses and actions call (docs/protocol.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from plx_lsp.server import running
from plx_lsp.server.untyped import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from plx_lsp.server.app import Server

    Command = Callable[[Server, dict[str, Any]], Any]


def requests(server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    for name, command in COMMANDS.items():
        server.command(name)(command)
    return {types.WORKSPACE_EXECUTE_COMMAND: (execute, None)}


def execute(server: Server, params: types.ExecuteCommandParams) -> Any:
    """Call a command with its one argument, an object."""
    command = COMMANDS.get(params.command)
    if command is None:
        raise JsonRpcInvalidParams(f"there is no command `{params.command}`; there are {', '.join(COMMANDS)}")
    return command(server, table(params.arguments[0]) if params.arguments else {})


def restart_project(server: Server, _argument: dict[str, Any]) -> None:
    """Read every file again."""
    server.restart()


COMMANDS: dict[str, Command] = {
    "plx.run": running.run,
    "plx.preview": running.preview,
    "plx.cancel": running.cancel,
    "plx.showRequest": running.show_request,
    "plx.restartProject": restart_project,
}
"""Every command by name."""
