"""PipeBatch: runs one pipe on every item of a list."""

from typing import ClassVar, Literal

from plx_schema.language.names import PipeRef, Variable
from plx_schema.language.pipe import PipeTable
from plx_schema.language.table import key


class PipeBatch(PipeTable):
    """Runs one pipe on every item of a list."""

    spellings: ClassVar[str] = "PipeBatch"

    type: Literal["PipeBatch"] = key("Runs one pipe on every item of a list.", required=True)
    branch_pipe_code: PipeRef = key("The pipe to run on each item.", required=True, examples=["draw_logo"])
    input_list_name: Variable | None = key("The input that holds the list. Required from 0.14.")
    input_item_name: Variable | None = key("The input of that pipe which each item becomes. Required from 0.14.")
