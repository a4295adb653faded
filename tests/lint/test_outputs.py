"""What pipes make against what they promise; batches, parallels, documents, counts."""

import pytest

from tests.lint.checking import apply, assert_marked, check

PIPES = """
[concept.Photo]
description = "A photo"
refines = "Image"

[concept.Logo]
description = "A logo"
refines = "Image"

[concept]
Bare = "May be a registered class"

[pipe.text]
type = "PipeLLM"
output = "Text"
prompt = "x"

[pipe.bare]
type = "PipeLLM"
output = "Bare"
prompt = "x"

[pipe.photo]
type = "PipeImgGen"
description = "Draw"
img_gen_prompt = "A fox"
output = "Photo"

[pipe.photos]
type = "PipeImgGen"
description = "Draw"
img_gen_prompt = "Three foxes"
output = "Photo[3]"

[pipe.uses]
type = "PipeLLM"
inputs = { a = "Photo", b = "Logo", c = "Bare" }
output = "Text"
prompt = "$a $b $c"
"""


def found_in(text: str) -> list[tuple[str, str]]:
    return [(each.rule, each.severity) for each in check(f'domain = "a"\n\n{text}\n{PIPES}')]


@pytest.mark.parametrize(
    ("output", "last", "expected"),
    [
        ("Text", "text", []),
        ("Image", "photo", []),
        # both are images, so one class holds both
        ("Logo", "photo", []),
        ("Dynamic", "photo", []),
        ("Anything", "text", []),
        ("Bare", "text", []),
        ("Number", "bare", []),
        ("Photo[3]", "photos", []),
        ("Text", "photo", [("output-mismatch", "error")]),
        ("Image", "text", [("output-mismatch", "error")]),
        ("Number", "photos", [("output-mismatch", "error")]),
        ("Photo", "photos", [("output-mismatch", "warning")]),
        ("Photo[]", "photos", [("output-mismatch", "warning")]),
        ("Photo[3]", "photo", [("output-mismatch", "warning")]),
        ("Anything", "photos", []),
    ],
)
def test_a_sequence_makes_what_its_last_step_makes(output: str, last: str, expected: list[tuple[str, str]]) -> None:
    steps = f'steps = [{{ pipe = "text", result = "x" }}, {{ pipe = "{last}" }}]'
    assert found_in(f'[pipe.a]\ntype = "PipeSequence"\noutput = "{output}"\n{steps}') == expected


def test_a_step_that_says_how_many_is_not_compared() -> None:
    steps = 'steps = [{ pipe = "photos", nb_output = 2, result = "x" }]'
    assert found_in(f'[pipe.a]\ntype = "PipeSequence"\noutput = "Photo"\n{steps}') == []


def test_an_output_is_mended_to_what_is_made() -> None:
    text = (
        f'domain = "a"\n\n[pipe.a]\ntype = "PipeSequence"\noutput = "Text[]"\nsteps = [{{ pipe = "photo" }}]\n{PIPES}'
    )
    (found,) = check(text)
    assert [place.message for place in found.related] == ["the last step is here", "`photo` makes this"]
    mended = apply(text, found)
    assert 'output = "Photo[]"' in mended


def test_a_condition_makes_what_each_outcome_makes() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeCondition"
inputs = { kind = "Text" }
output = "Text"
          ^^^^ output-mismatch: the output is `Text`, but the outcome `photo` makes `Photo`: make the two agree
expression = "kind"
outcomes = { a = "text", b = "photo", c = "continue" }
default_outcome = "fail"

