"""A setting table of a pipe becomes a preset of the project's deck."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from plx_lsp.features.actions.item import EXTRACT, Action
from plx_lsp.lint import TextEdit
from plx_lsp.project.deck_files import INFERENCE_FOLDER
from plx_lsp.project.image_pipe import MODEL_KEYS
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.scope import Scope
    from plx_lsp.project.project import Project
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax import Node

NEW_FILE = os.path.join(INFERENCE_FOLDER, "deck", "presets.toml")
"""The deck file that is made where a project has none."""


def to_preset(project: Project, scope: Scope) -> Iterator[Action]:
    """`img_gen = { … }` becomes a preset with the pipe's name, in the last of the deck's files: its word holds."""
    pipe = scope.pipe
    if pipe is None or pipe.type != IMG_GEN or not project.root or scope.path[:1] not in [(key,) for key in MODEL_KEYS]:
        return
    setting = pipe.get(*MODEL_KEYS)
    if setting is None or setting.kind != "table" or setting.origin != "inline" or not setting.data:
        return
    name = _free_name(project, pipe)
    table = f"[img_gen.presets.{name}]\n" + "".join(f"{_entry(node)}\n" for node in setting.data.values())
    base = pipe.source.start_of(setting.block)
    use = TextEdit(pipe.source.path, base + setting.start, base + setting.end, f'"{name}"')
    path, definition = _definition(project, table)
    creates = path if project.deck_files is None or path not in project.deck_files.files else ""
    yield Action(f"Make these settings the preset `{name}`", EXTRACT, (definition, use), creates=creates)


def _free_name(project: Project, pipe: Pipe) -> str:
    name, number = pipe.code, 2
    while name in project.library.deck.presets:
        name, number = f"{pipe.code}_{number}", number + 1
    return name


def _entry(node: Node) -> str:
    text = node.block.text
    return text[node.key.start : node.end] if node.key is not None else ""


def _definition(project: Project, table: str) -> tuple[str, TextEdit]:
    files = project.deck_files.files.values() if project.deck_files is not None else ()
    last = next((file for file in reversed([*files]) if file.kind == "deck"), None)
    if last is None:
        path = os.path.join(project.root or "", NEW_FILE)
        return path, TextEdit(path, 0, 0, table)
    end, text = last.document.length, last.document.text
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return last.path, TextEdit(last.path, end, end, gap + table)
