"""PipeFunc: calls a registered Python function."""

from typing import ClassVar, Literal

from plx_schema.language.names import FunctionName
from plx_schema.language.pipe import PipeTable
from plx_schema.language.table import key


class PipeFunc(PipeTable):
    """Calls a registered Python function with the inputs."""

    spellings: ClassVar[str] = "PipeFunc"

    type: Literal["PipeFunc"] = key("Calls a registered Python function.", required=True)
    function_name: FunctionName = key(
        "The name that the function is registered under.", required=True, examples=["crop_image"]
    )
