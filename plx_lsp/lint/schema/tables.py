"""Checks of tables: known keys, required keys, keys that need each other, and what each of them holds.

Made from an `object` schema by `compile`; a table that keeps to its schema costs one look-up for each of its keys.
"""

from __future__ import annotations

from plx_lsp.lint.near import fold, near
from plx_lsp.lint.schema.values import to_pascal, to_snake, whole, wrong_type
from plx_lsp.lint.schema.violation import Repair, Violation, insert_entry, replace_key
from plx_schema.wording import a, example, named, quoted, toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet
    from typing import Any

    from plx_lsp.lint.schema.values import Check, Found, Schema
    from plx_lsp.syntax.tree import Node

    Kinds = dict[str, Check | None]
    Groups = list[tuple[str, ...]]
    Condition = tuple[Callable[[Node], bool], Groups, dict[str, tuple[Kinds, Schema]], str]

REFUSED: Any = object()
"""Stands for "no check, for this kind is not allowed here"."""


class TableSchema:
    """An `object` schema, prepared: what each key may hold, and which keys must be there."""

    __slots__ = (
        "brought",
        "conditions",
        "elsewhere",
        "groups",
        "kinds",
        "needs",
        "properties",
        "renames",
        "rule",
        "what",
    )

    def __init__(
        self, schema: Schema, kinds: dict[str, Kinds], needs: dict[str, Groups], conditions: list[Condition]
    ) -> None:
        self.properties: dict[str, Schema] = schema["properties"]
        self.kinds = kinds
        self.renames: dict[str, str] = {
            name: found["x-plx-renamed-to"] for name, found in self.properties.items() if "x-plx-renamed-to" in found
        }
        self.groups: Groups = [(name,) for name in schema.get("required", ())] + groups_of(schema)
        self.needs = needs
        self.conditions = conditions
        self.rule: str = schema.get("x-plx-rule", "")
        self.brought: dict[str, str] = schema.get("x-plx-meant", {})
        """Keys of other tools, with those that are meant."""
        self.elsewhere: Callable[[str], str] = lambda _: ""
        """In words, which other table has a key, for whoever wrote it here."""
        self.what = a(schema.get("title", "table"))

    def check(self, node: Node, found: Found) -> None:
        """Add what is wrong with a table."""
        before = len(found)
        data: dict[str, Node] = node.data
        kinds = self.kinds
        unknown: list[Node] = []
        for name, child in data.items():
            allowed = kinds.get(name)
            if allowed is None:
                unknown.append(child)
                continue
            check = allowed.get(child.kind, REFUSED)
            if check is REFUSED:
                found.append(wrong_type(child, self.properties[name], name))
            elif check is not None:
                check(child, found)
        if not self.renames.keys().isdisjoint(data):
            found += [
                self._renamed(node, child, name)
                for name, child in data.items()
                if name in self.renames and not self._is_repeated(name, data)
            ]
        meant: set[str] = set()
        for child in unknown:
            meant.add(self._unknown(node, child, meant, found))
        self._check_presence(node, data.keys() | meant if meant else data.keys(), found)
        if self.rule:
            _relabel(found, before, self.rule)

    def _check_presence(self, node: Node, present: AbstractSet[str], found: Found) -> None:
        """Add what is missing. `present` are the keys that are there or that a misspelled one was meant to be."""
        found += [self._missing(node, group) for group in self.groups if _lacks(present, group)]
        for name, groups in self.needs.items():
            if name in present:
                found += [
                    self._missing(node, group, f": `{name}` needs it") for group in groups if _lacks(present, group)
                ]
        for holds, groups, kinds, because in self.conditions:
            if holds(node):
                found += [self._missing(node, group, because) for group in groups if _lacks(present, group)]
                for name, (allowed, schema) in kinds.items():
                    if name in node.data and node.data[name].kind not in allowed:
                        found.append(wrong_type(node.data[name], schema, name, because))

    def _missing(self, node: Node, group: tuple[str, ...], because: str = "") -> Violation:
        name = group[0]
        line = example(name, self.properties[name])
        others = [f"`{each}`" for each in group[1:] if self._is_offered(each)]
        instead = f" (or give {' or '.join(others)})" if others else ""
        message = f"missing key `{name}`{because}; write, for example, `{line}`{instead}"
        change = insert_entry(node, line)
        fixes = (Repair(f"Add `{line}`", change),) if change is not None else ()
        return Violation("missing-key", node, "table", message, *fixes, name=name)

    def _is_offered(self, name: str) -> bool:
        """Whether a key is one of today's, not another spelling or a thing of the past."""
        schema = self.properties[name]
        return "x-plx-renamed-to" not in schema and "x-plx-until" not in schema

    def _unknown(self, table: Node, node: Node, taken: AbstractSet[str], found: Found) -> str:
        """Add an unknown key; give the name that it was probably meant to be. `taken` are meant by others already."""
        assert node.key is not None  # noqa: S101 - it stands in a table
        name = node.key.name
        owner = "" if self._fits_brought(node, fold(name)) else self.elsewhere(name)
        nearest = "" if owner else near(name, [*self.properties, *self.brought])
        meant = self.brought.get(nearest) or self.renames.get(nearest, nearest)
        fixes: tuple[Repair, ...] = ()
        if meant:
            spelled = f" (also spelled `{nearest}`)" if nearest in self.renames else ""
            message = f"unknown key {named(name)}: did you mean `{meant}`{spelled}?"
            is_free = meant not in table.data and meant not in taken and _is_written_once(node)
            if is_free and (nearest not in self.brought or self._fits_brought(node, nearest)):
                safe = fold(meant) == fold(name)
                fixes = (Repair(f"Write `{meant}`", replace_key(node, meant), safe=safe),)
        else:
            message = f"unknown key {named(name)}: {self.what} has no such key{owner}"
        found.append(Violation("unknown-key", node, "key", message, *fixes, name=name, near=meant))
        return meant

    def _fits_brought(self, node: Node, name: str) -> bool:
        """Whether a key of another tool holds what the one that it stands for takes."""
        return name in self.brought and node.kind in self.kinds[self.brought[name]]

    def _is_repeated(self, name: str, data: dict[str, Node]) -> bool:
        """Whether the table has the same key in another spelling that counts more; the rules compare the two."""
        target = self.renames[name]
        first = next(each for each in data if each == target or self.renames.get(each) == target)
        return target in data or first != name

    def _renamed(self, table: Node, node: Node, name: str) -> Violation:
        target = self.renames[name]
        schema = self.properties[name]
        is_old: bool = schema.get("deprecated", False)
        message = f"`{name}` is {'an older' if is_old else 'another'} spelling of `{target}`"
        fixes: tuple[Repair, ...] = ()
        if _is_written_once(node) and node.kind in self.kinds[name] and self._can_become(target, table):
            # Unasked only where no later release reads the key: one that reads it may not know the other.
            fixes = (Repair(f"Write `{target}`", replace_key(node, target), safe=is_old),)
        return Violation("renamed-key", node, "key", message, *fixes, name=name, near=target, is_old=is_old)

    def _can_become(self, target: str, table: Node) -> bool:
        """Whether one key may be renamed to `target`: no other is, and what `target` needs is there."""
        present = table.data.keys()
        rivals = [name for name in present if name == target or self.renames.get(name) == target]
        return len(rivals) == 1 and not any(_lacks(present, group) for group in self.needs.get(target, ()))


