"""The model deck as plain data: models, what they take, what they cost, and the names that lead to them.

Slotted classes and nothing else, for `plx_schema.deck` and for whoever reads a deck; nothing here computes, and nothing
here is changed once it is built: an overlay makes new ones.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    OptionKind = Literal["any", "string", "integer", "number", "boolean"]
    Otherwise = Literal["refuse", "nearest"]
    StatusName = Literal["current", "deprecated", "retired"]
    PriceUnit = Literal["image", "megapixel"]


class Place:
    """Where a fact was written: a file of the project with a range in code points, or the embedded deck (`file` "")."""

    __slots__ = ("end", "file", "start")

    def __init__(self, file: str = "", start: int = 0, end: int = 0) -> None:
        self.file = file
        self.start = start
        self.end = end


EMBEDDED = Place()


class Option:
    """One PLX option as one model takes it.

    `param` is the provider's name for it, and `place` says where in the SDK's call it goes ("" for a plain argument).
    `values` maps each value PLX may ask for, in its canonical spelling as a word, to what is sent; None there means
    that the model does not serve it. Where `values` is None, any value of `kind` within `minimum` and `maximum` is
    sent as it is. A value outside is refused, or taken to the nearest that works, as `otherwise` says.

    `drives` names another option whose value this one sets (quality that only means a number of steps). `needs` says
    what a value asks of other options. `default` is what the provider does when nothing is sent, `unset` what is sent
    when nothing is asked for. `pixels` gives the size behind a value that does not say it itself.
    """

    __slots__ = (
        "default",
        "drives",
        "kind",
        "maximum",
        "minimum",
        "name",
        "needs",
        "note",
        "otherwise",
        "param",
        "pixels",
        "place",
        "source",
        "unset",
        "values",
    )

    def __init__(
        self,
        name: str,
        param: str = "",
        *,
        kind: OptionKind = "any",
        values: dict[str, Any] | None = None,
        minimum: float | None = None,
        maximum: float | None = None,
        otherwise: Otherwise = "refuse",
        default: Any = None,
        unset: Any = None,
        drives: str = "",
        needs: dict[str, dict[str, list[str]]] | None = None,
        pixels: dict[str, list[int]] | None = None,
        place: str = "",
        note: str = "",
        source: str = "",
    ) -> None:
        self.name = name
        self.param = param
        self.kind: OptionKind = kind
        self.values = values
        self.minimum = minimum
        self.maximum = maximum
        self.otherwise: Otherwise = otherwise
        self.default = default
        self.unset = unset
        self.drives = drives
        self.needs = needs or {}
        self.pixels = pixels or {}
        self.place = place
        self.note = note
        self.source = source


class Status:
    """Whether a model is still served: `date` is the day it ends or ended (YYYY-MM-DD, "" where none is known)."""

    __slots__ = ("date", "source", "state", "successors")

    def __init__(
        self, state: StatusName = "current", date: str = "", successors: tuple[str, ...] = (), source: str = ""
    ) -> None:
        self.state: StatusName = state
        self.date = date
        self.successors = successors
        self.source = source


class PriceFact:
    """What one source says an image costs, in USD: by the image, or by the megapixel.

    `quality` and `size` ("1024x1024") are set where the price holds for them alone; `further` is the price of each
    megapixel after the first, and `rounding` "up" means that megapixels are counted whole.
    """

    __slots__ = ("further", "note", "quality", "rounding", "size", "source", "unit", "usd")

    def __init__(
        self,
        unit: PriceUnit,
        usd: float,
        *,
        quality: str = "",
        size: str = "",
        further: float | None = None,
        rounding: str = "",
        note: str = "",
        source: str = "",
    ) -> None:
        self.unit: PriceUnit = unit
        self.usd = usd
        self.quality = quality
        self.size = size
        self.further = further
        self.rounding = rounding
        self.note = note
        self.source = source


class Model:
    """One model on one backend.

    `sdk` is "openai" or "fal" for what the runtime can call, else the name of what would be needed. `generic` says that
    nobody recorded what this very model takes: nothing is held against it. `asked_only` keeps the deck's defaults from
    being sent to it. `constants` is sent with every call. `prompt_limit` counts characters; None where none is known.
    `token_prices` is USD per million tokens. `model_type` is "img_gen", or what a project's file says.
    """

    __slots__ = (
        "asked_only",
        "backend",
        "constants",
        "enabled",
        "generic",
        "handle",
        "model_type",
        "note",
        "options",
        "place",
        "prices",
        "prompt_limit",
        "provider_id",
        "sdk",
        "source",
        "status",
        "token_prices",
    )

    def __init__(
        self,
        handle: str,
        backend: str,
        sdk: str,
        provider_id: str,
        *,
        options: dict[str, Option] | None = None,
        constants: dict[str, Any] | None = None,
        prompt_limit: int | None = None,
        prices: tuple[PriceFact, ...] = (),
        token_prices: dict[str, float] | None = None,
        status: Status | None = None,
        generic: bool = False,
        asked_only: bool = False,
        enabled: bool = True,
        model_type: str = "img_gen",
        note: str = "",
        source: str = "",
        place: Place = EMBEDDED,
    ) -> None:
        self.handle = handle
        self.backend = backend
        self.sdk = sdk
        self.provider_id = provider_id
        self.options = options or {}
        self.constants = constants or {}
        self.prompt_limit = prompt_limit
        self.prices = prices
        self.token_prices = token_prices or {}
        self.status = status or Status()
        self.generic = generic
        self.asked_only = asked_only
        self.enabled = enabled
        self.model_type = model_type
        self.note = note
        self.source = source
        self.place = place


class Backend:
    """A server of models.

    `keys` names the environment variables that may hold its key, best first. `own_endpoint` is true where the project
    says an endpoint other than the provider's: a retired model may live on there. `endpoint` and `api_key` may hold
    `${VAR}`, which is never substituted here. `models_known` is false for a backend that serves models no file lists.
    """

    __slots__ = (
        "api_key",
        "enabled",
        "endpoint",
        "extra",
        "keys",
        "label",
        "models_known",
        "name",
        "own_endpoint",
        "place",
        "sdk",
        "source",
    )

    def __init__(
        self,
        name: str,
        sdk: str = "",
        *,
        label: str = "",
        endpoint: str = "",
        keys: tuple[str, ...] = (),
        api_key: str = "",
        enabled: bool = True,
        own_endpoint: bool = False,
        models_known: bool = True,
        extra: dict[str, Any] | None = None,
        source: str = "",
        place: Place = EMBEDDED,
    ) -> None:
        self.name = name
        self.sdk = sdk
        self.label = label or name
        self.endpoint = endpoint
        self.keys = keys
        self.api_key = api_key
        self.enabled = enabled
        self.own_endpoint = own_endpoint
        self.models_known = models_known
        self.extra = extra or {}
        self.source = source
        self.place = place


class Alias:
    """Another name: for one model, or (0.11 - 0.14, and every waterfall) for the first of several that can be had."""

    __slots__ = ("name", "place", "releases", "source", "targets", "waterfall")

    def __init__(
        self,
        name: str,
        targets: tuple[str, ...],
        *,
        waterfall: bool = False,
        releases: str = "",
        source: str = "",
        place: Place = EMBEDDED,
    ) -> None:
        self.name = name
        self.targets = targets
        self.waterfall = waterfall
        self.releases = releases
        self.source = source
        self.place = place


class Preset:
    """A model with options, under a name. `places` says where each option is written."""

    __slots__ = ("description", "model", "name", "options", "place", "places", "releases", "source")

    def __init__(
        self,
        name: str,
        model: str,
        options: dict[str, Any],
        *,
        description: str = "",
        releases: str = "",
        source: str = "",
        place: Place = EMBEDDED,
        places: dict[str, Place] | None = None,
    ) -> None:
        self.name = name
        self.model = model
        self.options = options
        self.description = description
        self.releases = releases
        self.source = source
        self.place = place
        self.places = places or {}


class Routing:
    """Which backend serves which handle: exact names, then patterns in order, then `default`, then `fallback_order`.

    Each route is (pattern, backend, optional): an optional one counts only while its backend is enabled.
    """

    __slots__ = ("default", "fallback_order", "place", "profile", "routes")

    def __init__(
        self,
        profile: str = "",
        default: str = "",
        routes: tuple[tuple[str, str, bool], ...] = (),
        fallback_order: tuple[str, ...] = (),
        place: Place = EMBEDDED,
    ) -> None:
        self.profile = profile
        self.default = default
        self.routes = routes
        self.fallback_order = fallback_order
        self.place = place


class Deck:
    """Everything a model's name can mean.

    `models` gives, for each handle, its entries (one for each backend that has it). `presets`, `aliases` and
    `waterfalls` are those of image models, with the deck's aliases for all; `other_presets` holds the presets of
    other kinds of models by section ("llm", "extract", ...), so that a name of theirs is known to be one.
    `generic` gives, for each SDK, what a model nobody described may be asked for. `choice_default` is a name or a
    setting table.
    """

    __slots__ = (
        "aliases",
        "as_of",
        "backends",
        "choice_default",
        "choice_default_place",
        "defaults",
        "generic",
        "models",
        "other_presets",
        "presets",
        "routing",
        "sdks",
        "sources",
        "waterfalls",
    )

    def __init__(
        self,
        *,
        models: Mapping[str, tuple[Model, ...]],
        aliases: dict[str, Alias],
        waterfalls: dict[str, Alias],
        presets: dict[str, Preset],
        backends: dict[str, Backend],
        routing: Routing,
        choice_default: str | dict[str, Any],
        defaults: dict[str, Any],
        generic: dict[str, Model],
        sdks: dict[str, str],
        as_of: str,
        sources: dict[str, str],
        other_presets: dict[str, dict[str, Preset]] | None = None,
        choice_default_place: Place = EMBEDDED,
    ) -> None:
        self.models = models
        self.aliases = aliases
        self.waterfalls = waterfalls
        self.presets = presets
        self.backends = backends
        self.routing = routing
        self.choice_default = choice_default
        self.choice_default_place = choice_default_place
        self.defaults = defaults
        self.generic = generic
        self.sdks = sdks
        self.as_of = as_of
        self.sources = sources
        self.other_presets = other_presets or {}
