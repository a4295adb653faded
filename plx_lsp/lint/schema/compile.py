"""A JSON Schema into closures, once: which kinds of value a place takes, and what to look at in each.

Knows the keywords that `plx_schema.export` writes; a test holds that it writes no other, so that nothing in the schema
goes unheeded.
"""

from __future__ import annotations

from plx_lsp.lint.schema.tables import REFUSED, TableSchema, groups_of, map_check
from plx_lsp.lint.schema.values import label, number_check, string_check, wrong_type
from plx_lsp.lint.schema.violation import Violation
from plx_schema.wording import types_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from plx_lsp.lint.schema.tables import Condition, Groups, Kinds
    from plx_lsp.lint.schema.values import Check, Found, Schema
    from plx_lsp.syntax.tree import Node

_KINDS = {"string": ("string",), "integer": ("integer",), "number": ("integer", "float"), "boolean": ("boolean",)}
_ALL_KINDS = ("string", "integer", "float", "boolean", "datetime", "date", "time", "array", "table")
_SILENT: Kinds = {"missing": None, "error": None}
"""What could not be read has its syntax fault already."""


class Compiler:
    """Compiles the definitions of one schema, each when it is first needed."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self._definitions = definitions
        self._tables: dict[str, TableSchema] = {}

    def table(self, name: str) -> TableSchema:
        """The prepared table of a definition."""
        if name not in self._tables:
            self._tables[name] = self.table_of(self._definitions[name])
        return self._tables[name]

    def table_of(self, schema: Schema) -> TableSchema:
        """Prepare a table with keys of its own."""
        kinds = {name: self.kinds(found, name) for name, found in schema["properties"].items()}
        rules = [rule for rule in schema.get("allOf", ()) if "if" in rule]
        needs = {rule["if"]["required"][0]: _groups(rule["then"]) for rule in rules if "properties" not in rule["if"]}
        conditions = [self._condition(rule) for rule in rules if "properties" in rule["if"]]
        return TableSchema(schema, kinds, needs, conditions)

    def kinds(self, schema: Schema, name: str) -> Kinds:
        """What a place takes: for each kind of value its check, or None where any will do."""
        if "$ref" in schema:
            definition = schema["$ref"].rpartition("/")[2]
            return {**_SILENT, "table": self.table(definition).check}
        kind = schema.get("type")
        if isinstance(kind, str):
            return {**_SILENT, **self._of_type(kind, schema, name)}
        if kind is not None:
            return self._any_of([{"type": each} for each in types_of(schema)], name)
        if "anyOf" in schema:
            return self._any_of(schema["anyOf"], name)
        return dict.fromkeys((*_ALL_KINDS, *_SILENT))

    def _any_of(self, branches: list[Schema], name: str) -> Kinds:
        found: Kinds = {}
        for branch in branches:
            found |= self.kinds(branch, name)
            if len(branches) > 1 and ("enum" in branch or "const" in branch):
                # Who writes the wrong word should hear of the other values, too.
                found["string"] = string_check(branch, name, {"anyOf": branches})
        return found

    def _of_type(self, kind: str, schema: Schema, name: str) -> Kinds:
        if kind == "object":
            if "properties" in schema:
                return {"table": self.table_of(schema).check}
            return {"table": map_check(schema, self.kinds(schema.get("additionalProperties") or {}, name), name)}
        if kind == "array":
            return {"array": self._array_check(schema, name)}
        if kind == "string":
            return {"string": string_check(schema, name)}
        if kind == "boolean":
            return {"boolean": None}
        return dict.fromkeys(_KINDS[kind], number_check(schema, name))

    def _array_check(self, schema: Schema, name: str) -> Check:
        item: Schema = schema.get("items", {})
        kinds = self.kinds(item, name)
        least: int = schema.get("minItems", 0)

        def check(node: Node, found: Found) -> None:
            for child in node.data:
                judge = kinds.get(child.kind, REFUSED)
                if judge is REFUSED:
                    found.append(wrong_type(child, item, name))
                elif judge is not None:
                    judge(child, found)
            if len(node.data) < least:
                found.append(
                    Violation("invalid-value", node, "value", f"{label(node, name)} is empty: give it an item")
                )

        return check

    def _condition(self, rule: Schema) -> Condition:
        """An `if`/`then` on the keys of a table: when it holds, what must be there, and what some keys then hold."""
        then: Schema = rule["then"]
        held = {name: (self.kinds(found, name), found) for name, found in then.get("properties", {}).items()}
        return _predicate(rule["if"]), _groups(then), held, _because(rule["if"])


def _groups(then: Schema) -> Groups:
    """What a `then` requires."""
    return [(name,) for name in then.get("required", ())] + groups_of(then)


def _predicate(schema: Schema) -> Callable[[Node], bool]:
    """Whether a table has all of `required`, with values of the given `const` or `type`."""
    wanted: list[tuple[str, Any, tuple[str, ...]]] = []
    for name in schema["required"]:
        found = schema.get("properties", {}).get(name, {})
        wanted.append((name, found.get("const"), _KINDS.get(found.get("type"), _ALL_KINDS)))

    def holds(node: Node) -> bool:
        for name, value, kinds in wanted:
            child = node.data.get(name)
            if child is None or child.kind not in kinds or (value is not None and child.data != value):
                return False
        return True

    return holds


def _because(schema: Schema) -> str:
    """Why a condition asks for something, for its message."""
    for name, found in schema.get("properties", {}).items():
        if "const" in found:
            return f' where `{name}` is "{found["const"]}"'
        return f": `{name}` needs it"
    return ""
