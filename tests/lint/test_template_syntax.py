"""Templates that Jinja2 cannot read; Jinja2 itself is asked whether it really cannot."""

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lint.checking import apply, assert_marked, check


def template(text: str) -> str:
    """A file whose one pipe has this template."""
    return f"domain = \"a\"\n\n[pipe.a]\ntype = \"PipeCompose\"\noutput = \"Text\"\ntemplate = '''\n{text}'''\n"


def faults(text: str) -> list[str]:
    return [each.message for each in check(template(text)) if each.rule == "template-syntax"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 'a'", "`{{` is not closed: write `}}` behind what belongs to it"),
        ("{{ 'a' } and {{ 'b' }}", "`{{` is not closed: write `}}` behind what belongs to it"),
        ("{% if 1 }", "`{%` is not closed: write `%}` behind what belongs to it"),
        ("{# aside", "`{#` is not closed: write `#}` behind what belongs to it"),
        ("{% raw %}{{", "`{% raw %}` is not closed: write `{% endraw %}` where it ends"),
        ("{% for x in [1] %}{{ x }}", "`{% for %}` is not closed: write `{% endfor %}` where it ends"),
        ("{% set x %}text", "`{% set %}` is not closed: write `{% endset %}` where it ends"),
        ("{% endif %}", "`{% endif %}` closes nothing: there is no `{% if %}` before it"),
        (
            "{% for x in [1] %}{% if x %}{% endfor %}{% endif %}",
            "`{% endfor %}` stands where `{% endif %}` must: close `{% if %}` first",
        ),
        ("{% else %}", "`{% else %}` belongs into `{% if %}`, and here it is in none"),
        ("{% fo %}", "`{% fo %}` is no statement of Jinja2: did you mean `for`?"),
        ("{% frobnicate %}", "`{% frobnicate %}` is no statement of Jinja2: there is no such one"),
    ],
)
def test_one_fault_is_told(text: str, expected: str) -> None:
    assert faults(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "{% if 1 %}a{% elif 2 %}b{% else %}c{% endif %}",
        "{%- for x in [1] -%}{{ x }}{% else %}none{%+ endfor %}",
        "{% set x = 1 %}{{ x }}{% set y %}text{% endset %}",
        "{{ {'a': {'b': 1}} }} {{ '}}' }} }} %} #} { % }",
        "{% raw %}{% if %}{{ {% endraw %}",
        '{"a": {"b": 1}}',
    ],
)
def test_healthy_templates(text: str) -> None:
    assert faults(text) == []


def test_the_place_is_the_tag() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { items = "Text[]" }
output = "Text"
prompt = "{% for x in items %}{{ x }}{% endfr %}"
                                     ^^^^^^^^^^^ template-syntax: `{% endfr %}` is no statement of Jinja2: did you mean `endfor`?
system_prompt = "{{ items"
                 ^^ template-syntax: `{{` is not closed
"""
    )


@pytest.mark.parametrize(
    ("written", "meant", "safe"),
    [
        ("{{ score }}", "score", True),
        ("{{score}}", "score", True),
        ("{{- score -}}", "score", True),
        ("{{+ score - 1 +}}", "score - 1", True),
        ("{{ -score }}", "-score", False),
        ("{{- -score }}", "-score", False),
    ],
)
def test_an_expression_loses_its_braces_and_keeps_its_signs(written: str, meant: str, safe: bool) -> None:
    text = condition(f'"{written}"')
    (found,) = [each for each in check(text) if each.rule == "template-syntax"]
    assert [fix.safe for fix in found.fixes] == [safe]
    assert apply(text, found) == condition(f'"{meant}"')


@pytest.mark.parametrize(
    "written", ['"{{-score}}"', '"{{ score-}}"', "'''{{ a\n+ b }}'''", "'{{ a == \"b\" }}'", '"{{ }}"', '"{{}}"']
)
def test_an_expression_that_might_become_another_is_left_as_it_is(written: str) -> None:
    (found,) = [each for each in check(condition(written)) if each.rule == "template-syntax"]
    assert found.fixes == ()


def condition(expression: str) -> str:
    """A file whose one pipe decides by this expression, a TOML string."""
    return (
        'domain = "a"\n\n[pipe.a]\ntype = "PipeCondition"\ninputs = { score = "Number" }\noutput = "Text"\n'
        f'expression = {expression}\n\n[pipe.a.outcomes]\n1 = "fail"\n'
    )


def test_what_is_sent_as_it_is_is_no_template() -> None:
    image = 'domain = "a"\n\n[pipe.a]\ntype = "PipeImgGen"\ndescription = "Draw"\noutput = "Image"\nimg_gen_prompt = "{{ a"\n'
    assert check(image) == []
    old = 'domain = "a"\n\n[pipe.a]\ntype = "PipeLLM"\noutput = "Text"\nprompt = "{% if"\nprompt_name = "x"\n'
    assert "template-syntax" not in [each.rule for each in check(old)]


_TAGS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{% if a %}",
    "{% endif %}",
    "{% for x in y %}",
    "{% endfor %}",
    "{% else %}",
]
_MORE = [
    "{% raw %}",
    "{% endraw %}",
    "{% set z %}",
    "{% set z = 1 %}",
    "{% endset %}",
    "{% foo %}",
    " a ",
    "-",
    "{",
    "}",
    '"',
]


@given(st.lists(st.sampled_from(_TAGS + _MORE), max_size=8).map("".join))
def test_jinja2_refuses_whatever_is_reported(text: str) -> None:
    if faults(text):
        with pytest.raises(jinja2.TemplateSyntaxError):
            jinja2.Environment(autoescape=True).parse(text)
