"""Checks of single values: a word of a list, a name of a pattern, a number of a range, the wrong type.

Each maker takes a schema and gives a closure that looks at a node whose kind fits already, or None where there is
nothing more to look at.
"""

from __future__ import annotations

import re

from plx_lsp.lint.near import fold, near
from plx_lsp.lint.schema.violation import Change, Repair, Violation, around_value, replace_value, shown
from plx_lsp.syntax.rare import rare
from plx_schema.wording import example, named, phrase, quoted, toml, types_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from plx_lsp.syntax.tree import Node

    Schema = dict[str, Any]
    Found = list[Violation]
    Check = Callable[[Node, Found], None]

_CONCEPT_FORMS = "a concept is written `Text`, `images.Photo`, `Text[]` (a list) or `Text[3]`"


def label(node: Node, item_of: str) -> str:
    """How a message calls a value: by its key, or as an item of the array that has one."""
    return named(node.key.name) if node.key is not None else f"an item of `{item_of}`"


def string_check(schema: Schema, name: str, among: Schema | None = None) -> Check | None:
    """A check for strings with an `enum`, `const`, `pattern` or length. `among` is all the place takes, if more."""
    if "enum" in schema:
        return _word_check(schema, name, among)
    if "const" in schema:
        return _word_check({**schema, "enum": [schema["const"]]}, name, among)
    if "pattern" in schema:
        return _pattern_check(schema, name)
    return _length_check(schema, name) if "minLength" in schema else None


def _word_check(schema: Schema, name: str, among: Schema | None) -> Check:
    words = frozenset(schema["enum"])
    spellings: dict[str, str] = schema.get("x-plx-spellings", {})

    def check(node: Node, found: Found) -> None:
        word = node.data
        if word not in words:
            found.append(unknown_word(node, schema, "invalid-value", label(node, name), among))
        elif word in spellings:
            found.append(other_word(node, spellings[word]))

    return check


def unknown_word(node: Node, schema: Schema, rule: str, what: str, among: Schema | None = None) -> Violation:
    """A word that the list does not have. `among` is all that the place takes, if it takes more than words."""
    meant = schema.get("x-plx-meant", {}).get(fold(node.data)) or _nearest(node.data, schema["enum"])
    reference = schema.get("x-plx-spellings", {}).get(meant, meant)
    fixes: tuple[Repair, ...] = ()
    hint = ""
    if meant:
        is_certain = fold(meant) == fold(node.data)
        fixes = (Repair(f"Write {quoted(reference)}", replace_value(node, toml(reference)), safe=is_certain),)
        hint = f" (did you mean {quoted(reference)}?)"
    elif among is not None:
        unquoted, words_of_it = _unquoted(node, among)
        fixes, hint = ((unquoted,), f" ({words_of_it})") if unquoted else ((), "")
    message = f"{what} can't be {shown(node)}: write {phrase(among or schema)}{hint}"
    return Violation(rule, node, "value", message, *fixes, near=reference)


def _nearest(word: str, words: list[str]) -> str:
    """The word that was probably meant: for a ratio the nearest ratio, else the nearest spelling; may be empty."""
    wanted = _ratio(word)
    ratios = {each: ratio for each in words if (ratio := _ratio(each))}
    if not wanted or not ratios:
        return near(word, words)
    return min(ratios, key=lambda each: max(ratios[each] / wanted, wanted / ratios[each]))


def _ratio(word: str) -> float:
    """`16:9`, `16x9` or `16/9` as a number; 0 for anything else."""
    match = re.fullmatch(r"([1-9][0-9]{0,4})\s*[:x×/]\s*([1-9][0-9]{0,4})", word, re.ASCII)
    return int(match[1]) / int(match[2]) if match else 0.0


def other_word(node: Node, reference: str, *, is_old: bool = False) -> Violation:
    """A word in another generation's spelling."""
    message = f"{shown(node)} is {'an older' if is_old else 'another'} spelling of {quoted(reference)}"
    fix = Repair(f"Write {quoted(reference)}", replace_value(node, toml(reference)), safe=is_old)
    return Violation("renamed-key", node, "value", message, fix, near=reference, is_old=is_old)


def whole(pattern: str) -> Callable[[str], object]:
    """Match a schema's anchored pattern, where `$` means the very end and not a line break before it."""
    return rare(f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern, "search")


def _pattern_check(schema: Schema, name: str) -> Check:
    matches = whole(schema["pattern"])
    least: int = schema.get("minLength", 0)
    rule = schema.get("x-plx-rule", "invalid-value")

    def fits(text: str) -> bool:
        return len(text) >= least and bool(matches(text))

    def check(node: Node, found: Found) -> None:
        if not fits(node.data):
            found.append(_misshapen(node, schema, rule, label(node, name), fits))

    return check


def _length_check(schema: Schema, name: str) -> Check:
    least: int = schema["minLength"]
    line = example(name, schema)

    def check(node: Node, found: Found) -> None:
        if len(node.data) < least:
            fault = f"needs {least} characters or more" if node.data else "is empty"
            message = f"{label(node, name)} {fault}: write, for example, `{line}`"
            found.append(Violation("invalid-value", node, "value", message))

    return check


