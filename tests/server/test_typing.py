"""Whatever is typed, the server ends where one that only saw the last texts begins; and it does not grow."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.server.client import Client, session
from tests.server.typing_person import ART, SHOP, Typist, state


def close(client: Client, *uris: str) -> None:
    for uri in uris:
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


async def type_and_compare(old: Client, fresh: Client, root: Path, seed: int, edits: int) -> None:
    chance = random.Random(seed)
    typists = [Typist((root / "shop.plx").as_uri(), SHOP), Typist((root / "art.plx").as_uri(), ART)]
    for typist in typists:
        old.open(typist.uri, typist.text)
    for _ in range(edits):
        typist = chance.choice(typists)
        old.change(typist.uri, *(typist.edit(chance) for _ in range(chance.choice([1, 1, 1, 2, 3]))))
        if chance.random() < 0.2:
            await old.request("textDocument/semanticTokens/full", {"textDocument": {"uri": typist.uri}})
    for typist in typists:
        fresh.open(typist.uri, typist.text)
    for typist in typists:
        # A request answered: by now both have settled all that they were sent.
        expected = await state(fresh, typist.uri, 1)
        found = await state(old, typist.uri, old.versions[typist.uri])
        last = fresh.published(typist.uri)[-1]["diagnostics"]
        shown = old.published(typist.uri)[-1]["diagnostics"]
        assert {**found, "diagnostics": shown} == {**expected, "diagnostics": last}, (seed, typist.text)
    close(old, *(typist.uri for typist in typists))
    close(fresh, *(typist.uri for typist in typists))
    for client in (old, fresh):
        client.notifications.clear()


async def sessions(root: Path, seeds: range, edits: int) -> None:
    (root / "plx.toml").write_text("")
    async with session() as old, session() as fresh:
        for client in (old, fresh):
            await client.initialize(root)
        for seed in seeds:
            await type_and_compare(old, fresh, root, seed, edits)
        assert await old.stop() == 0
        assert await fresh.stop() == 0


async def test_edit_sessions_end_where_a_fresh_server_begins(tmp_path: Path) -> None:
    await sessions(tmp_path, range(40), 12)


@pytest.mark.slow
async def test_many_long_edit_sessions_end_where_a_fresh_server_begins(tmp_path: Path) -> None:
    await sessions(tmp_path, range(1000, 1400), 60)


@pytest.mark.slow
async def test_memory_stays_flat_over_fifty_thousand_edits(tmp_path: Path) -> None:
    (tmp_path / "plx.toml").write_text("")
    uri = (tmp_path / "shop.plx").as_uri()
    chance = random.Random(7)
    async with session() as client:
        await client.initialize(tmp_path)
        sizes: list[int] = []
        for round_number in range(50):
            typist = Typist(uri, SHOP)
            client.open(uri, SHOP)
            for _ in range(1000):
                if len(typist.text) > 3 * len(SHOP):
                    typist.text = SHOP
                    client.change(uri, {"text": SHOP})
                client.change(uri, typist.edit(chance))
            await client.request("textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})
            close(client, uri)
            await client.request("workspace/symbol", {"query": ""})
            client.notifications.clear()
            if round_number >= 10:
                sizes.append(resident(client.process.pid))
        assert max(sizes) - min(sizes) < 8 * 1024, sizes
        assert await client.stop() == 0


def resident(process: int) -> int:
    """The resident memory of a process, in KB."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        pytest.skip("this system does not say how much memory a process has")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
