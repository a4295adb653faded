"""What the user gives a pipe: `--input name=value`, `--input name=@file`, `--inputs FILE`.

A file is JSON or TOML: plain values, Pipelex's `{concept, content}`, or one table per pipe as the editors keep it in
`<file>.inputs.toml`. What comes out is JSON through and through. What is missing or too much is told with the list of
what is wanted.
"""

from __future__ import annotations

import json
import math
import sys
from datetime import date, time
from typing import TYPE_CHECKING, Any, cast

from plx_lsp.project.image_pipe import plain
from plx_lsp.syntax import build, decode, parse
from plx_runtime.refusal import Refusal
from plx_runtime.untyped import items, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plx_lsp.project.image_pipe import ImagePipe

_LARGEST = 1 << 20
"""Bytes of one input. The longest prompt any model takes is a thirtieth of it."""


def collect(
    image: ImagePipe, pairs: Sequence[str], file: str | None, given: Mapping[str, Any]
) -> dict[str, Any] | Refusal:
    """The pipe's inputs by name, from `name=value` pairs, a file, and values at hand; the nearest to the user wins."""
    found: dict[str, Any] = {}
    if file is not None:
        read = _read_file(file)
        if isinstance(read, Refusal):
            return read
        found.update(_of_pipe(read, image))
    found.update(given)
    for pair in pairs:
        read = _read_pair(pair)
        if isinstance(read, Refusal):
            return read
        found.update(read)
    try:
        values = {name: _json(_content(value), name) for name, value in found.items()}
    except _NoJsonError as error:
        return Refusal("bad_input", str(error))
    return _unfit(image, values) or values


def _of_pipe(read: dict[str, Any], image: ImagePipe) -> dict[str, Any]:
    """A file with a table of the pipe's own name holds the inputs there."""
    code = image.pipe.code
    names = {each.name for each in image.inputs}
    return table(read[code]) if code in read and code not in names else read


def _read_pair(pair: str) -> dict[str, str] | Refusal:
    name, equals, value = pair.partition("=")
    name = name.strip()
    if not equals or not name:
        message = f"--input wants name=value or name=@file, not `{pair}`."
        return Refusal("bad_input", message)
    if not value.startswith("@"):
        return {name: value}
    text = _read_text(value[1:])
    return text if isinstance(text, Refusal) else {name: text}


def _read_file(file: str) -> dict[str, Any] | Refusal:
    text = _read_text(file)
    if isinstance(text, Refusal):
        return text
    if not file.endswith(".toml"):
        try:
            read: object = json.loads(text)
        except ValueError as error:
            if file.endswith(".json"):
                return Refusal("bad_input", f"{file} is no JSON: {error}.")
        else:
            if isinstance(read, dict):
                return table(cast("object", read))
            return Refusal("bad_input", f"{_named(file)} wants an object: one value for each input.")
    return _read_toml(file, text)


def _read_toml(file: str, text: str) -> dict[str, Any] | Refusal:
    document = parse(text)
    for start, _, fault in document.faults():
        line, _ = document.lines.position(start, "utf-32")
        return Refusal("bad_input", f"{_named(file)}, line {line + 1}: {fault.message}.")
    root, clashes = build(document.blocks)
    if clashes:
        return Refusal("bad_input", f"{_named(file)}: {clashes[0].message}.")
    return table(plain(root))


def _read_text(file: str) -> str | Refusal:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with open(file, "rb") as opened:
                data = opened.read(_LARGEST + 1)
    except OSError as error:
        return Refusal("bad_input", f"{file} cannot be read: {error.strerror}.")
    if len(data) > _LARGEST:
        return Refusal("bad_input", f"{_named(file)} is larger than 1 MiB: no prompt is.")
    text, fault = decode(data)
    if fault is not None:
        return Refusal("bad_input", f"{_named(file)} is not UTF-8 text.")
    return text


def _named(file: str) -> str:
    return "standard input" if file == "-" else file


def _content(value: Any) -> Any:
    """The bare value: Pipelex's `{concept, content}` holds it in `content`, and a text's content in `text`."""
    held = table(value)
    if "concept" in held and "content" in held:
        value = held["content"]
        held = table(value)
    return held["text"] if set(held) == {"text"} else value


class _NoJsonError(Exception):
    """A value that JSON cannot hold; its text says where."""


def _json(value: Any, name: str) -> Any:
    """The value as JSON has it, for the ledger and the manifest: TOML's dates and times become their text.

    Raises:
        _NoJsonError: JSON has no such value.
    """
    if isinstance(value, dict):
        return {str(key): _json(item, f"{name}.{key}") for key, item in table(cast("object", value)).items()}
    if isinstance(value, (list, tuple)):
        return [_json(item, f"{name}[{nth}]") for nth, item in enumerate(items(list(cast("list[Any]", value))))]
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise _NoJsonError(f"Input `{name}` is {value}, which is no number that JSON can hold.")
    if value is not None and not isinstance(value, (str, int, float)):
        raise _NoJsonError(f"Input `{name}` is a {type(value).__name__}, which JSON cannot hold.")
    return value


def _unfit(image: ImagePipe, values: Mapping[str, Any]) -> Refusal | None:
    wanted = {each.name: each.reference.text if each.reference else "?" for each in image.inputs}
    missing = [name for name in wanted if name not in values]
    extra = [name for name in values if name not in wanted]
    if missing or extra:
        return _mismatch(image.pipe.code, wanted, missing, extra)
    if not image.is_template:
        for name, value in values.items():
            if not isinstance(value, str) or not value.strip():
                return Refusal("bad_input", f"Input `{name}` is the prompt and wants text, not {_kind(value)}.")
    return None


def _kind(value: object) -> str:
    if isinstance(value, str):
        return "an empty text"
    kinds: dict[type, str] = {bool: "a truth value", list: "a list", dict: "a table", type(None): "nothing"}
    return kinds.get(type(value), "a number")


def _mismatch(code: str, wanted: Mapping[str, str], missing: list[str], extra: list[str]) -> Refusal:
    faults = [f"`{name}` is missing" for name in missing] + [f"`{name}` is none of its inputs" for name in extra]
    if not wanted:
        return Refusal("bad_input", f"`{code}` takes no input, but {_and(extra)} was given.")
    listed = ", ".join(f"`{name}` ({concept})" for name, concept in wanted.items())
    example = " ".join(f'--input {name}="…"' for name in wanted)
    message = f"`{code}` wants {listed}; {', '.join(faults)}."
    return Refusal("bad_input", message, f"Give it with {example}, or in a file with --inputs.")


def _and(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
