"""The plugin and the real server, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.editors.conftest import Workspace


def test_server(passes: Callable[..., None]) -> None:
    passes("server")


def test_runs(passes: Callable[..., None], workspace: Workspace) -> None:
    passes("runs")
    pictures = workspace.images()
    sizes = set()
    for path in pictures:
        with Image.open(path) as image:
            image.load()
            sizes.add(image.size)
    assert len(pictures) == 2 + 3 * 3
    assert len(sizes) == 2, "16:9 cars and square logos"
    assert str(pictures[0]) in workspace.opened()
