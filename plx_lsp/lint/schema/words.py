"""The words of a message: what a schema asks for, what was written instead, which name may have been meant.

TOML's words, not JSON Schema's: a table, an array, a whole number.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from plx_lsp.syntax.tree import Node

    Schema = dict[str, Any]
    Example = str | bool | int | float | list["Example"] | dict[str, "Example"]

_A_TYPE = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "an array",
    "object": "a table",
}
_A_KIND = {
    "string": "a string",
    "integer": "a whole number",
    "float": "a number",
    "boolean": "`true` or `false`",
    "datetime": "a date and time",
    "date": "a date",
    "time": "a time",
    "array": "an array",
    "table": "a table",
}
_LONGEST = 40


def phrase(schema: Schema) -> str:
    """What a value of this schema is: "a whole number of at least 1", "a string or a table"."""
    if "anyOf" in schema and "type" not in schema:
        return " or ".join(dict.fromkeys(phrase(branch) for branch in schema["anyOf"]))
    first, *others = types_of(schema)
    if others:
        return " or ".join(phrase({"type": each}) for each in (first, *others))
    if "enum" in schema:
        words = current_words(schema)
        return quoted(words[0]) if len(words) == 1 else f"one of {', '.join(map(quoted, words))}"
    return _A_TYPE[first] + _range(schema)


def types_of(schema: Schema) -> tuple[str, ...]:
    """The JSON types that a schema takes; all of them where it names none."""
    if "type" in schema:
        named: str | list[str] = schema["type"]
        return (named,) if isinstance(named, str) else tuple(named)
    if "anyOf" in schema:
        return tuple(each for branch in schema["anyOf"] for each in types_of(branch))
    return ("object",) if "$ref" in schema else tuple(_A_TYPE)


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f" from {low} to {high}"
    if low is not None:
        return f" of at least {low}"
    if "exclusiveMinimum" in schema:
        return f" above {schema['exclusiveMinimum']}"
    return ""


def current_words(schema: Schema) -> list[str]:
    """The words of an `enum` without those that are another generation's spelling."""
    others = schema.get("x-plx-spellings", {})
    return [word for word in schema["enum"] if word not in others]


def quoted(text: str) -> str:
    """A text as a TOML string, shortened if it is long."""
    return toml(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def toml(value: Example) -> str:
    """An example value as TOML."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped.translate(_CONTROLS)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {toml(item)}' for name, item in value.items())} }}"
    return str(value)


_CONTROLS = {code: f"\\u{code:04X}" for code in (*range(32), 127)} | {9: "\\t", 10: "\\n", 13: "\\r"}


def shown(node: Node) -> str:
    """What was written, short enough for a message."""
    if node.kind == "string":
        return quoted(node.data)
    if node.kind == "boolean":
        return "`true`" if node.data else "`false`"
    if node.kind in ("integer", "float"):
        return quoted_number(node.data)
    return _A_KIND[node.kind]


def quoted_number(number: float) -> str:
    """A number as TOML writes it. Huge ones are not written out: that takes quadratic time."""
    if isinstance(number, int) and abs(number) >= 10**19:
        return "a number beyond all bounds"
    return str(number)


def example(name: str, schema: Schema) -> str:
    """A line that shows how a key is written: `output = "Image"`."""
    if "examples" in schema:
        value = schema["examples"][0]
    elif "const" in schema:
        value = schema["const"]
    else:
        value = schema["enum"][0] if "enum" in schema else "..."
    return f"{name} = {toml(value)}"


def near(name: str, names: Iterable[str]) -> str:
    """The one of `names` that `name` was probably meant to be, or an empty text."""
    names = list(names)
    folded = fold(name)
    for each in names:
        if fold(each) == folded:
            return each
    if len(name) > _LONGEST:
        return ""
    from difflib import SequenceMatcher, get_close_matches

    def likeness(each: str) -> tuple[float, int]:
        return SequenceMatcher(None, each, name).ratio(), _common_start(each, name)

    return max(get_close_matches(name, names, 4, 0.6), key=likeness, default="")


def _common_start(one: str, other: str) -> int:
    """How many characters two names begin with alike: people rarely miss the first ones."""
    count = 0
    for left, right in zip(one, other):  # noqa: B905 - `strict` is for equal lengths
        if left != right:
            break
        count += 1
    return count


def fold(name: str) -> str:
    """A name without what people get wrong first: case, `-` for `_`, blanks around."""
    return name.strip().lower().replace("-", "_")
