"""PipeImgGen: makes images from a text prompt."""

from typing import ClassVar, Literal

from plx_schema.language.names import (
    AspectRatio,
    Background,
    ConceptRef,
    ImgGenModel,
    OutputFormat,
    PositiveInt,
    Prompt,
    Quality,
    Seed,
    Template,
    Variable,
)
from plx_schema.language.pipe import PipeTable
from plx_schema.language.settings import Guidance, ImgGenChoice, SafetyTolerance
from plx_schema.language.table import key


class PipeImgGen(PipeTable):
    """Makes images from a text prompt. The prompt is static (`img_gen_prompt`) or the pipe's one input."""

    spellings: ClassVar[str] = "PipeImgGen"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("description", "definition"),)

    output: ConceptRef = key(
        "The image concept that the pipe makes: `Image`, or one that refines it; with `[3]` three.",
        required=True,
        examples=["Image"],
    )
    type: Literal["PipeImgGen"] = key("Makes images from a text prompt.", required=True)
    img_gen_prompt: Prompt | None = key("The prompt, sent as it is. Without it, the pipe's one input is the prompt.")
    prompt: Template | None = key("A prompt whose `$name` and `@name` are filled in from the inputs.", since="0.18")
    negative_prompt: Prompt | None = key("What the image shall not show. Most models ignore it.", since="0.18")
    img_gen_prompt_var_name: Variable | None = key("The name of the one input that holds the prompt.", until="0.17")
    img_gen: ImgGenChoice | None = key(
        "The image model: a preset, alias or handle of the deck, or a setting table. Default: the deck's choice.",
        examples=["base_img_gen", "gpt-image-2"],
    )
    imgg_handle: ImgGenModel | None = key(until="0.10")
    model: ImgGenChoice | None = key(since="0.12")
    nb_output: PositiveInt | None = key(
        "How many images to make: 1 gives one image, 2 and more a list. `Image[3]` says the same.", default=1
    )
    aspect_ratio: AspectRatio | None = key("Width to height. Default: the preset's, else the deck's (square).")
    quality: Quality | None = key(
        "How much work the model puts into an image; `hd` is high, `standard` medium. Overrides the preset's."
    )
    seed: Seed | None = key('Makes an image repeatable; "auto" draws a new one each time. GPT Image ignores it.')
    nb_steps: PositiveInt | None = key(
        "Number of diffusion steps: more take longer. GPT Image and Flux Ultra ignore it."
    )
    guidance_scale: Guidance | None = key(
        "How strictly a diffusion model keeps to the prompt; around 3 to 8 is usual. GPT Image ignores it.",
        examples=[7.5],
    )
    background: Background | None = key("What lies behind the subject. Flux ignores it.", default="auto", since="0.11")
    output_format: OutputFormat | None = key("The file format. JPEG has no transparency.", default="jpg", since="0.11")
    is_raw: bool | None = key("Less processed, more natural images. Only Flux Ultra knows it.", default=False)
    is_moderated: bool | None = key("Whether the provider's safety checker is on.", until="0.10")
    safety_tolerance: SafetyTolerance | None = key(
        "What Flux lets pass: 1 is the strictest, 6 the most permissive.", until="0.10"
    )
