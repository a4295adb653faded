"""Which variables a template uses, and where (R§9)."""

import jinja2
import jinja2.meta
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from plx_lsp.project.templates import expression_variables, variables


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Draw $subject.", [("$", "subject")]),
        ("@brief\n\n@?style", [("@", "brief"), ("@?", "style")]),
        ("It costs $10, $a_1 and $page.text.", [("$", "a_1"), ("$", "page.text")]),
        ("mail me@example.com", [("@", "example.com")]),
        ("{{ user.name|upper }} {{ x if y is defined else 'z' }}", [("{", "user.name"), ("{", "x"), ("{", "y")]),
        ("{% for item in items %}{{ item.a }}{{ loop.index }}{% endfor %}", [("{", "items")]),
        ("{% set a = b %}{{ a }}", [("{", "b")]),
        ("{{ tag(text, style=fancy) }}", [("{", "tag"), ("{", "text"), ("{", "fancy")]),
        ("{# $no: a comment is no template, but the short form does not know #}", [("$", "no")]),
        ("{% raw %}{{ not_a_variable }}{% endraw %}", []),
        ("{{ _private }} {{ place_holder }} $preliminary_text", []),
        ("nothing at all", []),
        ("{{ {'a': {'b': c}} }} {{ d }}", [("{", "c"), ("{", "d")]),
        ("{{ '}}' ~ a }}{%- if b -%}x{%+ endif %}", [("{", "a"), ("{", "b")]),
        ("{% for a, b in c.items() if d %}{{ a }}{{ b }}{% endfor %}", [("{", "c.items"), ("{", "d")]),
        ("{% macro m(x, y=z) %}{{ x }}{{ y }}{% endmacro %}{{ m(1) }}", [("{", "z")]),
        ("{% with a = b, c = a %}{{ c }}{% endwith %}", [("{", "b")]),
        ("{% raw %}{{ a }}", []),
        ("{# {{ a }} #}{{ b }}{# {{ c }}", [("{", "b")]),
        ("{{ a {{ b }}", [("{", "a"), ("{", "b")]),
        ("@ $ @? {{ }} {% %} {{", []),
    ],
)
def test_variables_of_a_template(template: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.form, each.path) for each in variables(template)] == expected


@given(st.text(alphabet="ab_.$@?{}%|# \n'\"1=(,", max_size=60))
def test_every_variable_lies_where_it_says(template: str) -> None:
    for each in variables(template):
        assert template[each.start : each.end].replace(" ", "").startswith(each.name)


def test_an_expression_is_a_template_without_braces() -> None:
    assert [each.name for each in expression_variables("kind.value == 'a' and not other")] == ["kind", "other"]


@pytest.mark.parametrize(
    "part", ["{{ ", "{% ", "{% for a ", "{% set a", "{% raw %}", '{{ "', '{{ "\\', "{#", "$a.", "{%  "]
)
def test_hostile_templates_take_linear_time(part: str) -> None:
    """Hundreds of thousands of openings, none of them closed, are read once."""
    assert len(variables(part * 50_000)) <= 50_000
    assert variables("{% for" + " " * 200_000) == []


_EXPRESSIONS = st.recursive(
    st.sampled_from(
        ["a", "b.c", "d['e']", "f|upper", "g|default(h)", "1", "'}} {{ s'", "{'k': i}", "[j, 'l']", "x", "y.z"]
    ),
    lambda inner: st.one_of(
        st.builds("({} ~ {})".format, inner, inner),
        st.builds("({} if ({}) is defined else {})".format, inner, inner, inner),
        st.builds("m.call({}, key={})".format, inner, inner),
        st.builds("(not ({}) is not none)".format, inner),
    ),
    max_leaves=4,
)
_PARTS = st.one_of(
    st.sampled_from(["text ", "{# {{ no }} #}", "{% raw %}{{ no }}{% endraw %}", "} % #"]),
    st.builds("{{{{ {} }}}}".format, _EXPRESSIONS),
    st.builds("{{%- if {} -%}}t{{% elif {} %}}u{{% endif %}}".format, _EXPRESSIONS, _EXPRESSIONS),
)
_TEMPLATES = st.lists(_PARTS, max_size=4).map("".join)
_NESTED = st.one_of(
    _TEMPLATES,
    st.builds("{{% for x in {} %}}{}{{{{ loop.index }}}}{{% endfor %}}".format, _EXPRESSIONS, _TEMPLATES),
    st.builds("{{% set x = {} %}}{}".format, _EXPRESSIONS, _TEMPLATES),
    st.builds("{{% for x, y in {} if {} %}}{}{{% endfor %}}".format, _EXPRESSIONS, _EXPRESSIONS, _TEMPLATES),
)


@given(_NESTED)
def test_names_are_those_that_jinja2_misses(template: str) -> None:
    """Jinja2 itself says which names a template does not define. `x` and `y` may be bound in one place and free in another."""
    try:
        tree = jinja2.Environment(autoescape=True).parse(template)
    except jinja2.TemplateSyntaxError:
        reject()
    undeclared = jinja2.meta.find_undeclared_variables(tree)
    assert {each.name for each in variables(template)} - {"x", "y"} == undeclared - {"x", "y"}
