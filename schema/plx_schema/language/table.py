"""What every table of the language is made of: its base class, and the field that documents a key.

A model states the facts of a key once; `Table` adds what follows from them to the JSON Schema: another generation's
spelling points to the reference one, keys get their order for completion, and "one of these" becomes `anyOf`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plx_schema.vocabulary import KEYS_ELSEWHERE, RENAMED_KEYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core.core_schema import CoreSchema


def key(
    doc: str = "",
    *,
    required: bool = False,
    examples: Sequence[Any] = (),
    default: Any = None,
    since: str = "",
    until: str = "",
) -> Any:
    """Describe one key of a table.

    Args:
        doc: One line for hover and completion. May be left out for a spelling that `RENAMED_KEYS` knows.
        required: Whether a table without it is refused.
        examples: Values worth offering where the type names none.
        default: What holds where the key is absent, for readers; never filled in.
        since: The first release that accepts it, if not 0.9.
        until: The last one, if a later release dropped it.
    """
    extras: dict[str, Any] = {}
    if default is not None:
        extras["default"] = default
    if since:
        extras["x-plx-since"] = since
    if until:
        extras["x-plx-until"] = until
    return Field(
        default=... if required else None,
        description=doc or None,
        examples=list(examples) or None,
        json_schema_extra=extras or None,
    )


class Table(BaseModel):
    """A table of PLX: no keys but its own, and no value of another type than TOML gave it."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, protected_namespaces=())

    spellings: ClassVar[str] = ""
    """Its entry in `RENAMED_KEYS` and `KEYS_ELSEWHERE`."""

    one_of: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of keys of which at least one must be there; the first of a group is the reference spelling."""

    needs: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Keys that, where they are written, need another beside them: one of these."""

    conditions: ClassVar[tuple[dict[str, Any], ...]] = ()
    """Further `if`/`then` pairs of JSON Schema."""

    called: ClassVar[str] = ""
    """What a message calls it, without an article. Default: the class's own name."""

    rule: ClassVar[str] = ""
    """The rule that reports this table's faults, where it is one rule for all of them."""

    leads: ClassVar[tuple[str, ...]] = ()
    """Keys that people write first, in their order."""

    @model_validator(mode="after")
    def _has_one_of_each_group(self) -> Table:
        written = {type(self).model_fields[name].alias or name for name in self.model_fields_set}
        for group in self.one_of:
            if written.isdisjoint(group):
                raise ValueError(f"missing key `{group[0]}`")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["title"] = cls.called or cls.__name__
        renames = RENAMED_KEYS.get(cls.spellings, {})
        for name, field in schema.get("properties", {}).items():
            field.pop("title", None)
            if name in renames:
                _point_to(field, renames[name])
        if cls.rule:
            schema["x-plx-rule"] = cls.rule
        if cls.spellings in KEYS_ELSEWHERE:
            schema["x-plx-meant"] = KEYS_ELSEWHERE[cls.spellings]
        _add_requirements(cls, schema)
        _put_in_order(cls, schema)
        return schema


def _point_to(field: dict[str, Any], target: str) -> None:
    """Document a key that is another generation's spelling of `target`."""
    since, until = field.get("x-plx-since", "0.9"), field.get("x-plx-until", "")
    releases = f"{since} - {until}" if until and until != since else until or f"{since} and later"
    field["description"] = f"How releases {releases} spell `{target}`."
    field["x-plx-renamed-to"] = target
    if until:
        field["deprecated"] = True


def _add_requirements(table: type[Table], schema: dict[str, Any]) -> None:
    """Add `one_of`, `needs` and `conditions`. A single group needs no `allOf` around it, and reads better without."""
    groups = [_one_of(group) for group in table.one_of]
    needs = [{"if": {"required": [name]}, "then": _one_of(group)} for name, group in table.needs.items()]
    rules = [*groups, *needs, *table.conditions]
    if len(rules) == len(groups) == 1:
        schema.update(groups[0])
    elif rules:
        schema["allOf"] = rules


def _one_of(group: tuple[str, ...]) -> dict[str, Any]:
    if len(group) == 1:
        return {"required": [*group]}
    return {"anyOf": [{"required": [name]} for name in group]}


def _put_in_order(table: type[Table], schema: dict[str, Any]) -> None:
    """Sort the keys as completion offers them: leads, required, optional, other spellings, what no one writes."""
    needed = {*schema.get("required", ()), *(group[0] for group in table.one_of)}

    def rank(name: str, field: dict[str, Any]) -> tuple[int, int]:
        if name in table.leads:
            return 0, table.leads.index(name)
        if field.get("x-plx-kind") == "internal":
            return 4, 0
        if "x-plx-renamed-to" in field:
            return 3, 0
        return (1, 0) if name in needed else (2, 0)

    properties = sorted(schema.get("properties", {}).items(), key=lambda item: rank(*item))
    for order, (_, field) in enumerate(properties):
        field["x-plx-order"] = order
    schema["properties"] = dict(properties)
    if "required" in schema:
        schema["required"].sort(key=list(schema["properties"]).index)
