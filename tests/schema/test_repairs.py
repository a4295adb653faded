"""Repairs: what they write, and that each removes what it mends and breaks nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from plx_lsp.syntax import parse

from .judging import judge, mend
from .mutations import as_file, concepts, pipes

PIPE = 'domain = "x"\n[pipe.draw]\ntype = "PipeImgGen"\ndescription = "x"\noutput = "Image"\n'
MENDED = {
    'nb_output = "3"': "nb_output = 3",
    "nb_steps = 8.0": "nb_steps = 8",
    'is_raw = "true"': "is_raw = true",
    'guidance_scale = "7.5"': "guidance_scale = 7.5",
    'quality = "HD"': 'quality = "hd"',
    'aspect_ratio = "landscape_16_9"': 'aspect_ratio = "16:9"',
    'aspect_ratio = "portrait_4_3"': 'aspect_ratio = "3:4"',
    'imgg_handle = "flux"': 'img_gen = "flux"',
    'model = "flux"': 'img_gen = "flux"',
    '"aspectRatio" = "16:9"': 'aspect_ratio = "16:9"',
    'aspect-ratio = "16:9"': 'aspect_ratio = "16:9"',
    'inputs = { prompt = "Text []" }': 'inputs = { prompt = "Text[]" }',
    'inputs = { prompt = ["Text"] }': 'inputs = { prompt = "Text" }',
    'img_gen = { model = "flux" }': 'img_gen = { img_gen_handle = "flux" }',
    "img_gen = { }": 'img_gen = { img_gen_handle = "gpt-image-2"  }',
    "step = 8": "nb_steps = 8",
    "img_gen_prompt = 3": 'img_gen_prompt = "3"',
}
UNMENDED = [
    'nb_output = "0"',
    'seed = "-1"',
    'n = "four"',
    "size = 12",
    'imgg_handle = "x"\nmodel = "x"',
    'input.prompt = "Text"\ninput.style = "Text"',
]


@pytest.mark.parametrize(("before", "after"), MENDED.items(), ids=MENDED)
def test_a_fault_is_mended(before: str, after: str) -> None:
    document, found = judge(PIPE + before + "\n")
    (violation,) = [each for each in found if each.fixes]
    assert mend(document, violation.fixes[0]) == PIPE + after + "\n"


@pytest.mark.parametrize("text", UNMENDED)
def test_where_the_answer_is_not_certain_there_is_no_repair(text: str) -> None:
    _, found = judge(PIPE + text + "\n")
    assert found
    assert not any(violation.fixes for violation in found)


@pytest.mark.parametrize(
    ("text", "count"), [('[concepts]\nA = "x"\n', 1), ('[concepts]\nA = "x"\n[concepts.B]\ndescription = "x"\n', 0)]
)
def test_a_header_is_mended_where_it_is_the_only_one(text: str, count: int) -> None:
    _, found = judge('domain = "x"\n' + text)
    assert [len(violation.fixes) for violation in found if violation.rule == "unknown-key"] == [count]


def test_a_missing_key_is_written_behind_the_header() -> None:
    document, found = judge('domain = "x"\n[pipe.a]\ntype = "PipeFunc"\nfunction_name = "f"\n')
    assert mend(document, found[0].fixes[0]) == (
        'domain = "x"\n[pipe.a]\noutput = "Text"\ntype = "PipeFunc"\nfunction_name = "f"\n'
    )


def test_lines_keep_their_end() -> None:
    text = '[pipe.a]\r\ntype = "PipeFunc"\r\nfunction_name = "f"\r\n'
    document, found = judge(text)
    for violation in found:
        assert "\n" not in mend(document, violation.fixes[0]).replace("\r\n", "")


@pytest.mark.parametrize(
    ("text", "stem", "line", "safe"),
    [
        ("[concept]\n", "logos", 'domain = "logos"\n\n', True),
        ('description = "x"\n', "logos", 'domain = "logos"\n', True),
        ("[concept]\n", "My Logos", 'domain = "my_logos"\n\n', False),
        ("[concept]\n", "3", 'domain = "my_domain"\n\n', False),
    ],
)
def test_a_missing_domain_is_written_at_the_top(text: str, stem: str, line: str, safe: bool) -> None:
    document, found = judge(text, stem)
    (repair,) = found[0].fixes
    assert mend(document, repair) == line + text
    assert repair.safe is safe


def rules_of(text: str) -> list[tuple[str, str, str]]:
    return sorted((each.rule, each.name, each.message) for each in judge(text)[1])


def holds_up(text: str) -> None:
    """Each repair leaves TOML, and the violation that it mends is gone.

    A safe one adds no fault, but for a key whose value could not be judged before it had a name that exists.
    """
    document, found = judge(text)
    for violation in found:
        before = rules_of(text)
        for repair in violation.fixes:
            mended = mend(document, repair)
            assert not list(parse(mended).faults()), mended
            after = rules_of(mended)
            told = (violation.rule, violation.name, violation.message)
            assert after.count(told) < before.count(told), mended
            if repair.safe and violation.rule != "unknown-key":
                assert len(after) < len(before), (before, after, mended)


@settings(max_examples=200, deadline=None)
@given(pipes())
def test_repairs_of_mutated_pipes_hold_up(pipe: dict[str, Any]) -> None:
    holds_up(as_file("pipe", "draw", pipe))


@settings(max_examples=100, deadline=None)
@given(concepts())
def test_repairs_of_mutated_concepts_hold_up(concept: Any) -> None:
    holds_up(as_file("concept", "Logo", concept))
