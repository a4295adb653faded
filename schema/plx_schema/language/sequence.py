"""PipeSequence: runs pipes one after the other."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plx_schema.language.pipe import PipeTable
from plx_schema.language.steps import Step
from plx_schema.language.table import key


class PipeSequence(PipeTable):
    """Runs pipes one after the other; each result is an input of those that follow."""

    spellings: ClassVar[str] = "PipeSequence"

    type: Literal["PipeSequence"] = key("Runs pipes one after the other.", required=True)
    steps: Annotated[list[Step], Field(min_length=1)] = key(
        "The pipes to run, in their order.", required=True, examples=[[{"pipe": "write_prompt", "result": "prompt"}]]
    )
