"""`shop.inputs.toml` beside `shop.plx`: what its pipes are given when they are run from an editor.

One table for each pipe, one string for each input. It is read with our own parser; where something is missing, it is
created or extended with tomlkit, which keeps everything else as its author wrote it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plx_lsp.project.roots import SUFFIX
from plx_lsp.syntax import build, decode, parse

if TYPE_CHECKING:
    from plx_lsp.project.symbols import Pipe

INPUTS_SUFFIX = ".inputs.toml"

_HEAD = "Inputs of {name}, for Run and Preview: a table for each pipe, a text for each of its inputs."


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the file says for one pipe. `missing` are inputs without a text; `fault` is why it can't be read."""

    path: str
    values: dict[str, str]
    missing: tuple[str, ...]
    fault: str = ""


def path_beside(source: str) -> str:
    """The inputs file of a PLX file."""
    return source.removesuffix(SUFFIX) + INPUTS_SUFFIX


def read(pipe: Pipe) -> Inputs:
    """The inputs that are written down for a pipe."""
    path = path_beside(pipe.source.path)
    names = [each.name for each in pipe.inputs]
    try:
        with open(path, "rb") as file:
            text = decode(file.read())[0]
    except FileNotFoundError:
        return Inputs(path, {}, tuple(names))
    except OSError as error:
        return Inputs(path, {}, (), f"{path} cannot be read: {error.strerror}")
    return _read(path, text, pipe.code, names)


def _read(path: str, text: str, code: str, names: list[str]) -> Inputs:
    document = parse(text)
    for start, _, fault in document.faults():
        line = document.lines.line_at(start) + 1
        return Inputs(path, {}, (), f"{os.path.basename(path)}, line {line}: {fault.message}")
    table = build(document.blocks)[0].get(code)
    if table is not None and table.kind != "table":
        return Inputs(path, {}, (), f"{os.path.basename(path)}: `{code}` must be a table, `[{code}]`")
    values: dict[str, str] = {}
    for name in names:
        node = table.get(name) if table is not None else None
        if node is not None and node.kind == "string" and node.data.strip():
            values[name] = node.data
    return Inputs(path, values, tuple(name for name in names if name not in values))


def make_room(pipe: Pipe, inputs: Inputs) -> None:
    """Write what is missing into the inputs file, empty, for its author to fill in; OSError where that fails."""
    import tomlkit

    try:
        with open(inputs.path, encoding="utf-8", newline="") as file:
            document = tomlkit.parse(file.read())
    except FileNotFoundError:
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEAD.format(name=os.path.basename(pipe.source.path))))
        document.add(tomlkit.nl())
    if pipe.code not in document:
        document.add(pipe.code, tomlkit.table())
    table: Any = document[pipe.code]
    for each in pipe.inputs:
        if each.name in inputs.missing and each.name not in table:
            value = tomlkit.string("")
            value.comment(each.reference.text if each.reference else "a text")
            table.add(each.name, value)
    _replace(inputs.path, tomlkit.dumps(document))


def _replace(path: str, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
