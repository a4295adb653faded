"""PipeCompose, PipeJinja2 before 0.11: fills a template, or builds a structured concept field by field."""

from typing import Annotated, ClassVar

from pydantic import Field

from plx_schema.language.names import Anything, Template, Text, Word
from plx_schema.language.pipe import PipeTable
from plx_schema.language.table import key
from plx_schema.language.templates import TemplateCategory, TemplateTable, TemplatingStyle


class PipeCompose(PipeTable):
    """Fills a template with its inputs; no model is called."""

    spellings: ClassVar[str] = "PipeCompose"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("template", "construct", "jinja2", "jinja2_name"),)

    type: Annotated[str, Word(["PipeCompose"], {"PipeJinja2": "PipeCompose"})] = key(
        "Fills a template with its inputs; no model is called.", required=True
    )
    template: Template | TemplateTable | None = key(
        "The text, with `$name`, `@name` or Jinja2 where inputs go; or a table with its category.",
        since="0.12",
        examples=["A poster of $subject"],
    )
    construct_: dict[str, Anything] | None = Field(
        default=None,
        alias="construct",
        min_length=1,
        description='Builds a structured output field by field: a value, `{ from = "input.field" }` or a template.',
        json_schema_extra={"x-plx-since": "0.17"},
    )
    jinja2: Template | None = key(until="0.11")
    jinja2_name: Text | None = key("A template registered by the host program.", until="0.11")
    template_category: TemplateCategory | None = key(
        "What the text is; decides how values are escaped.", default="llm_prompt", until="0.11"
    )
    prompting_style: TemplatingStyle | None = key("How values are set into the text.", until="0.11")
    extra_context: dict[str, Anything] | None = key("Further variables for the template.", until="0.11")
