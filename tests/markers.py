"""The one marker language of all fixtures: PLX text that carries its own expectations.

    output = "Text"
             ^^^^^^ output-not-image: message, or the beginning of it
    img_gen = "ba<|>"

A line of blanks and carets speaks of the text line above it: the range that the carets cover, then what is expected
there. Several such lines may follow one line. `^` at a line's end marks a place behind its last character. `<|>` is
the cursor. Marker lines and cursors are taken out of the text before anything reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARKER = re.compile(r"^(?P<blank>[ \t]*)(?P<carets>\^+)(?:[ \t]+(?P<rest>.*))?$")
CURSOR = "<|>"


@dataclass(frozen=True)
class Expectation:
    """What is expected at `start:end` of the text (code points): `name`, and a `message` it begins with (or "")."""

    start: int
    end: int
    line: int
    name: str
    message: str


@dataclass(frozen=True)
class Fixture:
    """A text without its markers, and what they said. `cursors` are offsets."""

    text: str
    expectations: list[Expectation] = field(default_factory=list)
    cursors: list[int] = field(default_factory=list)

    @property
    def cursor(self) -> int:
        """The only cursor."""
        (cursor,) = self.cursors
        return cursor


def read_fixture(marked: str) -> Fixture:
    """The fixture that a marked text spells."""
    kept: list[str] = []
    raw: list[tuple[int, int, int, str]] = []
    starts: list[int] = []
    position = 0
    cursors: list[int] = []
    for written in marked.splitlines(keepends=True):
        line = written
        marker = _MARKER.match(line.rstrip("\r\n"))
        if marker and kept:
            start = starts[-1] + len(marker["blank"])
            raw.append((start, start + len(marker["carets"]), len(kept) - 1, marker["rest"] or ""))
            continue
        while CURSOR in line:
            at = line.index(CURSOR)
            cursors.append(position + at)
            line = line[:at] + line[at + len(CURSOR) :]
        starts.append(position)
        kept.append(line)
        position += len(line)
    expectations = [
        Expectation(start, end, line, *(part.strip() for part in _split(rest))) for start, end, line, rest in raw
    ]
    return Fixture("".join(kept), expectations, cursors)


def _split(rest: str) -> tuple[str, str]:
    name, _, message = rest.partition(":")
    return name, message


def mismatches(fixture: Fixture, found: list[tuple[int, int, str, str]]) -> list[str]:
    """How `found` (start, end, name, message) differs from what the fixture expects, in words; empty if not at all."""
    wrong: list[str] = []
    left = list(found)
    for each in fixture.expectations:
        hit = next(
            (one for one in left if one[:3] == (each.start, each.end, each.name) and one[3].startswith(each.message)),
            None,
        )
        if hit is None:
            wrong.append(f"expected on line {each.line + 1}, {each.start}:{each.end}: {each.name}: {each.message}")
        else:
            left.remove(hit)
    for start, end, name, message in left:
        line = fixture.text.count("\n", 0, start) + 1
        column = start - (fixture.text.rfind("\n", 0, start) + 1)
        wrong.append(f"unexpected on line {line}, columns {column}-{column + end - start}: {name}: {message}")
    return wrong
