"""What a run costs beside the bare SDK that it uses: start, memory, a hundred images. Everything on loopback.

`python -m benchmarks.runtime`. "Bare" is the shortest program that does the same calls with the provider's SDK and writes
the images to files: no check, no ledger, no manifest, no gallery, and nothing kept if it is killed.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plx_lsp.runtime import command
from tests.providers import FalProvider, OpenAIProvider

if TYPE_CHECKING:
    from tests.providers.serving import Provider

STARTS = 7
IMAGES = 100
CONCURRENCY = 8

PIPE = """\
domain = "bench"

[pipe.openai]
type = "PipeImgGen"
description = "From OpenAI, ten images a call"
output = "Image"
img_gen_prompt = "A lighthouse at dusk"
nb_output = {count}
img_gen = "gpt-image-2"
aspect_ratio = "1:1"

[pipe.fal]
type = "PipeImgGen"
description = "From fal, a call for each image"
output = "Image"
img_gen_prompt = "A lighthouse at dusk"
nb_output = {count}
img_gen = "fal-ai/flux-2-pro"
aspect_ratio = "1:1"
"""

BARE_OPENAI = """\
import asyncio, base64, openai
async def main():
    gate = asyncio.Semaphore({concurrency})
    async with openai.AsyncOpenAI(max_retries=0) as client:
        async def call(nth, n):
            async with gate:
                answer = await client.images.generate(model="gpt-image-2", prompt="x", n=n, size="1024x1024")
                for k, image in enumerate(answer.data):
                    open(f"{{nth}}-{{k}}.png", "wb").write(base64.b64decode(image.b64_json))
        await asyncio.gather(*(call(nth, min(10, {count})) for nth in range(-(-{count} // 10))))
asyncio.run(main())
"""

BARE_FAL = """\
import asyncio, os, fal_client, fal_client.client, httpx
fal_client.client.QUEUE_URL_FORMAT = os.environ["PLX_FAL_ENDPOINT"] + "/"
async def main():
    gate = asyncio.Semaphore({concurrency})
    client = fal_client.AsyncClient(key="k")
    async with httpx.AsyncClient() as http:
        async def call(nth):
            async with gate:
                result = await client.subscribe("fal-ai/flux-2-pro", {{"prompt": "x"}})
                for k, image in enumerate(result["images"]):
                    open(f"{{nth}}-{{k}}.png", "wb").write((await http.get(image["url"])).content)
        await asyncio.gather(*(call(nth) for nth in range({count})))
asyncio.run(main())
"""


@dataclass(frozen=True)
class Ran:
    """One process: seconds until it ended, seconds of its processor time, MiB at most."""

    wall: float
    cpu: float
    memory: float


def run(words: list[str], folder: str, environment: dict[str, str]) -> Ran:
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[:4]} ended with {process.returncode}")
    return Ran(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def first_request(provider: Provider, words: list[str], folder: str, environment: dict[str, str]) -> tuple[float, Ran]:
    """Seconds from the start of the process to the provider's first request, and how the process ended."""
    arrived: list[float] = []
    real = provider.answer

    def answer(exchange: object) -> None:
        arrived.append(time.perf_counter())
        real(exchange)  # type: ignore[arg-type]

    provider.answer = answer  # type: ignore[method-assign]
    began = time.perf_counter()
    ran = run(words, folder, environment)
    provider.answer = real  # type: ignore[method-assign]
    return arrived[0] - began, ran


def ours(folder: str, pipe: str) -> list[str]:
    return command("run", str(Path(folder) / "bench.plx"), pipe, "--concurrency", str(CONCURRENCY), "--yes")


def bare(program: str, count: int) -> list[str]:
    return [sys.executable, "-c", program.format(count=count, concurrency=CONCURRENCY)]


def clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def starts() -> None:
    print(f"From the start of the process to the provider's first request (median of {STARTS}), and memory at most\n")
    print("| provider | plx run | bare SDK | ours on top | memory | bare SDK |")
    print("|---|--:|--:|--:|--:|--:|")
    with OpenAIProvider() as openai, FalProvider() as fal, tempfile.TemporaryDirectory() as folder:
        Path(folder, "bench.plx").write_text(PIPE.format(count=1))
        environment = clean_environment() | {
            "OPENAI_BASE_URL": openai.url,
            "OPENAI_API_KEY": "k",
            "PLX_FAL_ENDPOINT": fal.url,
            "FAL_KEY": "k",
        }
        for name, provider, program in (("openai", openai, BARE_OPENAI), ("fal", fal, BARE_FAL)):
            mine, theirs = [], []
            for _ in range(STARTS):
                mine.append(first_request(provider, ours(folder, name), folder, environment))
                theirs.append(first_request(provider, bare(program, 1), folder, environment))
            a, b = (statistics.median(seconds for seconds, _ in each) * 1000 for each in (mine, theirs))
            m, n = (statistics.median(ran.memory for _, ran in each) for each in (mine, theirs))
            print(f"| {name} | {a:.0f} ms | {b:.0f} ms | {a - b:.0f} ms | {m:.0f} MiB | {n:.0f} MiB |", flush=True)


def hundred() -> None:
    print(f"\n{IMAGES} images at concurrency {CONCURRENCY}: openai in {IMAGES // 10} calls, fal in {IMAGES}\n")
    print("| provider | processor time | bare SDK | ours on top, an image | memory | bare SDK | elapsed | bare SDK |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    providers = subprocess.Popen(
        [sys.executable, "-m", "tests.providers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert providers.stdout is not None
    assert providers.stdin is not None
    environment = clean_environment() | json.loads(providers.stdout.readline())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bench.plx").write_text(PIPE.format(count=IMAGES))
        for name, program in (("openai", BARE_OPENAI), ("fal", BARE_FAL)):
            mine = run(ours(folder, name), folder, environment)
            theirs = run(bare(program, IMAGES), folder, environment)
            each = (mine.cpu - theirs.cpu) / IMAGES * 1000
            cells = [
                f"{mine.cpu:.2f} s",
                f"{theirs.cpu:.2f} s",
                f"{each:.1f} ms",
                f"{mine.memory:.0f} MiB",
                f"{theirs.memory:.0f} MiB",
                f"{mine.wall:.1f} s",
                f"{theirs.wall:.1f} s",
            ]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
    providers.stdin.close()
    providers.wait()


if __name__ == "__main__":
    starts()
    hundred()
