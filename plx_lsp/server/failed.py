"""A request that was understood and cannot be done: refused in words for the user."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException


class RequestFailed(JsonRpcException):
    """Shown by editors as a message; it is no fault of anybody's."""

    CODE = types.LSPErrorCodes.RequestFailed.value
