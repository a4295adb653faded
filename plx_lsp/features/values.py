"""The plain values that several features give. Offsets are code points from the start of a file's text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch `start:end` of the file `path`."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Command:
    """What a lens or an action calls: one of the commands of docs/protocol.md, with its argument."""

    title: str
    name: str
    argument: dict[str, str]
