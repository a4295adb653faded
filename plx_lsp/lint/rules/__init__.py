"""The rules, by what they look at. Importing a module here registers its rules; `load` imports them all."""

from __future__ import annotations

_MODULES = (
    "batches",
    "concept_references",
    "concepts",
    "counts",
    "extracts",
    "image_pipes",
    "inputs",
    "models",
    "outputs",
    "pipe_references",
    "spellings",
    "steps",
    "structures",
    "variables",
)


def load() -> None:
    """Register every rule."""
    for name in _MODULES:
        __import__(f"{__name__}.{name}")
