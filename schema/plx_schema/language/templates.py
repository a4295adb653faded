"""Templates written as tables, and the style that their values are printed in."""

from typing import Annotated, ClassVar

from plx_schema.language.names import Anything, Template, Word
from plx_schema.language.table import Table, key
from plx_schema.vocabulary import TAG_STYLES, TEMPLATE_CATEGORIES, TEXT_FORMATS

TemplateCategory = Annotated[str, Word(TEMPLATE_CATEGORIES)]


class TemplatingStyle(Table):
    """How values are set into a text."""

    called: ClassVar[str] = "templating style"

    tag_style: Annotated[str, Word(TAG_STYLES)] | None = key("How a block filled in by `@name` is marked off.")
    text_format: Annotated[str, Word(TEXT_FORMATS)] | None = key(
        "The format that values are written in.", default="plain"
    )


class TemplateTable(Table):
    """A template with its settings: `[pipe.x.template]`."""

    called: ClassVar[str] = "template table"
    spellings: ClassVar[str] = "template"
    one_of: ClassVar[tuple[tuple[str, ...], ...]] = (("template", "source"),)

    template: Template | None = key(
        "The text, with `$name`, `@name` or Jinja2 where inputs go.", since="0.12", examples=["A poster of $subject"]
    )
    source: Template | None = key(until="0.12", since="0.12")
    category: TemplateCategory = key("What the text is; decides how values are escaped.", required=True)
    templating_style: TemplatingStyle | None = key("How values are set into the text.")
    extra_context: dict[str, Anything] | None = key("Further variables for the template, beside the inputs.")
