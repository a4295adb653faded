"""OpenAI's image endpoint on loopback, with every failure that the runtime must survive."""

import base64
import json
from collections.abc import Callable
from typing import Any

from .pictures import png
from .serving import Exchange, Provider, Recorded

USAGE = {
    "input_tokens": 12,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 12},
    "output_tokens": 1056,
    "total_tokens": 1068,
}
KEY_ECHO = "Incorrect API key provided: sk-test-*******************9999."


class OpenAIProvider(Provider):
    """`url` is its base URL. It checks no key; `keys` are those that came."""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    @property
    def generations(self) -> list[Recorded]:
        return [each for each in self.requests if each.method == "POST"]

    @property
    def paid(self) -> int:
        """How often an image was asked for: what OpenAI might bill."""
        return len(self.generations)

    @property
    def keys(self) -> set[str]:
        return {each.headers.get("authorization", "").removeprefix("Bearer ") for each in self.requests}

    def answer(self, exchange: Exchange) -> None:
        if exchange.route == "/files/image.png":
            exchange.send(200, png(), "image/png")
        elif exchange.route != "/v1/images/generations":
            exchange.json(404, _error("There is no such place.", "invalid_request_error"))
        elif exchange.body.get("stream"):
            _stream(exchange, self.scene(), self.delay)
        else:
            scene = self.scene()
            if self.delay and exchange.hang(self.delay * (exchange.body.get("n") or 1)):
                return
            SCENES[scene](exchange)


def _error(message: str, kind: str, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "code": code, "param": param}}


def _size(body: dict[str, Any]) -> tuple[int, int]:
    width, _, height = str(body.get("size", "")).partition("x")
    return (int(width), int(height)) if width.isdigit() and height.isdigit() else (1024, 1024)


def answer_of(body: dict[str, Any]) -> dict[str, Any]:
    """A right answer to a request."""
    width, height = _size(body)
    pictures = [png(width, height, nth) for nth in range(body.get("n") or 1)]
    return {
        "created": 1763800000,
        "background": body.get("background") or "opaque",
        "output_format": "png",
        "quality": body.get("quality") or "low",
        "size": body.get("size") or "1024x1024",
        "data": [{"b64_json": base64.b64encode(picture).decode()} for picture in pictures],
        "usage": USAGE,
    }


def _ok(exchange: Exchange, **changes: Any) -> None:
    exchange.json(200, {**answer_of(exchange.body), **changes}, {"x-request-id": "req_ok"})


def _refuse(status: int, *error: str | None, **headers: str) -> Callable[[Exchange], None]:
    said = {"x-request-id": "req_refused", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda exchange: exchange.json(status, _error(*error), said)


def _html(status: int) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.send(status, b"<html>captive portal</html>", "text/html")


def _short(exchange: Exchange) -> None:
    _ok(exchange, data=answer_of(exchange.body)["data"][:-1])


def _address(exchange: Exchange, url: str | None = None) -> None:
    origin = exchange.server.provider.origin
    _ok(exchange, data=[{"url": url or f"{origin}/files/image.png"}])


def _leak(exchange: Exchange) -> None:
    key = exchange.headers["authorization"].removeprefix("Bearer ")
    exchange.json(401, _error(f"Incorrect API key provided: {key}", "invalid_request_error", "invalid_api_key"))


_RATE = ("Rate limit reached", "requests", "rate_limit_exceeded")
_QUOTA = ("You exceeded your current quota.", "insufficient_quota", "insufficient_quota")
_MODERATION = ("Your request was rejected by the safety system.", "image_generation_user_error", "moderation_blocked")
_PARAMETER = ("Invalid value: 'hd'.", "invalid_request_error", "invalid_value", "quality")

SCENES: dict[str, Callable[[Exchange], None]] = {
    "ok": _ok,
    "rate-limited": _refuse(429, *_RATE, retry_after_ms="20"),
    "rate-limited-slow": _refuse(429, *_RATE, retry_after="0.3"),
    "rate-limited-long": _refuse(429, *_RATE, retry_after="300"),
    "quota": _refuse(429, *_QUOTA),
    "moderation": _refuse(400, *_MODERATION),
    "bad-parameter": _refuse(400, *_PARAMETER),
    "key-refused": _refuse(401, KEY_ECHO, "invalid_request_error", "invalid_api_key"),
    "key-echoed": _leak,
    "not-allowed": _refuse(403, "Your organization must be verified.", "invalid_request_error"),
    "no-model": _refuse(404, "The model does not exist.", "invalid_request_error", "model_not_found"),
    "server-error": _refuse(500, "The server had an error.", "server_error"),
    "overloaded": _refuse(503, "The engine is overloaded.", "server_error", retry_after="0"),
    "bad-gateway": _html(502),
    "drop": Exchange.drop,
    "hang": lambda exchange: exchange.hang() and None,
    "truncated": lambda exchange: exchange.cut(json.dumps(answer_of(exchange.body)).encode()),
    "broken-json": lambda exchange: exchange.send(200, b'{"created": 1, "data": [{"b64_js', "application/json"),
    "html": _html(200),
    "no-data": lambda exchange: _ok(exchange, data=[]),
    "null-data": lambda exchange: _ok(exchange, data=None),
    "wrong-types": lambda exchange: _ok(
        exchange, created="yesterday", data=[{"b64_json": 12}], usage={"input_tokens": "many"}
    ),
    "no-base64": lambda exchange: _ok(exchange, data=[{"b64_json": "%%%"}]),
    "no-image": lambda exchange: _ok(exchange, data=[{"b64_json": base64.b64encode(b"<html>").decode()}]),
    "one-short": _short,
    "address": _address,
    "foreign-address": lambda exchange: _address(exchange, "https://images.example/x.png"),
    "redirect": lambda exchange: exchange.send(307, b"", "text/plain", {"location": "/v1/images/generations"}),
    "fastapi-error": lambda exchange: exchange.json(422, {"detail": "size is not supported"}),
}
STREAM_SCENES = ("ok", "ends-early", "error-event", "unknown-event", "hang")


def _stream(exchange: Exchange, scene: str, delay: float) -> None:
    """Unfinished pictures, then the image, as server-sent events."""
    if scene not in STREAM_SCENES:
        SCENES[scene](exchange)
        return
    common = {"background": "opaque", "created_at": 1, "output_format": "png", "quality": "low", "size": "1024x1024"}
    exchange.begin_stream()
    for nth in range(exchange.body.get("partial_images") or 0):
        if delay and exchange.hang(delay):
            return
        unfinished = base64.b64encode(png(8 * (nth + 1), 8 * (nth + 1), nth)).decode()
        exchange.event("image_generation.partial_image", {"partial_image_index": nth, "b64_json": unfinished, **common})
        if scene == "ends-early":
            return
        if scene == "hang" and exchange.hang():
            return
        if scene == "error-event":
            exchange.event("error", _error("Blocked on the way.", "image_generation_user_error", "moderation_blocked"))
            return
        if scene == "unknown-event":
            exchange.event("image_generation.heartbeat", {"x": 1})
    whole = answer_of(exchange.body)["data"][0]["b64_json"]
    exchange.event("image_generation.completed", {"b64_json": whole, "usage": USAGE, **common})
