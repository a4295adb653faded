"""What the linter says of a PipeImgGen's model and options, beside the examples of the rules' pages."""

from __future__ import annotations

import json
import os

import pytest

from plx_lsp.lint import Diagnostic, Linter
from plx_lsp.lint.applying import apply
from plx_lsp.project.library import Library
from plx_schema.deck import Alias, Backend, Deck, Preset, ProjectDeck, load_embedded, overlay, read_deck
from plx_schema.deck.embedded import DATA

MODEL_RULES = {
    "unknown-model",
    "ambiguous-model",
    "retired-model",
    "unsupported-parameter",
    "unsupported-value",
    "redundant-quality",
    "prompt-too-long",
}


def pipe(*lines: str, prompt: str = "A car") -> str:
    head = ['domain = "cars"', "[pipe.draw]", 'type = "PipeImgGen"', 'description = "Draw"', 'output = "Image"']
    return "\n".join([*head, f"img_gen_prompt = '{prompt}'", *lines]) + "\n"


def check(text: str, deck: Deck | None = None) -> list[Diagnostic]:
    """What the rules about models say of a file."""
    library = Library(deck)
    library.open("a.plx", text)
    return [each for each in Linter(library).diagnostics("a.plx") if each.rule in MODEL_RULES]


def deck_with(**tables: object) -> Deck:
    own = ProjectDeck()
    for name, value in tables.items():
        setattr(own, name, value)
    return overlay(load_embedded(), own)


def rules(text: str, deck: Deck | None = None) -> list[str]:
    return [each.rule for each in check(text, deck)]


@pytest.mark.parametrize("key", ["img_gen", "model", "imgg_handle"])
def test_the_model_is_found_under_any_generation_s_key(key: str) -> None:
    assert rules(pipe(f'{key} = "nothing-like-it-at-all"')) == ["unknown-model"]


def test_without_a_choice_the_default_s_options_are_judged() -> None:
    (found,) = check(pipe("nb_steps = 3"))
    assert found.message == (
        "`nb_steps` has no effect: the default base_img_gen is flux-pro/v1.1 (fal), which takes no number of steps"
    )


def test_what_a_preset_asks_is_not_the_pipe_s_fault() -> None:
    assert rules(pipe('img_gen = "base_img_gen"')) == []


def test_a_setting_table_is_judged_where_it_stands() -> None:
    text = pipe('img_gen = { img_gen_handle = "gpt-image-2", nb_steps = 4 }')
    (found,) = check(text)
    assert text[found.start : found.end] == "nb_steps"
    (fix,) = found.fixes
    assert '{ img_gen_handle = "gpt-image-2" }' in apply(text, list(fix.edits))


def test_an_unknown_model_of_a_setting_is_marked_at_its_name() -> None:
    text = pipe('img_gen = { model = "flux_pro", nb_steps = 4 }')
    (found,) = check(text)
    assert text[found.start : found.end] == '"flux_pro"'
    assert 'model = "flux-pro"' in apply(text, list(found.fixes[0].edits))


@pytest.mark.parametrize(
    ("written", "meant", "safe"),
    [
        ("gpt_image_2", "gpt-image-2", True),
        ("Base_Img_Gen", "base_img_gen", True),
        ("base_img_ge", "base_img_gen", False),
    ],
)
def test_only_a_certain_name_is_put_right_unasked(written: str, meant: str, safe: bool) -> None:
    text = pipe(f'img_gen = "{written}"')
    (found,) = check(text)
    assert found.fixes[0].safe is safe
    mended = apply(text, list(found.fixes[0].edits))
    assert f'"{meant}"' in mended
    assert rules(mended) == []


def test_a_name_behind_the_author_s_is_told_as_such() -> None:
    deck = deck_with(aliases={"mine": Alias("mine", ("gone",))})
    (found,) = check(pipe('img_gen = "mine"'), deck)
    assert found.message.startswith("`mine` leads to a model that can't be had: `gone` is no preset")
    assert found.fixes == ()


def test_a_name_that_an_unlisted_backend_may_have_is_a_warning() -> None:
    deck = deck_with(backends={"gateway": Backend("gateway", models_known=False)})
    (found,) = check(pipe('img_gen = "something-else-entirely"'), deck)
    assert found.severity == "warning"
    assert "gateway may have it" in found.message


@pytest.mark.parametrize("text", ['img_gen = ""', 'img_gen = "a"'])
def test_aliases_in_a_circle_and_empty_names_cannot_run(text: str) -> None:
    deck = deck_with(aliases={"a": Alias("a", ("b",)), "b": Alias("b", ("a",))})
    assert rules(pipe(text), deck) == ["unknown-model"]


