"""PipeLLM: writes text, or a structured concept, with a language model."""

from typing import Annotated, ClassVar, Literal

from plx_schema.language.names import Count, Prompt, Template, Text, Word
from plx_schema.language.pipe import PipeTable
from plx_schema.language.settings import LlmChoice
from plx_schema.language.table import key
from plx_schema.vocabulary import STRUCTURING_METHODS


class PipeLLM(PipeTable):
    """Writes text, or a structured concept, with a language model."""

    spellings: ClassVar[str] = "PipeLLM"

    type: Literal["PipeLLM"] = key("Writes text, or a structured concept, with a language model.", required=True)
    prompt: Template | None = key("What the model is asked, with `$name` or `@name` where inputs go.")
    prompt_template: Template | None = key(until="0.11")
    prompt_name: Text | None = key("A prompt registered by the host program.", until="0.11")
    template_name: Text | None = key("A prompt template registered by the host program.", until="0.11")
    system_prompt: Template | None = key(
        "Who the model is and how it shall answer. Default: the file's `system_prompt`."
    )
    system_prompt_template: Template | None = key(until="0.11")
    system_prompt_name: Text | None = key("A system prompt registered by the host program.", until="0.11")
    system_prompt_template_name: Text | None = key("A system prompt template registered by the host.", until="0.11")
    model: LlmChoice | None = key(
        "The language model: a preset, alias or handle of the deck, or a setting table. Default: the deck's choice.",
        since="0.12",
    )
    llm: LlmChoice | None = key(until="0.11")
    model_to_structure: LlmChoice | None = key("The model that turns a text into the structured output.", since="0.12")
    llm_to_structure: LlmChoice | None = key(until="0.11")
    structuring_method: Annotated[str, Word(STRUCTURING_METHODS)] | None = key(
        "How a structured output is made: at once (`direct`), or from a text written first (`preliminary_text`)."
    )
    prompt_template_to_structure: Template | None = key(
        "The prompt that turns the text into a structure.", until="0.11"
    )
    system_prompt_to_structure: Prompt | None = key("The system prompt for that.", until="0.11")
    nb_output: Count | None = key('How many results to make. From 0.13, `output = "Text[3]"`.', until="0.12")
    multiple_output: bool | None = key(
        'Whether to make a list of any length. From 0.13, `output = "Text[]"`.', default=False, until="0.12"
    )
