"""JSON-RPC as pygls speaks it, made whole: every request gets an answer, whatever it holds, and no text is kept.

pygls 2.1.1 structures every nested object of a message by itself, leaves requests with missing params and requests
after `shutdown` unanswered, fails on answers to requests that were given up, and keeps a second copy of every
document; here it does none of these. `app` registers what answers; this decides nothing about PLX.
"""

from __future__ import annotations

import contextvars
import json
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, LanguageServerProtocol

from plx_lsp.server.untyped import table, text
from plx_lsp.server.wire import BadFrame

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from cattrs import Converter
    from pygls.lsp.server import LanguageServer

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Receipt:
    """When the message that is being handled arrived, of which document it speaks, and how often that had changed."""

    time: float = 0.0
    uri: str = ""
    edits: int = 0


_NOTHING = _Receipt()
_receipt: contextvars.ContextVar[_Receipt] = contextvars.ContextVar("receipt", default=_NOTHING)

_KEPT_BUILTINS = frozenset({types.INITIALIZE, types.INITIALIZED, types.SHUTDOWN, types.SET_TRACE})
"""What pygls does itself. Its handlers of documents and folders keep a store of their own, so they are left out."""


class Protocol(LanguageServerProtocol):
    """The protocol of one connection. `stop(status)` is called when the client says `exit`."""

    stop: Callable[[int], None]

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        for kind in (JsonRPCRequestMessage, JsonRPCNotification):
            # What is none of the protocol's own comes as plain JSON, not as nested tuples with its keys for names.
            converter.register_structure_hook(kind, lambda message, cls: cls(**message))
        self._edits: dict[str, int] = {}

    def receive(self, frame: bytes | BadFrame) -> None:
        """Handle one frame from the client. Nothing that it holds raises."""
        message = self._read(frame)
        if message is None:
            return
        if "method" not in message:
            self._receive_response(message)
            return
        method = message["method"]
        if method == types.EXIT:
            self.stop(0 if self._shutdown else 1)
            return
        refusal = self._refusal(method)
        if refusal is None:
            try:
                typed: Any = self.structure_message({"params": None, **message, "jsonrpc": self.VERSION})
            except (JsonRpcException, RecursionError):
                refusal = JsonRpcInvalidParams(f"`{method}`: its params are not what the protocol asks for")
            else:
                self._take_note(message)
                self.handle_message(typed)
        if refusal is not None and "id" in message:
            self._refuse(message["id"], refusal)

    def is_stale(self) -> bool:
        """Whether the document of the request that is being handled has changed since the request arrived."""
        receipt = _receipt.get()
        return self._edits.get(receipt.uri, 0) != receipt.edits

    def plain(self, value: Any) -> Any:
        """A protocol value as JSON has it: dicts, lists and scalars."""
        return self._converter.unstructure(value)

    # -- what arrives -------------------------------------------------------------------------------------------------

    def _read(self, frame: bytes | BadFrame) -> dict[str, Any] | None:
        """The message in a frame; None, with the client told, where there is none."""
        if isinstance(frame, BadFrame):
            self._refuse(None, JsonRpcParseError(frame.reason))
            return None
        try:
            message: Any = json.loads(frame)
        except (ValueError, RecursionError):
            self._refuse(None, JsonRpcParseError("this message is no JSON"))
            return None
        if not isinstance(message, dict):
            self._refuse(None, JsonRpcInvalidRequest("a message is one JSON object"))
            return None
        return self._checked(table(message))  # pyright: ignore[reportUnknownArgumentType]

    def _checked(self, message: dict[str, Any]) -> dict[str, Any] | None:
        if "id" in message and (isinstance(message["id"], bool) or not isinstance(message["id"], (int, str))):
            if "method" in message or message["id"] is not None:
                self._refuse(None, JsonRpcInvalidRequest("an id is a number or a string"))
            return None
        if not isinstance(message.get("method", ""), str):
            self._refuse(message.get("id"), JsonRpcInvalidRequest("a method is a string"))
            return None
        if "method" not in message and "id" not in message:
            self._refuse(None, JsonRpcInvalidRequest("neither a request nor a response"))
            return None
        return message

    def _refusal(self, method: str) -> JsonRpcException | None:
        """Why a message can't be served at this point of the session, if it can't."""
        if self._shutdown:
            return JsonRpcInvalidRequest("the server is shutting down")
        if self._workspace is None and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized("the session has not been initialized")
        if self._workspace is not None and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("the session has been initialized already")
        return None

    def _take_note(self, message: dict[str, Any]) -> None:
        uri = text(table(table(message.get("params")).get("textDocument")).get("uri"))
        if message["method"] == types.TEXT_DOCUMENT_DID_CHANGE:
            self._edits[uri] = self._edits.get(uri, 0) + 1
        elif message["method"] == types.TEXT_DOCUMENT_DID_CLOSE:
            self._edits.pop(uri, None)
        _receipt.set(_Receipt(time.monotonic(), uri, self._edits.get(uri, 0)))

    def _receive_response(self, message: dict[str, Any]) -> None:
        """Hand an answer of the client's to who is waiting for it, if anybody still is."""
        future = self._request_futures.pop(message["id"], None)
        if future is None or future.done():
            self._result_types.pop(message["id"], None)
            return
        try:
            answer: Any = self.structure_message({"result": None, **message, "jsonrpc": self.VERSION})
        except JsonRpcException as error:
            future.set_exception(error)
            return
        error = getattr(answer, "error", None)
        if error is None:
            future.set_result(answer.result)
        else:
            future.set_exception(JsonRpcException.from_error(error))

    # -- what pygls does itself ---------------------------------------------------------------------------------------

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()
        builtins = cast("dict[str, Any]", self.fm.builtin_features)  # pyright: ignore[reportUnknownMemberType]
        for name in builtins.keys() - _KEPT_BUILTINS:
            del builtins[name]

    # -- what leaves --------------------------------------------------------------------------------------------------

    def _refuse(self, message_id: Any, error: JsonRpcException) -> None:
        answer = {"jsonrpc": self.VERSION, "id": message_id, "error": error.to_response_error()}
        self._send_data(answer)

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        """Answer a request with what its handler came to."""
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            self._refuse(msg_id, JsonRpcRequestCancelled("cancelled"))
        elif (error := future.exception()) is None:
            self._answer(msg_id, future.result())
        elif isinstance(error, JsonRpcException):
            self._refuse(msg_id, error)
        else:
            logger.error("a request failed", exc_info=error)
            self._refuse(msg_id, _our_fault(error))
        self._trace(msg_id)

    def _answer(self, message_id: int | str, result: Any) -> None:
        try:
            self._send_data({"jsonrpc": self.VERSION, "id": message_id, "result": result})
        except (TypeError, ValueError, RecursionError) as error:
            logger.exception("an answer could not be written")
            self._refuse(message_id, _our_fault(error))

    def _send_data(self, data: Any) -> None:
        """Write one message. Everything but ASCII is escaped: a text may hold half a character, which has no UTF-8."""
        if self.writer is None:
            return
        body = json.dumps(data, default=self._serialize_message, separators=(",", ":")).encode("ascii")
        self.writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def _trace(self, message_id: int | str) -> None:
        """Tell a client that asked for it how long an answer took."""
        if self.trace != types.TraceValue.Off:
            milliseconds = (time.monotonic() - _receipt.get().time) * 1000
            self.notify(types.LOG_TRACE, types.LogTraceParams(f"request {message_id}: {milliseconds:.1f} ms"))


def _our_fault(error: BaseException) -> JsonRpcInternalError:
    """An exception in a handler is a fault of this program; say so, and where to look."""
    return JsonRpcInternalError(
        f"plx lsp failed at this request ({type(error).__name__}: {error}). This is a fault of plx lsp, not of your "
        "file: please report it. `plx lsp --log FILE` writes the details."
    )
