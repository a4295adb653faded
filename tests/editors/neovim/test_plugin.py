"""The plugin's own modules, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("name", ["filetype", "words", "trust", "images"])
def test_plugin(name: str, passes: Callable[..., None]) -> None:
    passes(name)
