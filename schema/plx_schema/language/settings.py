"""Settings tables: a model with its options, written on the pipe in place of a model's name."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plx_schema.language.names import Count, ExtractModel, ImgGenModel, LlmModel, PositiveInt, Quality, Text, Word
from plx_schema.language.table import Table, key
from plx_schema.vocabulary import IMAGE_DETAILS, SAFETY_TOLERANCES

Guidance = Annotated[float, Field(gt=0)]
SafetyTolerance = Annotated[int, Field(ge=SAFETY_TOLERANCES[0], le=SAFETY_TOLERANCES[1])]


class ImgGenSetting(Table):
    """An image model with its tuning: `img_gen = { img_gen_handle = "flux-pro", quality = "high" }`."""

    called: ClassVar[str] = "image model setting"
    spellings: ClassVar[str] = "img_gen_setting"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("img_gen_handle", "model"),)

    img_gen_handle: ImgGenModel | None = key(
        "The image model: a handle or an alias of the deck.", until="0.11", examples=["gpt-image-2"]
    )
    model: ImgGenModel | None = key(since="0.12")
    quality: Quality | None = key("How much work the model puts into an image. Not together with `nb_steps`.")
    nb_steps: PositiveInt | None = key("Number of diffusion steps. Models that do not diffuse ignore it.")
    guidance_scale: Guidance | None = key("How strictly a diffusion model keeps to the prompt; around 3 to 8 is usual.")
    is_moderated: bool | None = key("Whether the provider's safety checker is on.", default=False)
    safety_tolerance: SafetyTolerance | None = key("What Flux lets pass: 1 is the strictest, 6 the most permissive.")
    description: Text | None = key("What this setting is for.", since="0.18")


class LlmSetting(Table):
    """A language model with its options: `model = { model = "gpt-4o", temperature = 0.5 }`."""

    called: ClassVar[str] = "language model setting"
    spellings: ClassVar[str] = "llm_setting"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("model", "llm_handle"),)

    model: LlmModel | None = key(
        "The language model: a handle or an alias of the deck.", since="0.12", examples=["gpt-4o"]
    )
    llm_handle: LlmModel | None = key(until="0.11")
    temperature: Annotated[float, Field(ge=0, le=1)] = key(
        "How freely the model words its answer, from 0 (the same each time) to 1.", required=True, examples=[0.5]
    )
    max_tokens: PositiveInt | Literal["auto"] | None = key(
        'The longest answer, in tokens; "auto" leaves it to the model.'
    )
    image_detail: Annotated[str, Word(IMAGE_DETAILS)] | None = key(
        "How closely the model looks at images in the prompt.", since="0.18"
    )
    prompting_target: Text | None = key("The vendor whose prompting style is used.", examples=["openai", "anthropic"])
    # Unverified: 0.18 may read these two, and no earlier release does. They are taken, for a false alarm on a file that
    # a release accepts is a defect here (LANGUAGE.md §2).
    reasoning_effort: Text | None = key("How long a reasoning model thinks.", since="0.18", examples=["low", "high"])
    reasoning_budget: Count | None = key("How many tokens a reasoning model may think for.", since="0.18")
    description: Text | None = key("What this setting is for.", since="0.18")


class ExtractSetting(Table):
    """An extraction model with its options: `model = { model = "mistral-ocr", max_nb_images = 5 }`."""

    called: ClassVar[str] = "extraction model setting"
    spellings: ClassVar[str] = "extract_setting"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("model", "extract_handle", "ocr_handle"),)

    model: ExtractModel | None = key(
        "The extraction model: a handle or an alias of the deck.", since="0.12", examples=["mistral-ocr"]
    )
    extract_handle: ExtractModel | None = key(since="0.12", until="0.13")
    ocr_handle: ExtractModel | None = key(until="0.11")
    max_nb_images: Count | None = key("The most images to take from a document; the rest is left out.")
    image_min_size: Count | None = key("Images smaller than this, in pixels, are left out.")
    description: Text | None = key("What this setting is for.", since="0.18")


ImgGenChoice = ImgGenModel | ImgGenSetting
LlmChoice = LlmModel | LlmSetting
ExtractChoice = ExtractModel | ExtractSetting
