"""Rules are loaded by what a file holds: what that says of each module is what its rules say themselves."""

from __future__ import annotations

from plx_lsp.lint import rules
from plx_lsp.lint.registry import rules_for, types_looked_at
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES

rules.load()


def test_every_module_is_loaded_for_what_its_rules_look_at() -> None:
    named = {module.rpartition(".")[2]: found for module, found in types_looked_at().items()}
    for kind in ("file", "concept"):
        for rule in rules_for(kind):
            assert rule.check is not None
            named.setdefault(rule.check.__module__.rpartition(".")[2], set()).add(kind)
    assert {module: set(found) for module, found in rules.LOOKED_AT.items()} == named


def test_rules_speak_of_pipe_types_there_are() -> None:
    known = {*PIPE_TYPES, *OLD_PIPE_TYPES, "file", "concept", "pipe"}
    assert {each for found in rules.LOOKED_AT.values() for each in found} <= known
