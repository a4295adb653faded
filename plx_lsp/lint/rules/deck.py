"""What is wrong in a project's deck files: text, shape, and names that lead nowhere (R§11).

`plx_lsp.lint.project_files` calls `deck_diagnostics`. Shape is judged by the same schemas that editors read; another
generation's spelling is no fault here, and what only concerns text models is left alone.
"""

from __future__ import annotations

import json

from plx_lsp.lint.diagnostic import Diagnostic, DiagnosticFix, RelatedPlace, TextEdit
from plx_lsp.lint.registry import RULES, declare
from plx_lsp.lint.rules import load
from plx_lsp.lint.rules.deck_names import name_faults
from plx_lsp.lint.rules.deck_servers import server_faults
from plx_lsp.lint.schema.compile import Compiler
from plx_schema.deck import load_embedded, overlay
from plx_schema.files import schema_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from plx_lsp.lint.rules.deck_fault import DeckFault
    from plx_lsp.lint.schema import Violation
    from plx_lsp.project.deck_files import DeckFile, DeckFiles

declare("alias-cycle", "error", "A name of the deck that leads back to itself.")
declare("unknown-backend", "error", "A backend that backends.toml does not have.")
declare("unknown-profile", "error", "A routing profile that there is not.")
declare("written-key", "warning", "An API key written into a file.")
declare("unquoted-handle", "error", "A handle with a dot that is not in quotes.")

_JUDGED_SECTIONS = ("aliases", "waterfalls", "img_gen")
"""What is held to its shape in a deck; the rest is about other models, which later releases describe in new ways."""


def deck_diagnostics(deck_files: DeckFiles) -> dict[str, list[Diagnostic]]:
    """What is wrong in each deck file, by path, in the order of its text. Healthy files have an empty list."""
    load()  # several of the rules that speak here are those for pipes
    deck = overlay(load_embedded(), deck_files.project_deck)
    found: dict[str, list[Diagnostic]] = {}
    for path, file in deck_files.files.items():
        faults = [*_text_faults(file), *_shape_faults(file)]
        faults += [_render(file, fault) for fault in (*name_faults(file, deck), *server_faults(file, deck, deck_files))]
        found[path] = sorted(faults, key=lambda each: (each.start, each.end, each.rule, each.message))
    return found


def _text_faults(file: DeckFile) -> Iterator[Diagnostic]:
    if file.fault is not None:
        yield Diagnostic(file.path, "invalid-encoding", "error", file.fault.start, file.fault.end, file.fault.message)
    for start, end, fault in file.document.faults():
        fixes: tuple[DiagnosticFix, ...] = ()
        if fault.insert is not None:
            at = start - fault.start + fault.at
            edit = TextEdit(file.path, at, at, fault.insert)
            fixes = (DiagnosticFix(f"Insert `{fault.insert}`", (edit,), safe=True),)
        yield Diagnostic(file.path, "syntax-error", "error", start, end, fault.message, fixes)
    for fault in file.table_faults:
        start = file.document.start_of(fault.block)
        first = file.document.start_of(fault.first_block)
        related = RelatedPlace(file.path, first + fault.first_start, first + fault.first_end, "first written here")
        yield Diagnostic(
            file.path, "duplicate-key", "error", start + fault.start, start + fault.end, fault.message, (), (related,)
        )


def _shape_faults(file: DeckFile) -> Iterator[Diagnostic]:
    """What the file's schema says. Servers and their models may have keys that only their driver knows."""
    found: list[Violation] = []
    checks = _checks(file.kind)
    for name, node in file.root.data.items():
        kinds = checks.get(name, checks.get("*"))
        check = kinds.get(node.kind) if kinds is not None else None
        if check is not None:
            check(node, found)
        elif kinds is not None and node.kind not in kinds:
            wanted = "an array or a string" if "array" in kinds else "a table" if "table" in kinds else "a string"
            place = file.value_range(node)
            yield Diagnostic(file.path, "wrong-type", "error", *place, f"`{name}` must be {wanted}")
    passed_over = ("renamed-key",) if file.kind == "deck" else ("renamed-key", "unknown-key")
    for violation in found:
        if violation.rule not in passed_over:
            yield _violation(file, violation)


def _violation(file: DeckFile, violation: Violation) -> Diagnostic:
    block, start, end = violation.place()
    offset = file.document.start_of(block)
    fixes: list[DiagnosticFix] = []
    for repair in violation.fixes:
        edits = [
            TextEdit(file.path, base + change.start, base + change.end, change.text)
            for change in repair.changes
            for base in (file.document.start_of(change.block),)
        ]
        fixes.append(DiagnosticFix(repair.title, tuple(edits), safe=repair.safe))
    severity = RULES[violation.rule].severity
    return Diagnostic(
        file.path, violation.rule, severity, offset + start, offset + end, violation.message, tuple(fixes)
    )


_compiled: dict[str, dict[str, Any]] = {}


def _checks(kind: str) -> dict[str, Any]:
    """For each top-level key of a kind of file, what it may hold; "*" stands for the keys that the author names."""
    if kind not in _compiled:
        schema = json.loads(schema_text(kind))
        compiler = Compiler(schema.get("$defs", {}))
        properties: dict[str, Any] = schema.get("properties", {})
        if kind == "deck":
            properties = {name: properties[name] for name in _JUDGED_SECTIONS}
        elif not properties:
            properties = {"*": schema["additionalProperties"]}
        _compiled[kind] = {name: compiler.kinds(found, name) for name, found in properties.items()}
    return _compiled[kind]


def _render(file: DeckFile, fault: DeckFault) -> Diagnostic:
    fixes = tuple(
        DiagnosticFix(title, (TextEdit(file.path, *place, text),), safe=safe)
        for title, place, text, safe in fault.fixes
    )
    severity = fault.severity or RULES[fault.rule].severity
    return Diagnostic(file.path, fault.rule, severity, *fault.place, fault.message, fixes, (), fault.tags)
