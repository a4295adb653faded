"""Inputs against templates and against steps: what is missing, what is of no use, what does not fit."""

import pytest

from tests.lint.checking import apply, assert_marked, assert_marked_files, check

DRAW = """
[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { prompt = "Text" }
output = "Image"
"""
WRITE = """
[pipe.write]
type = "PipeLLM"
inputs = { brief = "Text" }
output = "Text"
prompt = "$brief"
"""


def sequence(steps: str, inputs: str = '{ brief = "Text" }', output: str = "Image") -> str:
    """A file with a sequence, and two pipes for its steps."""
    head = (
        f'domain = "a"\n\n[pipe.a]\ntype = "PipeSequence"\ninputs = {inputs}\noutput = "{output}"\nsteps = [{steps}]\n'
    )
    return head + WRITE + DRAW


def said(text: str) -> list[str]:
    return [f"{each.rule}: {each.message}" for each in check(text)]


@pytest.mark.parametrize(
    "steps",
    [
        '{ pipe = "write", result = "prompt" }, { pipe = "draw" }',
        '{ pipe = "write", result = "brief" }, { pipe = "write", result = "prompt" }, { pipe = "draw" }',
    ],
)
def test_steps_use_what_earlier_steps_made(steps: str) -> None:
    assert said(sequence(steps)) == []


@pytest.mark.parametrize(
    ("steps", "advice"),
    [
        (
            '{ pipe = "write", result = "prompts" }, { pipe = "draw" }',
            "an earlier result is called `prompts`; is that the one?",
        ),
        (
            '{ pipe = "draw", result = "picture" }, { pipe = "write", result = "prompt" }, { pipe = "draw" }',
            "the later step `write` makes it, so put that one before",
        ),
        (
            '{ pipe = "write", result = "text" }, { pipe = "draw" }, { pipe = "draw" }',
            'add it to `inputs`, as in `prompt = "Text"`',
        ),
    ],
)
def test_steps_need_what_is_neither_given_nor_made(steps: str, advice: str) -> None:
    what = "`draw` needs `prompt`, which is no input of this pipe and no result of an earlier step"
    assert said(sequence(steps)) == [f"missing-input: {what}: {advice}"]


def test_a_missing_input_is_added_with_its_concept() -> None:
    text = sequence('{ pipe = "draw" }', inputs="{}")
    (found,) = check(text)
    assert found.fixes[0].title == 'Add the input `prompt = "Text"`'
    mended = apply(text, found)
    assert 'inputs = { prompt = "Text" }' in mended
    assert check(mended) == []


def test_a_concept_of_another_domain_is_added_with_its_domain() -> None:
    assert_marked_files(
        {
            "a.plx": """\
domain = "a"

[pipe.a]
type = "PipeSequence"
output = "Text"
steps = [{ pipe = "read" }]
                   ^^^^ missing-input: `read` needs `brand`, which is no input of this pipe and no result of an earlier step: add it to `inputs`, as in `brand = "b.Brand[]"`
""",
            "b.plx": """\
domain = "b"

[concept]
Brand = "A brand"

[pipe.read]
type = "PipeLLM"
inputs = { brand = "Brand[]" }
output = "Text"
prompt = "$brand"
""",
        }
    )


def test_nothing_is_missing_behind_a_step_that_nobody_knows() -> None:
    assert [each.split(":")[0] for each in said(sequence('{ pipe = "unknown", result = "x" }, { pipe = "draw" }'))] == [
        "unknown-pipe"
    ]


def test_a_batched_step_needs_the_list_and_not_the_item() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeSequence"
inputs = { briefs = "Text[]" }
output = "Image[]"
steps = [
    { pipe = "write", batch_over = "briefs", batch_as = "brief", result = "prompts" },
    { pipe = "draw", batch_over = "promts", batch_as = "prompt", result = "logos" },
                                   ^^^^^^ missing-input: `promts`, the list to run on, is no input of this pipe and no result of an earlier step: an earlier result is called `prompts`
]
"""
        + WRITE
        + DRAW
    )


def test_a_parallel_shares_what_its_branches_make_if_it_says_so() -> None:
    branches = """
[pipe.both]
type = "PipeParallel"
inputs = { brief = "Text" }
output = "Text"
parallels = [{ pipe = "write", result = "prompt" }, { pipe = "write", result = "title" }]
"""
    steps = '{ pipe = "both", result = "texts" }, { pipe = "draw" }'
    assert said(sequence(steps) + branches + "add_each_output = true\n") == []
    found = said(sequence(steps) + branches + 'combined_output = "Text"\n')
    assert [each.split(":")[0] for each in found] == ["missing-input"]


def test_parallel_condition_and_batch_need_what_they_run() -> None:
    assert_marked(
        """
domain = "a"

[pipe.both]
type = "PipeParallel"
inputs = { brief = "Text", size = "Number" }
                           ^^^^ unused-input: the input `size` has no effect: no branch needs it; remove it
output = "Text"
add_each_output = true
parallels = [{ pipe = "write", result = "text" }, { pipe = "draw", result = "picture" }]
                                                            ^^^^ missing-input: `draw` needs `prompt`, which is no input of this pipe: add it

[pipe.choose]
type = "PipeCondition"
inputs = { kind = "Text", size = "Number" }
                          ^^^^ unused-input: the input `size` has no effect: neither the expression nor an outcome needs it
