"""Which variables a template uses, and where (R§9)."""

import pytest
from hypothesis import given
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
