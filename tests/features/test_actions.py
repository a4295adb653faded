"""What could be done, and what a text is after it has been done."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plx_lsp.features.actions import Action, Asked, actions
from plx_lsp.lint import Linter
from tests.features.project import Opened, opened
from tests.lint.bundles import bundle

SHOP = """\
domain = "shop"

[pipe.draw]
type = "PipeImgGen"
definition = "Draw"
output = "Text"
img_gen_prompt = "A fox"
img_gen = { img_gen_handle = "gpt-image-2", quality = "high" }
aspect_ratio = "landscape_16_9"

[pipe.make]
type = "PipeSequence"
description = "Make"
output = "Image"
steps = [{ pipe = "missing", result = "logo" }]
"""


def offered(
    marked: str, kinds: tuple[str, ...] = (), root: str | None = None, **others: str
) -> tuple[Opened, list[Action]]:
    case = opened(marked, **others)
    case.project.root = root
    return case, list(actions(Asked(case.project, case.source, case.cursor, case.cursor, case.diagnostics(), kinds)))


def at(word: str) -> str:
    return SHOP.replace(word, word[0] + "<|>" + word[1:], 1)


def done(marked: str, title: str) -> str:
    """The text after the action whose title begins like this."""
    case, found = offered(marked)
    action = next(each for each in found if each.title.startswith(title))
    return case.after(action.edits)["/shop.plx"]


def test_every_fix_is_an_action_of_its_diagnostic() -> None:
    _, found = offered(at('"Text"'))
    fix = next(each for each in found if each.title == 'Write "Image"')
    assert fix.kind == "quickfix"
    assert [each.rule for each in fix.mends] == ["output-not-image"]
    assert 'output = "Image"' in done(at('"Text"'), 'Write "Image"')


def test_all_safe_fixes_at_once() -> None:
    after = done(at("domain"), "Apply all safe fixes")
    assert 'description = "Draw"' in after
    assert 'output = "Text"' in after


def test_the_whole_file_in_the_current_spelling() -> None:
    after = done(at("domain"), "Write this file in the current spelling")
    assert "definition" not in after
    assert "landscape_16_9" not in after


def test_a_missing_pipe_is_created_at_the_end() -> None:
    after = done(at("missing"), "Create the pipe `missing` (PipeLLM)")
    assert after.startswith(SHOP + "\n[pipe.missing]\n")
    case = opened(after)
    assert "unknown-pipe" not in {each.rule for each in case.diagnostics()}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ('"Text"', 'output = "Text"  # plx: ignore[output-not-image]\n'),
        ("missing", 'result = "logo" }]  # plx: ignore[unknown-pipe]\n'),
    ],
)
def test_a_diagnostic_can_be_ignored(word: str, expected: str) -> None:
    after = done(at(word), "Ignore `")
    assert expected in after
    rule = expected.partition("[")[2].partition("]")[0]
    rules = [each.rule for each in opened(after).diagnostics()]
    assert rule not in rules
    assert "unused-ignore" not in rules


def test_an_ignore_joins_the_one_that_is_there() -> None:
    marked = SHOP.replace('output = "Text"', 'output = "<|>Text"  # plx: ignore[unused-concept]')
    assert "# plx: ignore[unused-concept, output-not-image]" in done(marked, "Ignore `output-not-image`")


def test_syntax_errors_cannot_be_ignored() -> None:
    _, found = offered("[pipe.a]\ntype = <|>\n")
    assert not [each for each in found if each.title.startswith("Ignore")]


def test_prompt_and_input_turn_into_each_other() -> None:
    image = '[pipe.a]\ntype = "PipeImgGen"\ndescription = "x"\noutput = "Image"\n'
    assert done(image + 'img_gen_prompt = "A<|> fox"\n', "Take the prompt") == image + 'inputs = { prompt = "Text" }\n'
    assert (
        done(image + 'inputs = { fox<|>_idea = "Text" }\n', "Write the prompt")
        == image + 'img_gen_prompt = "Fox idea"\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('output = "Image"\n\n[pipe.a.inputs]\nidea = "Te<|>xt"\n\n[pipe.b]\n', 'output = "Image"\nimg_gen_prompt = "Idea"\n\n[pipe.b]\n'),
        ('output = "Image"  # one\n[pipe.b]\n# two\n[pipe.a.inputs]\nidea = "Te<|>xt"  # three\n', 'output = "Image"  # one\nimg_gen_prompt = "Idea"\n[pipe.b]\n# two\n  # three\n'),
        ('output = "Image"\r\n[pipe.a.inputs]\r\nidea = "Te<|>xt"\r\n', 'output = "Image"\r\nimg_gen_prompt = "Idea"\r\n'),
    ],
)  # fmt: skip
def test_inputs_with_a_header_become_a_prompt_and_comments_stay(before: str, after: str) -> None:
    case, found = offered('[pipe.a]\ntype = "PipeImgGen"\n' + before)
    action = next(each for each in found if each.title == "Write the prompt here")
    assert case.after(action.edits)["/shop.plx"] == '[pipe.a]\ntype = "PipeImgGen"\n' + after


def test_a_concept_of_another_domain_is_created_in_its_file() -> None:
    case, found = offered(
        'domain = "shop"\n[pipe.a]\ntype = "PipeImgGen"\noutput = "art.Sk<|>etch"\nimg_gen_prompt = "x"\n',
        art='domain = "art"\n',
    )
    action = next(each for each in found if each.title == "Create the concept `art.Sketch` in art.plx")
    text = case.after(action.edits)["/art.plx"]
    assert text == 'domain = "art"\n\n[concept]\nSketch = { description = "Sketch", refines = "Image" }\n'
    assert not [
        each
        for each in opened(case.texts["/shop.plx"], art=text).diagnostics()
        if each.severity == "error" and each.rule != "missing-key"
    ]


@pytest.mark.parametrize(
    ("art", "expected"),
    [
        ('[concept]\nMark = "A mark"\n', '[concept]\nMark = "A mark"\nSketch = { description = "Sketch", refines = "Image" }\n'),
        ('concept = { Mark = "A mark" }\n', None),
        ('description = """open\n', None),
    ],
)  # fmt: skip
def test_a_concept_is_created_only_where_its_text_can_be_read(art: str, expected: str | None) -> None:
    case, found = offered(
        'domain = "shop"\n[pipe.a]\ntype = "PipeImgGen"\noutput = "art.Sk<|>etch"\nimg_gen_prompt = "x"\n',
        art=f'domain = "art"\n{art}',
    )
    texts = [case.after(each.edits)["/art.plx"] for each in found if each.title.startswith("Create the concept")]
    assert texts == ([f'domain = "art"\n{expected}'] if expected is not None else [])


