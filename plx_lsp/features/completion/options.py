"""Closed lists of words: ratios with the pixels that the chosen model gives, qualities, formats, field types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_lsp.features.images import plan_of
from plx_schema.deck import pixels, served
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.scope import Scope
    from plx_schema.deck import Model
    from plx_schema.lookup import KeyDoc

_NOT_SERVED = 100


def complete_option(scope: Scope, key: KeyDoc) -> Iterator[Completion]:
    """The words that a key takes; for an option of a model, those that the chosen model serves first."""
    model = _model(scope)
    option = model.options.get(key.name) if model is not None and not model.generic else None
    for rank, word in enumerate(key.values):
        is_served = option is None or option.values is None or _meant(key, word) in served(option)
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
    if scope.pipe is None or scope.pipe.type != IMG_GEN or len(scope.path) != 1:
        return None
    resolution = plan_of(scope.library, scope.pipe).resolution
    return resolution.model if resolution is not None else None


def _meant(key: KeyDoc, word: str) -> str:
    from plx_schema.deck import canonical

    return str(canonical(key.name, word))


def _detail(model: Model | None, key: KeyDoc, word: str, *, is_served: bool) -> str:
    if model is None:
        return key.value_docs.get(word, "")
    if not is_served:
        return f"not served by {model.handle}"
    size = pixels(model, word) if key.name == "aspect_ratio" else None
    return f"{size[0]} × {size[1]}" if size else key.value_docs.get(word, "")
