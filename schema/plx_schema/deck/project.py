"""What the files of a project's `.pipelex/inference/` say, before `overlay` lays it over the embedded deck.

Plain data, filled in by `plx_lsp.project.deck_tables`.
"""

from __future__ import annotations

from plx_schema.deck.types import EMBEDDED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from plx_schema.deck.types import Alias, Backend, Place, Preset, Routing


class ModelFile:
    """What a project's `backends/<name>.toml` says of one model; None is a key it does not say."""

    __slots__ = ("backend", "enabled", "handle", "model_id", "model_type", "place", "sdk")

    def __init__(
        self,
        handle: str,
        backend: str,
        *,
        sdk: str | None = None,
        model_id: str | None = None,
        model_type: str | None = None,
        enabled: bool = True,
        place: Place = EMBEDDED,
    ) -> None:
        self.handle = handle
        self.backend = backend
        self.sdk = sdk
        self.model_id = model_id
        self.model_type = model_type
        self.enabled = enabled
        self.place = place


class ProjectDeck:
    """What the files of a project's `.pipelex/inference/` say, before it is laid over the embedded deck.

    `choice_default` (a name or a setting table) is "" and `routing` None where no file says one. `listed` names the
    backends that have a model file of their own.
    """

    __slots__ = (
        "aliases",
        "backends",
        "choice_default",
        "choice_default_place",
        "listed",
        "models",
        "other_presets",
        "presets",
        "routing",
        "waterfalls",
    )

    def __init__(self) -> None:
        self.aliases: dict[str, Alias] = {}
        self.waterfalls: dict[str, Alias] = {}
        self.presets: dict[str, Preset] = {}
        self.other_presets: dict[str, dict[str, Preset]] = {}
        self.backends: dict[str, Backend] = {}
        self.models: list[ModelFile] = []
        self.listed: set[str] = set()
        self.routing: Routing | None = None
        self.choice_default: str | dict[str, Any] = ""
        self.choice_default_place = EMBEDDED
