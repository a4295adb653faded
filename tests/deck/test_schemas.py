"""The JSON Schemas of the deck's files: current, and what people really write is let through."""

import json
from typing import Any

import jsonschema
import pytest

from plx_schema.export import render
from plx_schema.files import schema_text

NAMES = ("deck", "backends", "backend", "routing_profiles")


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_current(name: str) -> None:
    assert schema_text(name) == render(name), "run `plx schema --write`"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


GOOD: list[tuple[str, Any]] = [
    ("deck", {"aliases": {"best": "gpt-image-2", "any": ["a", "b"]}, "waterfalls": {"w": ["a", "b"]}}),
    ("deck", {"img_gen": {"choice_default": "x", "presets": {"x": {"img_gen_handle": "y", "quality": "low"}}}}),
    ("deck", {"img_gen": {"presets": {"x": {"model": "@y", "nb_steps": 4}}, "aliases": {"y": "z"}}}),
    ("deck", {"ocr": {"presets": {"x": {"ocr_handle": "y"}}}, "extract": {"choice_default": "x"}}),
    (
        "deck",
        {"llm": {"presets": {"x": {"llm_handle": "y", "temperature": 0.5}}, "choice_defaults": {"for_text": "x"}}},
    ),
    ("deck", {"search": {"choice_default": "x"}}),
    ("backends", {"fal": {"enabled": False, "api_key": "${FAL_KEY}", "region": "eu"}}),
    ("backend", {"defaults": {"sdk": "fal"}, "flux/dev": {"model_id": "x", "costs": {"input": 0.1, "output": 0.0}}}),
    (
        "routing_profiles",
        {
            "active": "x",
            "profiles": {"x": {"default": "fal", "routes": {"gpt-*": "openai"}, "fallback_order": ["fal"]}},
        },
    ),
]


@pytest.mark.parametrize(("name", "content"), GOOD)
def test_what_people_write_is_let_through(name: str, content: Any) -> None:
    jsonschema.validate(content, json.loads(schema_text(name)))


BAD: list[tuple[str, Any]] = [
    ("deck", {"img_gen": {"presets": {"x": {"model": "y", "qualty": "low"}}}}),
    ("deck", {"img_gen": {"presets": {"x": {"quality": "low"}}}}),
    ("deck", {"aliases": {"x": 3}}),
    ("backends", {"fal": {"enabled": "no"}}),
    ("backend", {"flux/dev": {"enabled": 1}}),
    ("routing_profiles", {"profiles": {"x": {"routes": ["fal"]}}}),
]


@pytest.mark.parametrize(("name", "content"), BAD)
def test_what_cannot_be_meant_is_refused(name: str, content: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json.loads(schema_text(name)))
