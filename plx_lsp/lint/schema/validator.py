"""The compiled schema, by declaration: a pipe by its `type`, a concept in either form, the file's own keys."""

from __future__ import annotations

from plx_lsp.lint.near import fold, near
from plx_lsp.lint.schema.compile import Compiler
from plx_lsp.lint.schema.tables import REFUSED, name_check
from plx_lsp.lint.schema.values import other_word, to_snake, unknown_word, whole, wrong_type
from plx_lsp.lint.schema.violation import Change, Repair, Violation, line_end, replace_key
from plx_schema.files import schema
from plx_schema.vocabulary import DOMAIN_PATTERN
from plx_schema.wording import example, named, toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.lint.schema.tables import TableSchema
    from plx_lsp.lint.schema.values import Found, Schema
    from plx_lsp.syntax.tree import Node

_UNREAD = ("missing", "error")
_DECLARED = ("concept", "pipe")
_OF_THE_FILE = ("domain", "main_pipe")
_AT_THE_TOP = "it belongs to the file: write it at the top, above the first `[header]`"


class Validator:
    """Judges syntax nodes by `plx.schema.json`. Give it one declaration at a time, and keep what it says."""

    def __init__(self, bundle: Schema) -> None:
        definitions: dict[str, Schema] = bundle["$defs"]
        compiler = Compiler(definitions)
        self._compiler = compiler
        self._pipes: dict[str, TableSchema] = {}
        self._type_schema: Schema = definitions["Pipe"]["properties"]["type"]
        self._types = {
            rule["if"]["properties"]["type"]["const"]: rule["then"]["$ref"].rpartition("/")[2]
            for rule in definitions["Pipe"]["allOf"]
        }
        self._definitions = definitions
        self._concept_schema: Schema = bundle["properties"]["concept"]["additionalProperties"]
        self._concept_kinds = compiler.kinds(self._concept_schema, "concept")
        self._names = {name: name_check(bundle["properties"][name]["propertyNames"]) for name in _DECLARED}
        self._head = compiler.table_of(
            {**bundle, "properties": {name: _shallow(found, name) for name, found in bundle["properties"].items()}}
        )

    def pipe(self, node: Node) -> list[Violation]:
        """What is wrong with a pipe, its code included. Without a `type` that exists, nothing else is judged."""
        found: Found = []
        if node.key is not None:
            self._names["pipe"](node, found)
        if node.kind != "table":
            if node.kind not in _UNREAD:
                found.append(wrong_type(node, {"type": "object"}, "pipe"))
            return found
        written = node.data.get("type")
        if written is None:
            found.append(self._missing_type(node))
        elif written.kind == "string":
            self._check_typed(node, written, found)
        elif written.kind not in _UNREAD:
            found.append(wrong_type(written, self._type_schema, "type"))
        return found

    def meant(self, node: Node) -> set[str]:
        """The keys that the misspelled ones of a pipe were probably meant to be."""
        return {violation.near for violation in self.pipe(node) if violation.rule == "unknown-key"}

    def concept(self, node: Node) -> list[Violation]:
        """What is wrong with a concept, its code included."""
        found: Found = []
        if node.key is not None:
            self._names["concept"](node, found)
            if found and node.key.name in _OF_THE_FILE:
                found[0].message = f"`{node.key.name}` can't name a concept ({_AT_THE_TOP})"
        check = self._concept_kinds.get(node.kind, REFUSED)
        if check is REFUSED:
            found.append(wrong_type(node, self._concept_schema, "concept"))
        elif check is not None:
            check(node, found)
        return found

    def head(self, root: Node, stem: str = "") -> list[Violation]:
        """What is wrong with a file's own keys; its concepts and pipes are judged one by one.

        `stem` is the file's name without its ending: the domain that a file without one has.
        """
        found: Found = []
        self._head.check(root, found)
        if "domain" not in root.data and not any(violation.near == "domain" for violation in found):
            found.append(_missing_domain(root, stem))
        return found

    def top(self, key: str, node: Node) -> list[Violation]:
        """What is wrong with the value of one of the file's own keys; nothing for a key that does not exist."""
        found: Found = []
        kinds = self._head.kinds.get(key)
        if kinds is not None:
            check = kinds.get(node.kind, REFUSED)
            if check is REFUSED:
                found.append(wrong_type(node, self._head.properties[key], key))
            elif check is not None:
                check(node, found)
        return found

    def _check_typed(self, node: Node, written: Node, found: Found) -> None:
        name: str = written.data
        definition = self._types.get(name)
        if definition is None:
            found.append(unknown_word(written, self._type_schema, "unknown-pipe-type", "`type`"))
            return
        if name != definition:
            found.append(other_word(written, definition, is_old=True))
        self._pipe_table(definition).check(node, found)

    def _pipe_table(self, definition: str) -> TableSchema:
        """The keys of one type of pipe, without `type` itself, which has been judged."""
        table = self._pipes.get(definition)
        if table is None:
            table = self._pipes[definition] = self._compiler.table(definition)
            table.kinds["type"] = self._compiler.kinds({}, "type")
            table.elsewhere = lambda name: self._elsewhere(name, definition)
        return table

    def _missing_type(self, node: Node) -> Violation:
        """A pipe without `type`, or with a key that was meant to be it."""
        for name, child in node.data.items():
            if child.kind == "string" and near(name, ("type",)) and near(child.data, self._types):
                fix = Repair("Write `type`", replace_key(child, "type"), safe=fold(name) == "type")
                message = f"unknown key {named(name)}: did you mean `type`?"
                return Violation("unknown-key", child, "key", message, fix, name=name, near="type")
        line = example("type", self._type_schema)
        message = f"missing key `type`: say what kind of pipe it is; write, for example, `{line}`"
        return Violation("missing-key", node, "table", message, name="type")

    def _elsewhere(self, name: str, definition: str) -> str:
        """In words, where a key belongs: to the file, to the settings of a model, to one or two other types of pipe."""
        if name in _OF_THE_FILE:
            return f" ({_AT_THE_TOP})"
        for key, found in self._definitions[definition]["properties"].items():
            if name in self._setting(found) and "x-plx-renamed-to" not in found:
                return f" (it belongs to the settings of `{key}`, as in `{key} = {{ …, {name} = … }}`)"
        types = [each for each in dict.fromkeys(self._types.values()) if name in self._definitions[each]["properties"]]
        return f" (it belongs to {' and '.join(types)})" if 0 < len(types) < 3 else ""

    def _setting(self, found: Schema) -> Schema:
        """The keys of the setting table that a key of a pipe takes; none where it takes no table of its own kind."""
        names = [each["$ref"].rpartition("/")[2] for each in found.get("anyOf", ()) if "$ref" in each]
        return self._definitions[names[0]]["properties"] if names else {}


def _shallow(schema: Schema, name: str) -> Schema:
    """The schema of a top-level key without the declarations under it, which are judged one by one."""
    if name not in _DECLARED:
        return schema
    return {"type": "object", "additionalProperties": {}}


def _missing_domain(root: Node, stem: str) -> Violation:
    matches = whole(DOMAIN_PATTERN)
    domain = next((name for name in (stem, to_snake(stem)) if matches(name)), "my_domain")
    line = f"domain = {toml(domain)}"
    gap = line_end(root) * (1 if root.block.entries else 2)
    fix = Repair(f"Add `{line}`", Change(root.block, 0, 0, line + gap), safe=domain == stem)
    what = f"it counts as `{stem}`" if stem else "it counts as the file's name"
    message = f"the file has no `domain`: {what}; write `{line}` at its top"
    return Violation("missing-domain", root, "table", message, fix, name="domain")


_validator: list[Validator] = []


def validator() -> Validator:
    """The validator of this process, made when it is first asked for."""
    if not _validator:
        _validator.append(Validator(schema("plx")))
    return _validator[0]
