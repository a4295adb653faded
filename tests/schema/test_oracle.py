"""The compiled validator against the reference library: both call the same files good, and the same ones bad.

Two things JSON cannot say are told to the library: `3.0` is no integer in TOML, and `$` means the very end.
"""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from plx_lsp.lint.schema import validator
from plx_lsp.syntax import build, parse
from plx_schema.files import schema
from tests.syntax.material import plain, shared

from .judging import judge
from .mutations import HEALTHY, HEALTHY_CONCEPTS, as_file, concepts, pipes

Reference = jsonschema.Draft202012Validator
MERELY_TOLD = {"renamed-key", "missing-domain"}
"""What the schema allows and the checker mentions."""


def _is_integer(_checker: Any, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _follows(_validator: Any, pattern: str, value: Any, _schema: Any) -> Any:
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


REFERENCE = jsonschema.validators.extend(
    Reference, {"pattern": _follows}, type_checker=Reference.TYPE_CHECKER.redefine("integer", _is_integer)
)(schema("plx"))


def faults(text: str) -> list[str]:
    return [violation.message for violation in judge(text)[1] if violation.rule not in MERELY_TOLD]


def agree(text: str) -> None:
    root, broken = build(parse(text).blocks)
    assert not broken
    reference = [error.message for error in REFERENCE.iter_errors(plain(root))]
    ours = faults(text)
    assert bool(ours) == bool(reference), {"ours": ours, "reference": reference, "text": text}


def test_the_schema_is_a_schema() -> None:
    Reference.check_schema(schema("plx"))


def test_every_healthy_file_of_the_corpus_is_valid_to_both() -> None:
    with open(shared("corpus", "index.json"), encoding="utf-8") as file:
        healthy = [each["file"] for each in json.load(file) if each["toml_ok"]]
    assert len(healthy) > 150
    for name in healthy:
        with open(shared("corpus", name), encoding="utf-8-sig") as file:
            text = file.read()
        agree(text)
        assert faults(text) == [], name


@pytest.mark.parametrize("pipe", HEALTHY, ids="-".join)
def test_healthy_pipes_are_valid_to_both(pipe: dict[str, Any]) -> None:
    text = as_file("pipe", "draw", pipe)
    agree(text)
    assert faults(text) == []


@pytest.mark.parametrize("concept", HEALTHY_CONCEPTS, ids=str)
def test_healthy_concepts_are_valid_to_both(concept: Any) -> None:
    text = as_file("concept", "Logo", concept)
    agree(text)
    assert faults(text) == []


@settings(max_examples=300, deadline=None)
@given(pipes())
def test_both_judge_mutated_pipes_alike(pipe: dict[str, Any]) -> None:
    agree(as_file("pipe", "draw", pipe))


@settings(max_examples=150, deadline=None)
@given(concepts())
def test_both_judge_mutated_concepts_alike(concept: Any) -> None:
    agree(as_file("concept", "Logo", concept))


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(pipes())
def test_both_judge_many_mutated_pipes_alike(pipe: dict[str, Any]) -> None:
    agree(as_file("pipe", "draw", pipe))


def test_the_validator_is_made_once() -> None:
    assert validator() is validator()
