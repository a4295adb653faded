"""Pipes and concepts that may be wrong in every way: healthy ones, of all types and generations, with a few mutations."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from plx_schema.lookup import keys_of
from plx_schema.vocabulary import PIPE_TYPES
from plx_schema.wording import toml

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

HEALTHY: list[dict[str, Any]] = [
    {"type": "PipeImgGen", "description": "x", "output": "Image", "img_gen_prompt": "a car", "aspect_ratio": "16:9"},
    {"type": "PipeImgGen", "definition": "x", "output": "Image[3]", "inputs": {"p": "Text"}, "imgg_handle": "flux-pro"},
    {
        "type": "PipeImgGen",
        "description": "x",
        "output": "Image",
        "img_gen": {"img_gen_handle": "flux-pro", "quality": "high", "guidance_scale": 7.5},
        "seed": "auto",
        "nb_steps": 8,
        "nb_output": 2,
        "is_raw": True,
    },
    {"type": "PipeLLM", "output": "Text", "prompt": "x", "model": {"model": "gpt-4o", "temperature": 0.5}},
    {"type": "PipeLLM", "output": "Text", "prompt_template": "x", "llm": "best", "nb_output": 3},
    {"type": "PipeExtract", "inputs": {"pdf": "PDF"}, "output": "Page[]", "model": "ocr", "page_views_dpi": 72},
    {"type": "PipeOcr", "inputs": {"pdf": {"concept": "PDF", "multiplicity": True}}, "output": "Page", "ocr": "ocr"},
    {"type": "PipeCompose", "output": "Text", "template": {"template": "x", "category": "html"}},
    {"type": "PipeCompose", "output": "Text", "construct": {"name": {"from": "x.y"}}},
    {"type": "PipeJinja2", "output": "Text", "jinja2": "x", "prompting_style": {"tag_style": "xml"}},
    {"type": "PipeFunc", "output": "Text", "function_name": "f"},
    {"type": "PipeSequence", "output": "Text", "steps": [{"pipe": "a", "result": "b"}, {"pipe": "c"}]},
    {"type": "PipeSequence", "output": "Text", "steps": [{"pipe": "a", "batch_over": "xs", "batch_as": "x"}]},
    {"type": "PipeParallel", "output": "Text", "parallels": [{"pipe": "a", "result": "b"}], "add_each_output": True},
    {"type": "PipeCondition", "output": "Text", "expression": "x", "outcomes": {"a": "b"}, "default_outcome": "fail"},
    {"type": "PipeCondition", "output": "Text", "expression_template": "{{ x }}", "pipe_map": {"a": "b"}},
    {"type": "PipeBatch", "output": "Text", "branch_pipe_code": "a", "input_list_name": "xs", "input_item_name": "x"},
]
HEALTHY_CONCEPTS: list[Any] = [
    "A logo",
    {"description": "A logo", "refines": "Image"},
    {"definition": "A logo", "structure": "Logo"},
    {
        "description": "A logo",
        "structure": {
            "name": "Its name",
            "kind": {"type": "text", "description": "x", "choices": ["a", "b"], "default_value": "a"},
            "tags": {"type": "dict", "description": "x", "key_type": "text", "value_type": "text", "required": False},
            "art": {"type": "concept", "description": "x", "concept_ref": "Image"},
        },
    },
]

NAMES = sorted({key.name for name in PIPE_TYPES for key in keys_of(name)} | {"aspect_ration", "Output", "zzz", "pipe"})
VALUES = st.sampled_from(
    [
        *(
            "",
            "x",
            "3",
            "8.5",
            "true",
            "16:9",
            "17:9",
            "square",
            "HD",
            "auto",
            "Text",
            "Image[]",
            "Image[2]",
            "Im age",
            "a.B",
        ),
        *(0, 1, -1, 7, 2**62, 0.5, 3.0, -0.5, True, False),
        *([], ["x"], ["Text", "Image"], [3], {}, {"pipe": "x"}, [{"pipe": "x"}], {"a": 1}, {"model": "x"}),
        *PIPE_TYPES,
        *("PipeOcr", "PipeX"),
    ]
)


@st.composite
def pipes(draw: DrawFn) -> dict[str, Any]:
    """A pipe with up to four mutations."""
    return draw(_mutated(HEALTHY))


@st.composite
def concepts(draw: DrawFn) -> Any:
    """A concept with up to four mutations."""
    return draw(_mutated(HEALTHY_CONCEPTS))


@st.composite
def _mutated(draw: DrawFn, healthy: list[Any]) -> Any:
    value = copy.deepcopy(draw(st.sampled_from(healthy)))
    for _ in range(draw(st.integers(0, 4))):
        tables = _tables(value)
        if tables:
            _mutate(draw, draw(st.sampled_from(tables)))
    return value


def _tables(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(table for item in value.values() for table in _tables(item))]
    return [table for item in value for table in _tables(item)] if isinstance(value, list) else []


def _mutate(draw: DrawFn, table: dict[str, Any]) -> None:
    """Remove a key, give one another value, rename one, or add one."""
    how = draw(st.sampled_from(["remove", "replace", "rename", "add"]))
    if how == "add" or not table:
        table[draw(st.sampled_from(NAMES))] = copy.deepcopy(draw(VALUES))
        return
    name = draw(st.sampled_from(sorted(table)))
    if how == "replace":
        table[name] = copy.deepcopy(draw(VALUES))
    else:
        value = table.pop(name)
        if how == "rename":
            table[draw(st.sampled_from(NAMES))] = value


def as_file(kind: str, code: str, value: Any) -> str:
    """A file with one declaration, its keys under a header, as people write them."""
    if not isinstance(value, dict):
        return f'domain = "x"\n[{kind}]\n{code} = {toml(value)}\n'
    lines = [f"{name} = {toml(item)}" for name, item in value.items()]
    return "\n".join(['domain = "x"', f"[{kind}.{code}]", *lines, ""])
