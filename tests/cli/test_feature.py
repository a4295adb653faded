"""Every editor feature from the command line: what a bug report would hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plx_lsp.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
domain = "shop"
[concept]
Logo = { description = "A logo", refines = "Image" }
[pipe.draw]
type = "PipeImgGen"
description = "Draw"
output = "Logo"
img_gen_prompt = "A fox"
img_gen = "base_img_gen"
"""


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["hover", "shop.plx:7:13"], 0, "concept `shop.Logo`"),
        (["complete", "shop.plx:7:12"], 0, "Logo  an image  shop"),
        (["definition", "shop.plx:7:13"], 0, "shop.plx:3:1\n"),
        (["references", "shop.plx:3:1"], 0, "shop.plx:3:1  declares it\nshop.plx:7:11\n"),
        (["rename", "shop.plx:3:1", "Mark"], 0, "shop.plx:3:1  Mark\nshop.plx:7:11  Mark\n"),
        (["rename", "shop.plx:3:1", "mark"], 0, "refused: `mark` cannot be used"),
        (["actions", "shop.plx:4:8"], 0, "plx.run  ▶ Run"),
        (["symbols", "shop.plx"], 0, "pipe draw"),
        (["lenses", "shop.plx"], 0, "shop.plx:4:7  Preview"),
        (["hints", "shop.plx"], 0, "shop.plx:9:25  → flux-pro/v1.1"),
        (["definition", "shop.plx:1:1"], 1, "nothing\n"),
        (["hover", "shop.plx"], 2, "FILE:LINE:COLUMN"),
        (["hover", "gone.plx:1:1"], 2, "gone.plx: there is no such file"),
    ],
)
def test_features(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plx.toml").write_text("")
    (tmp_path / "shop.plx").write_text(SHOP)
    assert main(arguments) == status
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
