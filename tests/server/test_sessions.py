"""What real editors said, said again: every request is answered, and the end is as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.client import session
from tests.server.sessions import SESSIONS, read, replay

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
async def test_a_recorded_session_replays_clean(path: Path, tmp_path: Path) -> None:
    messages, expected = read(path, tmp_path)
    assert len([each for each in messages if "id" in each and "method" in each]) > 20
    async with session() as client:
        assert await replay(client, messages) == expected
        assert not [each for each in client.notifications if each.get("method") == "window/showMessage"]
        assert await client.stop() == 0
