"""Variables in templates: which are inputs, which are addresses, and where exactly they stand."""

import pytest

from tests.lint.checking import apply, assert_marked, check


def llm(*lines: str, inputs: str = '{ brief = "Text" }') -> str:
    """A file with one PipeLLM."""
    head = ['domain = "a"', "", "[pipe.a]", 'type = "PipeLLM"', f"inputs = {inputs}", 'output = "Text"']
    return "\n".join([*head, *lines]) + "\n"


def rules_of(text: str) -> list[str]:
    return [each.rule for each in check(text) if each.severity != "information"]


def test_each_form_and_each_string_has_its_exact_place() -> None:
    assert_marked(
        r'''
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { brief = "Text" }
output = "Text"
prompt = "$brief, \"quoted\" and \u0024one.text."
                                       ^^^ undeclared-variable: `one` is no input of this pipe
system_prompt = """
@brief \
    @two
     ^^^ undeclared-variable: `two` is no input of this pipe
@?three {{ four.x | upper }} {% for each in five %}{{ each }}{% endfor %}
  ^^^^^ undeclared-variable: `three` is no input of this pipe
           ^^^^ undeclared-variable: `four` is no input of this pipe
                                            ^^^^ undeclared-variable: `five` is no input of this pipe
"""

[pipe.b]
type = "PipeCompose"
output = "Text"
template = \'\'\'
$six
 ^^^ undeclared-variable: `six` is no input of this pipe: add it to `inputs`
\'\'\'

[pipe.c]
type = "PipeCompose"
inputs = { brief = "Text" }
output = "Text"
template = { template = "$brief $seven", category = "basic" }
                                 ^^^^^ undeclared-variable: `seven` is no input of this pipe

[pipe.d]
type = "PipeCondition"
inputs = { brief = "Text" }
output = "Text"
expression = "brief.text == 'x' and eight"
                                    ^^^^^ undeclared-variable: `eight` is no input of this pipe
outcomes = { a = "continue" }
default_outcome = "fail"

[pipe.e]
type = "PipeImgGen"
description = "Draw"
inputs = { brief = "Text" }
output = "Image"
prompt = "$brief in $nine"
                     ^^^^ undeclared-variable: `nine` is no input of this pipe
'''.replace("\\'", "'")
    )


@pytest.mark.parametrize(
    "line",
    [
        'prompt = "It costs $10 and @ 5%, $brief"',
        'prompt = "{% set x = brief %}{{ x }} {{ loop }} {{ _private }} $preliminary_text @place_holder"',
        "prompt = \"{{ brief.text|default('none') }}\"",
        'prompt = "@?brief"',
        # 0.9 - 0.11: a plain prompt is sent as it is
        'prompt = "The price of $brief is $price"\ndefinition = "Old"',
        'prompt = "$price of $brief"\nllm = "gpt"',
        'prompt_template = "$brief"\nsystem_prompt = "Mind the $sign and me@example.com"',
        # the text is elsewhere
        'prompt_name = "registered"',
        'template_name = "registered"',
    ],
)
def test_what_is_no_fault(line: str) -> None:
    assert rules_of(llm(line)) == []


def test_names_of_the_extra_context_are_known() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeCompose"
inputs = { brief = "Text" }
output = "Html"

[pipe.a.template]
category = "html"
template = "$brief $year $month"
                          ^^^^^ undeclared-variable: `month` is no input of this pipe
extra_context = { year = 2026 }
"""
    )


def test_a_static_prompt_has_no_variables() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeImgGen"
description = "Draw"
output = "Image"
img_gen_prompt = "A sign that says me@example.com and $price"
                                                       ^^^^^ verbatim-variable
"""
    )


def test_an_address_is_told_from_a_mistake() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { brief = "Text" }
output = "Text"
prompt = '''
$brief: write to first.last+tag@example.co.uk or @support
                               ^^^^^^^^^^^^^^ suspicious-variable: `@example.co.uk` is read as a variable
                                                  ^^^^^^^ undeclared-variable: `support` is no input of this pipe
or to a@brief.
'''
"""
    )


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", '"""{}"""', "'''\n{}\n'''"])
def test_a_sign_can_be_written_as_text_in_any_string(quotes: str) -> None:
    text = llm("prompt = " + quotes.format("$brief to me@example.com"))
    (found,) = check(text)
    mended = apply(text, found)
    assert check(mended) == []
    assert "me{{ " in mended


def test_a_slip_is_mended_wherever_it_stands() -> None:
    text = llm('prompt = "$breif and {{ breif.text }}"', 'system_prompt = "About @breif"')
    (found,) = check(text)
    assert found.message == "`breif` is no input of this pipe: did you mean `brief`?"
    mended = apply(text, found)
    assert "breif" not in mended
    assert check(mended) == []


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ('inputs = { brief = "Text" }', 'inputs = { brief = "Text", style = "Text" }'),
        ("inputs = {}", 'inputs = { style = "Text" }'),
        ("inputs = {  }", 'inputs = { style = "Text" }'),
        ("", 'inputs = { style = "Text" }\noutput'),
    ],
)
def test_an_input_is_added_where_inputs_are(inputs: str, expected: str) -> None:
    text = f'domain = "a"\n\n[pipe.a]\ntype = "PipeLLM"\n{inputs}\noutput = "Text"\nprompt = "$style"\n'
    found = next(each for each in check(text) if each.rule == "undeclared-variable")
    at = next(index for index, fix in enumerate(found.fixes) if fix.title.startswith("Add the input"))
    mended = apply(text, found, at)
    assert expected in mended
    assert "undeclared-variable" not in rules_of(mended)


def test_an_input_is_added_to_a_table_of_inputs() -> None:
    text = llm('prompt = "$brief $style"', "", "[pipe.a.inputs]", '# what it takes\n  brief = "Text"').replace(
        'inputs = { brief = "Text" }\n', ""
    )
    (found,) = check(text)
    assert apply(text, found).endswith('# what it takes\n  style = "Text"\n  brief = "Text"\n')


def test_half_typed_inputs_accuse_no_prompt() -> None:
    assert rules_of(llm('prompt = "$brief"', inputs='{ brief = "Te')) == ["syntax-error"]


def test_many_inputs_are_not_all_listed() -> None:
    inputs = ", ".join(f'{name} = "Text"' for name in "abcdefghij")
    found = check(llm('prompt = "$a $b $c $d $e $f $g $h $i $j $zebra"', inputs=f"{{ {inputs} }}"))
    assert found[0].message.endswith("or use one of `a`, `b`, `c`, `d`, `e`, `f`, …")


@pytest.mark.parametrize(
    ("prompt", "titles"),
    [
        ("A $animal", ["Write `prompt`, a template with an input"]),
        ("A $animal and another $animal", ["Write `prompt`, a template with an input"]),
        ("A $animal, by @somebody", []),
        ("A $animal, for me@example.com", []),
        ("A $animal with a $hat", []),
    ],
)
def test_a_verbatim_prompt_becomes_a_template_where_nothing_else_in_it_is_read_as_a_variable(
    prompt: str, titles: list[str]
) -> None:
    text = f'domain = "a"\n\n[pipe.a]\ntype = "PipeImgGen"\ndescription = "Draw"\noutput = "Image"\nimg_gen_prompt = "{prompt}"\n'
    found = next(each for each in check(text) if each.rule == "verbatim-variable")
    assert [fix.title for fix in found.fixes] == titles
