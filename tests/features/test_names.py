"""Names across files: definition, references, highlights, rename, linked headers, call hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from plx_lsp.features import hierarchy
from plx_lsp.features.definition import definitions
from plx_lsp.features.linked import linked
from plx_lsp.features.references import highlights, references
from plx_lsp.features.rename import Refused, renamable, rename
from plx_lsp.project.project import Project
from tests.features.project import Opened, opened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHOP = """\
domain = "shop"
main_pipe = "make"

[concept]
Logo = { description = "A logo", refines = "Image" }

[concept.Poster]
description = "A poster"
refines = "Logo"

[pipe.write]
type = "PipeLLM"
description = "Write a prompt"
output = "Text"
prompt = "Write about $topic, {{ topic }}"
[pipe.write.inputs]
topic = "Text"

[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { idea = "Text" }
output = "shop.Logo[3]"
img_gen = "base_img_gen"

[pipe.make]
type = "PipeSequence"
description = "Make"
inputs = { topic = "Text" }
output = "Logo[3]"
steps = [
  { pipe = "write", result = "idea" },
  { pipe = "draw", result = "logo" },
]
"""

OTHER = """\
domain = "print"
[pipe.batch]
type = "PipeBatch"
description = "Draw many"
inputs = { ideas = "Text[]" }
output = "shop.Logo[]"
branch_pipe_code = "draw"
input_list_name = "ideas"
input_item_name = "idea"
"""


def at(case_text: str, word: str, occurrence: int = 0) -> str:
    """The text with the cursor in the middle of an occurrence of a word."""
    start = -1
    for _ in range(occurrence + 1):
        start = case_text.index(word, start + 1)
    return case_text[: start + 1] + "<|>" + case_text[start + 1 :]


def places(case: Opened, found: Iterable[Any]) -> list[str]:
    """Each place as `file:line text`."""
    lines: list[str] = []
    for each in found:
        text = case.texts[each.path]
        lines.append(f"{each.path[1:-4]}:{text.count(chr(10), 0, each.start) + 1} {text[each.start : each.end]}")
    return sorted(lines)


@pytest.mark.parametrize(
    ("word", "occurrence", "expected"),
    [
        ("Logo[3]", 0, ["shop:5 Logo"]),
        ('Logo"\n\n[pipe.write]', 0, ["shop:5 Logo"]),
        ('draw", result', 0, ["shop:19 draw"]),
        ("make", 0, ["shop:26 make"]),
        ("shop.Logo[3]", 0, ["shop:5 Logo"]),
        ("[3]", 0, ["shop:5 Logo"]),
        ("topic,", 0, ["shop:17 topic"]),
        ("topic }}", 0, ["shop:17 topic"]),
        ('idea" },', 0, ["shop:32 idea"]),
        ('Image" }', 0, []),
    ],
)
def test_definition(word: str, occurrence: int, expected: list[str]) -> None:
    case = opened(at(SHOP, word, occurrence), other=OTHER)
    found = list(definitions(case.library, case.source, case.cursor))
    assert places(case, [target.name for target in found]) == expected
    for target in found:
        assert target.whole.start <= target.name.start <= target.name.end <= target.whole.end


LOGO = ["other:6 Logo", "shop:23 Logo", "shop:30 Logo", "shop:5 Logo", "shop:9 Logo"]
DRAW = ["other:7 draw", "shop:19 draw", "shop:33 draw"]
IDEA = ["other:9 idea", "shop:22 idea", "shop:32 idea"]
TOPIC = ["shop:15 topic", "shop:15 topic", "shop:17 topic", "shop:29 topic"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Logo =", LOGO),
        ("Logo[3]", LOGO),
        ("draw]", DRAW),
        ('draw", result', DRAW),
        ("idea =", IDEA),
        ("topic,", TOPIC),
    ],
)
def test_references_over_files(word: str, expected: list[str]) -> None:
    case = opened(at(SHOP, word), other=OTHER)
    found = references(case.project, case.source, case.cursor, declarations=True)
    assert places(case, found) == expected
    uses = list(references(case.project, case.source, case.cursor, declarations=False))
    assert 0 < len(uses) < len(expected)
    assert places(case, highlights(case.project, case.source, case.cursor)) == [
        place for place in expected if place.startswith("shop")
    ]


def test_references_of_a_model() -> None:
    case = opened(at(SHOP, "base_img_gen"))
    assert places(case, references(case.project, case.source, case.cursor, declarations=True)) == [
        "shop:24 base_img_gen"
    ]


@pytest.mark.parametrize(
    ("word", "new", "expected"), [("Logo =", "Mark", LOGO), ("draw]", "paint", DRAW), ("topic,", "subject", TOPIC)]
)
def test_rename_changes_every_place_and_nothing_else(word: str, new: str, expected: list[str]) -> None:
    case = opened(at(SHOP, word), other=OTHER)
    before = {each.message for each in case.diagnostics()}
    edits = rename(case.project, case.source, case.cursor, new)
    assert isinstance(edits, list)
    assert places(case, edits) == expected
    texts = case.after(edits)
    after = opened(texts["/shop.plx"], other=texts["/other.plx"])
    assert {each.message for each in after.diagnostics()} == before
    assert sum(text.count(new) for text in texts.values()) == len(expected)


@pytest.mark.parametrize(
    ("word", "new", "reason"),
    [
        ("Logo =", "logo", "PascalCase"),
        ("Logo =", "Poster", "there is a concept `shop.Poster` already"),
        ("Logo =", "Image", "native"),
        ("draw]", "Paint It", "snake_case"),
        ("draw]", "write", "there is a pipe `write` already"),
        ("topic,", "idea", "`make` has a variable `idea` already"),
        ("topic,", "a b", "letters, digits"),
        ('Image" }', "Picture", "not declared in this project"),
        ("base_img_gen", "mine", "not a name of this project's own deck"),
        ("description", "mine", "no name here"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_in_words(word: str, new: str, reason: str) -> None:
    case = opened(at(SHOP, word), other=OTHER)
    refused = rename(case.project, case.source, case.cursor, new)
    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert isinstance(renamable(case.project, case.source, case.cursor), Refused) == (new in ("Picture", "mine"))


def test_headers_of_one_pipe_are_typed_together() -> None:
    case = opened(at(SHOP, "write]"))
    assert places(case, linked(case.library, case.source, case.cursor)) == ["shop:11 write", "shop:16 write"]
    alone = opened(at(SHOP, "draw]"))
    assert linked(alone.library, alone.source, alone.cursor) == []


def test_who_calls_a_pipe_and_whom_it_calls() -> None:
    case = opened(at(SHOP, "draw]"), other=OTHER)
    [node] = hierarchy.prepare(case.library, case.source, case.cursor)
    assert (node.code, node.detail) == ("draw", "PipeImgGen")
    callers = {each.pipe.code: places(case, each.places) for each in hierarchy.callers(case.library, "draw")}
    assert callers == {"make": ['shop:33 "draw"'], "batch": ['other:7 "draw"']}
    callees = {each.pipe.code: places(case, each.places) for each in hierarchy.callees(case.library, "make")}
    assert callees == {"write": ['shop:32 "write"'], "draw": ['shop:33 "draw"']}


def test_every_pipe_of_one_code_counts_as_a_user_of_its_model() -> None:
    text = '[pipe.a]\ntype = "PipeImgGen"\nimg_gen = "base_img_gen"\n'
    case = opened(at(text, "base_img_gen"), copy=text)
    found = references(case.project, case.source, case.cursor, declarations=True)
    assert places(case, found) == ["copy:3 base_img_gen", "shop:3 base_img_gen"]


DECK = """\
[aliases]
"base-mine" = "mine-handle"
[img_gen.presets]
mine = { img_gen_handle = "base-mine", quality = "high" }
[img_gen.presets.other]
img_gen_handle = "@base-mine"
"""


def test_names_of_the_projects_own_deck(tmp_path: Path) -> None:
    folder = tmp_path / ".pipelex" / "inference" / "deck"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(DECK)
    text = 'domain = "shop"\n[pipe.a]\ntype = "PipeImgGen"\nimg_gen = "$mine"\n[pipe.b]\ntype = "PipeImgGen"\nimg_gen = { img_gen_handle = "base-mine" }\n'
    project = Project(str(tmp_path))
    source = project.library.open(str(tmp_path / "shop.plx"), text)
    texts = {str(folder / "mine.toml"): DECK, source.path: text}

    def lines(found: Iterable[Any]) -> list[tuple[int, str]]:
        return sorted(
            (texts[each.path].count("\n", 0, each.start) + 1, texts[each.path][each.start : each.end]) for each in found
        )

    preset, alias = text.index("mine"), text.index("base-mine")
    [target] = definitions(project.library, source, preset)
    assert lines([target.name]) == [(4, "mine")]
    assert lines(references(project, source, preset, declarations=True)) == [(4, "mine"), (4, "mine")]
    assert lines(references(project, source, alias, declarations=True)) == [
        (2, "base-mine"),
        (4, "base-mine"),
        (6, "base-mine"),
        (7, "base-mine"),
    ]
    edits = rename(project, source, alias, "my-alias")
    assert isinstance(edits, list)
    assert len(edits) == 4
    refused = rename(project, source, preset, "base_img_gen")
    assert isinstance(refused, Refused)
    assert "already" in refused.reason


KINDS = """\
[aliases]
mine = "mine-handle"
[waterfalls]
either = ["@mine", "gpt-image-2"]
[img_gen]
choice_default = "mine"
[img_gen.presets]
mine = { model = "mine" }
[llm]
choice_defaults = { for_text = "@mine", for_object = "writer" }
[llm.presets.writer]
model = "@mine"
"""
USERS = """\
domain = "shop"
[pipe.preset]
type = "PipeImgGen"
img_gen = "mine"
[pipe.sigil]
type = "PipeImgGen"
img_gen = "$mine"
[pipe.alias]
type = "PipeImgGen"
img_gen = "@mine"
[pipe.setting]
type = "PipeImgGen"
img_gen = { img_gen_handle = "mine" }
"""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ('"mine"', ["deck:6", "deck:8", "shop:4", "shop:7"]),
        ("$mine", ["deck:6", "deck:8", "shop:4", "shop:7"]),
        ("@mine", ["deck:2", "deck:4", "deck:8", "deck:10", "deck:12", "shop:10", "shop:13"]),
        ('mine" }', ["deck:2", "deck:4", "deck:8", "deck:10", "deck:12", "shop:10", "shop:13"]),
    ],
)
def test_a_preset_and_an_alias_of_one_name_are_two_things(word: str, expected: list[str], tmp_path: Path) -> None:
    folder = tmp_path / ".pipelex" / "inference" / "deck"
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text(KINDS)
    project = Project(str(tmp_path))
    source = project.library.open(str(tmp_path / "shop.plx"), USERS)
    texts = {str(folder / "deck.toml"): KINDS, source.path: USERS}
    edits = rename(project, source, USERS.index(word) + 2, "other")
    assert isinstance(edits, list)
    assert all(texts[each.path][each.start : each.end] == "mine" for each in edits)
    places = sorted((each.path != source.path, texts[each.path].count("\n", 0, each.start) + 1) for each in edits)
    assert sorted(("deck" if deck else "shop") + f":{line}" for deck, line in places) == sorted(expected)
    [target] = definitions(project.library, source, USERS.index(word) + 2)
    assert texts[target.name.path].count("\n", 0, target.name.start) + 1 == (8 if "deck:6" in expected else 2)


def test_an_alias_that_pipes_of_other_kinds_name_is_not_renamed(tmp_path: Path) -> None:
    folder = tmp_path / ".pipelex" / "inference" / "deck"
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text(KINDS)
    project = Project(str(tmp_path))
    writer = '[pipe.write]\ntype = "PipeLLM"\nmodel = { model = "@mine", temperature = 0.5 }\n'
    source = project.library.open(str(tmp_path / "shop.plx"), USERS + writer)
    refused = rename(project, source, USERS.index("@mine") + 2, "other")
    assert isinstance(refused, Refused)
    assert "the PipeLLM `write` names the alias `mine`, too" in refused.reason
    assert isinstance(rename(project, source, USERS.index("$mine") + 2, "other"), list)
