"""The models: they read what a release accepted, and nothing of another type."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from plx_lsp.syntax import build, parse
from plx_schema.language import Bundle, Concept, Pipe, PipeImgGen
from tests.syntax.material import plain, shared

from .mutations import HEALTHY, HEALTHY_CONCEPTS

PIPE: TypeAdapter[Any] = TypeAdapter(Pipe)
DRAW = {"type": "PipeImgGen", "description": "x", "output": "Image"}


@pytest.mark.parametrize("pipe", HEALTHY, ids="-".join)
def test_pipes_of_every_generation_are_read(pipe: dict[str, Any]) -> None:
    read = PIPE.validate_python(pipe)
    assert read.model_dump(exclude_unset=True, by_alias=True) == pipe


@pytest.mark.parametrize("concept", HEALTHY_CONCEPTS[1:], ids=str)
def test_concepts_are_read(concept: dict[str, Any]) -> None:
    assert Concept.model_validate(concept).model_dump(exclude_unset=True) == concept


def test_every_healthy_file_of_the_corpus_is_read() -> None:
    with open(shared("corpus", "index.json"), encoding="utf-8") as file:
        healthy = [each["file"] for each in json.load(file) if each["toml_ok"]]
    for name in healthy:
        with open(shared("corpus", name), encoding="utf-8-sig") as file:
            root, _ = build(parse(file.read()).blocks)
        Bundle.model_validate(plain(root))


@pytest.mark.parametrize(
    "key",
    [
        {"nb_output": "3"},
        {"nb_output": 0},
        {"nb_output": 2.0},
        {"seed": -1},
        {"seed": True},
        {"seed": "random"},
        {"guidance_scale": 0},
        {"guidance_scale": float("inf")},
        {"safety_tolerance": 7},
        {"aspect_ratio": "17:9"},
        {"quality": "ultra"},
        {"is_raw": "true"},
        {"output": "Image [3]"},
        {"img_gen": {"quality": "high"}},
        {"img_gen": {"img_gen_handle": "flux", "nb_output": 3}},
        {"zzz": 1},
    ],
    ids=str,
)
def test_an_image_pipe_refuses(key: dict[str, Any]) -> None:
    PipeImgGen.model_validate(DRAW)
    with pytest.raises(ValidationError):
        PipeImgGen.model_validate(DRAW | key)


def test_one_of_each_group_must_be_there() -> None:
    with pytest.raises(ValidationError, match="missing key `description`"):
        PipeImgGen.model_validate({"type": "PipeImgGen", "output": "Image"})


@pytest.mark.parametrize(
    "declared",
    [
        {"pipe": {"Draw": DRAW}},
        {"concept": {"my_logo": "x"}},
        {"domain": "My Logos"},
        {"pipe": {"draw": {"type": "X"}}},
    ],
    ids=str,
)
def test_a_file_refuses_names_and_types_that_cannot_be(declared: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Bundle.model_validate(declared)


def test_a_field_refuses_a_reserved_name() -> None:
    with pytest.raises(ValidationError, match="reserved"):
        Concept.model_validate({"description": "x", "structure": {"model_config": "x"}})
