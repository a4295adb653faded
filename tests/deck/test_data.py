"""The embedded data: its shape, its sources, and that every fact it must hold is in it."""

import json
import os
from typing import Any

import pytest

from plx_schema.deck import (
    OPTIONS,
    Failure,
    Model,
    all_names,
    load_embedded,
    option_effects,
    parameters,
    pixels,
    resolve,
    served,
)
from plx_schema.deck.data_shapes import BackendsData, DeckData, ModelsData
from plx_schema.deck.embedded import DATA
from plx_schema.vocabulary import ASPECT_RATIOS

SHAPES = {"models": ModelsData, "deck": DeckData, "backends": BackendsData}
SHARED = os.environ.get("PLX_SHARED", "")
DECK = load_embedded()
ENTRIES = [model for entries in DECK.models.values() for model in entries]
ON = {"ids": lambda model: f"{model.handle} on {model.backend}"}


def data(name: str) -> Any:
    with open(os.path.join(DATA, f"{name}.json"), encoding="utf-8") as file:
        return json.load(file)


def facts(name: str) -> Any:
    path = os.path.join(SHARED, "spec", name)
    if not SHARED or not os.path.exists(path):
        pytest.skip("PLX_SHARED names no folder with the fact files")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


@pytest.mark.parametrize("name", SHAPES)
def test_the_data_files_have_their_shape(name: str) -> None:
    SHAPES[name].model_validate_json(json.dumps(data(name)))


@pytest.mark.parametrize("name", SHAPES)
def test_every_source_tag_is_explained_and_used(name: str) -> None:
    content = data(name)
    used = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("source"), str):
                used.update(value["source"].split())
            for item in value.values():
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)

    collect({key: value for key, value in content.items() if key != "sources"})
    assert used == set(content["sources"])


@pytest.mark.parametrize("model", ENTRIES, **ON)
def test_every_entry_serves_its_options_coherently(model: Model) -> None:
    assert set(model.options) <= set(OPTIONS)
    for option in model.options.values():
        assert option.param or option.drives
        if option.drives:
            target = model.options[option.drives]
            for value in option.values.values():
                assert target.values is None or str(value) in target.values
                assert target.maximum is None or value <= target.maximum
        if option.unset is not None:
            assert option.unset in served(option)
        for value, needed in option.needs.items():
            assert value in option.values
            for other, allowed in needed.items():
                assert set(allowed) <= set(served(model.options[other]))


@pytest.mark.parametrize("model", ENTRIES, **ON)
def test_every_aspect_ratio_is_answered_for(model: Model) -> None:
    option = model.options.get("aspect_ratio")
    if option is not None:
        assert list(option.values) == list(ASPECT_RATIOS)
        for ratio in served(option):
            size = pixels(model, ratio)
            if size is not None:
                wide, high = (int(part) for part in ratio.split(":"))
                assert abs(size[0] / size[1] - wide / high) < 0.06 * wide / high, (ratio, size)


@pytest.mark.parametrize("model", [model for model in ENTRIES if model.status.state != "current"], **ON)
def test_a_model_that_goes_has_a_date_and_successors_that_stay(model: Model) -> None:
    assert model.status.date
    assert model.status.successors
    for successor in model.status.successors:
        assert DECK.models[successor][0].status.state == "current"


def test_every_name_resolves_and_can_be_asked_for() -> None:
    listed = all_names(DECK)
    assert {name.kind for name in listed} >= {"preset", "alias", "handle"}
    for name in listed:
        assert not name.problem, name.name
        assert name.status
        assert name.price


@pytest.mark.parametrize("model", [model for model in ENTRIES if model.provider_id not in DECK.models], **ON)
def test_every_entry_resolves_by_its_provider_id(model: Model) -> None:
    found = resolve(DECK, model.provider_id)
    assert not isinstance(found, Failure)
    assert found.model.provider_id == model.provider_id
    option_effects(found)
    parameters(found)


def test_the_page_s_names_resolve_as_the_page_says() -> None:
    for name, handle in (
        ("base-img-gen", "flux-pro/v1.1"),
        ("best-img-gen", "flux-pro/v1.1-ultra"),
        ("fast-img-gen", "fast-lightning-sdxl"),
        ("base_img_gen", "flux-pro/v1.1"),
        ("gpt-image-1", "gpt-image-1"),
    ):
        assert resolve(DECK, name).model.handle == handle


def test_every_model_of_the_provider_facts_is_in_the_deck() -> None:
    known = facts("provider-models.json")
    for backend in ("openai", "fal"):
        for provider_id in known[backend]["models"]:
            found = resolve(DECK, provider_id)
            assert not isinstance(found, Failure), provider_id


def test_every_fal_parameter_of_the_deck_is_one_of_the_provider_facts() -> None:
    known = facts("provider-models.json")["fal"]["models"]
    for model in ENTRIES:
        if model.backend == "fal" and model.provider_id in known:
            params = known[model.provider_id]["params"]
            for option in model.options.values():
                assert option.drives or option.param in params, (model.handle, option.name)
                enum = params.get(option.param, {}).get("enum")
                if enum and option.values:
                    sent = [value for value in option.values.values() if isinstance(value, str)]
                    assert set(sent) <= set(enum), (model.handle, option.name)


def test_every_era_s_names_and_handles_are_in_the_deck() -> None:
    for era in facts("pipelex-models-by-release.json")["eras"].values():
        for name in era["aliases"]:
            assert name in DECK.aliases
        for name in era["presets"]:
            assert name in DECK.presets
        for model in era["models"]:
            backends = [entry.backend for entry in DECK.models[model["handle"]]]
            assert model["backend"] in backends, model["handle"]


def test_every_price_and_range_of_the_provider_facts_is_in_the_deck() -> None:
    known = facts("provider-models.json")["fal"]["models"]
    for provider_id, fact in known.items():
        model = next(model for model in ENTRIES if model.provider_id == provider_id)
        prices = {price.usd for price in model.prices}
        assert {price["usd"] for price in fact["price"] if price["usd"] is not None} <= prices, provider_id
        ranges = {option.param: [option.minimum, option.maximum] for option in model.options.values()}
        for param, limits in fact["ranges"].items():
            if param in ranges:
                assert ranges[param] == limits, (provider_id, param)


def test_every_openai_price_size_and_limit_of_the_facts_is_in_the_deck() -> None:
    for name, fact in facts("provider-models.json")["openai"]["models"].items():
        (model,) = (model for model in DECK.models[name] if model.backend == "openai")
        assert model.prompt_limit == fact.get("prompt_max_chars")
        listed = {f"{price.quality} {price.size}": price.usd for price in model.prices}
        assert fact.get("price_per_image", {}).items() <= listed.items()
        tokens = {kind: usd for kind, usd in (fact.get("price_per_mtok") or {}).items() if usd is not None}
        assert model.token_prices == tokens
        for ratio, size in fact.get("aspect_map", {}).items():
            assert model.options["aspect_ratio"].values[ratio] == size
        if "quality" in fact:
            assert list(model.options["quality"].values) == fact["quality"]


def test_the_releases_presets_and_aliases_say_what_they_said() -> None:
    for name, era in facts("pipelex-models-by-release.json")["eras"].items():
        assert {alias: DECK.aliases[alias].targets[0] for alias in era["aliases"]} == era["aliases"], name
        for code, fact in era["presets"].items():
            options = {
                key: value for key, value in fact.items() if key not in ("model", "img_gen_handle", "description")
            }
            preset = DECK.presets[code]
            assert (preset.model, preset.options) == (fact.get("model") or fact["img_gen_handle"], options)
