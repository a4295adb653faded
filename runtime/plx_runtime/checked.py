"""A checked pipe in: find it, judge it as `plx check` does, and refuse it where it is wrong.

Only the pipe's own errors count, and those of nothing beside it: a broken neighbour keeps no pipe from running.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plx_lsp.lint import Linter
from plx_lsp.project.image_pipe import ImagePipe, read_image_pipe
from plx_lsp.project.project import Project, projects_of
from plx_runtime.paths import near
from plx_runtime.refusal import Refusal

if TYPE_CHECKING:
    from plx_lsp.lint import Diagnostic
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Pipe


_PLAIN_CODE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class CheckedPipe:
    """A PipeImgGen without errors, the project it belongs to, and the SHA-256 of the file's bytes."""

    image: ImagePipe
    project: Project
    path: str
    sha256: str
    warnings: tuple[dict[str, Any], ...]

    @property
    def code(self) -> str:
        """The pipe's code."""
        return self.image.pipe.code


def load(path: str, code: str) -> CheckedPipe | Refusal:
    """The image pipe `code` of the file at `path`, checked. Without a code, the file's main pipe, or its only one."""
    path = os.path.abspath(path)
    [(project, _)] = projects_of([path])
    if path in project.unreadable:
        return Refusal("unreadable", f"{path} cannot be read: {project.unreadable[path]}.")
    source = project.library.sources[path]
    code = code or _obvious(source)
    if not code:
        return Refusal("no_pipe_named", f"Say which pipe of {source.path} to run.", _image_pipes(source))
    pipe = next((pipe for pipe in source.pipes() if pipe.code == code), None)
    if pipe is None:
        return _no_such_pipe(source, code)
    found = _diagnostics(project, source, pipe)
    errors = tuple(each for each in found if each["severity"] == "error")
    if errors:
        return _refused(code, path, errors)
    if not _PLAIN_CODE.fullmatch(code):
        return Refusal("bad_pipe_code", f"`{code}` is no code for a pipe: files are named after it.")
    if pipe.type != "PipeImgGen":
        message = f"`{code}` is a {pipe.type or 'pipe without a type'}; only PipeImgGen runs here."
        return Refusal("not_an_image_pipe", message, _image_pipes(source))
    return CheckedPipe(read_image_pipe(pipe), project, path, _sha256(path), found)


def _obvious(source: Source) -> str:
    """The pipe that is meant where none is named; empty where that is not clear."""
    codes = [pipe.code for pipe in source.pipes() if pipe.type == "PipeImgGen"]
    main = source.head.text("main_pipe")
    return main if main and main in codes else codes[0] if len(codes) == 1 else ""


def _no_such_pipe(source: Source, code: str) -> Refusal:
    near = difflib.get_close_matches(code, [pipe.code for pipe in source.pipes()], n=1)
    meant = f" Did you mean `{near[0]}`?" if near else ""
    message = f"There is no pipe `{code}` in {source.path}.{meant}"
    return Refusal("no_such_pipe", message, _image_pipes(source))


def _image_pipes(source: Source) -> str:
    codes = [f"`{pipe.code}`" for pipe in source.pipes() if pipe.type == "PipeImgGen"]
    return f"Its image pipes: {', '.join(codes)}." if codes else "It has no PipeImgGen."


def _refused(code: str, path: str, errors: tuple[dict[str, Any], ...]) -> Refusal:
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    message = f"`{code}` has an error in line {first['line']}: {first['message']}{more}"
    return Refusal("check_failed", message, f"`plx check {near(path)}` shows all of them.", errors)


def _diagnostics(project: Project, source: Source, pipe: Pipe) -> tuple[dict[str, Any], ...]:
    """What `plx check` says about this pipe's own text."""
    spans = [(source.start_of(block), source.start_of(block) + len(block.text)) for block in pipe.blocks]
    every = Linter(project.library, project.settings, project.root).diagnostics(source.path)
    mine = [each for each in every if any(start <= each.start < end for start, end in spans)]
    return tuple(_plain(source, each) for each in mine)


def _plain(source: Source, each: Diagnostic) -> dict[str, Any]:
    lines = source.document.lines
    line, column = lines.position(each.start, "utf-32")
    end_line, end_column = lines.position(each.end, "utf-32")
    return {
        "file": each.path,
        "line": line + 1,
        "column": column + 1,
        "end_line": end_line + 1,
        "end_column": end_column + 1,
        "rule": each.rule,
        "severity": each.severity,
        "message": each.message,
    }


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
