"""Values, inside quotes and where quotes are still to be written: by what the schema says that a key refers to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plx_lsp.features.completion.concepts import complete_concept
from plx_lsp.features.completion.item import Completion
from plx_lsp.features.completion.models import complete_model
from plx_lsp.features.completion.options import complete_option
from plx_lsp.features.completion.pipes import complete_pipe
from plx_lsp.features.completion.shapes import complete_shape
from plx_lsp.features.completion.variables import complete_result, complete_template, complete_variable
from plx_schema.vocabulary import CONDITION_SPECIALS, PIPE_TYPES
from plx_schema.wording import toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from plx_lsp.features.scope import Scope
    from plx_schema.lookup import KeyDoc

    Find = Callable[[Scope, KeyDoc, Mapping[str, str]], Iterable[Completion]]


def complete_string(scope: Scope, environment: Mapping[str, str]) -> Iterator[Completion]:
    """What the string at the cursor could say."""
    key = scope.key
    if key is not None:
        yield from _words(scope, key, environment)


def complete_value(scope: Scope, environment: Mapping[str, str]) -> Iterator[Completion]:
    """What could stand behind `=`: the same words with their quotes, and values that are no strings."""
    key = scope.key
    if key is None:
        return
    if key.kind not in ("template", "expression"):
        for item in _words(scope, key, environment):
            written = toml(item.text)
            yield replace(item, text=written, snippet="", filter=written)
    yield from complete_shape(scope, key)
    if "`true`" in key.type:
        for word in ("true", "false"):
            default = toml(key.default) == word if key.default is not None else False
            yield Completion(word, "value", scope.start, scope.end, word, detail="default" if default else "")


def _words(scope: Scope, key: KeyDoc, environment: Mapping[str, str]) -> Iterator[Completion]:
    if scope.pipe is not None and scope.path == ("type",):
        yield from _types(scope)
        return
    find = _FINDERS.get(key.kind)
    if find is not None:
        yield from find(scope, key, environment)
    if key.values:
        yield from complete_option(scope, key)


def _types(scope: Scope) -> Iterator[Completion]:
    for rank, (name, said) in enumerate(PIPE_TYPES.items()):
        yield Completion(name, "type", scope.start, scope.end, name, detail=said, about=("type", name), rank=rank)


def _outcome(scope: Scope, key: KeyDoc, environment: Mapping[str, str]) -> Iterator[Completion]:
    yield from complete_pipe(scope, key, environment)
    for word in CONDITION_SPECIALS:
        yield Completion(word, "value", scope.start, scope.end, word)


def _domain(scope: Scope, _key: KeyDoc, _environment: Mapping[str, str]) -> Iterator[Completion]:
    for name in sorted({source.domain for source in scope.library.sources.values() if source is not scope.source}):
        yield Completion(name, "value", scope.start, scope.end, name, detail="a domain of this project")


_FINDERS: dict[str, Find] = {
    "concept": complete_concept,
    "concept-name": complete_concept,
    "pipe": complete_pipe,
    "outcome": _outcome,
    "model": complete_model,
    "variable": complete_variable,
    "result": complete_result,
    "template": complete_template,
    "expression": complete_variable,
    "domain": _domain,
}
