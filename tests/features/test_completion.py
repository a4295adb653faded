"""What is offered where: each case is a text with a cursor, what comes first, and what must not be there."""

from __future__ import annotations

import pytest

from plx_lsp.features.completion import Completion, complete
from tests.features.project import opened

HEAD = """\
domain = "shop"
[concept]
Logo = { description = "A logo", refines = "Image" }
Idea = "An idea"
"""
IMAGE = HEAD + '[pipe.draw]\ntype = "PipeImgGen"\n'
STEPS = """\
[pipe.make]
type = "PipeSequence"
inputs = { topic = "Text" }
steps = [{ pipe = "write", result = "prompt" }, { pipe = "draw", batch_over = "ideas", %s }]
[pipe.draw]
type = "PipeImgGen"
inputs = { prompt = "Text" }
output = "Image"
"""

WANTS = (
    HEAD
    + """\
[pipe.write]
type = "PipeLLM"
output = "Text"
[pipe.draw]
type = "PipeImgGen"
inputs = { prompt = "Idea" }
output = "Image"
[pipe.make]
type = "PipeSequence"
"""
)
SHEET = """\
[concept.Sheet.structure]
title = "The title"
[pipe.c]
type = "PipeCondition"
"""

FIRST = [
    pytest.param("<|>", ["domain", "description", "main_pipe"], id="top of an empty file"),
    pytest.param(IMAGE + "<|>\n", ["description", "output", "inputs"], id="required keys first"),
    pytest.param(IMAGE + 'description = "x"\nou<|>\n', ["output", "inputs"], id="a key half typed"),
    pytest.param(IMAGE + 'output = "<|>"\n', ["Logo", "Image", "images.Photo"], id="image concepts first for an output"),
    pytest.param(IMAGE + "output = <|>\n", ["Logo", "Image"], id="a value without quotes yet"),
    pytest.param(IMAGE + 'output = "Lo<|>\n[pipe.x]\n', ["Logo", "Image"], id="a string that is not closed"),
    pytest.param(IMAGE + 'inputs = { prompt = "<|>" }\n', ["Idea"], id="text concepts first for an input"),
    pytest.param(IMAGE + "inputs = { <|> }\n", ["prompt"], id="the name of an image pipe's input"),
    pytest.param(IMAGE + 'img_gen = "<|>"\n', ["base_img_gen", "fast_img_gen"], id="presets first"),
    pytest.param(IMAGE + "img_gen = { <|> }\n", ["img_gen_handle"], id="keys of a setting table"),
    pytest.param(IMAGE + 'img_gen = { img_gen_handle = "gpt-image-2", quality = "<|>" }\n', ["standard", "hd"], id="values of a setting table"),
    pytest.param(IMAGE + 'img_gen = "gpt-image-2"\naspect_ratio = "<|>"\n', ["1:1"], id="ratios"),
    pytest.param(IMAGE + "is_raw = <|>\n", ["false", "true"], id="booleans"),
    pytest.param(IMAGE + 'inputs = { idea = "Idea" }\nprompt = "Draw $<|>"\n', ["idea"], id="variables of a template"),
    pytest.param(IMAGE + 'inputs = { idea = "Idea" }\nprompt = """Draw\n@<|>"""\n', ["idea"], id="tagged variables"),
    pytest.param(IMAGE + 'inputs = { idea = "Idea" }\nprompt = "Draw {{ i<|> }}"\n', ["idea"], id="Jinja variables"),
    pytest.param(HEAD + '[pipe.draw]\ntype = "<|>"\n', ["PipeImgGen", "PipeLLM"], id="pipe types"),
    pytest.param(HEAD + "[pipe.draw]\n<|>\n", ["type"], id="the type comes before all else"),
    pytest.param("[<|>", ["concept", "pipe"], id="a header"),
    pytest.param('[pipe.<|>\n[pipe.a]\ntype = "PipeSequence"\nsteps = [{ pipe = "missing" }]\n', ["missing"], id="a pipe that is called and not there"),
    pytest.param('[pipe.a]\ntype = "PipeImgGen"\noutput = "Missing"\n[concept]\n<|>\n', ["Missing"], id="a concept that is named and not there"),
    pytest.param(HEAD + '[concept.Poster]\nrefines = "<|>"\n', ["Idea", "Logo"], id="refines"),
    pytest.param(HEAD + "[concept.Poster.structure]\nsize = { <|> }\n", ["type", "description"], id="keys of a field"),
    pytest.param(STEPS % "<|>", ["result", "nb_output", "multiple_output", "batch_as"], id="keys of a step that are not there"),
    pytest.param(STEPS % 'batch_as = "<|>"', ["prompt"], id="the item is an input of the called pipe"),
    pytest.param(STEPS % 'result = "x" }, { pipe = "<|>"', ["draw"], id="pipes but the one they are in"),
    pytest.param('[pipe.c]\ntype = "PipeCondition"\ndefault_outcome = "<|>"\n', ["continue", "fail"], id="outcomes"),
    pytest.param('main_pipe = "<|>"\n[pipe.own]\ntype = "PipeFunc"\n', ["own"], id="the main pipe"),
    pytest.param("# plx: ignore[unused-c<|>]\n", ["unused-concept"], id="rules"),
    pytest.param(IMAGE + 'img_gen = "@<|>"\n', ["@base-img-gen"], id="aliases behind their sigil"),
    pytest.param(IMAGE + 'img_gen = "$<|>"\n', ["$base_img_gen"], id="presets behind theirs"),
    pytest.param(IMAGE + 'img_gen = { img_gen_handle = "gpt-image-1.5", quality = "<|>" }\n', ["standard", "hd", "low", "medium", "high", "auto", "xhigh"], id="a setting's values that the model serves"),
    pytest.param("[pipe.<|>]\n", ["PipeImgGen"], id="the rest of a whole pipe in its header"),
    pytest.param("[concept.<|>\n", ["Concept"], id="the rest of a whole concept"),
    pytest.param(IMAGE + "inputs = <|>\n", ["{ … }"], id="a table that is to be written"),
    pytest.param(IMAGE + "img_gen = { <|>", ["img_gen_handle"], id="a table that is not closed"),
    pytest.param('[pipe.m]\ntype = "PipeSequence"\nsteps = <|>\n', ["[ … ]"], id="an array that is to be written"),
    pytest.param('[pipe.m]\ntype = "PipeSequence"\nsteps = [<|>\n', ["{ … }"], id="an item of an array"),
    pytest.param(WANTS + 'inputs = { <|> }\nsteps = [{ pipe = "draw" }]\n', ["prompt"], id="inputs that steps need"),
    pytest.param(WANTS + 'steps = [{ pipe = "write", result = "<|>" }, { pipe = "draw" }]\n', ["prompt"], id="a result that another step needs"),
    pytest.param('[pipe.l]\ntype = "PipeLLM"\ninputs = { page = "Page" }\nprompt = "$page.<|>"\n', ["text_and_images", "page_view"], id="fields of a native concept"),
    pytest.param(SHEET + 'inputs = { s = "Sheet" }\nexpression = "s.ti<|>"\n', ["title"], id="fields of a declared one"),
    pytest.param("[[pipe.s.steps]]\n<|>\n[pipe.s]\ntype = 'PipeSequence'\n", ["pipe", "result"], id="a step as a table"),
]  # fmt: skip


