"""What every pipe has, whatever its type."""

from typing import Annotated, ClassVar

from pydantic import Field

from plx_schema.language.names import ConceptName, ConceptRef, Internal, Kind, PositiveInt, Text, Word
from plx_schema.language.table import Table, key


class InputTable(Table):
    """An input in full, as 0.9 - 0.12 wrote a list: `{ concept = "Image", multiplicity = true }`."""

    called: ClassVar[str] = "input table"

    concept: ConceptName = key("The concept that the input holds.", required=True, examples=["Text"])
    multiplicity: bool | PositiveInt | None = key(
        "`true` for a list of any length, or the number of items.", until="0.12"
    )


# `page.text = "Text"` without quotes is a path that TOML took apart, unless the table that it makes has a `concept`.
Inputs = Annotated[dict[str, ConceptRef | InputTable], Field(json_schema_extra={"x-plx-path-unless": "concept"})]
Category = Annotated[str, Word(["PipeOperator", "PipeController"]), Kind("internal")]


class PipeTable(Table):
    """The keys that all pipes share."""

    leads: ClassVar[tuple[str, ...]] = ("type", "description", "inputs", "output")

    description: Text | None = key("What the pipe does, in a sentence.", since="0.11", examples=["Draw the logo"])
    definition: Text | None = key(until="0.10")
    inputs: Inputs | None = key("What the pipe takes: a name and a concept each.", examples=[{"prompt": "Text"}])
    output: ConceptRef = key(
        "The concept that the pipe makes; with `[]` a list of any length, with `[3]` three.",
        required=True,
        examples=["Text"],
    )
    source: Internal | None = key("Written by Pipelex; has no effect in a file.")
    category: Category | None = key("Written by Pipelex; follows from `type`.", until="0.11")
    pipe_category: Category | None = key("Written by Pipelex; follows from `type`.", since="0.12")