output = "Text"
expression = "kind"
add_alias_from_expression_to = "brief"
outcomes = { a = "write" }
default_outcome = "continue"

[pipe.each]
type = "PipeBatch"
inputs = { size = "Number" }
           ^^^^ unused-input: the input `size` has no effect: the branch does not need it
output = "Text[]"
branch_pipe_code = "write"
input_list_name = "briefs"
                   ^^^^^^ missing-input: `briefs`, the list to run on, is no input of this pipe: add it to `inputs`, as in `briefs = "Text[]"`
input_item_name = "brief"
"""
        + WRITE
        + DRAW
    )


def test_a_sequence_takes_exactly_what_its_steps_need() -> None:
    text = sequence('{ pipe = "write", result = "prompt" }, { pipe = "draw" }', '{ brief = "Text", size = "Number" }')
    (found,) = check(text)
    assert (found.rule, found.severity, found.tags) == ("unused-input", "error", ("unnecessary",))
    assert 'inputs = { brief = "Text" }' in apply(text, found)


def test_the_input_that_early_releases_want_for_a_static_prompt_is_no_fault() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeSequence"
inputs = { img_gen_prompt = "Text" }
output = "Image"
steps = [{ pipe = "draw_fox", result = "fox" }]

[pipe.draw_fox]
type = "PipeImgGen"
description = "Draw a fox"
img_gen_prompt = "A fox"
output = "Image"
"""
    )


def test_an_input_that_no_prompt_names() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { brief = "Text", photo = "Image" }
           ^^^^^ unused-input: the input `brief` has no effect: the prompt does not use it; write `$brief` where it belongs
                           ^^^^^ unused-input: the input `photo` has no effect
output = "Text"
prompt = "Nothing"
model = "gpt-4o"

[pipe.b]
type = "PipeCompose"
inputs = { brief = "Text" }
           ^^^^^ unused-input: the input `brief` has no effect: the template does not use it
output = "Text"
template = "Nothing"

[pipe.c]
type = "PipeImgGen"
description = "Draw"
inputs = { brief = "Text", style = "Text" }
                           ^^^^^ unused-input: the input `style` has no effect: the prompt does not use it
output = "Image"
prompt = "$brief"
"""
    )


@pytest.mark.parametrize(
    "lines",
    [
        # 0.9 - 0.11 send images along unasked, and maybe structures with images in them
        'inputs = { photo = "Image" }\nprompt_template = "Describe it"',
        'inputs = { photo = "images.Photo", page = "Page" }\nprompt_template = "Describe it"\nllm = "gpt"',
        # a plain prompt of theirs has no variables, but names them
        'inputs = { brief = "Text" }\nprompt = "About $brief"\ndefinition = "Old"',
        # the text is elsewhere
        'inputs = { brief = "Text" }\nprompt_name = "registered"',
        'inputs = { brief = "Text" }',
        # any text of the pipe will do
        'inputs = { brief = "Text" }\nprompt = "Go"\nsystem_prompt = "You know $brief"',
        'inputs = { "page.text" = "Text" }\nprompt = "About $page.text"',
    ],
)
def test_inputs_that_may_be_used(lines: str) -> None:
    text = f'domain = "a"\n\n[pipe.a]\ntype = "PipeLLM"\noutput = "Text"\n{lines}\n'
    assert [each.rule for each in check(text) if each.severity != "information"] == []


def test_what_a_construct_takes_is_used() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeCompose"
inputs = { brief = "Text", style = "Text", size = "Number" }
                                           ^^^^ unused-input: the input `size` has no effect
output = "Text"

[pipe.a.construct]
title = { from = "brief.title" }
body = { template = "In $style" }
"""
    )


def test_concepts_that_cannot_fit() -> None:
    assert_marked(
        """
domain = "a"

[concept]
Bare = "May be a registered class"

[concept.Photo]
description = "A photo"
refines = "Image"

[concept.Record]
description = "A record"
structure = { name = "Its name" }

[pipe.a]
type = "PipeSequence"
inputs = { brief = "Image" }
output = "Text"
steps = [
    { pipe = "write", result = "text" },
              ^^^^^ input-mismatch: `write` takes `brief` as `Text`, but here it is `Image`
    { pipe = "draw_it", result = "brief" },
    { pipe = "write", result = "text" },
              ^^^^^ input-mismatch: `write` takes `brief` as `Text`, but here it is `Image`
    { pipe = "count", result = "brief" },
    { pipe = "show", result = "text" },
              ^^^^ input-mismatch: `show` takes `brief` as `Photo`, but here it is `Number`
]

[pipe.show]
type = "PipeLLM"
inputs = { brief = "Photo" }
output = "Text"
prompt = "$brief"

[pipe.count]
type = "PipeLLM"
output = "Number"
prompt = "Count"

[pipe.draw_it]
type = "PipeImgGen"
description = "Draw"
img_gen_prompt = "A fox"
output = "Image"

[pipe.fine]
type = "PipeParallel"
inputs = { brief = "Bare", photo = "Image", record = "Record", page = "Page", any = "Dynamic" }
output = "Text"
add_each_output = true
parallels = [
    { pipe = "write", result = "one" },
    { pipe = "take", result = "two" },
]

[pipe.take]
type = "PipeLLM"
inputs = { photo = "Photo", record = "Text", page = "Text", any = "Image" }
output = "Text"
prompt = "$photo $record $page $any"
"""
        + WRITE
    )
