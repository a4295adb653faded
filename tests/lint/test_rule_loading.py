"""Rules are loaded by what a file holds: nothing that a file could break is missed for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from plx_lsp.lint import rules
from plx_lsp.lint.registry import rules_for
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from plx_lsp.lint.registry import Rule

rules.load_all()

_TYPES = {*PIPE_TYPES, *OLD_PIPE_TYPES}


def module_of(rule: Rule) -> str:
    """The module of `plx_lsp.lint.rules` that a rule is in."""
    assert rule.check is not None
    return rule.check.__module__.rpartition(".")[2]


def looked_at() -> dict[str, set[str]]:
    """What the rules of each module look at, found by asking for the rules of everything there is."""
    found: dict[str, set[str]] = {}
    for kind in ("file", "concept"):
        for rule in rules_for(kind):
            found.setdefault(module_of(rule), set()).add(kind)
    of_any_type = rules_for("pipe", "a type of somebody's own")
    for rule in of_any_type:
        found.setdefault(module_of(rule), set()).add("pipe")
    for name in _TYPES:
        for rule in rules_for("pipe", name):
            if rule not in of_any_type:
                found.setdefault(module_of(rule), set()).add(name)
    return found


def test_every_module_is_loaded_for_what_its_rules_look_at() -> None:
    assert {module: set(found) for module, found in rules.LOOKED_AT.items()} == looked_at()


def test_rules_speak_of_pipe_types_there_are() -> None:
    known = {*_TYPES, "file", "concept", "pipe"}
    assert {each for found in rules.LOOKED_AT.values() for each in found} <= known


HEAD = 'domain = "a"\n\n[concept]\nThing = "A thing"\n\n'
FILES = {
    "image": '[pipe.a]\ntype = "PipeImgGen"\ninputs = { p = "Image", q = "Thing" }\noutput = "Thing"\nimg_gen = "flux"\n',
    "sequence": '[pipe.a]\ntype = "PipeSequence"\noutput = "Thing"\nsteps = [{ pipe = "b", result = "c" }]\n',
    "llm": '[pipe.a]\ntype = "PipeLLM"\ninputs = { p = "Text" }\noutput = "Image[0]"\nprompt = "{% if $q }"\n',
    "condition": (
        '[pipe.a]\ntype = "PipeCondition"\noutput = "Text"\nexpression = "{{ x }}"\n[pipe.a.outcomes]\ny = "z"\n'
    ),
    "old": '[pipe.a]\ntype = "PipeOcr"\ndefinition = "Read"\ninputs = { p = "Text" }\noutput = "Image"\n',
    "concepts": '[concept.Other]\nrefines = "Nothing"\n',
    "ignores": '[pipe.a]\ntype = "PipeFunc"\noutput = "Text"  # plx: ignore[invalid-setting, pipe-cycle, nothing]\n',
}

_CHECK = """
import sys
from plx_lsp.lint import Linter, rules
from plx_lsp.project.library import Library
if sys.argv[2] == "all":
    rules.load_all()
library = Library()
library.open("a.plx", open(sys.argv[1], encoding="utf-8").read())
for found in Linter(library).diagnostics("a.plx"):
    print(found.start, found.end, found.severity, found.rule, found.message, [fix.title for fix in found.fixes])
"""


@pytest.mark.parametrize("name", FILES)
def test_it_makes_no_difference_which_rules_are_loaded_already(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.plx"
    path.write_text(HEAD + FILES[name], encoding="utf-8")
    lazily, eagerly = (_checked(path, how) for how in ("needed", "all"))
    assert lazily == eagerly != ""


def _checked(path: Path, how: str) -> str:
    """What a process of its own says of a file, with the rules loaded as they are needed or all at once."""
    command = [sys.executable, "-c", _CHECK, str(path), how]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60).stdout
