"""A project's own deck: what its files say, in every generation's spelling, over the embedded deck."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_lsp.cli import main
from plx_lsp.project.deck_files import DeckFile, DeckFiles, read_deck_files
from plx_lsp.project.deck_tables import read_backend, read_backends, read_deck, read_routing, variables
from plx_schema.deck import Deck, Failure, ProjectDeck, load_embedded, overlay, price, resolve


def project(root: Path, **files: str) -> DeckFiles:
    """The deck files of a project: `deck__a` is `deck/a.toml`."""
    for name, text in files.items():
        path = root / ".pipelex" / "inference" / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_deck_files(str(root))


def merged(root: Path, **files: str) -> Deck:
    return overlay(load_embedded(), project(root, **files).project_deck)


def test_a_project_without_a_deck_has_the_embedded_one(tmp_path: Path) -> None:
    assert resolve(merged(tmp_path), None).name == "base_img_gen"


@pytest.mark.parametrize("key", ["model", "img_gen_handle"])
def test_a_preset_of_any_generation(tmp_path: Path, key: str) -> None:
    deck = merged(tmp_path, deck__a=f'[img_gen.presets]\nmine = {{ {key} = "flux/dev", nb_steps = 12 }}')
    found = resolve(deck, "mine")
    assert (found.model.handle, found.options["nb_steps"].value) == ("flux/dev", 12)


def test_every_step_knows_where_it_was_defined(tmp_path: Path) -> None:
    text = '[aliases]\nb = "flux/dev"\n\n[img_gen.presets.mine]\nmodel = "b"\nseed = 3\n'
    found = resolve(merged(tmp_path, deck__a=text), "mine")
    places = {step.kind: step.place for step in found.steps}
    assert text[places["preset"].start : places["preset"].end] == "mine"
    assert text[places["alias"].start : places["alias"].end] == "b"
    assert places["handle"].file == ""
    seed = found.options["seed"].place
    assert text[seed.start : seed.end] == "seed"


def test_files_are_merged_in_name_order_and_presets_key_by_key(tmp_path: Path) -> None:
    deck = merged(
        tmp_path,
        deck__a='[img_gen.presets]\nmine = { model = "flux/dev", nb_steps = 12 }\n[aliases]\nx = "flux-pro"',
        deck__b__more="[img_gen.presets.mine]\nseed = 7",
        deck__z='[aliases]\nx = "gpt-image-2"\n[img_gen.presets.mine]\nnb_steps = 20',
    )
    found = resolve(deck, "mine")
    assert {name: found.options[name].value for name in ("nb_steps", "seed")} == {"nb_steps": 20, "seed": 7}
    assert resolve(deck, "x").model.handle == "gpt-image-2"


def test_a_project_s_preset_takes_the_place_of_an_embedded_one(tmp_path: Path) -> None:
    deck = merged(tmp_path, deck__a='[img_gen.presets]\nbase_img_gen = { model = "flux/dev" }')
    found = resolve(deck, "base_img_gen")
    assert found.model.handle == "flux/dev"
    assert "guidance_scale" not in found.options


def test_lists_of_0_11_and_waterfalls_of_0_15(tmp_path: Path) -> None:
    deck = merged(tmp_path, deck__a='[aliases]\na = ["gone", "flux/dev"]\n[waterfalls]\nw = ["gone", "flux-pro"]')
    assert resolve(deck, "a").model.handle == "flux/dev"
    assert resolve(deck, "~w").model.handle == "flux-pro"


def test_names_of_0_18_with_sigils(tmp_path: Path) -> None:
    text = """
[img_gen]
choice_default = "$mine"
[img_gen.aliases]
best = "flux-2-pro"
[img_gen.presets]
mine = { model = "@best", quality = "medium" }
"""
    assert resolve(merged(tmp_path, deck__a=text), None).model.handle == "flux-2-pro"


def test_presets_of_other_models_are_known_and_not_judged(tmp_path: Path) -> None:
    text = """
[llm.presets]
llm_to_write = { llm_handle = "gpt-4o", temperature = 0.5 }
[ocr.presets]
read_pdf = { ocr_handle = "mistral-ocr" }
[extract.presets]
read_image = { model = "mistral-ocr" }
"""
    deck = merged(tmp_path, deck__a=text)
    assert set(deck.other_presets["llm"]) == {"llm_to_write"}
    assert set(deck.other_presets["extract"]) == {"read_pdf", "read_image"}
    assert "[llm]" in resolve(deck, "llm_to_write").message


def test_backends_are_switched_off_and_moved(tmp_path: Path) -> None:
    text = """
[fal]
enabled = false
[openai]
endpoint = "${OWN_BASE}"
api_key = "${OWN_KEY}"
region = "eu"
"""
    deck = merged(tmp_path, backends=text)
    assert resolve(deck, "flux/dev").kind == "disabled"
    moved = resolve(deck, "gpt-image-1").backend
    assert (moved.endpoint, moved.keys, moved.own_endpoint, moved.extra) == (
        "${OWN_BASE}",
        ("OWN_KEY",),
        True,
        {"region": "eu"},
    )


def test_models_of_a_backend_with_defaults(tmp_path: Path) -> None:
    deck = merged(
        tmp_path,
        backends='[local]\nendpoint = "http://127.0.0.1:8000/v1"\n[local2]\nenabled = true',
        backends__local="""