def _misshapen(node: Node, schema: Schema, rule: str, what: str, fits: Callable[[str], object]) -> Violation:
    """A string that does not follow the pattern of its key."""
    start = f"{what} can't be {shown(node)}"
    if rule == "invalid-domain":
        snake = to_snake(node.data)
        fix = (Repair(f"Write {quoted(snake)}", replace_value(node, toml(snake))),) if fits(snake) else ()
        message = f"{start}: a domain is in snake_case, as {quoted(snake if fix else 'my_domain')}"
        return Violation(rule, node, "value", message, *fix, near=snake if fix else "")
    tight = "".join(node.data.split())
    fixes = (Repair(f"Write {quoted(tight)}", replace_value(node, toml(tight)), safe=True),) if fits(tight) else ()
    forms = _CONCEPT_FORMS
    if schema.get("x-plx-kind") == "concept-name":
        forms = "write a single concept, as `Text` or `images.Photo`, without brackets"
    return Violation(rule, node, "value", f"{start}: {forms}", *fixes)


def number_check(schema: Schema, name: str) -> Check | None:
    """A check for numbers with a range; not-a-number and infinity are in none."""

    def check(node: Node, found: Found) -> None:
        if not _in_range(node.data, schema):
            message = f"{label(node, name)} must be {phrase(schema)}, not {shown(node)}"
            found.append(Violation("invalid-value", node, "value", message))

    return check


def _in_range(number: float, schema: Schema) -> bool:
    return (
        number >= schema.get("minimum", number)
        and number <= schema.get("maximum", number)
        and ("exclusiveMinimum" not in schema or number > schema["exclusiveMinimum"])
        and (isinstance(number, int) or number - number == 0)
    )


def wrong_type(node: Node, schema: Schema, name: str, because: str = "") -> Violation:
    """A value of a type that its key does not take."""
    fix, hint = _conversion(node, schema)
    if not hint and node.key is not None and node.key.name == name and _has_example_table(schema):
        hint = f"as in `{example(name, schema)}`"
    hint = f" ({hint})" if hint else ""
    message = f"{label(node, name)} must be {phrase(schema)}{because}, not {shown(node)}{hint}"
    return Violation("wrong-type", node, "value", message, *((fix,) if fix else ()))


def _conversion(node: Node, schema: Schema) -> tuple[Repair | None, str]:
    """What would make the value fit, as a repair and in words."""
    types = types_of(schema)
    if node.kind == "string":
        return _unquoted(node, schema)
    if node.kind == "float" and "integer" in types:
        return _rounded(node, schema)
    if node.kind in ("integer", "float", "boolean") and _takes(schema, "string") == {"type": "string"}:
        return Repair("Put it in quotes", *around_value(node, '"', '"')), "put it in quotes"
    if node.kind == "table" and "array" in types:
        return _listed(node)
    if node.kind == "array" and node.origin == "header" and "object" in types:
        return None, f"write `[{_header(node)}]`"
    if node.kind == "array" and _holds_one_fitting_string(node, schema):
        return Repair("Remove the brackets", *_unwrap(node), safe=True), "remove the brackets"
    return None, ""


def _has_example_table(schema: Schema) -> bool:
    return types_of(schema) == ("object",) and "examples" in schema


def _takes(schema: Schema, wanted: str) -> Schema | None:
    """What a schema says of values of one type, without its marks; None where it takes none."""
    for branch in schema.get("anyOf", (schema,)):
        if "$ref" not in branch and wanted in types_of(branch):
            return {"type": wanted} | {name: branch[name] for name in _CONSTRAINTS if name in branch}
    return None


_CONSTRAINTS = ("enum", "const", "pattern", "minimum", "maximum", "exclusiveMinimum")


def _unquoted(node: Node, schema: Schema) -> tuple[Repair | None, str]:
    """A string that holds a number or a boolean, and that is what is wanted."""
    remove = Repair("Remove the quotes", replace_value(node, node.data), safe=True), "remove the quotes"
    if node.data in ("true", "false"):
        return remove if _takes(schema, "boolean") else (None, "")
    numbers = _takes(schema, "number") or _takes(schema, "integer")
    if numbers is None or re.fullmatch(r"[+-]?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?", node.data, re.ASCII) is None:
        return None, ""
    if "." in node.data:
        return remove if numbers["type"] == "number" and _in_range(float(node.data), numbers) else (None, "")
    return remove if _in_range(int(node.data), numbers) else (None, "")


def _rounded(node: Node, schema: Schema) -> tuple[Repair | None, str]:
    """A whole number with a `.0` that makes it none."""
    numbers = _takes(schema, "integer") or {}
    if not abs(node.data) < 10**18 or node.data != int(node.data) or not _in_range(int(node.data), numbers):
        return None, ""
    whole_number = str(int(node.data))
    return Repair(f"Write {whole_number}", replace_value(node, whole_number), safe=True), f"write `{whole_number}`"


def _holds_one_fitting_string(node: Node, schema: Schema) -> bool:
    if len(node.data) != 1 or node.data[0].kind != "string":
        return False
    strings = _takes(schema, "string")
    check = string_check(strings, "") if strings else None
    found: Found = []
    if check is not None:
        check(node.data[0], found)
    return strings is not None and not found


def _listed(node: Node) -> tuple[Repair | None, str]:
    if node.origin == "inline":
        return Repair("Put it in brackets", *around_value(node, "[", "]")), "put it in `[ ]`"
    return None, f"write `[[{_header(node)}]]`" if node.origin == "header" else ""


def _header(node: Node) -> str:
    return ".".join(key.name for key in node.block.keys)


def _unwrap(node: Node) -> tuple[Change, Change]:
    item = node.data[0]
    return Change(node.block, node.start, item.start, ""), Change(node.block, item.end, node.end, "")


def to_snake(name: str) -> str:
    """A name in snake_case, as far as its letters allow."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name.strip())
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def to_pascal(name: str) -> str:
    """A name in PascalCase, as far as its letters allow."""
    parts = re.split(r"[^A-Za-z0-9]+", name)
    return "".join(part[:1].upper() + part[1:] for part in parts)
