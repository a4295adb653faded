"""The models as JSON Schema files: what `plx schema --write` does.

Draft 2020-12, which taplo, tombi and the `jsonschema` library all read (tests/schema/test_clients.py holds it). A
pipe's subschema is chosen by its `type` through `if`/`then`: an unknown `type` is reported at `type`, and nowhere else.

Whoever generates another schema file adds a line to `BUILDERS`. Loads pydantic: never imported on the check path.
"""

from __future__ import annotations

import json
import os
from importlib import import_module
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from plx_schema.files import schema_path
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# name of the file (`<name>.schema.json`): "module:function" that builds its content
BUILDERS: dict[str, str] = {
    "plx": "plx_schema.export:bundle_schema",
    "deck": "plx_schema.deck.shapes:deck_schema",
    "backends": "plx_schema.deck.shapes:backends_schema",
    "backend": "plx_schema.deck.shapes:backend_schema",
    "routing_profiles": "plx_schema.deck.shapes:routing_schema",
}


def bundle_schema() -> dict[str, Any]:
    """Give the JSON Schema of a `.plx` file."""
    from plx_schema.language import Bundle

    schema = Bundle.model_json_schema(by_alias=True, schema_generator=TomlSchema)
    definitions = schema.pop("$defs")
    pipes = schema["properties"]["pipe"]
    definitions["Pipe"] = pipes["additionalProperties"]
    pipes["additionalProperties"] = {"$ref": "#/$defs/Pipe"}
    return {"$schema": DRAFT, "title": "PLX", **schema, "$defs": dict(sorted(definitions.items()))}


def build(name: str) -> dict[str, Any]:
    """Build the schema of one file, by its name in `BUILDERS`."""
    module, _, function = BUILDERS[name].partition(":")
    built: dict[str, Any] = getattr(import_module(module), function)()
    return built


def render(name: str) -> str:
    """Give the text of one schema file, the same for the same models."""
    return json.dumps(build(name), indent=2, ensure_ascii=False) + "\n"


def write(folder: str | None = None) -> list[str]:
    """Write every schema file that is out of date, into the checkout's `schema/` unless told otherwise.

    Returns:
        The paths of the files that changed.
    """
    changed: list[str] = []
    for name in BUILDERS:
        path = os.path.join(folder, f"{name}.schema.json") if folder else schema_path(name)
        text = render(name)
        if _read(path) != text:
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            changed.append(path)
    return changed


def _read(path: str) -> str | None:
    """Give what the file holds, None where there is none."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


class TomlSchema(GenerateJsonSchema):
    """Pydantic's generator, told what TOML is like: it has no null, and a wrong name is a fault of its own."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        """An absent key is absent, never null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        """`None` means that there is no default; the models say the others in words of their own."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: Any) -> dict[str, Any]:
        """Hold names and values apart, so that a wrong name leaves its value checked."""
        found: dict[str, Any] = {"type": "object"}
        names = self.generate_inner(schema["keys_schema"]) if "keys_schema" in schema else {}
        if "pattern" in names:
            found["propertyNames"] = names
        if "values_schema" in schema:
            found["additionalProperties"] = self.generate_inner(schema["values_schema"])
        if "min_length" in schema:
            found["minProperties"] = schema["min_length"]
        return found

    def tagged_union_schema(self, schema: Any) -> dict[str, Any]:
        """Choose a pipe's subschema by its `type`."""
        types = {
            "description": "What kind of pipe it is; decides which other keys it has.",
            "type": "string",
            "enum": [*PIPE_TYPES, *OLD_PIPE_TYPES],
            "x-plx-docs": PIPE_TYPES,
            "x-plx-spellings": OLD_PIPE_TYPES,
        }
        targets: dict[str, dict[str, Any]] = {}
        for name, choice in schema["choices"].items():
            chosen = {"properties": {"type": {"const": name}}, "required": ["type"]}
            targets[name] = {"if": chosen, "then": self.generate_inner(choice)}
        return {
            "description": "A pipe.",
            "type": "object",
            "required": ["type"],
            "properties": {"type": types},
            "additionalProperties": True,
            "allOf": list(targets.values()),
        }

    def sort(self, value: Any, parent_key: str | None = None) -> Any:  # noqa: ARG002
        """Keep the order of the models: it is the order in which people write keys."""
        return value
