"""Keys and headers: what is not there yet, the required first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.completion.snippets import header_snippets, key_text, table_snippets
from plx_lsp.features.completion.variables import names_wanted
from plx_lsp.features.completion.wanted import unknown_concepts, unknown_pipes
from plx_lsp.project.prompts import templates_of
from plx_schema.lookup import keys_of
from plx_schema.wording import toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_lsp.syntax import Entry
    from plx_schema.lookup import KeyDoc

REQUIRED, OPTIONAL, OTHERS, TABLES = 0, 1000, 2000, 3000
"""Ranks: required keys, then the others in the order people write them, other generations' keys, whole tables."""


def complete_key(scope: Scope, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """The keys that the table at the cursor has and does not hold yet; whole tables at the start of a line."""
    entry = _own_entry(scope)
    if entry is not None and entry.keys[-1] is not scope.context.key:
        return
    yield from _schema_keys(scope)
    yield from _free_keys(scope)
    if _is_at_line_start(scope):
        yield from table_snippets(scope, TABLES)


def _own_entry(scope: Scope) -> Entry | None:
    """The entry whose key the cursor is in; None where it could begin one."""
    entry, key = scope.context.entry, scope.context.key
    return entry if entry is not None and key is not None and key in entry.keys else None


def _is_at_line_start(scope: Scope) -> bool:
    text, start = scope.context.block.text, scope.context.start
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\ufeff")


def _present(scope: Scope) -> set[str]:
    """The keys that the table has already, in whatever block, but the one at the cursor."""
    written = scope.context.key.name if scope.context.key is not None else ""
    own = _own_entry(scope)
    names = {entry.keys[0].name for entry in scope.context.entries if entry is not own}
    node = scope.node
    if node is not None and node.kind == "table":
        names.update(name for name in node.data if name != written)
    return names


def _schema_keys(scope: Scope) -> Iterator[Completion]:
    present = _present(scope)
    for key in keys_of(scope.table, scope.path):
        if key.name not in present and key.kind != "internal" and not _is_left_out(scope, key, present):
            yield _key(scope, key)


def _is_left_out(scope: Scope, key: KeyDoc, present: set[str]) -> bool:
    """Older spellings, a spelling beside the reference one, and the tables of a file, which are written as headers."""
    if scope.table == "Bundle" and not scope.path and key.name in ("pipe", "concept"):
        return True
    return bool(key.renamed_to) and (key.is_old or key.renamed_to in present)


def _key(scope: Scope, key: KeyDoc) -> Completion:
    own = _own_entry(scope)
    has_value = own is not None and own.value is not None
    text, snippet = (key.name, "") if has_value else key_text(key)
    rank = REQUIRED if key.is_required else OTHERS if key.renamed_to or key.until else OPTIONAL
    return Completion(
        key.name,
        "key",
        scope.start,
        scope.end,
        text,
        snippet,
        detail=f"{key.type}{', required' if key.is_required else ''}",
        about=("key", scope.table, *map(str, scope.path), key.name),
        rank=rank + key.order,
        again=not has_value and bool(key.values or key.kind in _CHOICES),
    )


_CHOICES = frozenset({"concept", "concept-name", "pipe", "outcome", "model", "variable"})
"""Kinds of strings for which there is a list to choose from."""


def _free_keys(scope: Scope) -> Iterator[Completion]:
    """Names that the author makes up, as far as something else in the project speaks of them already."""
    present = _present(scope)
    for name, text, detail in _wanted(scope):
        if name not in present:
            snippet = f"{name} = {text.replace('…', '$1')}"
            yield Completion(
                name,
                "key",
                scope.start,
                scope.end,
                f"{name} = {text.replace('…', '')}",
                snippet,
                detail=detail,
                again=True,
            )


def _wanted(scope: Scope) -> Iterator[tuple[str, str, str]]:
    if scope.path == ("inputs",) and scope.pipe is not None:
        used = {each.name for template in templates_of(scope.pipe) for each in template.variables()}
        for name in sorted(used):
            yield name, '"…"', "used in this pipe"
        for name, holds in names_wanted(scope.library, scope.pipe).items():
            yield name, toml(holds) if holds else '"…"', "needed by the pipes it calls"
        if scope.pipe.type == "PipeImgGen" and not scope.pipe.inputs:
            yield "prompt", '"…"', "the prompt"
    elif scope.table == "Bundle" and scope.path == ("concept",):
        for code in unknown_concepts(scope.library, scope.source):
            yield code, '"…"', "referred to, not declared"


def complete_header(scope: Scope, _environment: Mapping[str, str]) -> Iterator[Completion]:
    """What could stand in the brackets of a header."""
    path = scope.path if scope.table == "Bundle" else (None, None, *scope.path)
    if not path:
        for name, detail in (("pipe", "a pipe"), ("concept", "concepts")):
            yield _name(scope, name, detail, again=name == "pipe")
    elif path == ("pipe",):
        for code in unknown_pipes(scope.library):
            yield _name(scope, code, "called, not declared")
        yield from header_snippets(scope, TABLES)
    elif path == ("concept",):
        for code in unknown_concepts(scope.library, scope.source):
            yield _name(scope, code, "referred to, not declared")
        yield from header_snippets(scope, TABLES)
    elif len(path) == 2:
        for key in keys_of(scope.table):
            if "a table" in key.type or "an array" in key.type:
                yield _name(scope, key.name, key.type, about=("key", scope.table, key.name))


def _name(scope: Scope, name: str, detail: str, *, again: bool = False, about: tuple[str, ...] = ()) -> Completion:
    return Completion(name, "table", scope.start, scope.end, name, detail=detail, again=again, about=about)
