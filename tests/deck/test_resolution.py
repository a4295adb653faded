"""From a choice to a model: look-up order, sigils, settings, precedence, and every way to fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_schema.deck import (
    Alias,
    Backend,
    Deck,
    Failure,
    ModelFile,
    Preset,
    ProjectDeck,
    Resolution,
    Routing,
    load_embedded,
    overlay,
    resolve,
)

DECK = load_embedded()


def project(**tables: Any) -> Deck:
    """The embedded deck with aliases, waterfalls, presets ... of a project over it."""
    own = ProjectDeck()
    for name, value in tables.items():
        setattr(own, name, value)
    return overlay(DECK, own)


def aliases(**targets: str | tuple[str, ...]) -> dict[str, Alias]:
    return {name: Alias(name, target if isinstance(target, tuple) else (target,)) for name, target in targets.items()}


def chain(found: Any) -> list[tuple[str, str]]:
    return [(step.kind, step.name) for step in found.steps]


def test_the_whole_chain_is_told() -> None:
    found = resolve(DECK, "base_img_gen")
    assert chain(found) == [
        ("preset", "base_img_gen"),
        ("alias", "base-img-gen"),
        ("handle", "flux-pro/v1.1"),
        ("backend", "fal"),
    ]
    assert found.model.provider_id == "fal-ai/flux-pro/v1.1"
    assert found.backend.keys == ("FAL_KEY", "FAL_API_KEY")


def test_without_a_choice_the_deck_s_default_holds() -> None:
    found = resolve(DECK, None)
    assert found.steps[0].kind == "default"
    assert found.name == "base_img_gen"


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("$base_img_gen", "preset"),
        ("preset:base_img_gen", "preset"),
        ("@base-img-gen", "alias"),
        ("alias:base-img-gen", "alias"),
        ("handle:flux-pro", "handle"),
        ("fal-ai/flux/dev", "id"),
    ],
)
def test_a_sigil_or_prefix_asks_for_one_kind(written: str, kinds: str) -> None:
    assert resolve(DECK, written).steps[0].kind == kinds


def test_a_bare_name_is_a_preset_before_it_is_a_handle_an_alias_or_a_waterfall() -> None:
    names = {
        "presets": {"x": Preset("x", "flux-pro", {})},
        "aliases": aliases(x="flux/dev", y="flux/dev"),
        "waterfalls": {"z": Alias("z", ("gpt-image-2",), waterfall=True)},
    }
    deck = project(**names)
    assert resolve(deck, "x").model.handle == "flux-pro"
    assert resolve(deck, "@x").model.handle == "flux/dev"
    assert resolve(deck, "y").model.handle == "flux/dev"
    assert resolve(deck, "z").model.handle == "gpt-image-2"
    assert resolve(project(aliases=aliases(**{"flux-pro": "flux/dev"})), "flux-pro").model.handle == "flux-pro"


@pytest.mark.parametrize("key", ["img_gen_handle", "model"])
def test_a_setting_table_names_its_model_in_any_generation(key: str) -> None:
    found = resolve(DECK, {key: "best-img-gen", "safety_tolerance": 2})
    assert found.model.handle == "flux-pro/v1.1-ultra"
    assert (found.options["safety_tolerance"].value, found.options["safety_tolerance"].origin) == (2, "setting")


def test_the_pipe_wins_over_the_preset_and_the_preset_over_the_deck() -> None:
    found = resolve(DECK, "base_img_gen", {"quality": "hd", "aspect_ratio": "landscape_16_9", "seed": None})
    told = {name: (setting.value, setting.asked, setting.origin) for name, setting in found.options.items()}
    assert told["quality"] == ("high", "hd", "pipe")
    assert told["aspect_ratio"] == ("16:9", "landscape_16_9", "pipe")
    assert told["guidance_scale"] == (7.5, 7.5, "preset base_img_gen")
    assert told["output_format"] == ("jpg", "jpg", "deck default")
    assert told["seed"] == ("auto", "auto", "deck default")
    assert found.overridden["quality"].value == "medium"


def test_an_unknown_name_is_told_with_the_one_that_was_meant() -> None:
    found = resolve(DECK, "gpt_image_2")
    assert (found.kind, found.twin) == ("unknown", "gpt-image-2")
    found = resolve(DECK, "base_img_ge")
    assert found.near[0] == "base_img_gen"
    found = resolve(DECK, "$base_img_ge")
    assert found.near[0] == "$base_img_gen"


@pytest.mark.parametrize("name", ["gpt-image2", "gpt-image-3", "gpt-image"])
def test_nobody_is_led_to_a_retired_model(name: str) -> None:
    found = resolve(DECK, name)
    assert found.near[0] == "gpt-image-2"
    assert "gpt-image-1" not in found.near  # OpenAI retired it; the entry for Azure is not the one that is routed to


def test_a_retired_model_is_near_where_an_endpoint_of_one_s_own_may_have_it() -> None:
    own = Backend("openai", endpoint="http://127.0.0.1:1/v1", own_endpoint=True)
    assert "gpt-image-1" in resolve(project(backends={"openai": own}), "gpt-image2").near


def test_the_wrong_sigil_is_told_with_the_right_one() -> None:
    found = resolve(DECK, "$base-img-gen")
    assert found.twin == "@base-img-gen"
    assert "alias" in found.message
    assert resolve(DECK, "~flux-pro").twin == "flux-pro"


def test_a_setting_may_not_name_a_preset() -> None:
    assert "is a preset" in resolve(DECK, {"model": "base_img_gen"}).message


def test_the_presets_of_other_models_are_known_for_what_they_are() -> None:
    deck = project(other_presets={"llm": {"llm_to_write": Preset("llm_to_write", "gpt-4o", {})}})
    assert "[llm]" in resolve(deck, "llm_to_write").message


@pytest.mark.parametrize("choice", ["", "  ", {}, {"model": 3}])
def test_no_name_is_no_model(choice: Any) -> None:
    assert resolve(DECK, choice).kind == "empty"


def test_an_empty_list_of_models_is_no_model() -> None:
    assert resolve(project(aliases=aliases(x=())), "x").kind == "empty"


def test_aliases_in_a_circle_are_found_out() -> None:
    deck = project(aliases=aliases(a="b", b="c", c="a"))
    found = resolve(deck, "a")
    assert found.kind == "cycle"
    assert "a -> b -> c -> a" in found.message


def test_a_preset_may_have_the_name_of_its_alias() -> None:
    deck = project(presets={"x": Preset("x", "x", {"seed": 1})}, aliases=aliases(x="flux-pro"))
    assert resolve(deck, "x").model.handle == "flux-pro"
    looped = project(presets={"x": Preset("x", "$x", {})})
    assert resolve(looped, "x").kind == "cycle"


def test_a_list_gives_the_first_that_can_be_had() -> None:
    deck = project(aliases=aliases(x=("gone", "flux/dev", "gpt-image-2")))
    assert resolve(deck, "x").model.handle == "flux/dev"
    assert resolve(project(aliases=aliases(x=("gone", "lost"))), "x").name == "gone"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=4).map(tuple)))
def test_no_tangle_of_names_is_too_much(targets: dict[str, tuple[str, ...]]) -> None:
    deck = project(aliases=aliases(**targets))
    for name in targets:
        assert isinstance(resolve(deck, name), Failure)


def test_a_long_chain_of_doubled_names_ends_soon() -> None:
    deck = project(aliases=aliases(**{f"n{i}": (f"n{i + 1}", f"@n{i + 1}") for i in range(60)}))
    assert resolve(deck, "n0").kind == "unknown"


def test_a_backend_that_is_off_sends_its_models_elsewhere() -> None:
    off = {"fal": Backend("fal", enabled=False)}
    found = resolve(project(backends=off), "flux-pro")
    assert found.model.backend == "blackboxai"
    found = resolve(project(backends=off), "flux/dev")
    assert found.kind == "disabled"
    assert "fal" in found.message
    assert found.resolution.model.handle == "flux/dev"


def test_a_model_that_is_off_is_not_had() -> None:
    deck = project(models=[ModelFile("flux/dev", "fal", enabled=False)])
    assert resolve(deck, "flux/dev").kind == "disabled"
    assert resolve(deck, "fal-ai/flux/dev").kind == "disabled"


@pytest.mark.parametrize(
    ("pattern", "backend"),
    [("flux-pro", "blackboxai"), ("flux-*", "blackboxai"), ("*-pro", "blackboxai"), ("*x-p*", "fal")],
)
def test_routes_choose_the_backend(pattern: str, backend: str) -> None:
    routing = Routing(routes=((pattern, backend, False), ("*", "fal", False)), default="openai")
    assert resolve(project(routing=routing), "flux-pro").backend.name == backend


def test_exact_routes_come_before_patterns_and_patterns_in_their_order() -> None:
    routes = (("flux*", "openai", False), ("*", "fal", False), ("flux-pro", "blackboxai", False))
    assert resolve(project(routing=Routing(routes=routes)), "flux-pro").backend.name == "blackboxai"
    found = resolve(project(routing=Routing(routes=routes)), "flux/dev")
    assert found.kind == "no-backend"
    assert "routed to openai" in found.message


def test_an_optional_route_counts_while_its_backend_is_on() -> None:
    routing = Routing(routes=(("flux-pro", "blackboxai", True),), fallback_order=("fal",))
    assert resolve(project(routing=routing), "flux-pro").backend.name == "blackboxai"
    off = {"blackboxai": Backend("blackboxai", enabled=False)}
    assert resolve(project(routing=routing, backends=off), "flux-pro").backend.name == "fal"


def test_a_default_that_has_no_such_model_falls_back() -> None:
    routing = Routing(default="openai", fallback_order=("blackboxai", "fal"))
    assert resolve(project(routing=routing), "flux-pro").backend.name == "blackboxai"


def test_a_text_model_is_no_image_model() -> None:
    own = [ModelFile("gpt-4o", "openai", sdk="openai", model_type="llm")]
    assert resolve(project(models=own), "gpt-4o").kind == "not-image"


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.text())), st.dictionaries(st.text(), st.integers()))
def test_any_choice_has_an_answer(choice: Any, options: dict[str, object]) -> None:
    found = resolve(DECK, choice, options)
    assert isinstance(found, (Resolution, Failure))


def test_a_model_only_the_project_knows_takes_what_its_like_takes() -> None:
    own = [
        ModelFile("mine", "fal", model_id="fal-ai/flux/dev"),
        ModelFile("house", "local", sdk="openai", model_type="img_gen"),
        ModelFile("gpt-image-1", "local", sdk="openai_img_gen"),
    ]
    local = {"local": Backend("local", endpoint="http://127.0.0.1:1/v1", own_endpoint=True)}
    deck = project(models=own, backends=local, routing=Routing(default="local"))
    mine = resolve(deck, "mine").model
    assert mine.options["guidance_scale"].maximum == 20
    assert not mine.generic
    house = resolve(deck, "house").model
    assert house.generic
    assert house.options["seed"].place == "extra_body"
    assert not [name for name, setting in resolve(deck, "house").options.items() if setting.origin == "deck default"]
    moved = resolve(deck, "gpt-image-1").model
    assert (moved.sdk, moved.status.state, moved.prices) == ("openai", "current", ())


def test_what_a_project_says_of_a_backend_is_put_over_what_is_known_of_it() -> None:
    backends = {
        "openai": Backend("openai", api_key="${MY_KEY}", keys=("MY_KEY",)),
        "fal": Backend("fal", endpoint="https://queue.fal.run/"),
        "google": Backend("google", api_key="plain"),
    }
    deck = project(backends=backends)
    assert deck.backends["openai"].keys == ("MY_KEY",)
    assert deck.backends["openai"].endpoint == DECK.backends["openai"].endpoint
    assert not deck.backends["openai"].own_endpoint
    assert (deck.backends["fal"].keys, deck.backends["fal"].own_endpoint) == (("FAL_KEY", "FAL_API_KEY"), False)
    assert deck.backends["google"].keys == ()
    assert DECK.backends["openai"].keys == ("OPENAI_API_KEY",)


def test_a_project_s_waterfall_takes_the_place_of_an_embedded_alias() -> None:
    waterfall = Alias("base-img-gen", ("gpt-image-2",), waterfall=True)
    deck = project(waterfalls={"base-img-gen": waterfall})
    assert resolve(deck, "base_img_gen").model.handle == "gpt-image-2"


def test_a_default_may_be_a_setting_table() -> None:
    deck = project(choice_default={"model": "flux/dev", "nb_steps": 12})
    found = resolve(deck, None)
    assert [step.kind for step in found.steps] == ["default", "setting", "handle", "backend"]
    assert found.options["nb_steps"].value == 12
