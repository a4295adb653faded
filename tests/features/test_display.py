"""What is shown of a text: lenses, hints, symbols, tokens, folds, selections, links."""

from __future__ import annotations

from plx_lsp.features.folding import folds
from plx_lsp.features.hints import hints
from plx_lsp.features.lenses import lenses
from plx_lsp.features.links import links
from plx_lsp.features.runnable import runnables
from plx_lsp.features.selection import selections
from plx_lsp.features.symbols import outline, search
from plx_lsp.features.tokens import MODIFIERS, TYPES, TokenCache
from tests.features.project import Opened, opened

SHOP = '''\
domain = "shop"

# The concepts
# of the shop.
[concept]
Logo = { description = "A logo", refines = "Image" }

[pipe.draw]
type = "PipeImgGen"
description = "Draw"
output = "Logo"
img_gen_prompt = """
A logo of a fox"""
img_gen = "base_img_gen"
aspect_ratio = "landscape_16_9"  # plx: ignore[renamed-key]
nb_output = 2

[pipe.default]
type = "PipeImgGen"
description = "Draw"
output = "Image"
img_gen_prompt = "A fox"

[pipe.broken]
type = "PipeImgGen"
description = "Draw"
output = "Text"
img_gen_prompt = "A fox"

[pipe.make]
type = "PipeSequence"
description = "Make"
output = "Logo"
steps = [
  { pipe = "draw", result = "logo" },
]
'''


def test_lenses_say_what_a_run_would_be_or_why_it_cannot() -> None:
    case = opened(SHOP)
    found = [
        (case.fixture.text[each.start : each.end], each.command.title, each.command.name)
        for each in lenses(case.library, case.source, case.diagnostics())
    ]
    assert ("draw", "▶ Run (flux-pro/v1.1, 2 images, $0.062–0.10)", "plx.run") in found
    assert ("draw", "Preview (1024 × 576)", "plx.preview") in found
    assert ("draw", "1 reference", "") in found
    [broken] = [each for each in found if each[0] == "broken"]
    assert broken[1].startswith("✗ Cannot run: a PipeImgGen makes images, but `Text` is no image")
    assert not [each for each in found if each[0] == "make" and each[2]]


def test_lenses_stay_when_another_pipe_is_half_typed() -> None:
    case = opened(SHOP + '\n[pipe.new]\ntype = "PipeImgGen\noutput = \n[pipe.')
    names = [each.pipe.code for each in runnables(case.library, case.source, case.diagnostics()) if not each.reason]
    assert names == ["draw", "default"]


def test_hints_show_models_sizes_and_outputs() -> None:
    case = opened(SHOP)
    text = case.fixture.text
    found = {
        text[text.rfind("\n", 0, each.offset) + 1 : each.offset]: each.text
        for each in hints(case.library, case.source, 0, len(text))
    }
    assert found['img_gen = "base_img_gen"'] == "→ flux-pro/v1.1 · $0.062–0.10"
    assert found['aspect_ratio = "landscape_16_9"'] == "1024 × 576"
    assert found["[pipe.default]"].startswith("flux-pro/v1.1 · $")
    assert found['  { pipe = "draw"'] == "→ Logo"
    assert list(hints(case.library, case.source, 0, 20)) == []


def test_the_outline_has_everything_in_the_order_of_the_text() -> None:
    case = opened(SHOP)
    found = list(outline(case.library, case.source))
    assert [(each.title, each.kind) for each in found] == [
        ("Logo", "concept"), ("draw", "pipe"), ("default", "pipe"), ("broken", "pipe"), ("make", "pipe"),
    ]  # fmt: skip
    assert [each.title for each in found[-1].children] == ["draw"]
    for each in found:
        assert each.whole.start <= each.name.start <= each.name.end <= each.whole.end
    assert case.text("/shop.plx", found[1].whole.start, found[1].whole.end).startswith("[pipe.draw]\n")
    assert case.text("/shop.plx", found[1].whole.start, found[1].whole.end).endswith("nb_output = 2")


