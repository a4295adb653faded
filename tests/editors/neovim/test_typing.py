"""Neovim as a person uses it: keys in, screen out."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.editors.conftest import ROOT
from tests.editors.picture import draw
from tests.editors.terminal import ENTER, ESC

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editors.terminal import Terminal

    from .conftest import Neovim

COMPLETE = "\x18\x0f"
"""CTRL-X CTRL-O."""
ACCEPT, ERASE_LINE = "\x19", "\x15"

TYPED = (
    '[pipe.draw_fox]\ntype = "PipeImgGen"\ndescription = "Draw a fox"\noutput = "Imag"\n'
    'img_gen_prompt = "A fox"\nimg_gen = "base_img_gen"\n'
)

delayed = pytest.mark.parametrize("providers", [["--delay", "30"]], indirect=True)
dropping = pytest.mark.parametrize("providers", [["--openai", "drop"]], indirect=True)


def command(line: str) -> str:
    """The keys of a command line."""
    return f":{line}{ENTER}"


def settle(vim: Terminal) -> str:
    """Wait until what was typed before has been carried out; gives the screen."""
    vim.type(command("echo 'all' 'done'"))
    return vim.see("all done")


# -- writing --------------------------------------------------------------------------------------------------------------


def test_a_typed_pipe_is_judged_while_it_is_typed(neovim: Neovim) -> None:
    with neovim.type_in("fox.plx") as vim:
        vim.see("fox.plx")
        vim.type("i", TYPED.replace("\n", ENTER), ESC)
        vim.see("Imag", "did you mean")
        vim.type("4G$i", "e", ESC)
        vim.see("▶ Run", lambda screen: "did you mean" not in screen)


def test_a_handle_is_completed(neovim: Neovim) -> None:
    with neovim.type_in("car.plx") as vim:
        vim.see("▶ Run")
        vim.type(command("set shortmess+=c"), "/img_gen = ", ENTER, '$ci"', "flux-2-pr", COMPLETE)
        vim.see("flux-2-pro ")
        vim.type(ACCEPT, ESC)
        vim.see('img_gen = "flux-2-pro"')


def test_hover_says_what_a_key_is(neovim: Neovim) -> None:
    with neovim.type_in("car.plx") as vim:
        vim.see("▶ Run")
        vim.type("/aspect_ratio", ENTER, command("lua vim.lsp.buf.hover()"))
        vim.see("21:9")


def test_a_rename_reaches_two_files_on_disk(neovim: Neovim) -> None:
    with neovim.type_in("car.plx") as vim:
        vim.see("▶ Run")
        vim.type("/CarImage", ENTER, command("lua vim.lsp.buf.rename()"))
        vim.see("New Name: CarImage")
        vim.type(ERASE_LINE, "CarPicture", ENTER)
        vim.see('output = "CarPicture"')
        vim.type(command("wall"))
        settle(vim)
    folder = neovim.workspace.folder
    assert 'output = "CarPicture"' in (folder / "car.plx").read_text()
    assert 'output = "cars.CarPicture"' in (folder / "logo.plx").read_text()


def test_a_fix_is_picked_from_the_list(neovim: Neovim) -> None:
    with neovim.type_in("broken.plx") as vim:
        vim.see("did you me")
        vim.type("/base_imggen", ENTER, command("lua vim.lsp.buf.code_action()"))
        vim.see("1: ", "base_img_gen")
        vim.type("1", ENTER)
        vim.see('img_gen = "base_img_gen"')


# -- running --------------------------------------------------------------------------------------------------------------


def test_the_lens_previews_and_the_window_shows_the_file(neovim: Neovim) -> None:
    with neovim.type_in("car.plx") as vim:
        vim.see("▶ Run", "Preview")
        vim.type("/draw_car", ENTER, command("lua vim.lsp.codelens.run()"))
        menu = vim.see("Type number", ": Preview")
        number = next(line[0] for line in menu.splitlines() if ": Preview" in line)
        vim.type(number, ENTER)
        vim.see("draw_car · preview", "✔ Done", "free", "seed 7", "plx-out/")
        vim.see("▶ Run")
    (picture,) = neovim.workspace.images()
    with Image.open(picture) as image:
        image.load()
        assert image.width * 9 == image.height * 16
    assert neovim.workspace.opened() == [str(picture)]


def test_keys_in_the_window(neovim: Neovim) -> None:
    with neovim.type_in("car.plx") as vim:
        vim.see("▶ Run")
        vim.type(command("PlxPreview draw_car"))
        vim.see("✔ Done")
        vim.type(command("PlxResult"), "m")
        vim.see('"prompt"', "plx-out/")
        vim.type(command("PlxResult"), "q")
        vim.see(lambda screen: "✔ Done" not in screen)


def test_inputs_are_typed_in(neovim: Neovim) -> None:
    with neovim.type_in("logo.plx") as vim:
        vim.see("▶ Run")
        vim.type(command("PlxPreview draw_logo"))
        vim.see("prompt (images.ImgGenPrompt):")
        vim.type("A fox made of paper", ENTER)
        vim.see("✔ Done", "3  1024×1024")
    assert len(neovim.workspace.images()) == 3


def test_runs_buy_from_both_providers(neovim: Neovim, providers: dict[str, str]) -> None:
    with neovim.type_in("car.plx", env=providers) as vim:
        vim.see("▶ Run")
        vim.type(command("PlxRun draw_car"))
        vim.see("✔ Done", " at fal", "seed", "$0.")
        vim.type(command("edit poster.plx"))
        vim.see("print_poster")
        vim.type(command("PlxRun print_poster"))
        vim.see(" print_poster ─", "✔ Done", " at openai")
    pictures = neovim.workspace.images()
    assert len(pictures) == 2
    for path in pictures:
        with Image.open(path) as image:
            image.load()


@delayed
def test_a_run_is_cancelled(neovim: Neovim, providers: dict[str, str]) -> None:
    with neovim.type_in("poster.plx", env=providers) as vim:
        vim.see("▶ Run")
        vim.type(command("PlxRun print_poster"))
        vim.see("● ", "at openai")
        vim.type(command("PlxCancel"))
        vim.see("■ Cancelled")
    assert neovim.workspace.images() == []


@dropping
def test_a_lost_answer_is_told_in_words(neovim: Neovim, providers: dict[str, str]) -> None:
    with neovim.type_in("poster.plx", env=providers) as vim:
        vim.see("▶ Run")
        vim.type(command("PlxRun print_poster"))
        vim.see("✗ Failed", "The connection broke", "have been billed")


def test_a_missing_key_is_named(neovim: Neovim) -> None:
    with neovim.type_in("poster.plx") as vim:
        vim.see("▶ Run")
        vim.type(command("PlxRun print_poster"))
        vim.see("OPENAI_API_KEY")


def test_a_price_above_the_limit_is_asked_for(neovim: Neovim, providers: dict[str, str]) -> None:
    (neovim.workspace.folder / "plx.toml").write_text("[run]\nconfirm-above = 0.001\n")
    with neovim.type_in("car.plx", env=providers) as vim:
        vim.see("▶ Run")
        vim.type(command("PlxRun draw_car"))
        vim.see("It may cost", "1: Run it")
        vim.type("2", ENTER)
        assert "✔ Done" not in settle(vim)
        vim.type(command("PlxRun draw_car"))
        vim.see("1: Run it")
        vim.type("1", ENTER)
        vim.see("✔ Done")
    assert len(neovim.workspace.images()) == 1


def test_an_untrusted_project_asks_before_anything_runs(neovim: Neovim) -> None:
    with neovim.type_in("car.plx", env={"PLX_TEST_UNTRUSTED": "1"}) as vim:
        vim.see("▶ Run")
        vim.type(command("PlxPreview draw_car"))
        vim.see("Trust ", "1: Trust it")
        vim.type("2", ENTER)
        settle(vim)
        assert neovim.workspace.images() == []
        vim.type(command("PlxPreview draw_car"))
        vim.see("1: Trust it")
        vim.type("1", ENTER)
        vim.see("✔ Done")


# -- help and pictures ----------------------------------------------------------------------------------------------------


def test_the_commands_have_their_help(neovim: Neovim, tmp_path: Path) -> None:
    doc = tmp_path / "doc"
    shutil.copytree(ROOT / "editors" / "neovim" / "doc", doc, ignore=shutil.ignore_patterns("tags"))
    with neovim.type_in("car.plx") as vim:
        vim.type(command(f"helptags {doc}"))
        assert "E154" not in settle(vim)
    tags = {line.split("\t")[0] for line in (doc / "tags").read_text().splitlines()}
    links = set(re.findall(r"\|([^|\s]+)\|", (doc / "plx.txt").read_text()))
    own = {link for link in links if "plx" in link.lower()}
    assert own <= tags
    assert {f":Plx{name}" for name in ("Run", "Preview", "Cancel", "Models", "Request", "Result", "Trust")} <= tags


def test_the_models_are_listed(neovim: Neovim, screenshots: Path) -> None:
    with neovim.type_in("car.plx", rows=24, columns=120, true_colour=True) as vim:
        vim.see("▶ Run")
        vim.type(command("PlxModels"))
        vim.see("base_img_gen", "flux-pro/v1.1", "preset", "$")
        draw(vim.screen, screenshots / f"neovim-{neovim.version}-models.png")


def test_health_finds_nothing_wrong(neovim: Neovim, screenshots: Path) -> None:
    with neovim.type_in("car.plx", rows=40, true_colour=True) as vim:
        vim.see("▶ Run")
        vim.type(command("checkhealth plx"))
        health = vim.see("Running pipes", "Images are opened")
        draw(vim.screen, screenshots / f"neovim-{neovim.version}-health.png")
    assert "ERROR" not in health
    assert "WARNING" not in health


SHOWN = """\
domain = "album"

