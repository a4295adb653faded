"""The rules, by what they look at. Importing a module here registers its rules; `load` imports those for PLX files."""

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
    "template_syntax",
    "variables",
)
_FOR_OTHER_FILES = ("plx_lsp.lint.project_files", "plx_lsp.lint.rules.deck")


def load() -> None:
    """Register every rule for PLX files."""
    for name in _MODULES:
        __import__(f"{__name__}.{name}")


def load_all() -> None:
    """Register every rule there is: those for a project's settings and deck too, which a check seldom needs."""
    load()
    for name in _FOR_OTHER_FILES:
        __import__(name)
