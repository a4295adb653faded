"""The embedded data files as pydantic models: what may stand in `plx_schema/data/*.json`, and what each key means.

    models.json      ModelsData
    deck.json        DeckData
    backends.json    BackendsData

They hold the data to its shape in tests, and tell who edits it what there is. Nothing loads them at run time:
`embedded` reads the files with `json` alone.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Tags = Annotated[str, Field(pattern=r"^[a-z0-9.-]+( [a-z0-9.-]+)*$", description="Keys of the file's `sources`.")]
OptionName = Literal[
    "aspect_ratio",
    "quality",
    "nb_steps",
    "guidance_scale",
    "seed",
    "background",
    "output_format",
    "is_raw",
    "is_moderated",
    "safety_tolerance",
    "negative_prompt",
    "nb_output",
]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, protected_namespaces=())


class OptionData(_Data):
    """How one model takes one PLX option."""

    param: str = Field("", description="The provider's name for it; empty for an option that only drives another.")
    type: Literal["any", "string", "integer", "number", "boolean"] = "any"
    values: dict[str, JsonValue] | None = Field(None, description="PLX value -> what is sent; null: not served.")
    min: float | None = None
    max: float | None = None
    otherwise: Literal["refuse", "nearest"] = Field("refuse", description="What becomes of a value that doesn't fit.")
    default: JsonValue = Field(None, description="What the provider takes where nothing is sent.")
    unset: JsonValue = Field(None, description="What is sent where nothing is asked for.")
    drives: OptionName | None = Field(None, description="The option whose value this one sets.")
    needs: dict[str, dict[OptionName, list[str]]] = Field({}, description="Value -> what other options must then be.")
    pixels: dict[str, tuple[int, int]] = Field({}, description="Aspect ratio -> size, where `values` doesn't say it.")
    place: Literal["", "extra_body"] = Field("", description="Where in the SDK's call it goes.")
    note: str = ""
    source: Tags


class PriceData(_Data):
    """What one source says an image costs."""

    unit: Literal["image", "megapixel"]
    usd: float = Field(ge=0)
    quality: str = Field("", description="The provider's quality it holds for; empty: any.")
    size: str = Field("", pattern=r"^(\d+x\d+)?$", description="The size it holds for; empty: any.")
    further: float | None = Field(None, ge=0, description="USD for each megapixel after the first.")
    rounding: Literal["", "up"] = Field("", description="Whether megapixels are counted whole.")
    note: str = ""
    source: Tags


class TokenPrices(_Data):
    """USD per million tokens."""

    text_input: float | None = None
    cached_text_input: float | None = None
    image_input: float | None = None
    image_output: float | None = None
    text_output: float | None = None
    source: Tags


class StatusData(_Data):
    """When a model goes or went, and what takes its place."""

    state: Literal["deprecated", "retired"]
    date: Annotated[date, Field(strict=False)]
    successors: list[str]
    source: Tags


class ModelData(_Data):
    """One model on one backend. `options` null: nobody recorded what it takes."""

    handle: str
    backend: str
    sdk: str
    provider_id: str
    status: StatusData | None = None
    prompt_limit: int | None = Field(None, ge=1, description="In characters.")
    note: str = ""
    options: dict[OptionName, str | OptionData] | None = Field(description="A text names one of `parameters`.")
    constants: dict[str, Any] = Field({}, description="Sent with every call.")
    prices: list[PriceData] = []
    token_prices: TokenPrices | None = None
    source: Tags


class LikeData(_Data):
    """The same model under another name of the same backend: a dated snapshot."""

    handle: str
    like: str
    backend: str
    provider_id: str


class GenericData(_Data):
    """What any model of one SDK may be asked for, where nobody recorded more."""

    note: str
    asked_only: Literal[True]
    constants: dict[str, Any]
    options: dict[OptionName, str | OptionData]


class ModelsData(_Data):
    """Every model that the deck knows, with its source for each fact."""

    as_of: Annotated[date, Field(strict=False)]
    sources: dict[str, str]
    parameters: dict[str, OptionData]
    generic: dict[str, GenericData]
    models: list[LikeData | ModelData]


class AliasData(_Data):
    """Another name for one model."""

    target: str
    releases: str
    source: Tags


class WaterfallData(_Data):
    """A name for the first of several models that can be had."""

    targets: list[str] = Field(min_length=1)
    releases: str
    source: Tags


class PresetData(_Data):
    """A model with options."""

    model: str
    options: dict[OptionName, JsonValue]
    releases: str
    source: Tags


class NamedData(_Data):
    """A name, with its source."""

    name: str
    source: Tags


class DefaultsData(_Data):
    """Options that hold where nothing else says one."""

    options: dict[OptionName, JsonValue]
    source: Tags


class DeckData(_Data):
    """The names of the releases' own decks."""

    as_of: Annotated[date, Field(strict=False)]
    sources: dict[str, str]
    choice_default: NamedData
    defaults: DefaultsData
    aliases: dict[str, AliasData]
    waterfalls: dict[str, WaterfallData]
    presets: dict[str, PresetData]


class BackendData(_Data):
    """A server of models."""

    label: str
    sdk: str
    endpoint: str | None
    keys: list[str] = Field(description="Environment variables that may hold its key, best first.")
    source: Tags


class RoutingData(_Data):
    """Which backend serves a model that several have."""

    fallback_order: list[str]


class BackendsData(_Data):
    """The servers, and the SDK that each driver's name stands for."""

    as_of: Annotated[date, Field(strict=False)]
    sources: dict[str, str]
    sdks: dict[str, Literal["openai", "fal"]]
    backends: dict[str, BackendData]
    routing: RoutingData
