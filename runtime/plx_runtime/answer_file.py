"""An answer on disk: written whole, in one step, before any of its images is.

An answer that came is paid for. Its images are saved one by one; the process may end between two of them.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from plx_runtime import store
from plx_runtime.backends.interface import Answer, Picture


def write(path: str, answer: Answer) -> None:
    """Put the answer at `path`.

    Raises:
        StoreError: it cannot be written.
    """
    pictures = [
        {"data": _to_text(one.data), "url": one.url, "seed": one.seed, "blocked": one.blocked}
        for one in answer.pictures
    ]
    held = {
        "pictures": pictures,
        "request_id": answer.request_id,
        "usage": dict(answer.usage) if answer.usage else None,
    }
    store.write_over(path, json.dumps(held).encode())


def read(path: str) -> Answer | None:
    """The answer at `path`; None where there is none, or none that is whole."""
    try:
        with open(path, "rb") as file:
            held: dict[str, Any] = json.loads(file.read())
        pictures = tuple(_picture(one) for one in held["pictures"])
        return Answer(pictures, held["request_id"], held["usage"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _picture(held: dict[str, Any]) -> Picture:
    data = held["data"]
    return Picture(None if data is None else base64.b64decode(data), held["url"], held["seed"], held["blocked"])


def _to_text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")
