"""What is said about a project's own deck files. Each fixture carries its expectations (tests/markers.py)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plx_lsp.lint.pages import pages_folder
from plx_lsp.lint.rules.deck import deck_diagnostics
from plx_lsp.project.deck_files import DeckFile, DeckFiles, read_deck_files
from tests.markers import Fixture, mismatches, read_fixture


def judge(root: Path, **files: str) -> list[str]:
    """How the diagnostics of these files (`deck__a` is `deck/a.toml`) differ from what their markers say."""
    fixtures: dict[str, Fixture] = {}
    for name, text in files.items():
        path = root / ".pipelex" / "inference" / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        fixtures[str(path)] = read_fixture(text)
        path.write_text(fixtures[str(path)].text, encoding="utf-8")
    found = deck_diagnostics(read_deck_files(str(root)))
    assert set(found) == set(fixtures)
    return [
        f"{Path(path).name}: {line}"
        for path, fixture in fixtures.items()
        for line in mismatches(fixture, [(each.start, each.end, each.rule, each.message) for each in found[path]])
    ]


DECKS = {
    "nothing is wrong with a deck of any generation": """
[aliases]
base-claude = "claude-4.5-sonnet"
picture = "flux/dev"
several = ["gone", "flux-pro"]

[waterfalls]
smart_llm = ["claude-4.5-opus", "gpt-5.1"]

[llm.presets]
llm_to_write = { llm_handle = "base-claude", temperature = 0.5, new_key = 1 }

[llm.choice_defaults]
for_text = "llm_to_write"

[ocr.presets]
read = { ocr_handle = "mistral-ocr" }

[search]
choice_default = "x"

[img_gen]
choice_default = "mine"

[img_gen.presets]
mine = { model = "picture", nb_steps = 20, guidance_scale = 3.5 }
older = { img_gen_handle = "picture" }
base_img_gen = { model = "base-img-gen", quality = "medium", guidance_scale = 7.5, is_moderated = true, safety_tolerance = 3 }
""",
    "a circle is told where it is written": """
[aliases]
a = "b"
    ^^^ alias-cycle: `b` leads back to itself: b -> a -> b
b = "a"
    ^^^ alias-cycle: `a` leads back to itself
c = "a"

[img_gen.presets]
p = { model = "$p" }
              ^^^^ alias-cycle
q = { model = "c" }
""",
    "a name that leads nowhere": """
[img_gen]
choice_default = "min"
                 ^^^^^ unknown-model: `min` is no preset, handle, alias or waterfall of the deck: did you mean `mine`?

[img_gen.aliases]
x = "flux_dev"
    ^^^^^^^^^^ unknown-model: `flux_dev` is no preset

[img_gen.waterfalls]
w = ["flux-pro", "gone"]
                 ^^^^^^ unknown-model: `gone` is no preset

[img_gen.presets]
mine = { model = "flux-pro/v1.2" }
                 ^^^^^^^^^^^^^^^ unknown-model: `flux-pro/v1.2` is no preset
wrong = { model = "base_img_gen" }
                  ^^^^^^^^^^^^^^ unknown-model: `base_img_gen` is a preset; a setting or a preset names
sigil = { model = "$base-img-gen" }
                  ^^^^^^^^^^^^^^^ unknown-model: there is no preset `base-img-gen`; `base-img-gen` is an alias
""",
    "other models' names are told only when they are certainly mistyped": """
[aliases]
text = "some-llm"
base = "gpt_image_2"
       ^^^^^^^^^^^^^ unknown-model: `gpt_image_2` is no preset, handle, alias or waterfall of the deck: did you mean `gpt-image-2`?
""",
    "presets that ask what their model does not do": """
[img_gen.presets]
one = { model = "gpt-image-2", nb_steps = 4 }
                               ^^^^^^^^ unsupported-parameter: `nb_steps` of the preset one has no effect: one is gpt-image-2
two = { model = "fast-img-gen", nb_steps = 5, quality = "low" }
                                ^^^^^^^^ unsupported-value: `nb_steps = 5` of the preset two becomes 4
                                              ^^^^^^^ redundant-quality
old = { model = "gpt-image-1" }
                ^^^^^^^^^^^^^ retired-model: old is gpt-image-1 (openai), which was retired on 2026-10-23
""",
    "names that hide one another": """
[aliases]
flux-pro = "flux/dev"
^^^^^^^^ ambiguous-model: `flux-pro` is a handle, too, and goes first: write `@flux-pro`
mine = "flux-pro"
^^^^ ambiguous-model: `mine` is a preset, too

[img_gen.presets]
mine = { model = "flux/dev" }
""",
    "shapes": """
aliases = 3
          ^ wrong-type: `aliases` must be a table

[waterfalls]
w = "flux-pro"
    ^^^^^^^^^^ wrong-type

[img_gen.presets]
a = { model = "flux-pro", qualty = "high" }
                          ^^^^^^ unknown-key: unknown key `qualty`: did you mean `quality`?
b = { quality = "high" }
^ missing-key
c = { model = "flux-pro", nb_steps = 0 }
                                     ^ invalid-value
""",
    "broken text": """
[aliases]
x = "flux/dev
    ^^^^^^^^^ syntax-error
