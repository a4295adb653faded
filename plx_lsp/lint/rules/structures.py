"""The fields of a structure, as far as the schema cannot say it: defaults against choices, keys that do nothing.

`structure-field` is also what the schema reports of a field's keys, types and names.
"""

from __future__ import annotations

from plx_lsp.lint.edits import remove_entry
from plx_lsp.lint.finding import Finding, Fix, entry_place, key_place, value_place
from plx_lsp.lint.near import near
from plx_lsp.lint.registry import concept_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Concept
    from plx_lsp.syntax.tree import Node

# key: the type of field that it belongs to; other fields drop it without a word (R§4.3)
_BELONGS_TO = {
    "item_type": "list",
    "item_concept_ref": "list",
    "key_type": "dict",
    "value_type": "dict",
    "concept_ref": "concept",
}


@concept_rule("structure-field", "error", "A field of a structure that cannot be.")
def structure_field(concept: Concept, _library: Library) -> Iterator[Finding]:
    """Each field of a structure written as a table."""
    structure = concept.get("structure")
    if structure is None or structure.kind != "table":
        return
    for field in structure.data.values():
        if field.kind == "table":
            yield from _choices(concept.source, field)
            yield from _date(concept.source, field)
            yield from _useless_keys(concept.source, field)


def _choices(source: Source, field: Node) -> Iterator[Finding]:
    choices = field.get("choices")
    if choices is None or choices.kind != "array":
        return
    if not choices.data and field.get("type") is None:
        message = "there is nothing to choose from: write the choices, or give the field a `type`"
        yield Finding(entry_place(source, choices), message)
        return
    seen: set[object] = set()
    for item in choices.data:
        if item.kind == "string" and item.data in seen:
            message = f'the choice "{item.data}" is there twice: remove one'
            yield Finding(value_place(source, item), message, severity="warning")
        elif item.kind == "string":
            seen.add(item.data)
    default = field.get("default_value")
    if default is None or default.kind != "string" or not seen or default.data in seen:
        return
    guess = near(default.data, [str(each) for each in seen])
    advice = f'did you mean "{guess}"?' if guess else "write one of them"
    message = f'the default "{default.data}" is not among the choices: {advice}'
    # With a `type` beside the choices, the releases compare with the type alone.
    severity = "" if field.get("type") is None else "warning"
    related = ((key_place(source, choices), "the choices are here"),)
    yield Finding(value_place(source, default), message, related=related, severity=severity)


def _date(source: Source, field: Node) -> Iterator[Finding]:
    kind, default = field.get("type"), field.get("default_value")
    if (
        kind is None
        or default is None
        or kind.data != "date"
        or default.kind in ("datetime", "date", "missing", "error")
    ):
        return
    message = "the default of a date must be a TOML date, without quotes, as in 2026-01-31T00:00:00"
    yield Finding(value_place(source, default), message)


def _useless_keys(source: Source, field: Node) -> Iterator[Finding]:
    kind = field.get("type")
    if kind is None or kind.kind != "string":
        return
    for key, owner in _BELONGS_TO.items():
        node = field.get(key)
        if node is not None and kind.data != owner:
            message = f'`{key}` belongs to fields of type "{owner}", so it has no effect here: remove it'
            edit = remove_entry(source, node)
            fixes = [Fix(f"Remove `{key}`", edit)] if edit is not None else []
            tags = ("unnecessary",)
            yield Finding(entry_place(source, node), message, *fixes, severity="warning", tags=tags)
