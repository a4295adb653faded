"""What the schema says about keys, for completion and hover: plain values out of `plx.schema.json`.

A table is known by the name of its definition: a pipe's type, `Concept`, `StructureField`, `Step`, `Branch`,
`ImgGenSetting`, ..., or `Bundle` for the file itself. A path leads from such a table to what stands below it, with a
number for an item of an array: `("steps", 0, "batch_over")`, `("inputs", "prompt", "multiplicity")`.
"""

from functools import lru_cache

from plx_schema.files import schema
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES
from plx_schema.wording import current_words, phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Schema = dict[str, Any]
    Path = tuple[str | int, ...]


class KeyDoc:
    """Everything there is to say about one key.

    `type` is in words ("a whole number of at least 1"); `values` are the words it takes, in today's spelling, with
    `value_docs` for those that have any; `spellings` leads from another generation's word to today's. `kind` says what
    a string refers to (see `plx_schema.language.names`), `models` of which section of the deck. `order` is its place
    among the keys of its table. `renamed_to` is the key to write instead; `is_old` tells the older spelling from the
    newer one. `since` and `until` name releases, empty where there is nothing to say.
    """

    __slots__ = (
        "default",
        "doc",
        "examples",
        "is_old",
        "is_required",
        "kind",
        "models",
        "name",
        "order",
        "renamed_to",
        "since",
        "spellings",
        "type",
        "until",
        "value_docs",
        "values",
    )

    def __init__(self, name: str, found: "Schema", *, is_required: bool) -> None:
        branches = [found, *found.get("anyOf", ())]
        words = next((branch for branch in branches if "enum" in branch), None)
        self.name = name
        self.doc: str = found.get("description", "")
        self.type = phrase(found)
        self.default: Any = found.get("default")
        self.examples: list[Any] = found.get("examples", [])
        self.values: list[str] = current_words(words) if words else []
        self.value_docs: dict[str, str] = found.get("x-plx-docs", {})
        self.spellings: dict[str, str] = found.get("x-plx-spellings", {})
        self.kind: str = _first(branches, "x-plx-kind")
        self.models: str = _first(branches, "x-plx-models")
        self.order: int = found.get("x-plx-order", 0)
        self.is_required = is_required
        self.is_old: bool = found.get("deprecated", False)
        self.renamed_to: str = found.get("x-plx-renamed-to", "")
        self.since: str = found.get("x-plx-since", "")
        self.until: str = found.get("x-plx-until", "")


@lru_cache(maxsize=512)
def keys_of(table: str, path: "Path" = ()) -> list[KeyDoc]:
    """Give the keys of a table, or of the table at `path` below it, in the order in which people write them.

    Empty where there is no such table, or where its keys are for the author to name. A pipe type that does not exist
    has the one key `type`. A pipe's `type` offers all of them.
    """
    for found in _below(_start(table), path):
        if "properties" in found:
            properties: dict[str, Schema] = found["properties"]
            if found.get("title") in PIPE_TYPES:
                properties = {**properties, "type": schema("plx")["$defs"]["Pipe"]["properties"]["type"]}
            needed = {*found.get("required", ()), *_references(found)}
            keys = [KeyDoc(name, each, is_required=name in needed) for name, each in properties.items()]
            return sorted(keys, key=lambda key: key.order)
    return []


@lru_cache(maxsize=4096)
def key_doc(table: str, path: "Path") -> "KeyDoc | None":
    """Give what there is to say about the key at the end of `path`; None where the schema has no such key."""
    *above, name = path
    for key in keys_of(table, tuple(above)):
        if key.name == name:
            return key
    found = _below(_start(table), path)
    if not found or not isinstance(name, str):
        return None
    return KeyDoc(name, {"anyOf": found} if len(found) > 1 else found[0], is_required=False)


def doc_of(table: str, path: "Path" = ()) -> str:
    """Give what a table is, in a sentence."""
    return next((found["description"] for found in _below(_start(table), path) if "properties" in found), "")


def _start(table: str) -> "Schema":
    bundle = schema("plx")
    if table == "Bundle":
        return bundle
    definitions: dict[str, Schema] = bundle["$defs"]
    return definitions.get(OLD_PIPE_TYPES.get(table, table), definitions["Pipe"])


def _below(start: "Schema", path: "Path") -> "list[Schema]":
    """Give the schemas that hold for what stands at `path`, one for each shape that it may have."""
    found = _shapes(start)
    for part in path:
        found = [shape for each in found for inner in _children(each, part) for shape in _shapes(inner)]
    return found


def _shapes(found: "Schema") -> "list[Schema]":
    """Follow references and alternatives."""
    if "$ref" in found:
        return _shapes(schema("plx")["$defs"][found["$ref"].rpartition("/")[2]])
    if "anyOf" in found and "type" not in found:
        return [shape for branch in found["anyOf"] for shape in _shapes(branch)]
    return [found]


def _children(found: "Schema", part: str | int) -> "list[Schema]":
    """Give what a schema says of one key or item; nothing where it has no word for it."""
    if isinstance(part, int):
        return [found["items"]] if "items" in found else []
    named = found.get("properties", {}).get(part)
    if named is None:
        named = found.get("additionalProperties")
    return [named] if isinstance(named, dict) else []


def _references(found: "Schema") -> list[str]:
    """Give the first key of each group of which one is needed: the one to offer."""
    parts = [found, *found.get("allOf", ())]
    groups = [part["anyOf"] for part in parts if "anyOf" in part]
    return [group[0]["required"][0] for group in groups if "required" in group[0]]


def _first(branches: "list[Schema]", mark: str) -> str:
    return next((branch[mark] for branch in branches if mark in branch), "")
