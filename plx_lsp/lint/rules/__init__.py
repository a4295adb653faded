"""The rules, by what they look at. Importing a module here registers its rules.

A module is imported when a file first holds what its rules look at (`load_for`), so that checking a file of image pipes
does not pay for the rules about sequences; `load` imports those for PLX files, `load_all` the others too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROLLERS = ("PipeSequence", "PipeParallel", "PipeCondition", "PipeBatch")
_WRITERS = ("PipeLLM", "PipeCompose", "PipeJinja2", "PipeImgGen")

LOOKED_AT: dict[str, tuple[str, ...]] = {
    "batches": ("PipeBatch", "PipeParallel", "PipeSequence"),
    "concept_references": ("concept", "pipe"),
    "concepts": ("concept",),
    "counts": ("PipeLLM",),
    "extracts": ("PipeExtract", "PipeOcr"),
    "image_pipes": ("PipeImgGen",),
    "inputs": _WRITERS,
    "models": ("PipeImgGen",),
    "outputs": (*_CONTROLLERS, "PipeLLM"),
    "pipe_references": ("file", "pipe"),
    "spellings": ("file", "concept", "pipe"),
    "steps": _CONTROLLERS,
    "structures": ("concept",),
    "template_syntax": (*_WRITERS, "PipeCondition"),
    "variables": (*_WRITERS, "PipeCondition"),
}
"""Module: what its rules look at, files, concepts, all pipes or those of some types. A test holds the rules to it."""

_FOR_OTHER_FILES = ("plx_lsp.lint.project_files", "plx_lsp.lint.rules.deck")


def load_for(kind: str, pipe_type: str = "") -> None:
    """Register the rules for declarations of a kind ("file", "concept", "pipe"), and for pipes of a type."""
    _load(name for name, found in LOOKED_AT.items() if kind in found or pipe_type in found)


def load() -> None:
    """Register every rule for PLX files."""
    _load(LOOKED_AT)


def load_all() -> None:
    """Register every rule there is: those for a project's settings and deck too, which a check seldom needs."""
    load()
    for name in _FOR_OTHER_FILES:
        __import__(name)


def _load(names: Iterable[str]) -> None:
    for name in names:
        __import__(f"{__name__}.{name}")
