"""Fields of structures, as far as the schema leaves them to a rule."""

import pytest

from tests.lint.checking import apply, check

HEAD = 'domain = "a"\n\n[concept.A]\ndescription = "x"\n\n[concept.A.structure]\n'


def found_in(field: str) -> list[tuple[str, str]]:
    return [
        (each.severity, each.message) for each in check(f"{HEAD}field = {field}\n") if each.rule == "structure-field"
    ]


@pytest.mark.parametrize(
    "field",
    [
        '"Its name"',
        '{ type = "text", description = "x", default_value = "y" }',
        '{ description = "x", choices = ["a", "b"], default_value = "a" }',
        '{ type = "text", description = "x", choices = ["a"], required = true }',
        '{ type = "list", description = "x", item_type = "text", default_value = ["a"] }',
        '{ type = "list", description = "x", item_type = "SomeClass" }',
        '{ type = "list", description = "x", item_type = "concept", item_concept_ref = "A" }',
        '{ type = "dict", description = "x", key_type = "text", value_type = "integer" }',
        '{ type = "date", description = "x", default_value = 2026-01-31T00:00:00 }',
        '{ type = "date", description = "x", default_value = 2026-01-31 }',
        '{ type = "integer", description = "x", default_value = true }',
        '{ type = "concept", description = "x", concept_ref = "A" }',
    ],
)
def test_healthy_fields(field: str) -> None:
    assert found_in(field) == []


@pytest.mark.parametrize(
    ("field", "severity", "message"),
    [
        (
            '{ description = "x", choices = ["warm", "cool"], default_value = "wrm" }',
            "error",
            'the default "wrm" is not among the choices: did you mean "warm"?',
        ),
        (
            '{ type = "text", description = "x", choices = ["warm"], default_value = "no" }',
            "warning",
            'the default "no" is not among the choices: write one of them',
        ),
        (
            '{ description = "x", choices = ["a", "b", "a"] }',
            "warning",
            'the choice "a" is there twice: remove one',
        ),
        (
            '{ description = "x", choices = [] }',
            "error",
            "there is nothing to choose from: write the choices, or give the field a `type`",
        ),
        (
            '{ type = "date", description = "x", default_value = "2026-01-31" }',
            "error",
            "the default of a date must be a TOML date, without quotes, as in 2026-01-31T00:00:00",
        ),
        (
            '{ type = "text", description = "x", key_type = "text" }',
            "warning",
            '`key_type` belongs to fields of type "dict", so it has no effect here: remove it',
        ),
        (
            '{ type = "list", description = "x", concept_ref = "A" }',
            "warning",
            '`concept_ref` belongs to fields of type "concept", so it has no effect here: remove it',
        ),
    ],
)
def test_faults(field: str, severity: str, message: str) -> None:
    assert found_in(field) == [(severity, message)]


def test_a_key_without_effect_can_go() -> None:
    text = f'{HEAD}field = {{ type = "text", item_type = "text", description = "x" }}\n'
    (found,) = check(text)
    assert apply(text, found).endswith('field = { type = "text", description = "x" }\n')
