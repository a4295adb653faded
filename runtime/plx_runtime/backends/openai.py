"""OpenAI's image endpoint, and every server that speaks its language, through the openai SDK.

The SDK would send a call three times on a lost answer, and follow a redirect with it: both are off. A stream that
simply ends, an answer that is no JSON and one that is a web page raise nothing in the SDK; all three are told apart
here. Whether OpenAI bills a call whose answer was lost is not known, so such a call counts as billed.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from plx_runtime.backends.interface import Answer, CallError, Picture
from plx_runtime.backends.waiting import retry_after
from plx_runtime.download import decode_base64
from plx_runtime.stop import StoppedError
from plx_runtime.untyped import table, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2
    import openai

    from plx_runtime.backends.interface import Listener
    from plx_runtime.job import Request
    from plx_runtime.stop import Stop

ENDPOINT = "https://api.openai.com/v1"
_CONNECT = 10.0  # seconds to reach the server
_PATIENCE = 900.0  # seconds without a byte, where the run has no deadline: the slowest models take minutes
_MODERATED = ("moderation_blocked", "content_policy_violation")
_NO_CREDIT = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
# What a server of the project's own is told: nothing that the user's environment adds for OpenAI.
_PLAIN_HEADERS = frozenset(
    ("host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length", "authorization")
)


class OpenAIBackend:
    """One server, one key. `plain` strips every header that the environment adds (organisation, project, custom)."""

    name = "openai"
    resumable = False

    def __init__(self, key: str, endpoint: str = ENDPOINT, *, plain: bool = False) -> None:
        self._key = key
        self._endpoint = endpoint.rstrip("/")
        self._plain = plain
        self._sdk: openai.AsyncOpenAI | None = None

    def address(self, request: Request) -> tuple[str, str]:
        """The one address there is."""
        del request
        return "POST", f"{self._endpoint}/images/generations"

    async def buy(self, request: Request, stop: Stop, listener: Listener) -> Answer:
        """Send the request once and wait for its images, or for the end of its stream."""
        import openai

        generate = self._client(stop).images.generate
        work = _streamed(generate, request, listener) if request.body.get("stream") else _whole(generate, request)
        try:
            return await stop.race(work)
        except StoppedError as stopped:
            message = "The call was dropped while OpenAI was at work."
            raise CallError(stopped.reason, message, billed=True) from None
        except openai.APIConnectionError as error:
            raise _connection(error) from error
        except openai.APIStatusError as error:
            raise _refusal(error) from error
        except openai.APIError as error:
            raise _mid_stream(error) from error
        except (ValueError, TypeError, AttributeError) as error:
            # The SDK gives a page of HTML as text, and unreadable JSON as a ValueError of json's own.
            raise CallError("bad_answer", "The answer was not readable as one of OpenAI's.") from error

    async def collect(self, request: Request, request_id: str, stop: Stop, listener: Listener) -> Answer:
        """OpenAI keeps nothing that could be collected later."""
        del request, stop, listener
        raise CallError("unknown_outcome", "OpenAI keeps no images to fetch later.", request_id=request_id)

    async def close(self) -> None:
        """Close the SDK's connections."""
        if self._sdk is not None:
            await self._sdk.close()

    def _client(self, stop: Stop) -> openai.AsyncOpenAI:
        if self._sdk is None:
            import httpx2
            import openai

            left = stop.left()
            timeout = httpx2.Timeout(_PATIENCE if left is None else left + 1, connect=_CONNECT)
            hooks = {"request": [_strip]} if self._plain else {}
            self._sdk = openai.AsyncOpenAI(
                api_key=self._key,
                base_url=self._endpoint,
                max_retries=0,
                timeout=timeout,
                http_client=openai.DefaultAsyncHttpx2Client(follow_redirects=False, event_hooks=hooks),
            )
        return self._sdk


async def _strip(request: httpx2.Request) -> None:
    for name in [name for name in request.headers if name.lower() not in _PLAIN_HEADERS]:
        del request.headers[name]


def _arguments(generate: Any, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as the SDK's arguments: what it does not know by name goes through its side door, unchanged."""
    known = inspect.signature(generate).parameters
    extra = {name: value for name, value in body.items() if name not in known}
    named = {name: value for name, value in body.items() if name in known}
    return {**named, **({"extra_body": extra} if extra else {})}


async def _whole(generate: Any, request: Request) -> Answer:
    answer = await generate(**_arguments(generate, request.body))
    images = answer.data
    if not images:
        raise CallError("bad_answer", "The answer holds no image.", request_id=_request_id(answer))
    usage = _usage(answer.usage)
    return Answer(tuple(_picture(image) for image in images), _request_id(answer), usage)


def _picture(image: Any) -> Picture:
    if image.b64_json:
        return Picture(data=decode_base64(image.b64_json))
    if isinstance(image.url, str):
        return Picture(url=image.url)
    raise CallError("bad_answer", "The answer holds no image.")


def _usage(usage: Any) -> dict[str, Any] | None:
    return usage.to_dict(warnings=False) if usage else None


def _request_id(answer: Any) -> str | None:
    # Set on every answer that was parsed; an answer that is a plain text has none.
    return answer._request_id  # noqa: SLF001 - documented as public: README, "Request IDs"


async def _streamed(generate: Any, request: Request, listener: Listener) -> Answer:
    """Read a stream to its last image. An event of a kind this release does not know is passed over."""
    done: list[Picture] = []
    usage: Mapping[str, Any] | None = None
    stream = await generate(**_arguments(generate, request.body))
    request_id = stream.response.headers.get("x-request-id")
    async with stream:
        async for event in stream:
            if event.type == "image_generation.partial_image":
                listener.partial(event.partial_image_index, decode_base64(event.b64_json))
            elif event.type == "image_generation.completed":
                done.append(Picture(data=decode_base64(event.b64_json)))
                usage = _usage(event.usage) or usage
    if not done:
        raise CallError("unknown_outcome", "The stream ended before the image came.", request_id=request_id)
    return Answer(tuple(done), request_id, usage)


def _connection(error: openai.APIConnectionError) -> CallError:
    import httpx2

    cause = error.__cause__
    if isinstance(cause, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)):
        return CallError("not_sent", f"The server could not be reached ({cause or type(cause).__name__}).")
    return CallError("unknown_outcome", f"The connection broke before the answer came ({type(cause).__name__}).")


def _refusal(error: openai.APIStatusError) -> CallError:
    """What an HTTP status and OpenAI's error code mean."""
    status, code = error.status_code, error.code or ""
    message = _said(error) or f"HTTP {status}"
    about: dict[str, Any] = {"request_id": error.request_id, "status": status, "code": code or None}
    if code in _MODERATED:
        return CallError("moderated", message, **about)
    if status in (401, 403):
        return CallError("auth", message, **about)
    if code in _NO_CREDIT:
        return CallError("quota", message, **about)
    if status == 429:
        return CallError("rate_limited", message, retry_after=retry_after(error.response.headers), **about)
    if 300 <= status < 400:
        return CallError("unsafe", f"The server answered with a redirect (HTTP {status}), not followed.", **about)
    return CallError("server" if status >= 500 else "bad_parameter", message, **about)


def _said(error: openai.APIStatusError) -> str | None:
    """The server's own sentence: OpenAI's `message`, or the `detail` of local servers."""
    body = table(error.body)
    return text(body.get("message")) or text(body.get("detail"))


def _mid_stream(error: openai.APIError) -> CallError:
    outcome = "moderated" if error.code in _MODERATED else "unknown_outcome"
    return CallError(outcome, error.message, code=error.code)
