"""What a schema asks for, in the words of a message: "a whole number of at least 1", `output = "Image"`.

TOML's words, not JSON Schema's: a table, an array, a whole number. Used by the checker's messages, by hover and by
completion. Pure functions on pieces of a schema; imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Schema = dict[str, Any]
    Example = str | bool | int | float | list["Example"] | dict[str, "Example"]

LONGEST = 40
"""How much of a text a message quotes."""

LONGEST_MESSAGE = 1_000
"""Characters: more than any message has whose names a person wrote."""

_A_TYPE = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "an array",
    "object": "a table",
}


def phrase(schema: Schema) -> str:
    """What a value of this schema is: "a whole number of at least 1", "a string or a table"."""
    if "anyOf" in schema and "type" not in schema:
        return " or ".join(dict.fromkeys(phrase(branch) for branch in schema["anyOf"]))
    first, *others = types_of(schema)
    if len(others) == len(_A_TYPE) - 1:
        return "any value"
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
    return toml(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def named(name: str) -> str:
    """A key as a message calls it, on one line however it is written."""
    return f"`{name}`" if name.isprintable() and len(name) <= LONGEST else f"`{quoted(name)}`"


def on_one_line(text: str) -> str:
    """A message without the control characters of the names in it, and without the middle of an endless one."""
    if len(text) > LONGEST_MESSAGE:
        text = f"{text[: LONGEST_MESSAGE // 2]} … {text[-LONGEST_MESSAGE // 2 :]}"
    return text if text.isprintable() else text.translate(_CONTROLS)


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


_ESCAPED = (*range(32), *range(127, 160), 0x2028, 0x2029)
_CONTROLS = {code: f"\\u{code:04X}" for code in _ESCAPED} | {9: "\\t", 10: "\\n", 13: "\\r"}


def example(name: str, schema: Schema) -> str:
    """A line that shows how a key is written: `output = "Image"`."""
    if "examples" in schema:
        value = schema["examples"][0]
    elif "const" in schema:
        value = schema["const"]
    else:
        value = schema["enum"][0] if "enum" in schema else "..."
    return f"{name} = {toml(value)}"


def a(noun: str) -> str:
    """A noun with its article: "a step", "an image model setting"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