[pipe.b]
type = "PipeCondition"
inputs = { kind = "Text" }
output = "Dynamic"
expression = "kind"
outcomes = { a = "text", b = "photo" }
default_outcome = "fail"
"""
        + PIPES
    )


def test_batches_and_parallels_are_only_warned() -> None:
    assert found_in(
        '[pipe.a]\ntype = "PipeBatch"\ninputs = { as = "Photo[]", b = "Logo", c = "Bare" }\noutput = "Image[]"\n'
        'branch_pipe_code = "uses"\ninput_list_name = "as"\ninput_item_name = "a"'
    ) == [("output-mismatch", "warning")]
    parallel = 'type = "PipeParallel"\nparallels = [{ pipe = "text", result = "x" }]\n'
    assert found_in(f'[pipe.a]\n{parallel}output = "Text"\ncombined_output = "Image"') == [
        ("output-mismatch", "warning")
    ]
    assert found_in(f'[pipe.a]\n{parallel}output = "Text"\ncombined_output = "native.Text"') == []


def test_a_parallel_must_hand_on_what_it_makes() -> None:
    parallel = '[pipe.a]\ntype = "PipeParallel"\noutput = "Text"\n'
    branch = 'parallels = [{ pipe = "text", result = "x" }]\n'
    assert found_in(parallel + branch) == [("parallel-results", "error")]
    assert found_in(parallel + branch + "add_each_output = false") == [("parallel-results", "error")]
    assert found_in(parallel + branch + "add_each_output = true") == []
    twice = 'parallels = [{ pipe = "text", result = "x" }, { pipe = "bare", result = "x" }]\nadd_each_output = true'
    assert found_in(parallel + twice) == [("parallel-results", "error")]


@pytest.mark.parametrize(
    ("output", "is_image"), [("Image", True), ("Photo[2]", True), ("Text", False), ("Bare", False), ("Dynamic", False)]
)
def test_a_language_model_makes_no_image(output: str, is_image: bool) -> None:
    found = found_in(f'[pipe.a]\ntype = "PipeLLM"\noutput = "{output}"\nprompt = "x"')
    assert found == ([("llm-output-image", "error")] if is_image else [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('inputs = { d = "PDF" }\noutput = "Page[]"', []),
        ('inputs = { d = "Photo" }\noutput = "Page"', []),
        ('inputs = { d = "Document" }\noutput = "native.Page[]"', []),
        ('inputs = { d = "Dynamic" }\noutput = "Anything"', []),
        # what a bare concept holds nobody knows
        ('inputs = { d = "Bare" }\noutput = "Page[]"', []),
        ('inputs = { d = "Text" }\noutput = "Page[]"', ["extract-input"]),
        ('inputs = { d = "PDF", e = "Text" }\noutput = "Page[]"', ["extract-input"]),
        ('output = "Page[]"', ["extract-input"]),
        ("inputs = {}\n" + 'output = "Page[]"', ["extract-input"]),
        ('inputs = { d = "PDF" }\noutput = "Text[]"', ["extract-output"]),
        ('inputs = { d = "PDF" }\noutput = "Bare"', ["extract-output"]),
    ],
)
@pytest.mark.parametrize("kind", ["PipeExtract", "PipeOcr"])
def test_an_extract_reads_one_document_into_pages(kind: str, lines: str, expected: list[str]) -> None:
    found = [rule for rule, _ in found_in(f'[pipe.a]\ntype = "{kind}"\n{lines}') if rule != "renamed-key"]
    assert found == expected


def test_items_are_inputs_of_the_pipe_that_runs_on_them() -> None:
    assert_marked(
        """
domain = "a"

[pipe.each]
type = "PipeBatch"
inputs = { items = "Text[]", brief = "Text" }
                             ^^^^^ item-is-input: `brief` is what each item is called, so it does not come from outside
output = "Text[]"
branch_pipe_code = "write"
input_list_name = "items"
input_item_name = "brief"

[pipe.same]
type = "PipeBatch"
inputs = { brief = "Text[]" }
output = "Text[]"
branch_pipe_code = "write"
input_list_name = "brief"
input_item_name = "brief"
                   ^^^^^ item-is-input: the list and its items are both called `brief`: give the item a name of its own

[pipe.steps]
type = "PipeSequence"
inputs = { items = "Text[]" }
output = "Text[]"
steps = [{ pipe = "write", batch_over = "items", batch_as = "item", result = "texts" }]
                                                             ^^^^ unknown-item: `write` has no input `item`: each item must become its input `brief`

[pipe.write]
type = "PipeLLM"
inputs = { brief = "Text" }
output = "Text"
prompt = "$brief"

[pipe.compare]
type = "PipeLLM"
inputs = { one = "Text", other = "Text" }
output = "Text"
prompt = "$one $other"

[pipe.many]
type = "PipeBatch"
inputs = { items = "Text[]", other = "Text" }
output = "Text[]"
branch_pipe_code = "compare"
input_list_name = "items"
input_item_name = "item"
                   ^^^^ unknown-item: `compare` has no input `item`: name one of `one`, `other`
"""
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('output = "Text[3]"\nnb_output = 3', []),
        ('output = "Text[]"\nmultiple_output = true', []),
        ('output = "Text"\nnb_output = 3', []),
        ('output = "Text[3]"\nmultiple_output = false', []),
        ('output = "Text[3]"\nnb_output = 2', ["count-conflict"]),
        ('output = "Text[]"\nmultiple_output = false', ["count-conflict"]),
        ('output = "Text"\nnb_output = 3\nmultiple_output = true', ["conflicting-keys"]),
        ('output = "Text"\nnb_output = 3\nmultiple_output = false', []),
    ],
)
def test_counts_of_a_language_model(lines: str, expected: list[str]) -> None:
    assert [rule for rule, _ in found_in(f'[pipe.a]\ntype = "PipeLLM"\nprompt = "x"\n{lines}')] == expected
