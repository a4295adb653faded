"""References to pipes: unknown, twice, without end."""

import pytest

from tests.lint.checking import apply, assert_marked, assert_marked_files, check, check_files

WRITE = """
[pipe.write]
type = "PipeLLM"
output = "Text"
prompt = "Write."
"""


def test_every_place_that_names_a_pipe() -> None:
    assert_marked(
        """
domain = "logos"
main_pipe = "writ"
             ^^^^ unknown-pipe: there is no pipe `writ` in this file: did you mean `write`?

[pipe.write]
type = "PipeLLM"
output = "Text"
prompt = "Write."

[pipe.a]
type = "PipeSequence"
output = "Text"
steps = [{ pipe = "wite", result = "x" }, { pipe = "write" }]
                   ^^^^ unknown-pipe: there is no pipe `wite`: did you mean `write`?

[pipe.b]
type = "PipeParallel"
output = "Text"
add_each_output = true
parallels = [{ pipe = "nothing_like_it", result = "x" }]
                       ^^^^^^^^^^^^^^^ unknown-pipe: there is no pipe `nothing_like_it`: declare it as

[pipe.c]
type = "PipeCondition"
output = "Text"
inputs = { x = "Text" }
expression = "x"
outcomes = { a = "wrte", b = "write", c = "fail", d = "continue" }
                  ^^^^ unknown-pipe: there is no pipe `wrte`: did you mean `write`?
default_outcome = "continue"

[pipe.d]
type = "PipeBatch"
output = "Text"
inputs = { xs = "Text[]" }
branch_pipe_code = "Write"
                    ^^^^^ unknown-pipe: there is no pipe `Write`: did you mean `write`?
input_list_name = "xs"
input_item_name = "x"
"""
    )


@pytest.mark.parametrize(
    "code",
    ["generate_image", "generate_photo", "ocr_page_contents_from_pdf", "ocr_page_contents_and_views_from_pdf"],
)
def test_pipes_of_the_base_library_are_known(code: str) -> None:
    assert (
        check(f'domain = "a"\n\n[pipe.a]\ntype = "PipeSequence"\noutput = "Image"\nsteps = [{{ pipe = "{code}" }}]\n')
        == []
    )


def test_steps_may_run_pipes_of_other_files_and_domains_but_main_pipe_not() -> None:
    assert_marked_files(
        {
            "a.plx": """\
domain = "a"
main_pipe = "write"
             ^^^^^ unknown-pipe: `main_pipe` must name a pipe of this file, and `write` is declared in another one

[pipe.a]
type = "PipeSequence"
output = "Text"
steps = [{ pipe = "write" }]
""",
            "b.plx": f'domain = "b"\n{WRITE}',
        }
    )


def test_the_pipe_of_the_same_file_is_meant_where_two_have_one_code() -> None:
    sequence = '[pipe.{0}]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{{ pipe = "write" }}]\n'
    image = WRITE.replace('"Text"', '"Number"')
    found = check_files(
        {
            "a.plx": f'domain = "a"\n{image}\n' + sequence.format("a").replace("Text", "Number"),
            "b.plx": f'domain = "b"\n{WRITE}\n' + sequence.format("b"),
        }
    )
    assert [each.rule for each in found["a.plx"]] == [each.rule for each in found["b.plx"]] == ["duplicate-pipe"]


def test_a_long_circle_names_its_way_once_for_each_pipe() -> None:
    assert_marked(
        """
domain = "logos"

[pipe.a]
type = "PipeSequence"
inputs = { items = "Text[]" }
output = "Text"
steps = [{ pipe = "write", result = "x" }, { pipe = "b" }]
                                                     ^ pipe-cycle: these pipes run each other without end: `a` → `b` → `c` → `a`

[pipe.b]
type = "PipeParallel"
inputs = { items = "Text[]" }
output = "Text"
add_each_output = true
parallels = [{ pipe = "c", result = "y" }]
                       ^ pipe-cycle: these pipes run each other without end: `b` → `c` → `a` → `b`

[pipe.c]
type = "PipeBatch"
output = "Text"
inputs = { items = "Text[]" }
branch_pipe_code = "a"
                    ^ pipe-cycle: these pipes run each other without end: `c` → `a` → `b` → `c`
input_list_name = "items"
input_item_name = "item"
                   ^^^^ unknown-item: `a` has no input `item`: each item must become its input `items`

[pipe.before]
type = "PipeSequence"
output = "Text"
inputs = { items = "Text[]" }
steps = [{ pipe = "c" }]

[pipe.write]
type = "PipeLLM"
output = "Text"
prompt = "Write."
"""
    )


def test_a_circle_through_a_condition_may_end() -> None:
    assert_marked(
        """
domain = "logos"

[pipe.again]
type = "PipeSequence"
inputs = { draft = "Text" }
output = "Text"
steps = [{ pipe = "improve", result = "draft" }, { pipe = "enough", result = "draft" }]

[pipe.enough]
type = "PipeCondition"
inputs = { draft = "Text" }
output = "Text"
expression = "draft.text | length"
outcomes = { "7" = "again" }
default_outcome = "improve"

[pipe.improve]
type = "PipeLLM"
inputs = { draft = "Text" }
output = "Text"
prompt = "Improve: $draft"
"""
    )


def test_a_near_code_is_written_in_place() -> None:
    text = f'domain = "a"\n{WRITE}\n[pipe.a]\ntype = "PipeSequence"\noutput = "Text"\nsteps = [{{ pipe = "wirte" }}]\n'
    (found,) = check(text)
    assert not found.fixes[0].safe
    assert check(apply(text, found)) == []
