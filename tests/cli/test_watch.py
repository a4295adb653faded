"""`plx check --watch`: a check at once, and another after each change. Time stands still but for what a test does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from plx_lsp.cli import main
from plx_lsp.cli import watch as watching
from tests.cli.test_check import BROKEN, HEALTHY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Watch:
    """Watches with `steps` in place of the pauses: each changes something, and the end of them interrupts."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._patch = patch
        self._output = output

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def __call__(self, *arguments: str, steps: tuple[Callable[[], object], ...] = ()) -> tuple[int, list[str]]:
        """The exit status, and what each check printed."""
        left = list(steps)

        def pause(_seconds: float) -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()

        self._patch.setattr(watching.time, "sleep", pause)
        status = main(["check", "--watch", *arguments])
        captured = self._output.readouterr()
        return status, (captured.out + captured.err).split("checking …")[1:]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Watch:
    monkeypatch.chdir(tmp_path)
    return Watch(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(("path", "words"), [("gone.plx", "there is no such file"), (".", "there is no .plx file")])
def test_where_nothing_is_to_check_that_is_said_and_what_comes_is_checked(watch: Watch, path: str, words: str) -> None:
    status, checks = watch(path)
    assert (status, len(checks)) == (2, 1)
    assert words in checks[0]
    status, checks = watch(path, steps=(lambda: watch.write("gone.plx", HEALTHY),))
    assert (status, len(checks)) == (0, 2)


def test_standard_input_cannot_be_watched(watch: Watch) -> None:
    assert watch("-") == (2, [])


def test_nothing_is_checked_again_without_a_change(watch: Watch) -> None:
    watch.write("a.plx", HEALTHY)
    assert len(watch("a.plx", steps=(lambda: None, lambda: None))[1]) == 1


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("plx.toml", "", 'ignore = ["output-not-image"]'),
        ("pyproject.toml", "[tool.plx]", '[tool.plx]\nignore = ["output-not-image"]'),
        ("other.plx", HEALTHY.replace("draw", "paint"), HEALTHY.replace("draw", "sketch")),
        (".pipelex/inference/deck/presets.toml", "", "[img_gen.presets.mine]\n"),
        (".pipelex/inference/backends/mine.toml", "", "[[\n"),
    ],
)
@pytest.mark.parametrize("path", ["inner/a.plx", "inner"])
def test_a_change_anywhere_in_the_project_is_seen(watch: Watch, path: str, name: str, before: str, after: str) -> None:
    watch.write(".git/HEAD", "")
    watch.write("inner/a.plx", BROKEN)
    watch.write(name, before)
    _, checks = watch(path, steps=(lambda: watch.write(name, after), lambda: None, lambda: os.unlink(name)))
    assert len(checks) == 3


def test_settings_that_appear_count_at_once(watch: Watch) -> None:
    watch.write("inner/a.plx", BROKEN)
    appear = (lambda: watch.write("inner/plx.toml", 'ignore = ["output-not-image"]'),)
    for path in ("inner", "inner/a.plx"):
        status, checks = watch(path, steps=appear)
        assert (status, len(checks)) == (0, 2)
        os.unlink("inner/plx.toml")
