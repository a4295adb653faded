"""PipeParallel: runs pipes side by side."""

from typing import ClassVar, Literal

from plx_schema.language.names import ConceptName
from plx_schema.language.pipe import PipeTable
from plx_schema.language.steps import Branch
from plx_schema.language.table import key


class PipeParallel(PipeTable):
    """Runs pipes side by side on the same inputs."""

    spellings: ClassVar[str] = "PipeParallel"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("parallels", "branches"),)

    type: Literal["PipeParallel"] = key("Runs pipes side by side on the same inputs.", required=True)
    parallels: list[Branch] | None = key(
        "The pipes to run, each with a result of its own name.",
        examples=[[{"pipe": "draw_logo", "result": "logo"}]],
    )
    branches: list[Branch] | None = key(since="0.18")
    add_each_output: bool | None = key("Whether each branch's result can be used by later steps.", default=False)
    combined_output: ConceptName | None = key("The concept that holds all results together, a field each.")
