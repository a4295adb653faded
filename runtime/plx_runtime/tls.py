"""One TLS context for all of fal's connections in a process: loading the certificates takes 35 ms each time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl


@lru_cache(maxsize=1)
def context() -> ssl.SSLContext:
    """Certificates are verified, as httpx does by itself."""
    import httpx

    return httpx.create_ssl_context()
