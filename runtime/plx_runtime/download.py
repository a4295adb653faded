"""Fetching an image from the address an answer gave.

The address is somebody else's word: only https, only hosts the provider serves images from, no private network, every
redirect judged anew, no key, no more bytes than an image can have. Fetching is free, so it may be repeated.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
import re
import socket
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from plx_runtime import tls
from plx_runtime.backends.interface import CallError

if TYPE_CHECKING:
    import httpx

IMAGE_HOSTS = ("fal.media", "storage.googleapis.com/falserverless")
"""Where fal keeps results: a host with all below it, or a host with one folder."""

MOST_BYTES = 64 << 20
_HOPS = 4
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*;base64,", re.ASCII)


class FetchError(Exception):
    """The image is there, but did not arrive; trying again may help."""


class Fetcher:
    """How far a download may go. `origin` is the configured endpoint itself, the one place that may be local."""

    def __init__(
        self,
        hosts: tuple[str, ...] = IMAGE_HOSTS,
        origin: str | None = None,
        *,
        most_bytes: int = MOST_BYTES,
        timeout: float = 60.0,
    ) -> None:
        self._hosts = hosts
        self._origin = _origin(urlsplit(origin)) if origin else None
        self._most_bytes = most_bytes
        self._timeout = timeout

    async def fetch(self, url: str) -> bytes:
        """The bytes at `url`, a `data:` address or one this fetcher may go to.

        Raises:
            CallError: `unsafe` or `bad_answer`: no use trying again.
            FetchError: the host or the network failed.
        """
        if url.startswith("data:"):
            return decode_data(url, self._most_bytes)
        import httpx

        try:
            # wait_for: httpx knows a time limit for each read, none for the whole.
            return await asyncio.wait_for(self._follow(url), self._timeout)
        except (httpx.HTTPError, asyncio.TimeoutError) as error:
            raise FetchError(f"The image could not be fetched ({type(error).__name__}).") from error

    async def close(self) -> None:
        """Close the connections."""
        if "_client" in self.__dict__:
            await self._client.aclose()

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        import httpx

        return httpx.AsyncClient(verify=tls.context(), follow_redirects=False, timeout=httpx.Timeout(30, connect=10))

    async def _follow(self, url: str) -> bytes:
        for _ in range(_HOPS):
            await self._judge(url)
            async with self._client.stream("GET", url, headers=_HEADERS) as response:
                if not response.is_redirect:
                    return await self._read(response)
                url = urljoin(url, response.headers.get("location", ""))
        raise CallError("unsafe", "The image's address leads through too many redirects.")

    async def _judge(self, url: str) -> None:
        """Raise unless this fetcher may go to `url`."""
        parts = urlsplit(url)
        if _origin(parts) == self._origin:
            return
        if parts.scheme != "https" or parts.username or parts.password:
            raise CallError("unsafe", f"The answer points to {_shown(parts)}, which is no plain https address.")
        if not any(_covers(allowed, parts) for allowed in self._hosts):
            raise CallError(
                "unsafe",
                f"The answer points to {_shown(parts)}, a host this provider is not known to keep images on. "
                "If you trust it, set PLX_IMAGE_HOSTS to its name and run again with --resume.",
            )
        for address in await _addresses(parts):
            if not ipaddress.ip_address(address).is_global:
                raise CallError("unsafe", f"{_shown(parts)} is an address inside a private network.")

    async def _read(self, response: httpx.Response) -> bytes:
        if response.status_code != 200:
            raise FetchError(f"The image's host answered HTTP {response.status_code}.")
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._most_bytes:
            raise _too_large(self._most_bytes)
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._most_bytes:
                raise _too_large(self._most_bytes)
        return bytes(body)


_HEADERS = {"accept": "image/*", "accept-encoding": "identity"}


def decode_data(url: str, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes inside a `data:image/...;base64,` address.

    Raises:
        CallError: `bad_answer`: it is none, or holds too much.
    """
    match = _DATA.match(url)
    if match is None:
        raise CallError("bad_answer", "The answer's data: address holds no image.")
    if len(url) - match.end() > most_bytes * 4 // 3 + 4:
        raise _too_large(most_bytes)
    return decode_base64(url[match.end() :])


def decode_base64(text: object) -> bytes:
    """The bytes of a base64 text.

    Raises:
        CallError: `bad_answer`: it is none.
    """
    if not isinstance(text, str) or not text:
        raise CallError("bad_answer", "The answer holds no image.")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CallError("bad_answer", "The answer's image is not valid base64.") from error


def _covers(allowed: str, parts: SplitResult) -> bool:
    host, _, folder = allowed.partition("/")
    name = (parts.hostname or "").rstrip(".").lower()
    if folder:
        return name == host and parts.path.startswith(f"/{folder}/")
    return name == host or name.endswith("." + host)


async def _addresses(parts: SplitResult) -> list[str]:
    # A name that changes its address between this look and the connection gains nothing: the certificate must still be
    # the host's. A name that cannot be looked up (behind a proxy) is the client's to try.
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            parts.hostname or "", parts.port or 443, type=socket.SOCK_STREAM
        )
    except OSError:
        return []
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _shown(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.hostname or '?'}"


def _too_large(most: int) -> CallError:
    return CallError("bad_answer", f"The image is larger than {most >> 20} MiB, more than any model makes.")
