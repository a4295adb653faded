"""What one deck file says, out of its syntax tree and into a `ProjectDeck`, every generation's spelling alike (R§11).

`deck_files` calls it, file by file in name order, so that a later file's word holds. It takes what it can use and
leaves the rest: the rules say what is wrong.
"""

from __future__ import annotations

from plx_lsp.project.image_pipe import plain
from plx_schema.deck import Alias, Backend, ModelFile, Place, Preset, Routing
from plx_schema.deck.options import OPTIONS, SETTING_MODEL_KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from plx_lsp.project.deck_files import DeckFile
    from plx_lsp.syntax import Node
    from plx_schema.deck import ProjectDeck

MODEL_KEYS = (*SETTING_MODEL_KEYS, "llm_handle", "extract_handle", "ocr_handle")
"""The keys by which a preset names its model, of whatever kind and generation."""

SECTIONS = {"ocr": "extract"}
"""Other generations' names of a deck's sections."""

DEFAULTS = "defaults"
"""The table of a backend's file whose keys hold for all its models."""


def read_deck(file: DeckFile, deck: ProjectDeck) -> None:
    """A file of `deck/`."""
    _names(file, file.root, deck)
    for written, section in _tables(file.root):
        name = SECTIONS.get(written, written)
        if name in ("aliases", "waterfalls"):
            continue
        presets = deck.presets if name == "img_gen" else deck.other_presets.setdefault(name, {})
        for code, node in _tables(section.get("presets")):
            presets[code] = _preset(file, code, node, presets.get(code))
        if name == "img_gen":
            _names(file, section, deck)
            _choice_default(file, section.get("choice_default"), deck)


def _names(file: DeckFile, table: Node, deck: ProjectDeck) -> None:
    """The aliases and waterfalls of a table; a name is one or the other, whichever was said last."""
    for key, mine, other in (
        ("aliases", deck.aliases, deck.waterfalls),
        ("waterfalls", deck.waterfalls, deck.aliases),
    ):
        for name, node in entries(table.get(key)):
            targets = _strings(node)
            if targets or node.kind == "array":
                place = Place(file.path, *file.key_range(node))
                mine[name] = Alias(name, targets, waterfall=key == "waterfalls", place=place)
                other.pop(name, None)


def _choice_default(file: DeckFile, node: Node | None, deck: ProjectDeck) -> None:
    if node is not None and node.kind in ("string", "table"):
        value: Any = plain(node)
        deck.choice_default = value
        deck.choice_default_place = Place(file.path, *file.value_range(node))


def _preset(file: DeckFile, name: str, node: Node, earlier: Preset | None) -> Preset:
    """A preset; one that an earlier file defines too keeps what this one does not say."""
    options: dict[str, Any] = dict(earlier.options) if earlier else {}
    places = dict(earlier.places) if earlier else {}
    for key, item in entries(node):
        if key in OPTIONS:
            options[key] = plain(item)
            places[key] = Place(file.path, *file.key_range(item))
    model = next((item for key, item in entries(node) if key in MODEL_KEYS and item.kind == "string"), None)
    if model is not None:
        places["model"] = Place(file.path, *file.value_range(model))
    description = node.get("description")
    return Preset(
        name,
        model.data if model is not None else earlier.model if earlier else "",
        options,
        description=description.data if description is not None and description.kind == "string" else "",
        place=Place(file.path, *file.key_range(node)),
        places=places,
    )


def read_backends(file: DeckFile, deck: ProjectDeck) -> None:
    """`backends.toml`."""
    for name, node in _tables(file.root):
        api_key = _string(node, "api_key")
        own = ("enabled", "endpoint", "api_key")
        deck.backends[name] = Backend(
            name,
            endpoint=_string(node, "endpoint"),
            api_key=api_key,
            keys=variables(api_key),
            enabled=_flag(node.get("enabled")) is not False,
            own_endpoint=bool(_string(node, "endpoint")),
            extra={key: plain(item) for key, item in entries(node) if key not in own},
            place=Place(file.path, *file.key_range(node)),
        )


def variables(text: str) -> tuple[str, ...]:
    """The environment variables that a value names: `${FAL_KEY}`, `${env:FAL_KEY|secret:fal}` -> FAL_KEY."""
    found: list[str] = []
    for part in text.split("${")[1:]:
        for choice in part.partition("}")[0].split("|"):
            where, _, name = choice.strip().rpartition(":")
            if name and where in ("", "env"):
                found.append(name)
    return tuple(found)


def read_backend(file: DeckFile, deck: ProjectDeck) -> None:
    """A file of `backends/`: the models of the backend that the file is named after."""
    deck.listed.add(file.stem)
    defaults = file.root.get(DEFAULTS)
    for handle, node in _tables(file.root):
        if handle != DEFAULTS:
            deck.models.append(_model(file, handle, node, defaults))


def _model(file: DeckFile, handle: str, node: Node, defaults: Node | None) -> ModelFile:
    def said(key: str) -> str | None:
        return _string(node, key) or (_string(defaults, key) if defaults is not None else "") or None

    enabled = _flag(node.get("enabled"))
    if enabled is None and defaults is not None:
        enabled = _flag(defaults.get("enabled"))
    return ModelFile(
        handle,
        file.stem,
        sdk=said("sdk"),
        model_id=_string(node, "model_id") or None,
        model_type=said("model_type"),
        enabled=enabled is not False,
        place=Place(file.path, *file.key_range(node)),
    )


def read_routing(file: DeckFile, deck: ProjectDeck) -> None:
    """`routing_profiles.toml`: the profile in force."""
    active = _string(file.root, "active")
    profiles = file.root.get("profiles")
    profile = profiles.get(active) if profiles is not None else None
    if profile is None or profile.kind != "table":
        return
    deck.routing = Routing(
        active,
        _string(profile, "default"),
        (*_routes(profile, "routes"), *_routes(profile, "optional_routes")),
        _strings(profile.get("fallback_order")),
        Place(file.path, *file.key_range(profile)),
    )


def _routes(profile: Node, key: str) -> Iterator[tuple[str, str, bool]]:
    for pattern, node in entries(profile.get(key)):
        if node.kind == "string":
            yield pattern, node.data, key == "optional_routes"


def entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    """The keys and values of a table; none of what is no table."""
    if node is not None and node.kind == "table":
        yield from node.data.items()


def _tables(node: Node | None) -> Iterator[tuple[str, Node]]:
    return ((name, item) for name, item in entries(node) if item.kind == "table")


def _strings(node: Node | None) -> tuple[str, ...]:
    """The strings of an array, or the one string that stands in its place."""
    if node is not None and node.kind == "string":
        return (node.data,)
    items: list[Node] = node.data if node is not None and node.kind == "array" else []
    return tuple(item.data for item in items if item.kind == "string")


def _string(node: Node, key: str) -> str:
    found = node.get(key)
    return found.data if found is not None and found.kind == "string" else ""


def _flag(node: Node | None) -> bool | None:
    return node.data if node is not None and node.kind == "boolean" else None