def labels(marked: str, **others: str) -> list[str]:
    case = opened(marked, **others)
    found = complete(case.library, case.source, case.cursor)
    for item in found.items:
        assert 0 <= item.start <= case.cursor <= item.end <= len(case.fixture.text)
    return [item.label for item in found.items]


@pytest.mark.parametrize(("marked", "expected"), FIRST)
def test_what_comes_first(marked: str, expected: list[str]) -> None:
    found = labels(marked)
    if "ignore[" in marked:
        assert expected[0] in found
    else:
        assert found[: len(expected)] == expected
    assert len(found) == len(set(found))


ABSENT = [
    pytest.param(IMAGE + 'output = "Image"\n<|>\n', {"output", "type"}, id="keys that are there"),
    pytest.param(IMAGE + '<|>\n[pipe.draw.inputs]\nprompt = "Text"\n', {"inputs"}, id="keys with a table of their own"),
    pytest.param(IMAGE + 'img_gen = "x"\n<|>\n', {"model", "imgg_handle"}, id="another spelling of what is there"),
    pytest.param(IMAGE + "<|>\n", {"imgg_handle", "definition", "pipe_map"}, id="older spellings, other pipes' keys"),
    pytest.param('[pipe.l]\ntype = "PipeLLM"\nmodel = "<|>"\n', {"base_img_gen"}, id="image models for text"),
    pytest.param('[pipe.own]\ntype = "PipeSequence"\nsteps = [{ pipe = "<|>" }]\n', {"own"}, id="a pipe in its own steps"),
    pytest.param(IMAGE + 'img_gen_prompt = "a $<|> b"\n', {"idea"}, id="nothing in a static prompt"),
    pytest.param(IMAGE + 'output = "Image" <|>\n', {"quality"}, id="nothing behind a value"),
    pytest.param(IMAGE + 'img_gen = "@<|>"\n', {"$base_img_gen", "base_img_gen"}, id="other kinds than the sigil's"),
    pytest.param("[pipe.<|>]\ntype = 'PipeLLM'\n", {"PipeImgGen"}, id="no whole pipe where one is written"),
    pytest.param(WANTS + 'inputs = { prompt = "Text" }\nsteps = [{ pipe = "write", result = "<|>" }, { pipe = "draw" }]\n', {"prompt"}, id="a result that is there as an input"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "absent"), ABSENT)
