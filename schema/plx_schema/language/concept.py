"""Concepts, and the fields that a concept with a structure has."""

from typing import Annotated, Any, ClassVar

from plx_schema.language.names import Anything, ClassName, ConceptName, FieldName, Internal, Text, Word
from plx_schema.language.table import Table, key
from plx_schema.vocabulary import FIELD_TYPES, FIELD_TYPES_ELSEWHERE

# A boolean passes for a number in every release. Dates have no counterpart in JSON: the rules look at those.
_DEFAULTS: dict[str, Any] = {
    "text": "string",
    "integer": ["integer", "boolean"],
    "number": ["number", "boolean"],
    "boolean": "boolean",
    "list": "array",
    "dict": "object",
}


def _where_type(name: str, then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": then}


class StructureField(Table):
    """A field of a structure: `age = { type = "integer", description = "In years", required = true }`."""

    called: ClassVar[str] = "structure field"
    spellings: ClassVar[str] = "field"
    rule: ClassVar[str] = "structure-field"
    leads: ClassVar[tuple[str, ...]] = ("type", "description")
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("description", "definition"), ("type", "choices"))
    conditions: ClassVar[tuple[dict[str, Any], ...]] = (
        _where_type("dict", {"required": ["key_type", "value_type"]}),
        _where_type("concept", {"required": ["concept_ref"]}),
        *(_where_type(name, {"properties": {"default_value": {"type": kind}}}) for name, kind in _DEFAULTS.items()),
    )

    type: Annotated[str, Word(FIELD_TYPES, meant=FIELD_TYPES_ELSEWHERE)] | None = key(
        "What the field holds. May be left out where `choices` are given."
    )
    description: Text | None = key("What the field means; language models read it.", examples=["The age in years"])
    definition: Text | None = key(until="0.10")
    required: bool | None = key("Whether a value must be there. Releases differ on the default: better write it.")
    choices: list[str] | None = key("The only values that the field may have.")
    default_value: Anything | None = key("What the field holds where nothing is said; must fit `type`.")
    item_type: Text | None = key("What each item of a `list` is; anything, where it is left out.", examples=["text"])
    key_type: Text | None = key("What the keys of a `dict` are.", examples=["text"])
    value_type: Text | None = key("What the values of a `dict` are.", examples=["text"])
    concept_ref: ConceptName | None = key(
        "The concept that a field of type `concept` holds.", since="0.17", examples=["Image"]
    )
    item_concept_ref: ConceptName | None = key(
        "The concept of each item, where `item_type` is `concept`.", since="0.17"
    )


class Concept(Table):
    """A concept in full: `[concept.Logo]`. The short form is `Logo = "A logo"` under `[concept]`."""

    called: ClassVar[str] = "concept"
    spellings: ClassVar[str] = "concept"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("description", "definition"),)

    description: Text | None = key(
        "What the concept means, for people and for language models.", examples=["A company logo"]
    )
    definition: Text | None = key(until="0.10")
    refines: ConceptName | None = key(
        "The concept that this one is a kind of. Not together with `structure`.", examples=["Text", "Image"]
    )
    structure: ClassName | dict[FieldName, Text | StructureField] | None = key(
        "Its fields, or the name of a registered Python class. Without it, and without `refines`, a concept is text."
    )
    source: Internal | None = key("Written by Pipelex; has no effect in a file.")
