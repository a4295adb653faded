"""One slip of the pen is one diagnostic, with the name that was meant; and what is said of it stays on one line."""

import pytest

from tests.lint.checking import apply, assert_marked, check

IMAGE = 'domain = "a"\n\n[pipe.a]\ntype = "PipeImgGen"\ndescription = "Draw"\noutput = "Image"\n'
DRAW = """
[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { topic = "Text" }
output = "Image"
"""

SLIPS = {
    "a misspelled prompt": IMAGE
    + """img_gen_promt = "A fox"
^^^^^^^^^^^^^ unknown-key: unknown key `img_gen_promt`: did you mean `img_gen_prompt`?
""",
    "another type's prompt": IMAGE
    + """prompt_template = "A fox"
^^^^^^^^^^^^^^^ unknown-key: unknown key `prompt_template`: did you mean `prompt`?
""",
    "misspelled inputs": IMAGE
    + """input = { prompt = "Text" }
^^^^^ unknown-key: unknown key `input`: did you mean `inputs`?
""",
    "inputs that are no table": IMAGE
    + """inputs = "Text"
         ^^^^^^ wrong-type: `inputs` must be a table, not "Text" (as in `inputs = { prompt = "Text" }`)
""",
    "two inputs, of which one is said to be the prompt": IMAGE
    + """inputs = { style = "Text", prompt = "Text" }
           ^^^^^ too-many-inputs: a PipeImgGen reads one input, its prompt, and this one has 2 (`style`, `prompt`): keep `prompt`
img_gen_prompt_var_name = "prompt"
""",
    "a path without quotes": """
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { page.text = "Text", "page.view" = "Image" }
           ^^^^ invalid-value: `page.text` without quotes is a table: write `"page.text"`, or a name without a dot
output = "Text"
prompt = "$page.text $page.view"
""",
    "a native concept that is none": IMAGE
    + """inputs = { prompt = "native.Txt" }
                     ^^^^^^^^^^ unknown-concept: there is no concept `native.Txt`: did you mean `native.Text`?
""",
    "a native concept like no other": IMAGE
    + """inputs = { prompt = "native.Foo" }
                     ^^^^^^^^^^ unknown-concept: there is no concept `native.Foo`: the native concepts are `Text`
""",
    "an open tag with prose behind it": IMAGE
    + """inputs = { fox = "Text" }
prompt = "A {{ fox in the snow"
            ^^ template-syntax: `{{` is not closed
""",
    "a list to run on": """
domain = "a"

[pipe.a]
type = "PipeBatch"
inputs = { topics = "Text[]" }
output = "Image[]"
branch_pipe_code = "draw"
input_list_name = "topcs"
                   ^^^^^ missing-input: `topcs`, the list to run on, is no input of this pipe: did you mean `topics`?
input_item_name = "topic"
"""
    + DRAW,
    "an outcome that is no pipe": """
domain = "a"

[pipe.a]
type = "PipeCondition"
inputs = { topic = "Text" }
output = "Image"
expression = "topic"
outcomes = { fox = "draw" }
default_outcome = "contnue"
                   ^^^^^^^ unknown-pipe: there is no pipe `contnue`: did you mean `continue`?
"""
    + DRAW,
    "a step without a name": """
domain = "a"

[pipe.a]
type = "PipeSequence"
inputs = { topic = "Text" }
output = "Image"
steps = [{ pipe = "draw", result = "image" }, { pipe = "" }]
                                                       ^^ invalid-value: `pipe` is empty
"""
    + DRAW,
    "a language model's setting on its pipe": """
domain = "a"

[pipe.a]
type = "PipeLLM"
output = "Text"
prompt = "Write."
temperature = 0.5
^^^^^^^^^^^ unknown-key: unknown key `temperature`: a PipeLLM has no such key (it belongs to the settings of `model`, as in `model = { …, temperature = … }`)
""",
    "a word of Python": """
domain = "a"

[concept.Logo]
description = "A logo"
[concept.Logo.structure]
class = "Its class"
^^^^^ structure-field: `class` can't name a field
""",
    "a key of the file under `[concept]`": """[concept]
^ missing-domain
domain = "a"
^^^^^^ invalid-concept-code: `domain` can't name a concept (it belongs to the file
""",
}


@pytest.mark.parametrize("marked", SLIPS.values(), ids=SLIPS)
def test_one_slip_is_one_diagnostic(marked: str) -> None:
    assert_marked(marked)


def test_names_that_were_meant_are_written() -> None:
    text = SLIPS["a list to run on"]
    plain = "".join(line for line in text.splitlines(keepends=True) if "^^^" not in line)
    (found,) = check(plain)
    assert 'input_list_name = "topics"' in apply(plain, found)


def test_what_a_model_shall_not_show_is_judged_as_its_other_options_are() -> None:
    text = IMAGE + 'img_gen_prompt = "A fox"\nnegative_prompt = "snow"\nimg_gen = '
    assert check(text + '"ideogram/v3"') == []
    (found,) = check(text + '"gpt-image-2"')
    assert found.rule == "unsupported-parameter"
    assert found.message == "`negative_prompt` has no effect: gpt-image-2 (openai) takes no negative prompt"
    assert check(text.replace('"snow"', '""') + '"gpt-image-2"') == []


def test_a_message_stays_on_its_line() -> None:
    found = check(
        'domain = "a"\n\n[concept]\n"A\\nB\\u0007" = "x"\n"Pipe\\u2028" = "y"\n\n[pipe."p\\n"]\ntype = "x\\r"\n'
    )
    said = [each.message for each in found] + [fix.title for each in found for fix in each.fixes]
    assert said
    assert all(text.isprintable() for text in said)


def test_an_endless_name_makes_no_endless_message() -> None:
    (found,) = check(f'domain = "a"\nmain_pipe = "{"x" * 100_000}"\n')
    assert len(found.message) < 1_100
    assert found.message.startswith("there is no pipe `xxx")
    assert found.message.endswith(", or name another one")


def test_a_static_prompt_with_variables_becomes_a_template() -> None:
    text = IMAGE + 'inputs = { animal = "Text" }\nimg_gen_prompt = "A $animal"\n'
    (found,) = check(text)
    assert found.rule == "prompt-and-inputs"
    assert check(apply(text, found)) == []
    assert check(text.replace("$animal", "fox"))[0].fixes == ()


def test_the_concept_created_for_an_image_is_one() -> None:
    text = IMAGE.replace('"Image"', '"Poster"') + 'img_gen_prompt = "A fox"\n'
    (found,) = check(text)
    assert found.message.endswith('as in `Poster = { description = "What it is", refines = "Image" }`')
    assert check(apply(text, found)) == []


def test_no_input_is_offered_whose_concept_nobody_knows() -> None:
    text = SLIPS["a list to run on"].replace("topcs", "things").replace('topic = "Text"', 'topic = "Nothing"')
    plain = "".join(line for line in text.splitlines(keepends=True) if "^^^" not in line)
    assert all('"[]"' not in fix.title for each in check(plain) for fix in each.fixes)
