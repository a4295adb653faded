"""The embedded deck: `plx_schema/data/*.json` read into plain types, once for each process.

Only `json` is loaded for it, and no more than these three files are opened; the network never.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from plx_schema.deck.types import Alias, Backend, Deck, Model, Option, Preset, PriceFact, Routing, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
FILES = ("models.json", "deck.json", "backends.json")

_loaded: list[Deck] = []


def load_embedded() -> Deck:
    """The deck this release was built with. The same object every time: nobody may change it.

    Raises:
        OSError: the installation lacks its data files.
    """
    if not _loaded:
        _loaded.append(read_deck(*(_read(name) for name in FILES)))
    return _loaded[0]


def _read(name: str) -> dict[str, Any]:
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return json.load(file)


def read_deck(models: dict[str, Any], deck: dict[str, Any], backends: dict[str, Any]) -> Deck:
    """A deck from the three data files' contents, as JSON gives them."""
    shared = _Shared(models["parameters"])
    generic = {sdk: _generic(sdk, entry, shared) for sdk, entry in models["generic"].items()}
    return Deck(
        models=_Models(_without_likes(models["models"]), shared, generic),
        aliases={name: _alias(name, entry) for name, entry in deck["aliases"].items()},
        waterfalls={name: _alias(name, entry, waterfall=True) for name, entry in deck["waterfalls"].items()},
        presets={name: _preset(name, entry) for name, entry in deck["presets"].items()},
        backends={name: _backend(name, entry) for name, entry in backends["backends"].items()},
        routing=Routing(fallback_order=tuple(backends["routing"]["fallback_order"])),
        choice_default=deck["choice_default"]["name"],
        defaults=deck["defaults"]["options"],
        generic=generic,
        sdks=backends["sdks"],
        as_of=models["as_of"],
        sources={**backends["sources"], **deck["sources"], **models["sources"]},
    )


class _Models(Mapping[str, tuple[Model, ...]]):
    """The models by handle, each read when it is first asked for: a check asks for one or two of them."""

    __slots__ = ("_entries", "_generic", "_read", "_shared")

    def __init__(self, entries: list[dict[str, Any]], shared: _Shared, generic: dict[str, Model]) -> None:
        self._entries: dict[str, list[dict[str, Any]]] = {}
        for entry in entries:
            self._entries.setdefault(entry["handle"], []).append(entry)
        self._shared = shared
        self._generic = generic
        self._read: dict[str, tuple[Model, ...]] = {}

    def __getitem__(self, handle: str) -> tuple[Model, ...]:
        found = self._read.get(handle)
        if found is None:
            found = tuple(_model(entry, self._shared, self._generic) for entry in self._entries[handle])
            self._read[handle] = found
        return found

    def __contains__(self, handle: object) -> bool:
        return handle in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _without_likes(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with each `like` filled in from the model of the same backend that it names."""
    by_name = {(entry["backend"], entry["handle"]): entry for entry in entries}
    return [{**by_name[entry["backend"], entry["like"]], **entry} if "like" in entry else entry for entry in entries]


def _model(entry: dict[str, Any], shared: _Shared, generic: dict[str, Model]) -> Model:
    described = entry["options"] is not None
    stand_in = generic.get(entry["sdk"])
    options = _options(entry["options"], shared) if described else stand_in.options if stand_in else {}
    return Model(
        entry["handle"],
        entry["backend"],
        entry["sdk"],
        entry["provider_id"],
        options=options,
        constants=entry.get("constants"),
        prompt_limit=entry.get("prompt_limit"),
        prices=tuple(PriceFact(**fact) for fact in entry.get("prices", ())),
        token_prices={kind: usd for kind, usd in entry.get("token_prices", {}).items() if kind != "source"},
        status=_status(entry.get("status")),
        generic=not described,
        asked_only=not described,
        note=entry.get("note", ""),
        source=entry["source"],
    )


def _generic(sdk: str, entry: dict[str, Any], shared: _Shared) -> Model:
    return Model(
        "",
        "",
        sdk,
        "",
        options=_options(entry["options"], shared),
        constants=entry["constants"],
        generic=True,
        asked_only=entry["asked_only"],
        note=entry["note"],
    )


class _Shared:
    """The descriptions that many models' options share, each read once for each option."""

    __slots__ = ("_descriptions", "_read")

    def __init__(self, descriptions: dict[str, Any]) -> None:
        self._descriptions = descriptions
        self._read: dict[tuple[str, str], Option] = {}

    def option(self, name: str, description: str) -> Option:
        """The option that a description makes."""
        key = (name, description)
        if key not in self._read:
            self._read[key] = _option(name, self._descriptions[description])
        return self._read[key]


def _options(entries: dict[str, Any], shared: _Shared) -> dict[str, Option]:
    """Options by name; a string instead of a description names one of the shared `parameters`."""
    return {
        name: shared.option(name, entry) if isinstance(entry, str) else _option(name, entry)
        for name, entry in entries.items()
    }


def _option(name: str, entry: dict[str, Any]) -> Option:
    renamed = {"min": "minimum", "max": "maximum", "type": "kind"}
    return Option(name, **{renamed.get(key, key): value for key, value in entry.items()})


def _status(entry: dict[str, Any] | None) -> Status:
    if entry is None:
        return Status()
    return Status(entry["state"], entry.get("date", ""), tuple(entry.get("successors", ())), entry["source"])


def _alias(name: str, entry: dict[str, Any], *, waterfall: bool = False) -> Alias:
    targets = tuple(entry["targets"]) if waterfall else (entry["target"],)
    return Alias(name, targets, waterfall=waterfall, releases=entry["releases"], source=entry["source"])


def _preset(name: str, entry: dict[str, Any]) -> Preset:
    return Preset(name, entry["model"], entry["options"], releases=entry["releases"], source=entry["source"])


def _backend(name: str, entry: dict[str, Any]) -> Backend:
    return Backend(
        name,
        entry["sdk"],
        label=entry["label"],
        endpoint=entry["endpoint"] or "",
        keys=tuple(entry["keys"]),
        source=entry["source"],
    )
