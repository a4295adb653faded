"""Steps: how a controller calls another pipe."""

from typing import Any, ClassVar

from plx_schema.language.names import Count, PipeRef, Result, Variable
from plx_schema.language.table import Table, key


class Call(Table):
    """What steps and branches share."""

    leads: ClassVar[tuple[str, ...]] = ("pipe", "result")
    needs: ClassVar[dict[str, tuple[str, ...]]] = {"batch_as": ("batch_over",)}
    conditions: ClassVar[tuple[dict[str, Any], ...]] = (
        {
            "if": {"properties": {"batch_over": {"type": "string"}}, "required": ["batch_over"]},
            "then": {"required": ["batch_as"]},
        },
    )

    pipe: PipeRef = key("The pipe to run, by its code.", required=True, examples=["draw_logo"])
    nb_output: Count | None = key("How many results the pipe shall make. Not together with `multiple_output`.")
    multiple_output: bool | None = key("Whether the pipe makes a list of any length.", default=False)
    batch_over: Variable | bool | None = key(
        "The list whose items the pipe runs on, one by one. Needs `batch_as`.", examples=["prompts"]
    )
    batch_as: Variable | None = key("The input that each item of `batch_over` becomes.", examples=["prompt"])


class Step(Call):
    """One step of a sequence: `{ pipe = "draw_logo", result = "logo" }`."""

    called: ClassVar[str] = "step"

    result: Result | None = key("The name that its result gets; later steps use it as an input.")


class Branch(Call):
    """One branch of a parallel; its result needs a name."""

    called: ClassVar[str] = "branch"

    result: Result = key("The name that its result gets; each branch needs its own.", required=True, examples=["logo"])
