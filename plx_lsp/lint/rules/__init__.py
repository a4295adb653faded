"""The rules, by what they look at. Importing a module here registers its rules; `load` imports them all."""

from __future__ import annotations


def load() -> None:
    """Register every rule."""
    from plx_lsp.lint.rules import (  # noqa: F401 - imported for what they register
        batches,
        concept_references,
        concepts,
        counts,
        extracts,
        image_pipes,
        inputs,
        outputs,
        pipe_references,
        spellings,
        steps,
        structures,
        variables,
    )
