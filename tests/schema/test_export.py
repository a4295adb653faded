"""The schema file: current, deterministic, and with everything in it that readers of it rely on."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from plx_schema import export
from plx_schema.files import schema, schema_text
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES, RENAMED_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLX = schema("plx")
TABLES: dict[str, Any] = {"Bundle": PLX, **PLX["$defs"]}
KEYS = [(table, name, found) for table, each in TABLES.items() for name, found in each.get("properties", {}).items()]


def each_schema(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
        for inner in found.values():
            yield from each_schema(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from each_schema(inner)


@pytest.mark.parametrize("name", export.BUILDERS)
def test_the_committed_file_is_what_the_models_say(name: str) -> None:
    assert schema_text(name) == export.render(name), "run `plx schema --write`"


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    written = export.write(str(tmp_path))
    assert sorted(os.path.basename(path) for path in written) == sorted(
        f"{name}.schema.json" for name in export.BUILDERS
    )
    assert export.write(str(tmp_path)) == []


def test_a_pipe_is_chosen_by_its_type_alone() -> None:
    pipe = PLX["$defs"]["Pipe"]
    assert pipe["required"] == ["type"]
    assert "anyOf" not in pipe
    assert "oneOf" not in pipe
    chosen = [rule["if"]["properties"]["type"]["const"] for rule in pipe["allOf"]]
    assert sorted(chosen) == sorted([*PIPE_TYPES, *OLD_PIPE_TYPES])


CHECKED = {
    *("$ref", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "pattern", "minLength"),
    *("items", "minItems", "properties", "required", "additionalProperties", "propertyNames", "minProperties"),
    *("anyOf", "allOf", "not", "if", "then"),
}
"""The keywords that `plx_lsp.lint.schema` heeds."""

NOTES = {"$schema", "$defs", "title", "description", "default", "examples", "deprecated"}


def keywords(found: Any) -> Iterator[str]:
    """Every keyword of a schema and of those inside it; the names of keys are none."""
    if not isinstance(found, dict):
        return
    yield from found
    for name, inner in found.items():
        if name in ("properties", "$defs"):
            for each in inner.values():
                yield from keywords(each)
        elif name in ("anyOf", "allOf"):
            for each in inner:
                yield from keywords(each)
        elif name in ("items", "additionalProperties", "propertyNames", "not", "if", "then"):
            yield from keywords(inner)


def test_the_compiled_schema_has_a_check_for_every_keyword() -> None:
    assert {each for each in keywords(PLX) if not each.startswith("x-plx-")} <= CHECKED | NOTES


@pytest.mark.parametrize(("table", "name", "found"), KEYS, ids=lambda each: each if isinstance(each, str) else "")
def test_every_key_has_one_line_of_documentation(table: str, name: str, found: dict[str, Any]) -> None:
    doc = found["description"]
    assert doc.endswith(".")
    assert "\n" not in doc
    assert len(doc) <= 120
    assert doc[0].isupper() or doc[0] in "`'\""


@pytest.mark.parametrize("table", TABLES)
def test_every_key_that_may_be_missing_has_an_example(table: str) -> None:
    each = TABLES[table]
    parts = [each, *each.get("allOf", ()), *(rule.get("then", {}) for rule in each.get("allOf", ()))]
    needed = {name for part in parts for name in part.get("required", ())}
    needed |= {part["anyOf"][0]["required"][0] for part in parts if "required" in part.get("anyOf", [{}])[0]}
    for name in needed:
        found = each["properties"][name]
        assert {"examples", "enum", "const"} & found.keys(), f"{table}.{name}"


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_in_the_order_in_which_people_write_them(table: str) -> None:
    found = TABLES[table].get("properties", {})
    orders = [each["x-plx-order"] for each in found.values() if "x-plx-order" in each]
    assert orders == list(range(len(orders)))


def test_another_spelling_leads_to_a_key_of_the_same_table_that_is_no_spelling_itself() -> None:
    for table, name, found in KEYS:
        target = found.get("x-plx-renamed-to")
        if target:
            reference = TABLES[table]["properties"][target]
            assert "x-plx-renamed-to" not in reference, name
            assert not reference.get("deprecated"), name


def test_every_spelling_of_the_vocabulary_is_a_key() -> None:
    known = {(name, found["x-plx-renamed-to"]) for _, name, found in KEYS if "x-plx-renamed-to" in found}
    assert known == {pair for renames in RENAMED_KEYS.values() for pair in renames.items()}


def test_there_is_no_null_and_no_title_of_a_field() -> None:
    text = json.dumps(PLX)
    assert '"null"' not in text
    assert "null" not in [found.get("default", "") for found in each_schema(PLX)]
    assert all("title" not in found for _, _, found in KEYS)


def test_every_reference_leads_somewhere() -> None:
    for found in each_schema(PLX):
        if "$ref" in found:
            assert found["$ref"].removeprefix("#/$defs/") in PLX["$defs"]