y = "flux-pro"
y = "flux/dev"
^ duplicate-key
""",
}


@pytest.mark.parametrize("deck", DECKS.values(), ids=DECKS)
def test_a_deck(tmp_path: Path, deck: str) -> None:
    assert judge(tmp_path, deck__a=deck) == []


def test_a_name_may_be_one_that_an_unlisted_backend_has(tmp_path: Path) -> None:
    backends = '[gateway]\nendpoint = "https://example.com"\napi_key = "${GATEWAY_KEY}"'
    assert judge(tmp_path, backends=backends, deck__a='[img_gen.presets]\nx = { model = "unheard-of" }') == []


def test_backends_and_their_models(tmp_path: Path) -> None:
    assert (
        judge(
            tmp_path,
            backends="""
[openai]
enabled = "yes"
          ^^^^^ wrong-type
api_key = "sk-abc"
          ^^^^^^^^ written-key: a key is written here in plain text: put it into the environment, and write "${OPENAI_API_KEY}"
region = "eu"
[local]
endpoint = "http://127.0.0.1:8000/v1"
api_key = "none"
""",
            backends__openai="""
[defaults]
sdk = "openai"
[gpt-4.1]
 ^^^^^^^ unquoted-handle: a handle with a dot stands in quotes: write `["gpt-4.1"]`
model_id = "gpt-4.1"
["gpt-4.2"]
model_id = 3
           ^ wrong-type
anything = "goes"
[local-model.costs]
input = 1
""",
            backends__local='["sd/3"]\nmodel_type = "img_gen"\nsdk = "openai"',
            backends__lost="""
["x"]
 ^^^ unknown-backend: there is no backend `lost` in backends.toml, so these models are never used
model_type = "llm"
""",
        )
        == []
    )


def test_routes(tmp_path: Path) -> None:
    assert (
        judge(
            tmp_path,
            backends='[groq]\napi_key = "${GROQ_API_KEY}"',
            routing_profiles="""
active = "mine"
[profiles.mine]
default = "opnai"
          ^^^^^^^ unknown-backend: there is no backend `opnai`: did you mean `openai`?
fallback_order = ["fal", "nowhere"]
                         ^^^^^^^^^ unknown-backend: there is no backend `nowhere`: declare it in backends.toml
[profiles.mine.routes]
"llama-*" = "groq"
"flux-*" = "flal"
           ^^^^^^ unknown-backend
[profiles.other]
default = "whatever"
""",
        )
        == []
    )


def test_a_profile_that_there_is_not(tmp_path: Path) -> None:
    routing = """
active = "mien"
         ^^^^^^ unknown-profile: there is no profile `mien`: did you mean `mine`?
[profiles.mine]
default = "fal"
[profiles.other]
default = "fal"
"""
    assert judge(tmp_path, routing_profiles=routing) == []


def test_severities_and_fixes_are_as_certain_as_they_claim(tmp_path: Path) -> None:
    deck = '[img_gen.waterfalls]\nw = ["gone", "flux-pro"]\n[img_gen.aliases]\na = "flux_pro"\n'
    path = tmp_path / ".pipelex" / "inference" / "deck" / "a.toml"
    path.parent.mkdir(parents=True)
    path.write_text(deck)
    gone, twin = deck_diagnostics(read_deck_files(str(tmp_path)))[str(path)]
    assert (gone.severity, twin.severity) == ("warning", "error")
    (fix,) = twin.fixes
    edit = fix.edits[0]
    assert fix.safe
    assert deck[: edit.start] + edit.text + deck[edit.end :] == deck.replace("flux_pro", "flux-pro")


PIECES = [
    "[aliases]", "[img_gen]", "[img_gen.presets]", "[profiles.a]", "[profiles.a.routes]", "[defaults]", "[fal]", 'active = "a"',
    'x = "y"', 'y = "x"', 'x = { model = "y", nb_steps = 3 }', 'x = { model = "gpt-image-1", quality = "hd", nb_steps = 5 }', "x = [",
    'choice_default = { model = "x" }', "x = { }", '"', "[[x]]", "enabled = 3", "[x.y", 'a = ["x", 3]', "[gpt-4.1]", 'api_key = "k"',
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["deck", "backends", "backend", "routing_profiles"])
)
@settings(deadline=None)
def test_no_file_is_too_broken_to_be_judged(pieces: list[str], kind: str) -> None:
    found = DeckFiles()
    text = "\n".join(pieces)
    found.files["/x/y.toml"] = DeckFile("/x/y.toml", kind, text.encode())
    found.merge()
    for each in deck_diagnostics(found)["/x/y.toml"]:
        assert 0 <= each.start <= each.end <= len(text)
        assert each.message


FENCE = re.compile(r"^```toml (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> Iterator[tuple[str, dict[str, str]]]:
    """The deck files of each section of each rule's page, by the path they carry."""
    for page in sorted(Path(pages_folder()).glob("*.md")):
        for section in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
            files = {match["path"]: match["text"] for match in FENCE.finditer(section)}
            if files:
                yield f"{page.stem}: {section.splitlines()[0]}", files


PAGES = dict(pages())


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_of_the_pages_show_exactly_what_they_mark(tmp_path: Path, name: str) -> None:
    files = {path.removesuffix(".toml").replace("/", "__"): text for path, text in PAGES[name].items()}
    assert judge(tmp_path, **files) == []
    if name.endswith("Fails"):
        assert any(name.partition(":")[0] in text for text in files.values())
