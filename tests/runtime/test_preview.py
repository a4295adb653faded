"""The embedded preview: right in shape and number, honest about what it is, and never used unasked."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from plx_runtime.backends.preview.lettering import fit, measure
from plx_runtime.backends.preview.picture import draw
from plx_runtime.magic import look
from tests.runtime.conftest import Project

RATIOS = {"1:1": 1, "4:3": 4 / 3, "3:2": 3 / 2, "16:9": 16 / 9, "21:9": 21 / 9, "9:16": 9 / 16, "9:21": 9 / 21}


def picture(prompt: str = "A lighthouse", **more: Any) -> Image.Image:
    given: dict[str, Any] = {
        "width": 512,
        "height": 288,
        "seed": 1,
        "caption": ("model", "16:9", "seed 1", "1 of 1"),
        **more,
    }
    return Image.open(io.BytesIO(draw(prompt=prompt, **given)))


@pytest.mark.parametrize(
    ("model", "ratio"),
    [*(("flux-pro/v1.1", ratio) for ratio in RATIOS), ("gpt-image-2", "16:9"), ("nano-banana", "3:2")],
)
async def test_shape_number_and_seed(project: Project, model: str, ratio: str) -> None:
    old, new = '"flux-pro/v1.1"\naspect_ratio = "1:1"\nseed = 7', f'"{model}"\naspect_ratio = "{ratio}"\nseed = 7'
    project.write("tests.plx", project.file.read_text().replace(old, new))
    ran = await project.run("fal_four", preview=True)
    assert [image.seed for image in ran.manifest.images] == [7, 8, 9, 10]
    for image in ran.images:
        assert image.width is not None
        assert image.height is not None
        assert image.width / image.height == pytest.approx(RATIOS[ratio], rel=0.03)
    assert len({image.sha256 for image in ran.images}) == 4


async def test_it_says_everywhere_that_it_is_a_preview(project: Project) -> None:
    ran = await project.run("fal_one", preview=True)
    assert ran.done.preview
    assert ran.of("started")[0].preview
    assert ran.manifest.preview
    assert ran.manifest.cost is not None
    assert ran.manifest.cost.high == 0
    data = ran.files[0].read_bytes()
    assert b"PREVIEW: no image model was called" in data
    assert b"digitalsourcetype/algorithmicMedia" in data


async def test_a_preview_needs_no_backend(project: Project) -> None:
    project.write(".pipelex/inference/backends.toml", "[fal]\nenabled = false\n")
    assert (await project.run("fal_one")).failed
    assert (await project.run("fal_one", preview=True)).done


def test_the_same_is_drawn_the_same() -> None:
    assert picture().tobytes() == picture().tobytes()
    assert picture().tobytes() != picture(seed=2).tobytes()
    assert picture().tobytes() != picture("A windmill").tobytes()


def test_the_mark_is_part_of_the_picture() -> None:
    """The band of the mark is there, whatever the prompt and the seed."""
    bands = [picture(prompt, seed=seed).crop((0, 0, 200, 20)) for prompt, seed in (("a", 1), ("b " * 900, 2))]
    difference = ImageChops.difference(bands[0].convert("L"), bands[1].convert("L"))
    _, most = difference.getextrema()
    assert isinstance(most, int)
    assert most < 30  # the band lets a little of the backdrop through


@pytest.mark.parametrize(
    "prompt", ["", "  \n", "咖啡店的极简标志", "مقهى", "🙂" * 50, "e\u0301" * 40, "x" * 3000, "\x00\x1b", "a\u2028b"]
)
def test_any_prompt_can_be_drawn(prompt: str) -> None:
    kind = look(draw(prompt=prompt, width=256, height=256, seed=0, caption=("m", "1:1", "seed 0", "1 of 1")))
    assert kind is not None
    assert (kind.width, kind.height) == (256, 256)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.integers(60, 400), st.integers(40, 300))
def test_lines_stay_inside(text: str, width: int, height: int) -> None:
    set_ = fit(text, width, height, largest=30, smallest=8)
    assert set_.height <= max(height, set_.size * 1.5)
    for line in set_.lines:
        # One letter may be wider than the line; nothing can be done about that.
        assert measure(line, set_.size) <= width + set_.size or len(line) <= 2


def test_a_long_prompt_says_that_it_goes_on() -> None:
    assert fit("word " * 500, 100, 50, largest=30, smallest=8).lines[-1].endswith("…")
