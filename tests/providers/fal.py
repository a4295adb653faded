"""fal's queue and image host on loopback, with every failure that the runtime must survive."""

import base64
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .pictures import png
from .serving import Exchange, Provider, Recorded

_ENUM = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
_BLOCKED = {
    "loc": ["body", "prompt"],
    "msg": "The content was flagged by a content checker.",
    "type": "content_policy_violation",
}


@dataclass
class Job:
    """One job in the queue."""

    id: str
    scene: str
    arguments: dict[str, Any]
    began: float = field(default_factory=time.monotonic)
    looks: int = 0
    done: bool = False
    cancelled: bool = False


@dataclass
class FalProvider(Provider):
    """`url` is the queue's endpoint. `jobs` are those it has taken, by id."""

    jobs: dict[str, Job] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._ids = itertools.count(1)

    @property
    def url(self) -> str:
        return self.origin

    @property
    def submissions(self) -> list[Recorded]:
        return [each for each in self.requests if each.method == "POST"]

    @property
    def paid(self) -> int:
        """How often a job was handed in: what fal might bill."""
        return len(self.submissions)

    @property
    def keys(self) -> set[str]:
        return {each.headers.get("authorization", "").removeprefix("Key ") for each in self.requests}

    def answer(self, exchange: Exchange) -> None:
        if exchange.route.startswith("/files/"):
            _FILES[exchange.route.removeprefix("/files/").partition("/")[0]](exchange)
        elif exchange.command == "POST":
            self._submit(exchange)
        elif "/requests/" in exchange.route:
            self._job(exchange)
        else:
            exchange.json(404, {"detail": "Not found"})

    # -- handing in -------------------------------------------------------------------------------

    def _submit(self, exchange: Exchange) -> None:
        scene = self.scene()
        if scene in _SUBMIT_SCENES:
            _SUBMIT_SCENES[scene](exchange)
            return
        with self.lock:
            job = Job(f"job-{next(self._ids)}", scene, exchange.body)
            self.jobs[job.id] = job
        if scene == "taken-and-dropped":
            exchange.drop()
            return
        origin = "http://127.0.0.1:9" if scene == "foreign" else self.origin
        url = f"{origin}{exchange.route}/requests/{job.id}"
        answer = {"status": "IN_QUEUE", "request_id": job.id, "queue_position": 0}
        if scene != "only-an-id":
            answer |= {"response_url": url, "status_url": f"{url}/status", "cancel_url": f"{url}/cancel"}
        exchange.json(200, answer)

    # -- following --------------------------------------------------------------------------------

    def _job(self, exchange: Exchange) -> None:
        identity, _, what = exchange.route.partition("/requests/")[2].partition("/")
        job = self.jobs.get(identity)
        if job is None:
            exchange.json(404, {"detail": "Request not found"})
        elif what == "status":
            self._status(exchange, job)
        elif what == "cancel":
            _cancel(exchange, job)
        else:
            self._result(exchange, job)

    def _status(self, exchange: Exchange, job: Job) -> None:
        job.looks += 1
        if job.scene == "status-lost" and job.looks in (2, 3):
            exchange.drop()
            return
        if job.scene == "status-500" or (job.scene == "status-500-once" and job.looks == 2):
            exchange.json(500, {"detail": "out of order"})
            return
        logs = [{"message": f"step {nth}/2", "level": "INFO"} for nth in range(1, min(job.looks, 3))]
        bare = job.scene == "bare-status"
        if job.looks == 1:
            exchange.json(202, {"status": "IN_QUEUE"} | ({} if bare else {"queue_position": 1}))
        elif self._is_done(job):
            job.done = True
            failed = {"error": "failed", "error_type": "bad_request"} if job.scene in ("moderation", "runner") else {}
            exchange.json(200, {"status": "COMPLETED", "metrics": {}} | ({} if bare else {"logs": logs}) | failed)
        else:
            exchange.json(202, {"status": "IN_PROGRESS"} | ({} if bare else {"logs": logs}))

    def _is_done(self, job: Job) -> bool:
        if job.cancelled or job.scene in ("never", "cancel-lost"):
            return job.cancelled
        needed = self.delay * job.arguments.get("num_images", 1)
        return job.looks >= 3 and time.monotonic() - job.began >= needed

    def _result(self, exchange: Exchange, job: Job) -> None:
        if job.cancelled:
            exchange.json(499, {"detail": "Request was cancelled", "error_type": "client_cancelled"})
        elif job.scene == "moderation":
            exchange.json(422, {"detail": [_BLOCKED]}, {"x-fal-retryable": "false"})
        elif job.scene == "runner":
            exchange.json(503, {"detail": "Runner disconnected", "error_type": "runner_disconnected"})
        elif job.scene == "no-images":
            exchange.json(200, {"images": [], "seed": 1})
        elif job.scene == "wrong-types":
            exchange.json(200, {"images": [{"url": 12}, "x"], "seed": "many", "has_nsfw_concepts": 3})
        elif job.scene == "result-html":
            exchange.send(200, b"<html>captive portal</html>", "text/html")
        else:
            exchange.json(200, self._images(job))

    def _images(self, job: Job) -> dict[str, Any]:
        count = job.arguments.get("num_images", 1)
        name = job.scene if job.scene in _FILES else "image"
        width, height = _size(job.arguments)
        urls = [f"{self.origin}/files/{name}/{width}/{height}/{job.id}/{nth}.png" for nth in range(count)]
        if job.scene == "data-address":
            urls = ["data:image/png;base64," + base64.b64encode(png()).decode()] * count
        if job.scene == "foreign-host":
            urls = ["https://images.example/x.png"] * count
        blocked = [job.scene == "nsfw" or (job.scene == "one-nsfw" and nth == 1) for nth in range(count)]
        return {
            "images": [{"url": url, "width": width, "height": height, "content_type": "image/png"} for url in urls],
            "seed": job.arguments.get("seed", 42),
            "has_nsfw_concepts": blocked,
            "timings": {"inference": 1.2},
            "prompt": job.arguments.get("prompt", ""),
        }


