"""A download goes only where it may, takes only what an image can be, and carries no key."""

import base64
import socket
from typing import Any

import pytest

from plx_runtime.backends.interface import CallError
from plx_runtime.download import Fetcher, FetchError
from tests.providers import FalProvider
from tests.providers.pictures import png

PUBLIC = "93.184.215.14"


@pytest.fixture
def resolves_to(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let every host name have this address."""

    def resolve(address: str) -> None:
        def getaddrinfo(*_: Any, **__: Any) -> Any:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    return resolve


@pytest.mark.parametrize(
    "url",
    [
        "http://v3.fal.media/files/x.png",
        "https://evil.example/x.png",
        "https://fal.media.evil.example/x.png",
        "https://evilfal.media/x.png",
        "https://user:pass@v3.fal.media/x.png",
        "https://storage.googleapis.com/somebody/x.png",
        "ftp://v3.fal.media/x.png",
        "file:///etc/passwd",
        "//v3.fal.media/x.png",
        "",
        "https://127.0.0.1/x.png",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/x.png",
    ],
)
async def test_where_a_download_does_not_go(url: str, resolves_to: Any) -> None:
    resolves_to(PUBLIC)
    with pytest.raises(CallError) as caught:
        await Fetcher().fetch(url)
    assert caught.value.outcome == "unsafe"


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1%eth0", "::ffff:10.0.0.1"],  # noqa: S104
)
async def test_a_known_host_inside_a_private_network(address: str, resolves_to: Any) -> None:
    resolves_to(address)
    with pytest.raises(CallError, match="private network"):
        await Fetcher().fetch("https://v3.fal.media/files/x.png")


async def test_the_endpoint_itself_may_be_local(fal: FalProvider) -> None:
    fetcher = Fetcher(origin=fal.url)
    assert (await fetcher.fetch(f"{fal.url}/files/image/64/64/job-1/0.png")).startswith(b"\x89PNG")
    with pytest.raises(CallError):
        await fetcher.fetch("http://127.0.0.1:1/x.png")
    await fetcher.close()


@pytest.mark.parametrize("name", ["file-private", "file-loop"])
async def test_every_redirect_is_judged(fal: FalProvider, name: str) -> None:
    fetcher = Fetcher(origin=fal.url)
    with pytest.raises(CallError) as caught:
        await fetcher.fetch(f"{fal.url}/files/{name}/x")
    assert caught.value.outcome == "unsafe"
    await fetcher.close()


async def test_ten_gigabytes(fal: FalProvider) -> None:
    fetcher = Fetcher(origin=fal.url)
    with pytest.raises(CallError, match="larger than"):
        await fetcher.fetch(f"{fal.url}/files/file-announced-huge/x")
    await fetcher.close()
    small = Fetcher(origin=fal.url, most_bytes=1 << 20)
    with pytest.raises(CallError, match="larger than"):
        await small.fetch(f"{fal.url}/files/file-huge/x")
    await small.close()


@pytest.mark.parametrize("name", ["file-cut", "file-500"])
async def test_what_may_work_the_next_time(fal: FalProvider, name: str) -> None:
    fetcher = Fetcher(origin=fal.url)
    with pytest.raises(FetchError):
        await fetcher.fetch(f"{fal.url}/files/{name}/x")
    await fetcher.close()


async def test_data_addresses() -> None:
    data = base64.b64encode(png()).decode()
    assert await Fetcher().fetch(f"data:image/png;base64,{data}") == png()
    for bad in (
        "data:text/html;base64,QQ==",
        "data:image/png,abc",
        "data:image/png;base64,%%%",
        "data:image/png;base64,",
    ):
        with pytest.raises(CallError) as caught:
            await Fetcher().fetch(bad)
        assert caught.value.outcome == "bad_answer"
    with pytest.raises(CallError, match="larger than"):
        await Fetcher(most_bytes=10).fetch(f"data:image/png;base64,{data}")