def test_the_names_of_a_project_are_found_by_their_letters() -> None:
    case = opened(SHOP, art='domain = "art"\n[concept]\nLogbook = "x"\n')
    assert sorted(each.title for each in search(case.library, "lo")) == ["Logbook", "Logo"]
    assert [each.container for each in search(case.library, "logb")] == ["art"]
    assert [each.title for each in search(case.library, "dft")] == ["default"]


def test_every_declaration_of_a_name_is_found() -> None:
    case = opened(SHOP, copy='domain = "shop"\n[concept]\nLogo = "x"\n[pipe.draw]\ntype = "PipeLLM"\n[pipe.draw2]\n')
    found = [(each.title, each.name.path) for each in search(case.library, "logo")]
    assert found == [("Logo", "/copy.plx"), ("Logo", "/shop.plx")]
    assert [each.name.path for each in search(case.library, "draw")] == ["/copy.plx", "/shop.plx", "/copy.plx"]


def tokens(case: Opened) -> list[tuple[str, str, list[str]]]:
    found = TokenCache().tokens(case.library, case.source, 0, len(case.fixture.text))
    return [
        (
            case.fixture.text[start:end],
            TYPES[kind],
            [name for bit, name in enumerate(MODIFIERS) if modifiers >> bit & 1],
        )
        for start, end, kind, modifiers in found
    ]


def test_tokens_tell_names_from_texts() -> None:
    found = tokens(opened(SHOP))
    for expected in (
        ("concept", "keyword", []),
        ("Logo", "class", ["declaration"]),
        ("draw", "function", ["declaration"]),
        ('"PipeImgGen"', "type", []),
        ("Logo", "class", []),
        ("base_img_gen", "enumMember", []),
        ('"landscape_16_9"', "enumMember", ["deprecated"]),
        ("2", "number", []),
        ("# plx: ignore[renamed-key]", "comment", []),
        ("logo", "parameter", ["declaration"]),
        ('A logo of a fox"""', "string", []),
    ):
        assert expected in found, expected
    assert not [text for text, _, _ in found if "\n" in text or not text]


def test_tokens_of_a_range_are_those_of_the_whole() -> None:
    case = opened(SHOP)
    whole = list(TokenCache().tokens(case.library, case.source, 0, len(SHOP)))
    for start in range(0, len(SHOP), 17):
        part = list(TokenCache().tokens(case.library, case.source, start, start + 40))
        assert part == [token for token in whole if token in part]
        assert {token for token in whole if start <= token[0] < start + 40} <= set(part)


def test_tokens_follow_edits_through_the_cache() -> None:
    case = opened(SHOP)
    cache = TokenCache()
    list(cache.tokens(case.library, case.source, 0, len(SHOP)))
    case.library.edit("/shop.plx", SHOP.index("PipeSequence"), SHOP.index("PipeSequence"), "🦊")
    case.library.edit("/shop.plx", 0, 0, "# first\n")
    fresh = opened(case.source.document.text)
    kept = list(cache.tokens(case.library, case.source, 0, case.source.document.length))
    assert kept == list(TokenCache().tokens(fresh.library, fresh.source, 0, fresh.source.document.length))


def test_folds() -> None:
    case = opened(SHOP)
    lines = case.fixture.text.split("\n")
    found = [(lines[each.first], lines[each.last], each.kind) for each in folds(case.source)]
    assert ("# The concepts", "# of the shop.", "comment") in found
    assert ("[pipe.draw]", "nb_output = 2", "") in found
    assert ('img_gen_prompt = """', 'A logo of a fox"""', "") in found
    assert ("steps = [", "]", "") in found


def test_a_selection_grows_from_word_to_file() -> None:
    case = opened(SHOP.replace("of a fox", "of a f<|>ox"))
    text = case.fixture.text
    found = [text[start:end] for start, end in selections(case.library, case.source, case.cursor)]
    assert found[0] == "fox"
    assert found[1] == "\nA logo of a fox"
    assert found[2] == '"""\nA logo of a fox"""'
    assert found[3].startswith("img_gen_prompt = ")
    assert found[4].startswith("[pipe.draw]")
    assert found[-1] == text


def test_ignored_rules_link_to_their_pages() -> None:
    case = opened(SHOP)
    [link] = links(case.source)
    assert (case.fixture.text[link.start : link.end], link.rule) == ("renamed-key", "renamed-key")