def _size(arguments: dict[str, Any]) -> tuple[int, int]:
    asked = arguments.get("image_size") or arguments.get("aspect_ratio")
    if isinstance(asked, dict):
        return asked["width"], asked["height"]
    if asked in _ENUM:
        return _ENUM[asked]
    across, _, down = str(asked or "1:1").partition(":")
    return (1024, round(1024 * int(down) / int(across))) if across.isdigit() and down.isdigit() else (1024, 1024)


def _cancel(exchange: Exchange, job: Job) -> None:
    if job.scene == "cancel-lost":
        exchange.hang()
    elif job.done or job.scene == "done-meanwhile":
        exchange.json(400, {"status": "ALREADY_COMPLETED"})
        job.scene, job.done = "ok", True
        job.looks = 3
    else:
        job.cancelled = True
        exchange.json(202, {"status": "CANCELLATION_REQUESTED"})


def _refuse(status: int, detail: Any, **headers: str) -> Callable[[Exchange], None]:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.json(status, {"detail": detail}, said)


_PARAMETER = [{"loc": ["body", "image_size"], "msg": "Input should be a size", "type": "literal_error"}]
_SUBMIT_SCENES: dict[str, Callable[[Exchange], None]] = {
    "server-error": _refuse(500, "boom"),
    "rate-limited": _refuse(429, "Too many requests", retry_after="0.02"),
    "rate-limited-long": _refuse(429, "Too many requests", retry_after="300"),
    "key-refused": _refuse(401, "Cannot access application. Authentication is required."),
    "no-balance": _refuse(403, "User is locked. Reason: Exhausted balance."),
    "no-model": _refuse(404, "Application not found"),
    "bad-parameter": _refuse(422, _PARAMETER),
    "bad-gateway": lambda exchange: exchange.send(502, b"<html><center>nginx</center></html>", "text/html"),
    "redirect": lambda exchange: exchange.send(307, b"", "text/plain", {"location": "/elsewhere"}),
    "drop": Exchange.drop,
    "hang": lambda exchange: exchange.hang() and None,
    "truncated": lambda exchange: exchange.cut(b'{"request_id": "job-1", "status": "IN_QUEUE"}'),
    "broken-json": lambda exchange: exchange.send(200, b'{"request_id": ', "application/json"),
    "html": lambda exchange: exchange.send(200, b"<html></html>", "text/html"),
    "wrong-types": lambda exchange: exchange.json(200, {"request_id": 12}),
}


def _image(exchange: Exchange) -> None:
    _, _, _, width, height, job, name = exchange.route.split("/")
    seed = int(job.rpartition("-")[2]) * 7 + int(name.partition(".")[0])
    exchange.send(200, png(int(width), int(height), seed), "image/png")


_FILES: dict[str, Callable[[Exchange], None]] = {
    "image": _image,
    "file-html": lambda exchange: exchange.send(200, b"<html>no image</html>", "image/png"),
    "file-huge": lambda exchange: exchange.flood(200 << 20, start=png()[:64]),
    "file-announced-huge": lambda exchange: exchange._head(200, {"content-length": str(10 << 30)}),
    "file-private": lambda exchange: exchange.send(
        302, b"", "text/plain", {"location": "https://169.254.169.254/latest"}
    ),
    "file-loop": lambda exchange: exchange.send(302, b"", "text/plain", {"location": exchange.route}),
    "file-cut": lambda exchange: exchange.cut(png(), "image/png"),
    "file-500": lambda exchange: exchange.json(500, {}),
}