def test_what_is_not_offered(marked: str, absent: set[str]) -> None:
    assert not absent & set(labels(marked))


def chosen(marked: str, label: str) -> tuple[str, Completion]:
    """The text after choosing, and what was chosen."""
    case = opened(marked)
    item = next(each for each in complete(case.library, case.source, case.cursor).items if each.label == label)
    text = case.fixture.text
    return text[: item.start] + item.text + text[item.end :], item


@pytest.mark.parametrize(
    ("marked", "label", "after"),
    [
        ('[pipe.a]\ntype = "PipeImgGen"\nqua<|>\n', "quality", '[pipe.a]\ntype = "PipeImgGen"\nquality = ""\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\nqua<|>lit = "hd"\n', "quality", '[pipe.a]\ntype = "PipeImgGen"\nquality = "hd"\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\nquality = "l<|>ow"\n', "high", '[pipe.a]\ntype = "PipeImgGen"\nquality = "high"\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\naspect_ratio = 16<|>\n', "16:9", '[pipe.a]\ntype = "PipeImgGen"\naspect_ratio = "16:9"\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\noutput = "Im<|>age[3]"\n', "images.Photo", '[pipe.a]\ntype = "PipeImgGen"\noutput = "images.Photo[3]"\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\noutput = "Image[3<|>]"\n', "images.Photo", '[pipe.a]\ntype = "PipeImgGen"\noutput = "images.Photo"\n'),
        ("[concept.<|>]\n", "Concept", '[concept.Logo]\ndescription = "A company logo"\nrefines = "Image"\n'),
        ('[pipe.a]\ntype = "PipeBatch"\ninputs = <|>\n', "{ … }", '[pipe.a]\ntype = "PipeBatch"\ninputs = { prompt = "Text" }\n'),
        ('[pipe.a]\ntype = "PipeLLM"\nmodel = <|>\n', "{ … }", '[pipe.a]\ntype = "PipeLLM"\nmodel = { model = "gpt-4o", temperature = 0.5 }\n'),
        ('[pipe.l]\ntype = "PipeLLM"\ninputs = { page = "Page" }\nprompt = """\n$page.te<|>"""\n', "text_and_images", '[pipe.l]\ntype = "PipeLLM"\ninputs = { page = "Page" }\nprompt = """\n$page.text_and_images"""\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\noutput = "Ima<|>\n', "Image", '[pipe.a]\ntype = "PipeImgGen"\noutput = "Image\n'),
        ('[pipe.a]\ntype = "PipeImgGen"\ninputs = { a = "Text" }\nprompt = "🦊 $<|>b c"\n', "a", '[pipe.a]\ntype = "PipeImgGen"\ninputs = { a = "Text" }\nprompt = "🦊 $ab c"\n'),
    ],
)  # fmt: skip
def test_what_a_choice_replaces(marked: str, label: str, after: str) -> None:
    assert chosen(marked, label)[0] == after