def _is_written_once(node: Node) -> bool:
    """Whether a key stands in one place, so that another can be written there: not in several headers or paths."""
    if node.origin == "dotted":
        return len(node.data) == 1 and all(map(_is_written_once, node.data.values()))
    if node.origin == "header" and node.kind == "array":
        return len(node.data) == 1 and _is_written_once(node.data[0])
    if node.origin == "header":
        return all(each.origin not in ("header", "implicit") for each in node.data.values())
    return node.origin != "implicit"


def _lacks(present: AbstractSet[str], group: tuple[str, ...]) -> bool:
    return present.isdisjoint(group)


def groups_of(schema: Schema) -> Groups:
    """The groups of keys of which one must be there: each `anyOf` of nothing but `required`."""
    parts = [schema, *schema.get("allOf", ())]
    return [
        tuple(name for branch in part["anyOf"] for name in branch["required"])
        for part in parts
        if "anyOf" in part and all(branch.keys() == {"required"} for branch in part["anyOf"])
    ]


def _relabel(found: Found, start: int, rule: str) -> None:
    """Report everything since `start` under one rule; another spelling stays what it is."""
    for violation in found[start:]:
        if violation.rule != "renamed-key":
            violation.rule = rule


def map_check(schema: Schema, kinds: Kinds, name: str) -> Check:
    """A check for tables whose keys the author names: inputs, outcomes, a structure."""
    item: Schema = schema.get("additionalProperties") or {}
    names = name_check(schema["propertyNames"]) if "propertyNames" in schema else None
    least: int = schema.get("minProperties", 0)
    own_key: str = schema.get("x-plx-path-unless", "")

    def check(node: Node, found: Found) -> None:
        for child in node.data.values():
            if names is not None:
                names(child, found)
            judge = kinds.get(child.kind, REFUSED)
            if judge is REFUSED:
                found.append(wrong_type(child, item, name))
            elif own_key and _is_path(child, own_key):
                found.append(_unquoted_path(child, own_key))
            elif judge is not None:
                judge(child, found)
        if len(node.data) < least:
            found.append(Violation("invalid-value", node, "value", f"`{name}` is empty: give it at least one entry"))

    return check


