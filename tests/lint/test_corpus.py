"""What the linter says of 199 real files of five generations, each standing alone.

A file that its own release accepts must have no error. Each error there is, is justified in `corpus_errors.toml`: by the
releases that refuse it too, or by the language as this project defines it. A new error fails, and so does one that is
gone. `python -m tests.lint.test_corpus` writes the lines into that file again; the reasons in it are written by hand.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from functools import cache

import pytest
import tomlkit

from plx_lsp.lint import Linter
from plx_lsp.project.library import Library
from plx_lsp.syntax import decode

CORPUS = os.path.join(os.environ.get("PLX_SHARED", ""), "corpus")
JUSTIFIED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus_errors.toml")
ERAS = ("<=0.10.x", "0.11.x", "0.12-0.17", "0.18 betas", "?")

pytestmark = pytest.mark.skipif(
    not os.path.isfile(os.path.join(CORPUS, "index.json")), reason="PLX_SHARED names no folder with the corpus"
)


class Found:
    """One diagnostic of a corpus file."""

    def __init__(self, file: str, era: str, rule: str, severity: str, line: int, message: str) -> None:
        self.file = file
        self.era = era
        self.rule = rule
        self.severity = severity
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


@cache
def entries() -> list[dict[str, str]]:
    """The corpus's index."""
    with open(os.path.join(CORPUS, "index.json"), encoding="utf-8") as index:
        return json.load(index)


@cache
def diagnostics() -> tuple[Found, ...]:
    """Everything that is reported on the corpus."""
    found: list[Found] = []
    for entry in entries():
        with open(os.path.join(CORPUS, entry["file"]), "rb") as file:
            text, fault = decode(file.read())
        library = Library()
        source = library.open(entry["file"], text, fault)
        for each in Linter(library).diagnostics(entry["file"]):
            line = source.document.lines.line_at(each.start) + 1
            found.append(Found(entry["file"], entry["era"], each.rule, each.severity, line, each.message))
    return tuple(found)


def justifications() -> list[dict[str, object]]:
    """The reasons: each with the `rule`, a part of the message, and the lines of each file that it is about."""
    with open(JUSTIFIED, encoding="utf-8") as file:
        return tomlkit.parse(file.read()).unwrap()["justified"]


def justify(error: Found, reasons: list[dict[str, object]]) -> dict[str, object] | None:
    """The first reason that is about such an error."""
    return next((each for each in reasons if each["rule"] == error.rule and str(each["says"]) in error.message), None)


def errors_by_reason() -> tuple[list[tuple[dict[str, object], dict[str, list[int]]]], list[Found]]:
    """The lines with errors, file by file, that each reason is about; and the errors without one."""
    reasons = justifications()
    lines: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    unjustified: list[Found] = []
    for each in diagnostics():
        if each.severity == "error":
            reason = justify(each, reasons)
            if reason is None:
                unjustified.append(each)
            else:
                lines[reasons.index(reason)][each.file].append(each.line)
    return [(reason, lines[index]) for index, reason in enumerate(reasons)], unjustified


def test_every_error_is_justified() -> None:
    by_reason, unjustified = errors_by_reason()
    assert not unjustified, "\n" + "\n".join(map(str, unjustified))
    for reason, lines in by_reason:
        assert reason["lines"] == lines, reason["reason"]


def test_a_whole_library_has_no_error() -> None:
    """The files of one release, checked together as its package carries them."""
    library = Library()
    paths = [entry["file"] for entry in entries() if entry["file"].startswith("wheel-0.17.0/")]
    for path in paths:
        with open(os.path.join(CORPUS, path), encoding="utf-8") as file:
            library.open(path, file.read())
    linter = Linter(library)
    assert len(paths) > 1
    assert {each.rule for path in paths for each in linter.diagnostics(path)} == {"unused-concept"}


def test_healthy_toml_has_no_error_of_syntax() -> None:
    broken = {entry["file"] for entry in entries() if not entry["toml_ok"]}
    assert {each.file for each in diagnostics() if each.rule in ("syntax-error", "duplicate-key")} == broken


def test_warnings_are_few() -> None:
    """A warning on every third file would be noise. Renamed keys are for information, and off by choice."""
    warned = {each.file for each in diagnostics() if each.severity == "warning"}
    assert len(warned) < 30


def test_print_what_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter((each.rule, each.severity, each.era) for each in diagnostics())
    files = {rule: len({each.file for each in diagnostics() if each.rule == rule}) for rule, _, _ in counts}
    rows = sorted({(severity, rule) for rule, severity, _ in counts})
    with capsys.disabled():
        print(f"\n\n{'severity':12}{'rule':26}{'files':>6}" + "".join(f"{era:>12}" for era in ERAS))
        for severity, rule in rows:
            numbers = "".join(f"{counts[rule, severity, era] or '':>12}" for era in ERAS)
            print(f"{severity:12}{rule:26}{files[rule]:>6}{numbers}")


def _write() -> None:
    """Renew the lines in the list of justified errors; the reasons stay as they are."""
    by_reason, unjustified = errors_by_reason()
    parts = [
        "# Errors that the corpus has, and why each is one. `python -m tests.lint.test_corpus` renews the lines.\n"
    ]
    for reason, lines in by_reason:
        parts.append("\n[[justified]]\n")
        parts += [f"{key} = {_quoted(reason[key])}\n" for key in ("rule", "says", "reason")]
        parts.append("\n[justified.lines]\n")
        parts += [f"{_quoted(file)} = {found}\n" for file, found in sorted(lines.items())]
    with open(JUSTIFIED, "w", encoding="utf-8") as file:
        file.write("".join(parts))
    print(f"{len(unjustified)} errors have no reason yet", *unjustified, sep="\n")


def _quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    _write()
