"""References to pipes: unknown ones, two pipes of one code, and pipes that call themselves without end."""

from __future__ import annotations

from plx_lsp.lint.finding import MOST_RELATED, Edit, Finding, Fix, is_closed, name_place, part_place
from plx_lsp.lint.near import AMONG_MANY, likely, near
from plx_lsp.lint.registry import file_rule, pipe_rule
from plx_lsp.project.uses import uses
from plx_schema.vocabulary import BUILT_IN_PIPES, CONDITION_SPECIALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Declaration, Head, Pipe
    from plx_lsp.project.uses import Use

_UNKNOWN = "unknown-pipe"
_UNKNOWN_SUMMARY = "A pipe that is nowhere declared."
_BUILT_IN = frozenset(code for codes in BUILT_IN_PIPES.values() for code in codes)

_LONGEST_CYCLE = 100
"""How many pipes are followed in search of a cycle, so that a long chain is no long wait."""


@pipe_rule(_UNKNOWN, "error", _UNKNOWN_SUMMARY)
def unknown_pipe(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Steps, branches and outcomes must name pipes of the library, or of the base library of 0.9 - 0.11 (R§4.5)."""
    for use in uses(pipe):
        if use.kind != "pipe" or not is_closed(use.node) or use.name in _BUILT_IN:
            continue
        if not library.pipes_named(use.name):
            yield _unknown(pipe, use, library, "")


@file_rule(_UNKNOWN, "error", _UNKNOWN_SUMMARY)
def unknown_main_pipe(head: Head, library: Library) -> Iterator[Finding]:
    """`main_pipe` must name a pipe of its own file (R§2)."""
    for use in uses(head):
        found = library.pipes_named(use.name)
        if any(each.source is head.source for each in found):
            continue
        if not found:
            yield _unknown(head, use, library, " in this file")
            continue
        message = f"`main_pipe` must name a pipe of this file, and `{use.name}` is declared in another one"
        related = ((name_place(library.locate(found[0])), f"`{use.name}` is declared here"),)
        yield Finding(part_place(head.source, use.node, 0, len(use.name)), message, related=related)


def _unknown(declaration: Declaration, use: Use, library: Library, where: str) -> Finding:
    place = part_place(declaration.source, use.node, 0, len(use.name))
    codes = [code for code in likely(use.name, library.pipe_codes()) if code != declaration.code]
    if where:
        codes = [code for code in codes if any(each.source is declaration.source for each in library.pipes_named(code))]
    guess = near(use.name, codes, AMONG_MANY)
    if not guess and use.role == "outcome":
        guess = near(use.name, CONDITION_SPECIALS, AMONG_MANY)
    start = f"there is no pipe `{use.name}`{where}"
    if guess:
        return Finding(place, f"{start}: did you mean `{guess}`?", Fix(f"Write `{guess}`", Edit(place, guess)))
    return Finding(place, f"{start}: declare it as `[pipe.{use.name}]`, or name another one")


@pipe_rule("duplicate-pipe", "error", "Two pipes with one code.")
def duplicate_pipe(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Pipe codes are unique over all files of a project (R§2). Twice in one file is TOML's `duplicate-key`."""
    others = [each for each in library.pipes_named(pipe.code) if each.source is not pipe.source]
    if others:
        message = f"another file declares a pipe `{pipe.code}` too, and codes are unique in a project: rename one"
        related = tuple((name_place(library.locate(each)), "the other one is here") for each in others[:MOST_RELATED])
        yield Finding(name_place(pipe), message, related=related)


@pipe_rule("pipe-cycle", "error", "Pipes that call each other without end.")
def pipe_cycle(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A pipe that always runs itself again never ends. Through a condition it may end, so that is no fault."""
    path = _way_back(pipe, library)
    if not path:
        return
    node = next(use.node for use in uses(pipe) if use.name == path[0] and use.role in ("step", "branch"))
    codes = [pipe.code, *path]
    if len(codes) == 2:
        message = f"`{pipe.code}` runs itself, so it never ends: take this step out, or choose it with a PipeCondition"
    else:
        way = " → ".join(f"`{code}`" for code in codes)
        message = f"these pipes run each other without end: {way}; take one step out, or choose it with a PipeCondition"
    between = [each for code in path[:-1] if (each := library.pipe(code, pipe.source)) is not None]
    related = tuple((name_place(library.locate(each)), f"`{each.code}` is part of the circle") for each in between)
    yield Finding(part_place(pipe.source, node, 0, len(path[0])), message, related=related)


def _way_back(pipe: Pipe, library: Library) -> list[str]:
    """The shortest way from a pipe to itself over pipes that always run, itself at the end; empty if there is none."""
    came_from: dict[str, str] = {}
    waiting = list(dict.fromkeys(pipe.always_calls))
    came_from.update(dict.fromkeys(waiting, ""))
    for code in waiting:
        if code == pipe.code:
            return _path(code, came_from)
        called = library.pipe(code, pipe.source) if len(waiting) <= _LONGEST_CYCLE else None
        for next_code in called.always_calls if called is not None else ():
            if next_code not in came_from:
                came_from[next_code] = code
                waiting.append(next_code)
    return []


def _path(code: str, came_from: dict[str, str]) -> list[str]:
    path = [code]
    while came_from[path[0]]:
        path.insert(0, came_from[path[0]])
    return path