def _is_path(node: Node, own_key: str) -> bool:
    """Whether dots made a table that was meant as a name: it has not the key that such a table must have."""
    return node.kind == "table" and node.origin == "dotted" and own_key not in node.data


def _unquoted_path(node: Node, own_key: str) -> Violation:
    """A path for a name, which TOML takes apart unless it is in quotes."""
    parts: list[str] = []
    inner = node
    while inner.key is not None:
        parts.append(inner.key.name)
        if not _is_path(inner, own_key) or not inner.data:
            break
        inner = next(iter(inner.data.values()))
    path = ".".join(parts)
    message = f"{named(path)} without quotes is a table: write `{toml(path)}`, or a name without a dot"
    return Violation("invalid-value", node, "key", message)


def name_check(schema: Schema) -> Check:
    """A check for the name that a key gives: a concept's, a pipe's, a field's."""
    matches = whole(schema["pattern"])
    rule: str = schema["x-plx-rule"]
    reserved = frozenset(schema.get("not", {}).get("enum", ()))

    def check(node: Node, found: Found) -> None:
        assert node.key is not None  # noqa: S101 - it stands in a table
        name = node.key.name
        if name in reserved:
            message = f"`{name}` can't name a field: the structure becomes a Python class, where the name is taken"
            found.append(Violation(rule, node, "key", message, name=name))
        elif not matches(name):
            found.append(_misnamed(node, name, rule, matches))

    return check


def _misnamed(node: Node, name: str, rule: str, matches: Callable[[str], object]) -> Violation:
    what, style, convert = {
        "invalid-concept-code": ("a concept", "PascalCase, as `CompanyLogo`", to_pascal),
        "invalid-pipe-code": ("a pipe", "snake_case, as `draw_logo`", to_snake),
    }.get(rule, ("a field", "snake_case, as `full_name`", to_snake))
    meant = convert(name)
    meant = meant if matches(meant) else ""
    hint = f": write `{meant}`" if meant else f": names are in {style}"
    return Violation(rule, node, "key", f"{quoted(name)} can't name {what}{hint}", name=name, near=meant)
