"""What a model does with each option, and what goes to the provider; one function for lint, hover, dry run and calls."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_schema.deck import (
    OPTIONS,
    Effect,
    calls,
    load_embedded,
    option_effects,
    parameters,
    pixels,
    read_deck,
    resolve,
    served_ratios,
)
from plx_schema.deck.embedded import DATA

DECK = load_embedded()
NAMES = [*DECK.presets, *DECK.aliases, *DECK.models]


def effect(choice: str, option: str, value: object, **others: object) -> Effect | None:
    found = option_effects(resolve(DECK, choice, {option: value, **others}))
    return next((one for one in found if one.option == option), None)


def test_a_dropped_option_names_the_model_behind_the_name() -> None:
    found = effect("base_img_gen", "guidance_scale", 3.5)
    assert (found.outcome, found.reason, found.origin) == ("dropped", "no-parameter", "pipe")
    assert found.message == (
        "`guidance_scale` has no effect: base_img_gen is flux-pro/v1.1 (fal), which takes no guidance"
    )
    assert effect("gpt-image-2", "seed", 3).message == "`seed` has no effect: gpt-image-2 (openai) takes no seed"


def test_a_refused_option_says_what_would_work() -> None:
    found = effect("gpt-image-1", "aspect_ratio", "16:9")
    assert (found.outcome, found.allowed) == ("refused", ("1:1", "3:2", "2:3"))
    assert found.message == '`aspect_ratio = "16:9"` is refused: gpt-image-1 (openai) makes only 1:1, 3:2 or 2:3'
    assert effect("flux-pro/v1.1", "output_format", "webp").outcome == "refused"


@pytest.mark.parametrize(("asked", "sent"), [(4, "4"), (5, "4"), (3, "4"), (6, "8"), (7, "8"), (100, "8")])
def test_the_nearest_value_is_used_and_of_two_as_near_the_larger(asked: int, sent: str) -> None:
    found = effect("fast_img_gen", "nb_steps", asked)
    assert (found.param, found.sent) == ("num_inference_steps", sent)
    assert found.outcome == ("sent" if sent == str(asked) else "adapted")


def test_a_number_out_of_range_is_taken_to_the_end_of_the_range() -> None:
    found = effect("flux/dev", "guidance_scale", 30)
    assert (found.outcome, found.sent) == ("adapted", 20)
    assert found.message == "`guidance_scale = 30` becomes 20: flux/dev (fal) takes 1 to 20"


def test_values_go_in_the_provider_s_own_types() -> None:
    sent = parameters(resolve(DECK, "base_img_gen", {"aspect_ratio": "3:2"}))
    assert sent == {
        "sync_mode": False,
        "image_size": {"width": 1248, "height": 832},
        "output_format": "jpeg",
        "safety_tolerance": "3",
    }
    assert parameters(resolve(DECK, "fast-img-gen", {"output_format": "png"}))["format"] == "png"
    assert parameters(resolve(DECK, "gpt-image-2", {"is_moderated": False}))["moderation"] == "low"


def test_quality_becomes_steps_where_that_is_what_it_means() -> None:
    found = effect("flux-pro", "quality", "hd")
    assert (found.outcome, found.param, found.sent, found.asked) == ("sent", "num_inference_steps", 56, "hd")
    assert parameters(resolve(DECK, "fast-img-gen", {"quality": "low"}))["num_inference_steps"] == "2"


def test_steps_win_over_quality_but_the_pipe_wins_over_its_preset() -> None:
    found = effect("flux-pro", "quality", "high", nb_steps=20)
    assert (found.outcome, found.reason) == ("dropped", "redundant")
    assert parameters(resolve(DECK, "flux-pro", {"quality": "high", "nb_steps": 20}))["num_inference_steps"] == 20
    assert parameters(resolve(DECK, "fast_img_gen", {"quality": "high"}))["num_inference_steps"] == "8"


@pytest.mark.parametrize(("option", "value"), [("seed", "auto"), ("background", "auto"), ("is_raw", False)])
def test_what_asks_for_nothing_has_no_effect_to_tell(option: str, value: object) -> None:
    assert effect("recraft/v3/text-to-image", option, value) is None


@pytest.mark.parametrize(
    ("option", "value"),
    [("aspect_ratio", "17:9"), ("nb_steps", 0), ("nb_steps", "ten"), ("seed", -1), ("seed", True), ("quality", 3),
     ("guidance_scale", float("nan")), ("guidance_scale", float("inf")), ("safety_tolerance", 9), ("is_raw", 1)],
)  # fmt: skip
def test_what_plx_refuses_is_left_to_the_schema(option: str, value: object) -> None:
    assert effect("fast_img_gen", option, value) is None


def test_seed_zero_is_a_seed() -> None:
    assert parameters(resolve(DECK, "base_img_gen", {"seed": 0}))["seed"] == 0


def test_a_transparent_background_brings_its_format_along() -> None:
    sent = parameters(resolve(DECK, "gpt-image-2", {"background": "transparent"}))
    assert (sent["background"], sent["output_format"]) == ("transparent", "png")
    found = effect("gpt-image-2", "background", "transparent", output_format="jpg")
    assert (found.outcome, found.reason) == ("refused", "needs")
    assert found.message == '`background = "transparent"` needs `output_format` png or webp, and it is jpg'


def test_more_images_than_one_call_gives_take_several() -> None:
    assert calls(DECK.models["flux/dev"][0], 10) == (4, 4, 2)
    assert calls(DECK.models["recraft/v3/text-to-image"][0], 3) == (1, 1, 1)
    assert calls(DECK.models["gpt-image-2"][0], 0) == ()
    found = effect("flux/dev", "nb_output", 5)
    assert (found.outcome, found.reason) == ("adapted", "calls")
    assert effect("flux/dev", "nb_output", 4).outcome == "sent"
    assert effect("flux/dev", "nb_output", 1) is None
    assert parameters(resolve(DECK, "flux/dev"), 4)["num_images"] == 4
    assert "num_images" not in parameters(resolve(DECK, "flux/dev"), 1)


def test_a_quality_only_some_models_know_is_refused_by_the_others() -> None:
    assert effect("gpt-image-2.5-flare", "quality", "max").sent == "max"
    assert effect("gpt-image-2", "quality", "max").outcome == "refused"


def test_nothing_is_held_against_a_model_nobody_described() -> None:
    assert option_effects(resolve(DECK, "openrouter/auto", {"seed": 1, "quality": "hd"})) == []


def test_sizes_are_known_where_the_entry_gives_them() -> None:
    model = DECK.models["flux-pro/v1.1"][0]
    assert pixels(model, "16:9") == (1024, 576)
    assert pixels(model, "21:9") == (1344, 576)
    assert pixels(DECK.models["gpt-image-2"][0], "21:9") == (1792, 768)
    assert pixels(DECK.models["gpt-image-1"][0], "16:9") is None
    assert pixels(DECK.models["flux-pro/v1.1-ultra"][0], "16:9") is None
    assert served_ratios(DECK.models["gpt-image-1.5"][0]) == ("1:1", "3:2", "2:3")


WORDS = ["16:9", "9:21", "square", "hd", "low", "max", "png", "webp", "transparent", "auto", "", "x"]
VALUES = st.one_of(st.sampled_from([*WORDS, True, False, None]), st.integers(), st.floats())


@given(st.sampled_from(NAMES), st.dictionaries(st.sampled_from(OPTIONS), VALUES))
def test_every_option_is_told_at_most_once_and_what_is_sent_is_json(name: str, options: dict[str, object]) -> None:
    found = resolve(DECK, name, options)
    effects = option_effects(found)
    told = [one.option for one in effects]
    assert len(told) == len(set(told))
    assert all(one.message for one in effects if one.outcome != "sent")
    json.dumps(parameters(found), allow_nan=False)


def test_changing_a_fact_in_the_data_changes_what_is_told_and_sent() -> None:
    content = []
    for name in ("models", "deck", "backends"):
        with open(os.path.join(DATA, f"{name}.json"), encoding="utf-8") as file:
            content.append(json.load(file))
    entry = next(model for model in content[0]["models"] if model["handle"] == "flux-pro/v1.1")
    entry["options"]["guidance_scale"] = {
        "param": "cfg",
        "type": "number",
        "max": 5,
        "otherwise": "nearest",
        "source": "x",
    }
    entry["options"]["aspect_ratio"] = {"param": "size", "values": {"1:1": "10x10", "16:9": None}, "source": "x"}
    found = resolve(read_deck(*content), "base_img_gen", {"aspect_ratio": "16:9", "guidance_scale": 9})
    told = {one.option: one for one in option_effects(found)}
    assert told["guidance_scale"].message == (
        "`guidance_scale = 9` becomes 5: base_img_gen is flux-pro/v1.1 (fal), which takes at most 5"
    )
    assert told["aspect_ratio"].outcome == "refused"
    assert parameters(found)["cfg"] == 5
