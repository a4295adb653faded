"""Two keys for one thing: fine as long as they say the same."""

import pytest

from tests.lint.checking import apply, assert_marked, check


def found_in(text: str) -> list[str]:
    return [each.message for each in check(text) if each.rule == "conflicting-keys"]


IMAGE = (
    'domain = "a"\n\n[pipe.a]\ntype = "PipeImgGen"\ndescription = "Draw"\nimg_gen_prompt = "A fox"\noutput = "Image"\n'
)
LLM = 'domain = "a"\n\n[pipe.a]\ntype = "PipeLLM"\noutput = "Text"\n'


@pytest.mark.parametrize(
    "text",
    [
        IMAGE + 'img_gen = "base_img_gen"\nmodel = "base_img_gen"\nimgg_handle = "base_img_gen"',
        IMAGE + 'definition = "Draw"',
        IMAGE
        + 'img_gen = { img_gen_handle = "flux-pro", quality = "high" }\nmodel = { model = "flux-pro", quality = "hd" }',
        LLM + 'prompt = "x"\nprompt_template = "x"\nllm = "gpt"\nmodel = "gpt"',
        LLM + 'prompt = "x"\nmodel = "a"\nmodel_to_structure = "b"',
        LLM + 'prompt = "x"\nsystem_prompt = "y"\nnb_output = 2\nmultiple_output = false',
        LLM + 'prompt = "x"\nprompt_template = ',
    ],
)
def test_what_agrees(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IMAGE + 'img_gen = "a"\nmodel = "b"', "`model` is another spelling of `img_gen`, and the two differ"),
        (IMAGE + 'model = "a"\nimgg_handle = "b"', "`imgg_handle` is another spelling of `model`, and the two differ"),
        (IMAGE + 'definition = "Paint"', "`definition` is another spelling of `description`, and the two differ"),
        (IMAGE + 'prompt = "A wolf"', "`prompt` and `img_gen_prompt` cannot stand together"),
        (
            IMAGE + 'img_gen = { img_gen_handle = "a", model = "b" }',
            "`model` is another spelling of `img_gen_handle`, and the two differ",
        ),
        (LLM + 'prompt = "x"\nprompt_template = "y"', "`prompt_template` is another spelling of `prompt`"),
        (LLM + 'prompt = "x"\ntemplate_name = "y"', "`template_name` and `prompt` cannot stand together"),
        (
            LLM + 'prompt = "x"\nsystem_prompt = "y"\nsystem_prompt_name = "z"',
            "`system_prompt_name` and `system_prompt` cannot stand together",
        ),
        (
            'domain = "a"\n\n[pipe.a]\ntype = "PipeCompose"\noutput = "Text"\ntemplate = "x"\njinja2_name = "y"',
            "`jinja2_name` and `template` cannot stand together",
        ),
        (
            'domain = "a"\n\n[pipe.a]\ntype = "PipeJinja2"\noutput = "Text"\ntemplate = "x"\njinja2 = "y"',
            "`jinja2` is another spelling of `template`",
        ),
        (
            'domain = "a"\n\n[pipe.a]\ntype = "PipeCondition"\noutput = "Text"\nexpression = "x"\nexpression_template = "y"',
            "`expression_template` and `expression` cannot stand together",
        ),
        ('domain = "a"\ndescription = "x"\ndefinition = "y"', "`definition` is another spelling of `description`"),
        (
            'domain = "a"\n\n[concept.A]\ndescription = "x"\ndefinition = "y"',
            "`definition` is another spelling of `description`",
        ),
        (
            'domain = "a"\n\n[concept.A]\ndescription = "x"\n\n[concept.A.structure]\nb = { type = "text", description = "x", definition = "y" }',
            "`definition` is another spelling of `description`",
        ),
        (
            'domain = "a"\n\n[pipe.a]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{ pipe = "x", nb_output = 2, multiple_output = true }]',
            "`multiple_output` and `nb_output` cannot stand together",
        ),
    ],
)
def test_what_does_not_agree(text: str, expected: str) -> None:
    (message,) = found_in(text)
    assert message.startswith(expected)


def test_either_key_can_go() -> None:
    text = IMAGE + 'img_gen = "base_img_gen"  # the usual one\nmodel = "fast_img_gen"\n'
    found = next(each for each in check(text) if each.rule == "conflicting-keys")
    assert [fix.title for fix in found.fixes] == ["Remove `model`"]  # the other line has a comment to keep
    assert "model" not in apply(text, found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IMAGE + 'img_gen = "a"\nmodel = "a"\n', [("model", False), ("img_gen", False)]),
        (IMAGE + 'img_gen = "a"\nimgg_handle = "a"\n', [("imgg_handle", True)]),
        (IMAGE + 'model = "a"\nimgg_handle = "a"\n', [("imgg_handle", True)]),
        (IMAGE + 'definition = "Draw"\n', [("definition", True)]),
        (
            IMAGE + 'img_gen = { img_gen_handle = "a", model = "a" }\n',
            [("model", False), ("img_gen_handle", False)],
        ),
        ('domain = "a"\ndescription = "x"\ndefinition = "x"\n', [("definition", True)]),
        (LLM + 'prompt = "x"\nllm = "a"\nmodel = "a"\n', [("llm", True)]),
        (LLM + 'prompt = "for $5"\nllm = "a"\nmodel = "a"\n', [("llm", True)]),
        (LLM + 'prompt = "for $me"\nllm = "a"\nmodel = "a"\n', [("llm", False)]),  # it says that `$me` is none
    ],
)
def test_unasked_goes_only_what_no_release_of_today_reads(text: str, expected: list[tuple[str, bool]]) -> None:
    (found,) = [each for each in check(text) if each.message.endswith("one of the two will do")]
    assert [(fix.title, fix.safe) for fix in found.fixes] == [(f"Remove `{name}`", safe) for name, safe in expected]


def test_the_place_is_the_later_key() -> None:
    assert_marked(
        IMAGE
        + """img_gen = "base_img_gen"
seed = 7
model = "fast_img_gen"
^^^^^ conflicting-keys
"""
    )
