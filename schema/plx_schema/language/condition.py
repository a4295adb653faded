"""PipeCondition: chooses the pipe to run."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from plx_schema.language.names import Expression, Outcome, Result, Template
from plx_schema.language.pipe import PipeTable
from plx_schema.language.table import key

Outcomes = Annotated[dict[str, Outcome], Field(min_length=1)]


class PipeCondition(PipeTable):
    """Chooses the pipe to run by the value of an expression."""

    spellings: ClassVar[str] = "PipeCondition"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("expression", "expression_template"), ("outcomes", "pipe_map"))
    needs: ClassVar[dict[str, tuple[str, ...]]] = {"outcomes": ("default_outcome", "default_pipe_code")}

    type: Literal["PipeCondition"] = key("Chooses the pipe to run by the value of an expression.", required=True)
    expression: Expression | None = key("What to look at, without braces.", examples=["analysis.category"])
    expression_template: Template | None = key(
        "The same as a template, with braces.", examples=["{{ analysis.category }}"]
    )
    outcomes: Outcomes | None = key(
        'The pipe to run for each value: `{ logo = "draw_logo" }`.', since="0.12", examples=[{"logo": "draw_logo"}]
    )
    pipe_map: Outcomes | None = key(until="0.11")
    default_outcome: Outcome | None = key(
        "The pipe to run for any other value; or `fail`, or `continue`.", since="0.12", examples=["fail"]
    )
    default_pipe_code: Outcome | None = key(until="0.11")
    add_alias_from_expression_to: Result | None = key("A name for what the expression found, for later steps.")
