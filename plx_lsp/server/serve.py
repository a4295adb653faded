"""One session from start to end: descriptors, log, the client's life, the exit status.

Standard output belongs to the protocol. Whatever else would print there goes to standard error instead.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

from plx_lsp.server.app import Server
from plx_lsp.server.wire import Output, read_frames

if TYPE_CHECKING:
    from plx_lsp.server.wire import BadFrame

COLLECT_AFTER = (50_000, 20, 50)
"""The collector's thresholds: trees of texts have no cycles, so looking for some while they grow only costs time."""


def serve(log: str | None = None, client: int | None = None) -> int:
    """Serve one client over standard input and output until it leaves; the exit status that the protocol asks for.

    Args:
        log: a file to write to what happens.
        client: the process whose end is the end of the session, besides the one that `initialize` names.
    """
    set_up_log(log)
    gc.set_threshold(*COLLECT_AFTER)
    output = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # `asyncio.run` would wait for its threads at the end, and one may still be reading a folder of some slow file
    # system: the client must not wait for that, nor for the interpreter, which would wait for it as well.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    status = loop.run_until_complete(_session(sys.stdin.fileno(), output, client))
    logging.shutdown()
    os._exit(status)


def set_up_log(path: str | None) -> None:
    """Log to a file, or nowhere: an editor shows standard error to its user, and there is nothing to be said there."""
    root = logging.getLogger()
    if path is None:
        root.addHandler(logging.NullHandler())
        return
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)


async def _session(source: int, target: int, client: int | None) -> int:
    server = Server()
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def stop(status: int) -> None:
        if not ended.done():
            ended.set_result(status)

    def received(frame: bytes | BadFrame) -> None:
        loop.call_soon_threadsafe(server.protocol.receive, frame)

    def hung_up() -> None:
        loop.call_soon_threadsafe(stop, 1)

    server.protocol.set_writer(Output(target))
    server.protocol.stop = stop
    if client is not None:
        server.watch_process(client)
    threading.Thread(target=read_frames, args=(source, received, hung_up), daemon=True).start()
    status = await ended
    await server.close()
    return status