[concept]
Cover = { description = "A record's cover", refines = "Image" }

[pipe.draw_cover]
type = "PipeImgGen"
description = "Draw the cover of a jazz record"
output = "Cover"
img_gen_prompt = "A lighthouse at dusk, screen print, three colours"
img_gen = "base_img_gen"
aspect_ratio = "1:1"

[pipe.draw_back]
type = "PipeImgGen"
description = "Draw its back"
output = "Cover"
img_gen_prompt = "Waves, screen print, three colours"
aspect_ratio = "16:10"
img_gen = "fast_img_gen"
"""


def test_pictures(neovim: Neovim, screenshots: Path) -> None:
    (neovim.workspace.folder / "album.plx").write_text(SHOWN)
    with neovim.type_in("album.plx", rows=32, columns=110, true_colour=True) as vim:
        vim.see("▶ Run", "16:10")
        vim.type(command("PlxPreview draw_cover"))
        vim.see("✔ Done")
        draw(vim.screen, screenshots / f"neovim-{neovim.version}-run.png")
        vim.type(command("PlxResult"), "q")
        vim.type(command("set pumheight=7"), command("lua vim.diagnostic.config({ update_in_insert = true })"))
        vim.type('G$ci"', "flux-", COMPLETE)
        vim.see(lambda screen: screen.count("handle") >= 7, "16:10", "is no preset")
        draw(vim.screen, screenshots / f"neovim-{neovim.version}.png")
