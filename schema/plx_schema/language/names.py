"""The kinds of text a key can hold: references, templates, and words of a closed list.

`x-plx-kind` tells completion, hover and go-to-definition what a string refers to:

    concept, concept-name      a concept reference, with or without brackets
    pipe, outcome              a pipe's code; an outcome may also be `fail` or `continue`
    model                      a name from the model deck; `x-plx-models` says of which section
    variable, result           an input or earlier result by name; the name that a result gets
    prompt, template           text sent as it is; text whose variables are filled in
    expression                 a Jinja2 expression, without braces
    function, class            a Python name that the host program registers
    text                       prose for readers
    domain                     the file's domain
    internal                   nothing that a person writes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, WithJsonSchema
from pydantic_core import core_schema

from plx_schema.vocabulary import (
    ASPECT_RATIO_NAMES,
    ASPECT_RATIOS,
    BACKGROUNDS,
    CONCEPT_NAME_PATTERN,
    CONCEPT_PATTERN,
    CONCEPT_REFERENCE_PATTERN,
    DOMAIN_PATTERN,
    FIELD_PATTERN,
    MODEL_QUALITIES,
    OUTPUT_FORMATS,
    PIPE_PATTERN,
    PYTHON_WORDS,
    QUALITIES,
    RESERVED_FIELDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue


class Word:
    """One word of a closed list.

    Args:
        words: The words that the language has.
        spellings: Words of another generation, with what they are called now. Accepted.
        meant: Words of other languages, with what their writer means. Refused.
    """

    def __init__(
        self,
        words: Iterable[str],
        spellings: Mapping[str, str] | None = None,
        meant: Mapping[str, str] | None = None,
    ) -> None:
        self.spellings = dict(spellings or {})
        self.meant = dict(meant or {})
        self.words = [*words, *self.spellings]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.literal_schema(self.words)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        found: dict[str, Any] = {"type": "string", "enum": self.words}
        if self.spellings:
            found["x-plx-spellings"] = self.spellings
        if self.meant:
            found["x-plx-meant"] = self.meant
        return found


class Name:
    """A name that follows a pattern and is none of the reserved ones; `rule` reports one that does not."""

    def __init__(self, pattern: str, rule: str, reserved: Iterable[str] = ()) -> None:
        self.pattern = pattern
        self.rule = rule
        self.reserved = list(reserved)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        named = core_schema.str_schema(pattern=self.pattern, strict=True)
        return core_schema.no_info_after_validator_function(self._is_free, named)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        found: dict[str, Any] = {"type": "string", "pattern": self.pattern, "x-plx-rule": self.rule}
        if self.reserved:
            found["not"] = {"enum": self.reserved}
        return found

    def _is_free(self, name: str) -> str:
        if name in self.reserved:
            raise ValueError(f"`{name}` is a reserved name")
        return name


class Kind:
    """What a text refers to, and for a model of which section of the deck."""

    def __init__(self, name: str, models: str = "") -> None:
        self.marks = {"x-plx-kind": name, **({"x-plx-models": models} if models else {})}

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), **self.marks}


Text = Annotated[str, Kind("text")]
Internal = Annotated[str, Kind("internal")]
Domain = Annotated[str, Name(DOMAIN_PATTERN, "invalid-domain"), Kind("domain")]
ConceptCode = Annotated[str, Name(CONCEPT_PATTERN, "invalid-concept-code")]
PipeCode = Annotated[str, Name(PIPE_PATTERN, "invalid-pipe-code")]
FieldName = Annotated[str, Name(FIELD_PATTERN, "structure-field", [*RESERVED_FIELDS, *PYTHON_WORDS])]
ConceptRef = Annotated[str, Field(pattern=CONCEPT_REFERENCE_PATTERN), Kind("concept")]
ConceptName = Annotated[str, Field(pattern=CONCEPT_NAME_PATTERN), Kind("concept-name")]
PipeRef = Annotated[str, Field(min_length=1), Kind("pipe")]
Outcome = Annotated[str, Kind("outcome")]
Prompt = Annotated[str, Kind("prompt")]
Template = Annotated[str, Kind("template")]
Expression = Annotated[str, Kind("expression")]
Variable = Annotated[str, Kind("variable")]
Result = Annotated[str, Kind("result")]
FunctionName = Annotated[str, Kind("function")]
ClassName = Annotated[str, Kind("class")]
ImgGenModel = Annotated[str, Kind("model", models="img_gen")]
LlmModel = Annotated[str, Kind("model", models="llm")]
ExtractModel = Annotated[str, Kind("model", models="extract")]

AspectRatio = Annotated[str, Word(ASPECT_RATIOS, ASPECT_RATIO_NAMES)]
Quality = Annotated[str, Word([*QUALITIES, *MODEL_QUALITIES])]
Background = Annotated[str, Word(BACKGROUNDS)]
OutputFormat = Annotated[str, Word(OUTPUT_FORMATS)]
Seed = Annotated[int, Field(ge=0)] | Annotated[str, Word(["auto"])]
PositiveInt = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]
Anything = Annotated[Any, WithJsonSchema({})]
