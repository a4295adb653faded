"""The files of `.pipelex/inference/` as pydantic models, in every generation's spelling: their JSON Schemas' source.

    deck/*.toml              DeckFile
    backends.toml            BackendsFile
    backends/<name>.toml     BackendFile
    routing_profiles.toml    RoutingFile

Loads pydantic, so nothing on the check path imports it: `plx_lsp.project.deck_files` reads the files themselves, with a
place for every fault. Where a later release adds keys of its own (other kinds of models), they are let through.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, RootModel

from plx_schema.export import DRAFT, TomlSchema
from plx_schema.language.names import Anything, ExtractModel, ImgGenModel, LlmModel, Text
from plx_schema.language.settings import (
    ExtractChoice,
    ExtractSetting,
    ImgGenChoice,
    ImgGenSetting,
    LlmChoice,
    LlmSetting,
)
from plx_schema.language.table import Table, key

SDK_MODEL_TYPES = ("llm", "text_extractor", "img_gen")
"""What a model of a backend file can be; later releases know more, and those are let through."""

Variable = Annotated[str, Field(examples=["${OPENAI_API_KEY}"])]


class OpenTable(Table):
    """A table that may hold keys this project does not know."""

    model_config = ConfigDict(extra="allow", strict=True, protected_namespaces=())


class LlmDefaults(Table):
    """The language models of pipes that name none."""

    called: ClassVar[str] = "table of defaults"

    for_text: LlmChoice | None = key("For pipes that write text.")
    for_object: LlmChoice | None = key("For pipes that fill in a structure.")


class LlmSection(OpenTable):
    """Language models."""

    called: ClassVar[str] = "section of language models"

    presets: dict[str, LlmSetting] | None = key("Language models with options, by name.")
    choice_defaults: LlmDefaults | None = key("The models of pipes that name none.")
    choice_overrides: LlmDefaults | None = key("Models that replace the defaults.")
    aliases: dict[str, LlmModel] | None = key("Other names for language models.", since="0.18")
    waterfalls: dict[str, list[LlmModel]] | None = key("The first of several that can be had.", since="0.18")


class ExtractSection(OpenTable):
    """Models that read documents."""

    called: ClassVar[str] = "section of extraction models"

    choice_default: ExtractChoice | None = key("The model of pipes that name none.")
    presets: dict[str, ExtractSetting] | None = key("Extraction models with options, by name.")
    aliases: dict[str, ExtractModel] | None = key("Other names for extraction models.", since="0.18")
    waterfalls: dict[str, list[ExtractModel]] | None = key("The first of several that can be had.", since="0.18")


class ImgGenSection(Table):
    """Image models."""

    called: ClassVar[str] = "section of image models"

    choice_default: ImgGenChoice | None = key("The model of pipes that name none.", examples=["base_img_gen"])
    default_quality: Text | None = key("The quality where nothing says one.", since="0.18")
    presets: dict[str, ImgGenSetting] | None = key("Image models with options, by name.")
    aliases: dict[str, ImgGenModel] | None = key("Other names for image models.", since="0.18")
    waterfalls: dict[str, list[ImgGenModel]] | None = key("The first of several that can be had.", since="0.18")


class DeckFile(OpenTable):
    """A model deck: names for models, alone or with options. Files of `deck/` are merged in name order."""

    called: ClassVar[str] = "model deck"

    aliases: dict[str, str | list[str]] | None = key(
        "Other names for models. A list (0.11 - 0.14) gives the first that can be had.",
        examples=[{"best": "gpt-image-2"}],
    )
    waterfalls: dict[str, list[str]] | None = key("For each name, the first of several that can be had.", since="0.15")
    img_gen: ImgGenSection | None = key("Image models.")
    llm: LlmSection | None = key("Language models.")
    extract: ExtractSection | None = key("Models that read documents.", since="0.12")
    ocr: ExtractSection | None = key("How releases up to 0.11 spell `extract`.", until="0.11")


class BackendTable(OpenTable):
    """A server of models. Keys of its own are passed on to its driver."""

    called: ClassVar[str] = "backend"

    enabled: bool | None = key("Whether models are asked of it at all.", default=True)
    endpoint: Text | None = key(
        "Its address, where it is not the provider's own.", examples=["http://127.0.0.1:8000/v1"]
    )
    api_key: Variable | None = key(
        "Its key: the variable that holds it, never the key itself.", examples=["${FAL_KEY}"]
    )


class Costs(OpenTable):
    """What a model costs."""

    called: ClassVar[str] = "table of costs"

    input: float | None = key("USD for what goes in.")
    output: float | None = key("USD for what comes out.")


class ModelTable(OpenTable):
    """A model as one backend has it."""

    called: ClassVar[str] = "model of a backend"

    enabled: bool | None = key("Whether it may be used.", default=True)
    sdk: Text | None = key("The driver that calls it.", examples=["openai", "fal"])
    model_type: Annotated[str, Field(examples=list(SDK_MODEL_TYPES))] | None = key("What kind of model it is.")
    model_id: Text | None = key("The provider's own name for it.", examples=["fal-ai/flux-pro/v1.1"])
    inputs: list[str] | None = key("What it takes.", examples=[["text"]])
    outputs: list[str] | None = key("What it gives.", examples=[["image"]])
    costs: Costs | None = key("What it costs.")
    max_tokens: int | None = key("The longest answer, in tokens.")
    max_prompt_images: int | None = key("The most images in one prompt.")
    prompting_target: Text | None = key("The vendor whose prompting style is used.")
    constraints: Anything | None = key("What must not be asked of it.")


class BackendsFile(RootModel[dict[str, BackendTable]]):
    """The servers of models, by name."""


class BackendFile(RootModel[dict[str, ModelTable]]):
    """The models of one backend by handle, quoted where it has a dot or a slash; `[defaults]` holds for all."""


class Profile(OpenTable):
    """Which backend serves which model."""

    called: ClassVar[str] = "routing profile"

    description: Text | None = key("What this profile is for.")
    default: Text | None = key("The backend of every model that no route speaks of.")
    routes: dict[str, str] | None = key(
        "Backend by handle, or by pattern with `*`: exact names first, then patterns in order.",
        examples=[{"flux-*": "fal"}],
    )
    optional_routes: dict[str, str] | None = key("Routes that count while their backend is enabled.", since="0.15")
    fallback_order: list[str] | None = key("The backends to try where the default has no such model.", since="0.15")


class RoutingFile(OpenTable):
    """Routing profiles, and which of them is in force."""

    called: ClassVar[str] = "file of routing profiles"

    active: Text | None = key("The profile in force.")
    profiles: dict[str, Profile] | None = key("The profiles, by name.")


def deck_schema() -> dict[str, Any]:
    """Give the JSON Schema of a file of `deck/`."""
    return _schema("PLX model deck", DeckFile)


def backends_schema() -> dict[str, Any]:
    """Give the JSON Schema of `backends.toml`."""
    return _schema("PLX backends", BackendsFile)


def backend_schema() -> dict[str, Any]:
    """Give the JSON Schema of a file of `backends/`."""
    return _schema("PLX models of a backend", BackendFile)


def routing_schema() -> dict[str, Any]:
    """Give the JSON Schema of `routing_profiles.toml`."""
    return _schema("PLX routing profiles", RoutingFile)


def _schema(title: str, model: type[BaseModel]) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True, schema_generator=TomlSchema)
    return {"$schema": DRAFT, **made, "title": title}
