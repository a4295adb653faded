"""`plx models` as its users know it: names in, what they mean and cost out."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Plx

DECK = """
[img_gen.presets]
draft = { model = "flux/dev", nb_steps = 8, is_raw = true }
broken = { model = "gone" }
"""


def test_every_name_is_listed_with_what_it_resolves_to_its_price_and_status(plx: Plx) -> None:
    lines = plx("models", status=0).out.splitlines()
    row = next(line for line in lines if line.startswith("base-img-gen "))
    assert row.split() == ["base-img-gen", "flux-pro/v1.1", "fal", "$0.04–0.058", "current"]
    assert any(line.endswith("deprecated, ends 2026-12-01") for line in lines)
    assert any(line.endswith("current, not run here") for line in lines)
    assert not any(line.startswith("gpt-image-1 ") for line in lines)
    assert any(line.startswith("gpt-image-1 ") for line in plx("models", "--all", status=0).out.splitlines())


def test_the_list_as_json(plx: Plx) -> None:
    content = json.loads(plx("models", "--json", status=0).out)
    assert content["as_of"] == "2026-11-22"
    one = next(entry for entry in content["models"] if entry["name"] == "best-img-gen")
    assert (one["kind"], one["handle"], one["provider_id"]) == (
        "alias",
        "flux-pro/v1.1-ultra",
        "fal-ai/flux-pro/v1.1-ultra",
    )
    assert (one["price"]["low"], one["price"]["high"]) == (0.06, 0.06)
    unknown = next(entry for entry in content["models"] if entry["name"] == "flux-2-max")
    assert unknown["price"]["low"] is None
    assert unknown["price"]["basis"] == "no source gives its price"


def test_the_project_s_own_names_are_listed_with_what_is_wrong_with_them(plx: Plx) -> None:
    plx.write(".pipelex/inference/deck/mine.toml", DECK)
    out = plx("models", status=0).out
    assert next(line for line in out.splitlines() if line.startswith("draft ")).split()[1:3] == ["flux/dev", "fal"]
    assert "`gone` is no preset" in next(line for line in out.splitlines() if line.startswith("broken "))


def test_one_name_is_explained(plx: Plx) -> None:
    plx.write(".pipelex/inference/deck/mine.toml", DECK)
    out = plx("models", "draft", status=0, FAL_KEY="", FAL_API_KEY="").out
    assert "preset draft (" in out
    assert "fal-ai/flux/dev, called through fal" in out
    assert "21:9 (1344x576)" in out
    assert "FAL_KEY (or FAL_API_KEY) is not set in the environment" in out
    assert "nb_steps          8, sent as num_inference_steps = 8" in out
    assert "is_raw            true, which has no effect on this model" in out


def test_a_key_is_looked_for_and_never_shown(plx: Plx) -> None:
    done = plx("models", "flux/dev", status=0, FAL_KEY="the-secret")
    assert "nothing is missing" in done.out
    assert "the-secret" not in done.out
    assert "the-secret" not in plx("models", "flux/dev", "--json", status=0, FAL_KEY="the-secret").out


def test_one_name_as_json(plx: Plx) -> None:
    content = json.loads(plx("models", "gpt-image-1", "--json", status=0, OPENAI_API_KEY="").out)
    assert content["status"] == {
        "state": "retired",
        "date": "2026-10-23",
        "successors": ["gpt-image-2.5-sunburst", "gpt-image-2.5-flare"],
    }
    assert content["options"]["aspect_ratio"]["sizes"] == {
        "1:1": [1024, 1024],
        "3:2": [1536, 1024],
        "2:3": [1024, 1536],
    }
    assert content["price"]["per_million_tokens"]["image_output"] == 40
    assert len(content["missing"]) == 2


def test_a_model_that_is_off_is_explained_with_what_is_missing(plx: Plx) -> None:
    plx.write(".pipelex/inference/backends.toml", "[fal]\nenabled = false\n[blackboxai]\nenabled = false\n")
    out = plx("models", "flux-pro/v1.1", status=0).out
    assert "is served by fal, which is switched off (`enabled = false`)" in out


def test_a_model_that_this_runtime_cannot_call_says_so(plx: Plx) -> None:
    assert "can't call this backend" in plx("models", "openai/gpt-5-image", status=0).out


def test_an_unknown_name_is_answered_with_the_one_that_was_meant(plx: Plx) -> None:
    assert "did you mean `gpt-image-2`?" in plx("models", "gpt_image_2", status=2).err
    assert "did you mean `@base-img-gen`?" in plx("models", "$base-img-gen", status=2).err


def test_a_terminal_that_lacks_letters_gets_escapes(plx: Plx) -> None:
    plx.write(".pipelex/inference/deck/m\u00fc.toml", '[img_gen.presets]\n"z\u00fcrich" = { model = "flux/dev" }')
    assert "z\\xfcrich" in plx("models", status=0, PYTHONIOENCODING="ascii", PYTHONUTF8="0").out


def test_listing_loads_nothing_heavy(plx: Plx) -> None:
    code = "import sys; from plx_lsp.cli import main; main(['models']); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=plx.folder)
    assert not {"'pydantic'", "'rich'", "'openai'", "'httpx'"} & set(
        done.stderr.replace("[", "").replace(",", "").split()
    )
