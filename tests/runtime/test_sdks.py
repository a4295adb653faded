"""What the runtime relies on in the two SDKs beyond their documented face. A new version that breaks one fails here."""

import contextlib
import inspect

import fal_client
import httpx
import openai
import pytest
from fal_client.auth import FAL_QUEUE_RUN_HOST
from fal_client.client import QUEUE_URL_FORMAT
from hypothesis import given
from hypothesis import strategies as st

from plx_runtime.backends.fal.answers import read_refusal, read_result
from plx_runtime.backends.fal.wire import Queue
from plx_runtime.backends.interface import REPEATABLE, CallError
from plx_runtime.job import Request
from tests.providers import FalProvider, OpenAIProvider

KEYS = ["images", "image", "url", "seed", "has_nsfw_concepts", "timings", "detail", "error_type", "loc", "msg", "type"]


def request(endpoint: str = "fal-ai/flux/dev") -> Request:
    return Request(number=1, first=0, count=1, endpoint=endpoint, body={"prompt": "x"}, seeds=(None,))


async def test_fal_awaits_its_client_for_every_request(fal: FalProvider) -> None:
    seen: list[str] = []

    class Watching(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request.method)
            return httpx.Response(200, json={"status": "COMPLETED", "logs": [], "images": []}, request=request)

    class Client(fal_client.AsyncClient):
        @property
        async def _client(self) -> httpx.AsyncClient:  # type: ignore[override]
            return httpx.AsyncClient(transport=Watching())

    client = Client(key="k")
    await client.status("fal-ai/flux/dev", "id")
    await client.cancel("fal-ai/flux/dev", "id")
    await client.result("fal-ai/flux/dev", "id")
    with pytest.raises(KeyError):
        await client.submit("fal-ai/flux/dev", {})
    assert seen == ["GET", "PUT", "GET", "GET", "POST"]
    assert fal.requests == []


def test_fals_addresses_are_built_from_its_host() -> None:
    assert f"https://{FAL_QUEUE_RUN_HOST}/" == QUEUE_URL_FORMAT


@pytest.mark.parametrize(
    ("endpoint", "path"),
    [
        ("fal-ai/flux-pro/v1.1-ultra", "fal-ai/flux-pro"),
        ("xai/grok-imagine-image", "xai/grok-imagine-image"),
        ("fal-ai/bytedance/seedream/v4/text-to-image", "fal-ai/bytedance"),
    ],
)
async def test_a_job_is_found_by_its_id(endpoint: str, path: str) -> None:
    queue = Queue("k", "https://queue.fal.run")
    job = queue.job(endpoint, "job-1")
    assert job.status_url == f"{QUEUE_URL_FORMAT}{path}/requests/job-1/status"
    assert job.cancel_url == f"{QUEUE_URL_FORMAT}{path}/requests/job-1/cancel"
    await queue.close()


async def test_a_status_may_be_bare() -> None:
    queue = Queue("k", "https://queue.fal.run")
    job = queue.job("fal-ai/flux/dev", "job-1")
    assert isinstance(job._parse_status({"status": "COMPLETED"}), fal_client.Completed)
    assert job._parse_status({"status": "IN_QUEUE"}) == fal_client.Queued(position=None)  # type: ignore[arg-type]
    await queue.close()


async def test_fal_hands_a_job_in_once_and_forbids_repeats_of_its_own(fal: FalProvider) -> None:
    queue = Queue("k", fal.url)
    assert await queue.submit(request(), left=30.0) == "job-1"
    [sent] = fal.submissions
    assert sent.headers["x-fal-no-retry"] == "1"
    assert float(sent.headers["x-fal-request-timeout"]) == 30.0
    await queue.close()


def test_openai_takes_what_it_does_not_know_through_a_side_door() -> None:
    known = inspect.signature(openai.AsyncOpenAI(api_key="k").images.generate).parameters
    assert {"extra_body", "stream", "partial_images", "n", "size", "model", "prompt"} <= set(known)
    assert "seed" not in known


async def test_openai_names_the_request(openai_url: str) -> None:
    async with openai.AsyncOpenAI(api_key="k", base_url=openai_url, max_retries=0) as client:
        answer = await client.images.generate(prompt="x", model="m")
    assert answer._request_id == "req_ok"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


@given(ANY_JSON)
def test_no_result_of_fals_makes_it_fail(result: object) -> None:
    with contextlib.suppress(CallError):
        assert read_result(result, "job-1").pictures


@given(st.integers(300, 599), st.dictionaries(st.sampled_from(KEYS), ANY_JSON, max_size=5))
def test_no_refusal_of_fals_makes_it_fail(status: int, body: dict[str, object]) -> None:
    error = read_refusal(status, body, {})
    assert error.message
    assert error.outcome not in REPEATABLE or status == 429


@pytest.fixture
def openai_url(openai: OpenAIProvider) -> str:
    return openai.url
