"""A `.plx` file as a whole."""

from typing import Annotated, ClassVar

from pydantic import Field

from plx_schema.language.batch import PipeBatch
from plx_schema.language.compose import PipeCompose
from plx_schema.language.concept import Concept
from plx_schema.language.condition import PipeCondition
from plx_schema.language.extract import PipeExtract
from plx_schema.language.func import PipeFunc
from plx_schema.language.img_gen import PipeImgGen
from plx_schema.language.llm import PipeLLM
from plx_schema.language.names import ConceptCode, Domain, Internal, PipeCode, PipeRef, Template, Text
from plx_schema.language.parallel import PipeParallel
from plx_schema.language.sequence import PipeSequence
from plx_schema.language.table import Table, key

Pipe = Annotated[
    PipeImgGen
    | PipeLLM
    | PipeExtract
    | PipeCompose
    | PipeFunc
    | PipeSequence
    | PipeParallel
    | PipeCondition
    | PipeBatch,
    Field(discriminator="type"),
]
"""Any pipe; its `type` says which."""


class Bundle(Table):
    """A `.plx` file: a domain with its concepts and pipes."""

    called: ClassVar[str] = "PLX file"
    spellings: ClassVar[str] = "bundle"
    leads: ClassVar[tuple[str, ...]] = ("domain", "description", "main_pipe", "system_prompt", "concept", "pipe")

    domain: Domain | None = key("The name that the file's concepts belong to. Default: the file's own name.")
    description: Text | None = key("What the file is for.")
    definition: Text | None = key(until="0.10")
    main_pipe: PipeRef | None = key("The pipe to run when none is named; one of this file.", since="0.13")
    system_prompt: Template | None = key("The system prompt of every PipeLLM of the domain that has none of its own.")
    concept: dict[ConceptCode, Text | Concept] | None = key('Concepts: `Logo = "A company logo"`, or a table each.')
    pipe: dict[PipeCode, Pipe] | None = key("Pipes: a table each, `[pipe.draw_logo]`.")
    system_prompt_to_structure: Template | None = key("The system prompt for structured outputs.", until="0.12")
    prompt_template_to_structure: Template | None = key("The prompt that turns text into a structure.", until="0.12")
    source: Internal | None = key("Written by Pipelex; has no effect in a file.")