def test_concepts_of_other_files_come_with_their_domain() -> None:
    found = labels(
        IMAGE + 'output = "<|>"\n', art='domain = "art"\n[concept]\nSketch = { description = "x", refines = "Image" }\n'
    )
    assert "art.Sketch" in found
    assert "Sketch" not in found


def test_inputs_that_steps_need_come_with_their_concept_as_this_file_writes_it() -> None:
    case = opened(
        'domain = "shop"\n[pipe.m]\ntype = "PipeSequence"\ninputs = { <|> }\nsteps = [{ pipe = "draw" }]\n',
        art='domain = "art"\n[concept]\nHint = "A hint"\n[pipe.draw]\ntype = "PipeLLM"\ninputs = { hint = "Hint[2]" }\n',
    )
    [item] = complete(case.library, case.source, case.cursor).items
    assert (item.label, item.text) == ("hint", 'hint = "art.Hint[2]"')


def test_a_quality_says_which_level_it_is() -> None:
    _, item = chosen(IMAGE + 'quality = "<|>"\n', "hd")
    assert item.detail == "the same as high"


def test_a_retired_model_is_last_and_marked() -> None:
    case = opened(IMAGE + 'img_gen = "<|>"\n')
    items = complete(case.library, case.source, case.cursor, {"OPENAI_API_KEY": "x"}).items
    retired = next(item for item in items if item.label == "gpt-image-1")
    assert retired.deprecated
    assert "retired" in retired.detail
    keyless = next(item for item in items if item.label == "base_img_gen")
    assert keyless.detail == "→ flux-pro/v1.1 · fal · $0.04–0.058 · needs FAL_KEY"
    assert items.index(retired) > items.index(keyless)


def test_ratios_show_the_models_pixels() -> None:
    _, item = chosen(IMAGE + 'img_gen = "flux-pro/v1.1"\naspect_ratio = "<|>"\n', "16:9")
    assert item.detail == "1024 × 576"


def test_values_that_the_model_does_not_serve_come_last() -> None:
    case = opened(IMAGE + 'img_gen = "gpt-image-1.5"\naspect_ratio = "<|>"\n')
    items = complete(case.library, case.source, case.cursor).items
    details = [item.detail for item in items]
    last = details.index("not served by gpt-image-1.5")
    assert last > 0
    assert all(each.startswith("not served") for each in details[last:])


def test_a_long_list_is_narrowed_by_what_is_typed() -> None:
    pipes = "".join(f'[pipe.draw_{number}]\ntype = "PipeFunc"\n' for number in range(1000))
    case = opened('[pipe.a]\ntype = "PipeSequence"\nsteps = [{ pipe = "77<|>" }]\n' + pipes)
    found = complete(case.library, case.source, case.cursor)
    assert not found.is_complete
    assert [item.label for item in found.items][:2] == ["draw_177", "draw_277"]
