"""The wire to fal: fal-client, with every request led through a transport that cannot send a job twice.

Only `plx_runtime.backends.fal` uses it. It knows one host; a key never leaves for another.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.request import getproxies, proxy_bypass

from plx_runtime import tls
from plx_runtime.backends.fal.answers import read_refusal
from plx_runtime.backends.interface import CallError
from plx_runtime.untyped import table, text

if TYPE_CHECKING:
    import fal_client
    import httpx

    from plx_runtime.job import Request

TIMEOUT = 30.0
"""Seconds for one request to the queue."""


class Queue:
    """fal-client with its requests led through our transport."""

    def __init__(self, key: str, endpoint: str) -> None:
        import fal_client
        import httpx

        transport = _transport(endpoint)
        headers = {"Authorization": f"Key {key}", "User-Agent": "plx-lsp"}
        self._http = httpx.AsyncClient(transport=transport, headers=headers, timeout=TIMEOUT, follow_redirects=False)
        http = self._http

        class Client(fal_client.AsyncClient):
            @property
            async def _client(self) -> httpx.AsyncClient:  # pyright: ignore[reportIncompatibleVariableOverride]
                return http

        self._client = Client(key=key, default_timeout=TIMEOUT)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def submit(self, request: Request, left: float | None) -> str:
        """Hand the job in, once; its id."""
        import httpx

        # fal itself would run a failed job again, up to ten times: one call, one try.
        headers = {"x-fal-no-retry": "1"}
        start = None if left is None else max(2.0, left)
        try:
            handle = await self._client.submit(
                request.endpoint, dict(request.body), headers=headers, start_timeout=start
            )
        except _TakenError as taken:
            return taken.request_id
        except (httpx.HTTPError, KeyError, ValueError) as error:
            raise CallError("unknown_outcome", "fal's answer to the job was not readable.") from error
        return handle.request_id

    def job(self, endpoint: str, request_id: str) -> fal_client.AsyncRequestHandle:
        """A job by its id. Its addresses are built from the id: an answer's own could name any host."""
        import fal_client

        class Job(fal_client.AsyncRequestHandle):
            def _parse_status(self, data: dict[str, Any]) -> fal_client.Status:
                # The SDK raises KeyError where fal leaves these two out.
                return super()._parse_status({"queue_position": None, "logs": None, **data})

        return Job.from_request_id(self._http, endpoint, request_id)


class _TakenError(Exception):
    """Not an error: carries the id of a job out of the SDK, whatever else its answer holds or lacks."""

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.request_id = request_id


def _transport(endpoint: str) -> httpx.AsyncBaseTransport:
    """Carries requests to `endpoint` and nowhere else, and ends every POST at its first outcome.

    What it raises is no httpx error, so that the SDK's own retry loop lets it pass.
    """
    import httpx
    from fal_client.auth import FAL_QUEUE_RUN_HOST

    target = httpx.URL(endpoint)

    class Once(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.host not in (FAL_QUEUE_RUN_HOST, target.host):
                raise CallError("unsafe", f"The key was not sent to {request.url.host}.")
            _lead(request, target)
            try:
                response = await super().handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                if request.method != "POST":
                    raise
                raise CallError("not_sent", f"fal could not be reached ({error or type(error).__name__}).") from error
            except httpx.HTTPError as error:
                if request.method != "POST":
                    raise
                message = f"The connection to fal broke before it answered ({type(error).__name__})."
                raise CallError("unknown_outcome", message) from error
            return response if request.method != "POST" else await _settle(response)

    return Once(verify=tls.context(), proxy=_proxy(target))


def _proxy(target: httpx.URL) -> str | None:
    """The proxy of the environment: httpx leaves it to a transport of one's own to ask."""
    return None if proxy_bypass(target.host) else getproxies().get(target.scheme)


def _lead(request: httpx.Request, target: httpx.URL) -> None:
    """Point a request for fal's queue to the configured endpoint."""
    request.url = request.url.copy_with(scheme=target.scheme, host=target.host, port=target.port)
    request.headers["Host"] = target.netloc.decode("ascii")


async def _settle(response: httpx.Response) -> NoReturn:
    """What became of a job that was handed in: always raised, so that the SDK never sends it again."""
    import httpx

    try:
        await response.aread()
    except httpx.HTTPError as error:
        raise CallError("unknown_outcome", "fal's answer to the job was cut short.") from error
    body = _body(response)
    if response.status_code >= 300:
        raise read_refusal(response.status_code, body, dict(response.headers))
    request_id = text(body.get("request_id")) or text(response.headers.get("x-fal-request-id"))
    if request_id is None:
        raise CallError("unknown_outcome", "fal took the job, but its answer holds no id.")
    raise _TakenError(request_id)


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        return table(json.loads(response.content))
    except ValueError:
        return {}