UNREADABLE = {"syntax-error", "duplicate-key"}
"""Rules about what TOML cannot read."""


@settings(max_examples=60, deadline=None)
@given(bundle(), bundle(), st.data())
def test_no_action_writes_what_cannot_be_read(text: str, other: str, data: st.DataObject) -> None:
    case = opened(text, other=other)
    diagnostics = case.diagnostics()
    places = {0, data.draw(st.integers(0, len(text))), *(each.start for each in diagnostics)}
    before = faults(case)
    for at_place in places:
        for action in actions(Asked(case.project, case.source, at_place, at_place, diagnostics)):
            texts = case.after(action.edits)
            new = faults(opened(texts["/shop.plx"], other=texts["/other.plx"])) - before
            assert not new, f"{action.title}\n{new}\n{text}"


def faults(case: Opened) -> Counter[tuple[str, str]]:
    """What cannot be read in the files."""
    linter = Linter(case.library)
    found = [each for path in case.texts for each in linter.diagnostics(path)]
    return Counter((each.rule, each.message) for each in found if each.rule in UNREADABLE)


def test_running_is_offered_where_it_can_be_done() -> None:
    image = '[pipe.a]\ntype = "PipeImgGen"\ndescription = "x"\noutput = "%s"\nimg_gen_prompt = "A<|> fox"\n'
    _, found = offered(image % "Image", ("plx.run",))
    assert [each.command.name for each in found if each.command] == ["plx.run", "plx.preview"]
    assert found[0].command is not None
    assert found[0].command.argument == {"path": "/shop.plx", "pipe": "a"}
    _, found = offered(image % "Text", ("plx.run",))
    assert found == []


def test_a_setting_table_becomes_a_preset() -> None:
    case, found = offered(at("gpt-image-2"), ("refactor",), root="/")
    [action] = [each for each in found if each.kind.startswith("refactor.extract")]
    assert action.creates.replace("\\", "/") == "/.pipelex/inference/deck/presets.toml"
    definition, use = action.edits
    assert definition.text == '[img_gen.presets.draw]\nimg_gen_handle = "gpt-image-2"\nquality = "high"\n'
    assert 'img_gen = "draw"\n' in case.after([use])["/shop.plx"]


def test_only_the_kinds_that_are_wanted() -> None:
    for kinds in (("quickfix",), ("source",), ("source.fixAll",), ("refactor.rewrite",)):
        _, found = offered(at('"Text"'), kinds)
        assert all(each.kind.startswith(kinds[0]) for each in found)
    assert offered(at('"Text"'), ("source.organizeImports",))[1] == []
