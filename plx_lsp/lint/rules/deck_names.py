"""The names of a deck file: presets, aliases and defaults that lead nowhere, and presets that ask what no model does.

`deck` calls `name_faults`, file by file. Text models are never judged: no deck here lists them all, so an alias outside
`[img_gen]` is only told when it runs in a circle or differs from a known name in nothing but `-`/`_`.
"""

from __future__ import annotations

from plx_lsp.lint.rules.deck_fault import DeckFault
from plx_schema.deck import SIGIL_OF, Failure, Resolution, kind_of, option_effects, resolve, split_name, who
from plx_schema.deck.options import SETTING_MODEL_KEYS
from plx_schema.deck.types import EMBEDDED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.deck_files import DeckFile
    from plx_lsp.syntax import Node
    from plx_schema.deck import Deck, Effect, Preset

_RULES = {"no-parameter": "unsupported-parameter", "redundant": "redundant-quality"}
"""The rule that speaks for each reason of an effect; for the others it is unsupported-value."""

_NOTHING = ("unknown", "empty", "not-image")
"""The failures that no key and no backend will mend."""


def name_faults(file: DeckFile, deck: Deck) -> Iterator[DeckFault]:
    """What the names of one deck file lead to, where that is nothing or not what it says."""
    if file.kind != "deck":
        return
    section = file.root.get("img_gen")
    yield from _aliases(file, file.root, deck, known=False)
    if section is None or section.kind != "table":
        return
    yield from _aliases(file, section, deck, known=True)
    yield from _default(file, section.get("choice_default"), deck)
    for name, node in _entries(section.get("presets")):
        if node.kind == "table":
            yield from _preset(file, name, node, deck)


def _aliases(file: DeckFile, table: Node, deck: Deck, *, known: bool) -> Iterator[DeckFault]:
    for key, kind in (("aliases", "alias"), ("waterfalls", "waterfall")):
        for name, node in _entries(table.get(key)):
            yield from _hidden(file, kind, name, node, deck)
            is_list = node.kind == "array"
            for target in node.data if is_list else [node]:
                if target.kind == "string":
                    yield from _target(file, name, target, deck, known=known, severity="warning" if is_list else "")


def _target(file: DeckFile, name: str, node: Node, deck: Deck, *, known: bool, severity: str) -> Iterator[DeckFault]:
    """What the name `name` leads to. `known`: it must be an image model."""
    failure = resolve(deck, {"model": node.data})
    if not isinstance(failure, Failure):
        return
    place = file.value_range(node)
    if failure.kind == "cycle":
        if any(step.name == name for step in failure.steps):
            yield DeckFault("alias-cycle", place, failure.message)
    elif failure.kind in _NOTHING and failure.name == node.data and (failure.twin or (known and _is_closed(deck))):
        yield _unknown(place, failure, severity)


def _unknown(place: tuple[int, int], failure: Failure, severity: str) -> DeckFault:
    meant = (failure.twin,) if failure.twin else failure.near
    fixes = [(f'Write "{name}"', place, f'"{name}"', name == failure.twin) for name in meant]
    hint = f": did you mean `{meant[0]}`?" if meant else ""
    return DeckFault("unknown-model", place, failure.message + hint, *fixes, severity=severity)


def _is_closed(deck: Deck) -> bool:
    """Whether every backend that is on says which models it has."""
    return all(backend.models_known for backend in deck.backends.values() if backend.enabled)


def _default(file: DeckFile, node: Node | None, deck: Deck) -> Iterator[DeckFault]:
    if node is None or node.kind not in ("string", "table"):
        return
    if node.kind == "table":
        yield from _model_of(file, "", node, deck)
        return
    failure = resolve(deck, node.data)
    if isinstance(failure, Failure) and failure.kind == "unknown" and failure.name == node.data:
        yield _unknown(file.value_range(node), failure, "")


def _preset(file: DeckFile, name: str, node: Node, deck: Deck) -> Iterator[DeckFault]:
    yield from _hidden(file, "preset", name, node, deck)
    yield from _model_of(file, name, node, deck)
    preset = deck.presets[name]
    found = resolve(deck, f"preset:{name}" if split_name(name)[0] else name)
    resolution = found if isinstance(found, Resolution) else found.resolution
    if preset.place.file == file.path and resolution is not None and not _is_released(preset):
        yield from _retired(file, preset, resolution)
        for effect in option_effects(resolution):
            if effect.origin == f"preset {name}" and effect.reason in ("no-parameter", "redundant", "value", "needs"):
                yield from _effect(file, preset, effect)


def _model_of(file: DeckFile, name: str, table: Node, deck: Deck) -> Iterator[DeckFault]:
    for key in SETTING_MODEL_KEYS:
        node = table.get(key)
        if node is not None and node.kind == "string":
            yield from _target(file, name, node, deck, known=True, severity="")


def _effect(file: DeckFile, preset: Preset, effect: Effect) -> Iterator[DeckFault]:
    place = preset.places.get(effect.option, EMBEDDED)
    if place.file == file.path:
        rule = _RULES.get(effect.reason, "unsupported-value")
        severity = "warning" if effect.outcome == "adapted" else ""
        yield DeckFault(rule, (place.start, place.end), effect.message, severity=severity)


def _retired(file: DeckFile, preset: Preset, resolution: Resolution) -> Iterator[DeckFault]:
    status = resolution.model.status
    place = preset.places.get("model", EMBEDDED)
    moved = resolution.backend is not None and resolution.backend.own_endpoint
    if status.state == "current" or moved or place.file != file.path:
        return
    at = (place.start, place.end)
    when = f"{'was' if status.state == 'retired' else 'will be'} retired on {status.date}"
    message = f"{who(resolution)} {when}: use {' or '.join(f'`{name}`' for name in status.successors)} instead"
    fixes = [(f'Write "{name}"', at, f'"{name}"', False) for name in status.successors]
    yield DeckFault("retired-model", at, message, *fixes, tags=("deprecated",))


def _is_released(preset: Preset) -> bool:
    """Whether a preset says just what the releases' own deck says: then it is not its author's to mend."""
    from plx_schema.deck import load_embedded

    released = load_embedded().presets.get(preset.name)
    return released is not None and (released.model, released.options) == (preset.model, preset.options)


def _hidden(file: DeckFile, kind: str, name: str, node: Node, deck: Deck) -> Iterator[DeckFault]:
    """A name that a bare use of it will not find, since another kind of name goes first (R§11.1)."""
    first = kind_of(deck, name)
    if first and first != kind:
        message = f"`{name}` is a {first}, too, and goes first: write `{SIGIL_OF[kind]}{name}` to mean this {kind}"
        yield DeckFault("ambiguous-model", file.key_range(node), message)


def _entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    if node is not None and node.kind == "table":
        yield from node.data.items()