def test_a_model_whose_backend_is_off_is_judged_all_the_same_and_not_told() -> None:
    deck = deck_with(backends={"openai": Backend("openai", enabled=False), "azure_openai": Backend("x", enabled=False)})
    assert rules(pipe('img_gen = "gpt-image-2"'), deck) == []
    assert rules(pipe('img_gen = "gpt-image-2"', "seed = 1"), deck) == ["unsupported-parameter"]


def test_a_retired_model_lives_on_at_an_endpoint_of_one_s_own() -> None:
    own = Backend("openai", endpoint="http://127.0.0.1:1/v1", own_endpoint=True)
    assert rules(pipe('img_gen = "gpt-image-1"'), deck_with(backends={"openai": own})) == []


def test_a_model_that_will_be_retired_is_told_with_its_day() -> None:
    (found,) = check(pipe('img_gen = "default-small"'))
    assert found.message.startswith("default-small is gpt-image-1-mini (openai), which will be retired on 2026-12-01")
    assert [fix.title for fix in found.fixes] == ['Write "gpt-image-2.5-flare"', 'Write "gpt-image-2"']
    (found,) = check(pipe('img_gen = "gen-image-fast"'))
    assert found.fixes == ()


def test_a_prompt_may_be_as_long_as_the_model_takes() -> None:
    model = 'img_gen = "gpt-image-2"'
    assert rules(pipe(model, prompt="x" * 32_000)) == []
    (found,) = check(pipe(model, prompt="x" * 32_001))
    assert found.message == "this prompt has 32,001 characters, and gpt-image-2 (openai) takes at most 32,000"
    assert rules(pipe('img_gen = "base_img_gen"', prompt="x" * 40_000)) == []


def test_a_name_with_two_meanings_is_told_with_both() -> None:
    deck = deck_with(presets={"x": Preset("x", "flux-pro", {})}, aliases={"x": Alias("x", ("flux/dev",))})
    (found,) = check(pipe('img_gen = "x"'), deck)
    assert (found.rule, found.severity) == ("ambiguous-model", "information")
    assert [fix.title for fix in found.fixes] == ['Write "$x"', 'Write "@x"']
    assert rules(pipe('img_gen = "@x"'), deck) == []


def test_another_deck_judges_the_same_file_anew() -> None:
    library = Library()
    library.open("a.plx", pipe('img_gen = "mine"'))
    linter = Linter(library)
    assert [each.rule for each in linter.diagnostics("a.plx")] == ["unknown-model"]
    library.deck = deck_with(aliases={"mine": Alias("mine", ("flux-pro",))})
    assert linter.diagnostics("a.plx") == []


def test_changing_a_fact_in_the_data_changes_what_is_said() -> None:
    content = []
    for name in ("models", "deck", "backends"):
        with open(os.path.join(DATA, f"{name}.json"), encoding="utf-8") as file:
            content.append(json.load(file))
    entry = next(model for model in content[0]["models"] if model["handle"] == "gpt-image-2")
    entry["options"]["seed"] = {"param": "seed", "type": "integer", "max": 9, "source": "x"}
    entry["status"] = {"state": "retired", "date": "2027-01-01", "successors": ["flux-2-pro"], "source": "x"}
    entry["prompt_limit"] = 3
    assert sorted(rules(pipe('img_gen = "gpt-image-2"', "seed = 10"), read_deck(*content))) == [
        "prompt-too-long",
        "retired-model",
        "unsupported-value",
    ]
    assert rules(pipe('img_gen = "gpt-image-2"', "seed = 10")) == ["unsupported-parameter"]


@pytest.mark.parametrize(
    "line",
    ["img_gen = 3\nnb_steps = 4", "img_gen = []", "img_gen = { }", "img_gen = { model = 3 }", "img_gen =", "img_gen = { model = ", "seed = ", 'quality = "ultra"'],
)  # fmt: skip
def test_what_is_written_wrongly_is_others_to_tell(line: str) -> None:
    assert rules(pipe(line)) == []


def test_pipes_that_ask_alike_are_told_apart_by_their_values_types() -> None:
    first = pipe('img_gen = "flux/dev"', "guidance_scale = 1")
    second = first.replace("= 1\n", "= 1.0\n").replace('domain = "cars"', "").replace("pipe.draw", "pipe.other")
    third = second.replace("= 1.0\n", "= true\n").replace("pipe.other", "pipe.third")
    assert rules(first + second + third) == []
    assert rules(first.replace("= 1\n", "= 30\n") + second) == ["unsupported-value"]


def test_more_kinds_of_pipes_than_are_remembered_are_all_judged() -> None:
    text = 'domain = "cars"\n' + "".join(
        pipe('img_gen = "gpt-image-2"', f"seed = {number}")
        .replace('domain = "cars"\n', "")
        .replace("draw", f"p{number}")
        for number in range(300)
    )
    assert len(check(text)) == 300
