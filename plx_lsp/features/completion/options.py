"""Closed lists of words: ratios with the pixels that the chosen model gives, qualities, formats, field types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.describe.keys import meaning_of
from plx_lsp.features.images import chosen_model, size_with
from plx_lsp.project.image_pipe import MODEL_KEYS
from plx_schema.deck import canonical, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.scope import Scope
    from plx_schema.deck import Model
    from plx_schema.lookup import KeyDoc

_NOT_SERVED = 100
_OPTION_TABLES = ((), *((key,) for key in MODEL_KEYS))


def complete_option(scope: Scope, key: KeyDoc) -> Iterator[Completion]:
    """The words that a key takes; for an option of a model, those that the chosen model serves first."""
    model = _model(scope)
    option = model.options.get(key.name) if model is not None and not model.generic else None
    for rank, word in enumerate(key.values):
        is_served = option is None or option.values is None or str(canonical(key.name, word)) in served(option)
        yield Completion(
            word,
            "value",
            scope.start,
            scope.end,
            word,
            detail=_detail(model, key, word, is_served=is_served),
            about=("value", word, scope.table, *map(str, scope.path)),
            rank=rank + (0 if is_served else _NOT_SERVED),
        )


def _model(scope: Scope) -> Model | None:
    """The model that an option of the pipe, or of its setting table, is for."""
    return chosen_model(scope.library, scope.pipe) if scope.path[:-1] in _OPTION_TABLES else None


def _detail(model: Model | None, key: KeyDoc, word: str, *, is_served: bool) -> str:
    if model is not None and not is_served:
        return f"not served by {model.handle}"
    size = size_with(model, word) if model is not None and key.name == "aspect_ratio" else ""
    return size or meaning_of(key, word)