[defaults]
sdk = "openai"
model_type = "img_gen"
enabled = false
["sd/3.5"]
enabled = true
model_id = "stable-diffusion-3.5"
[off]
""",
    )
    found = resolve(deck, "sd/3.5")
    assert (found.model.provider_id, found.model.sdk, found.backend.name) == ("stable-diffusion-3.5", "openai", "local")
    assert resolve(deck, "off").kind == "disabled"
    assert (deck.backends["local"].models_known, deck.backends["local2"].models_known) == (True, False)
    assert price(found).low is None


def test_the_active_profile_routes(tmp_path: Path) -> None:
    deck = merged(
        tmp_path,
        routing_profiles="""
active = "mine"
[profiles.other]
default = "openai"
[profiles.mine]
default = "fal"
fallback_order = ["blackboxai"]
[profiles.mine.routes]
"flux-pro/*" = "blackboxai"
[profiles.mine.optional_routes]
"nano-*" = "google"
""",
    )
    assert resolve(deck, "flux-pro/v1.1").backend.name == "blackboxai"
    assert resolve(deck, "nano-banana-2").backend.name == "google"
    assert resolve(deck, "flux-pro").backend.name == "fal"


def test_an_unknown_profile_leaves_the_embedded_routing(tmp_path: Path) -> None:
    deck = merged(tmp_path, routing_profiles='active = "gone"\n[profiles.mine]\ndefault = "google"')
    assert resolve(deck, "flux-pro").backend.name == "fal"


def test_broken_files_still_give_their_healthy_tables(tmp_path: Path) -> None:
    deck = merged(
        tmp_path,
        deck__a='[aliases]\nx = "flux/dev\ny = "flux-pro"\n[img_gen.presets]\nmine = { model = "flux-pro", nb_steps = }',
        deck__b='[aliases]\nz = "gpt-image-2"',
        backends='[fal\nenabled = false\n[openai]\nenabled = "no"',
        routing_profiles="active = 3",
    )
    assert resolve(deck, "y").model.handle == "flux-pro"
    assert resolve(deck, "z").model.handle == "gpt-image-2"
    assert resolve(deck, "mine").model.handle == "flux-pro"


def test_what_is_not_saved_yet_goes_before_the_disk(tmp_path: Path) -> None:
    found = project(tmp_path, deck__a='[aliases]\nx = "flux/dev"')
    path = next(iter(found.files))
    again = read_deck_files(str(tmp_path), {path: '[aliases]\nx = "flux-pro"'})
    assert again.project_deck.aliases["x"].targets == ("flux-pro",)
    assert again.document_of(path).text.endswith('"flux-pro"')
    assert again.document_of("elsewhere") is None


def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = project(tmp_path, deck__a='[aliases]\nx = "flux/dev"', deck__b="[aliases]")
    monkeypatch.setattr("plx_lsp.project.deck_files._LARGEST", 15)
    again = read_deck_files(str(tmp_path))
    assert list(again.unreadable) == [path for path in found.files if path.endswith("a.toml")]


def test_check_says_which_deck_file_it_could_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, deck__a='[aliases]\nx = "flux/dev"')
    (tmp_path / "a.plx").write_text('domain = "cars"\n')
    monkeypatch.setattr("plx_lsp.project.deck_files._LARGEST", 15)
    assert main(["check", str(tmp_path)]) == 2
    assert "a.toml: this file is larger than" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("${FAL_KEY}", ("FAL_KEY",)),
        ("${env:A|secret:b|env:C}", ("A", "C")),
        ("sk-123", ()),
        ("${A}-${B}", ("A", "B")),
        ("${", ()),
    ],
)
def test_the_variables_that_a_value_names(text: str, names: tuple[str, ...]) -> None:
    assert variables(text) == names


PIECES = ["[aliases]", "[img_gen.presets]", "[profiles.a.routes]", "[defaults]", "[fal]", 'active = "a"', "x = 1", 'x = "y"',
          'y = "x"', 'x = { model = "y", nb_steps = 3 }', "x = [", '"', "[[x]]", "enabled = true", "[x.y", 'a = ["x", 3]']  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["deck", "backends", "backend", "routing_profiles"])
)
def test_no_text_is_too_broken(pieces: list[str], kind: str) -> None:
    own = ProjectDeck()
    file = DeckFile("/x/y.toml", kind, "\n".join(pieces).encode())
    {"deck": read_deck, "backends": read_backends, "backend": read_backend, "routing_profiles": read_routing}[kind](
        file, own
    )
    deck = overlay(load_embedded(), own)
    for name in ("x", "y", None):
        found = resolve(deck, name)
        assert isinstance(found, Failure) or found.model.handle
