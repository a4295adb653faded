"""The closed vocabularies of PLX, as plain data: pipe types, native concepts, ratios, qualities, name patterns.

The one place for each of these facts: the models of `plx_schema.language` and the rules of `plx_lsp.lint` both read
them here. It imports nothing, so that a check can afford it, and it computes nothing but the inverse of its own
tables. Facts: Pipelex 0.9 - 0.18 as released. Where the documented page and a release differ, the page's spelling is
the reference one.
"""

# Names ---------------------------------------------------------------------------------------------------------------

DOMAIN_PATTERN = "^[a-z][a-z0-9_]*$"
"""A domain: snake_case, beginning with a letter."""

PIPE_PATTERN = "^[a-z][a-z0-9_]*$"
"""A pipe code: snake_case, beginning with a letter."""

CONCEPT_PATTERN = "^[A-Z][a-zA-Z0-9]*$"
"""A concept code: PascalCase, no underscore, no dot."""

CONCEPT_NAME_PATTERN = "^([a-zA-Z_][a-zA-Z0-9_]*\\.)?[a-zA-Z_][a-zA-Z0-9_]*$"
"""The shape of a reference to one concept: `Code` or `domain.Code`. Whether it names anything is for the rules."""

CONCEPT_REFERENCE_PATTERN = "^([a-zA-Z_][a-zA-Z0-9_]*\\.)?[a-zA-Z_][a-zA-Z0-9_]*(\\[[0-9]*\\])?$"
"""The same with multiplicity: `Code`, `Code[]` (a list of any length), `Code[3]`."""

FIELD_PATTERN = "^[^\\W\\d_]\\w*$"
"""A structure's field name: it becomes an attribute of a generated class, where a leading underscore hides it."""

# Pipes ---------------------------------------------------------------------------------------------------------------

PIPE_OPERATORS: dict[str, str] = {
    "PipeImgGen": "Makes images from a text prompt.",
    "PipeLLM": "Writes text, or a structured concept, with a language model.",
    "PipeExtract": "Reads pages of text and images out of a PDF or an image.",
    "PipeCompose": "Fills a template with its inputs; no model is called.",
    "PipeFunc": "Calls a registered Python function.",
}
"""Pipe types that do the work themselves, with what each does."""

PIPE_CONTROLLERS: dict[str, str] = {
    "PipeSequence": "Runs pipes one after the other; each result is an input of those that follow.",
    "PipeParallel": "Runs pipes side by side on the same inputs.",
    "PipeCondition": "Chooses the pipe to run by the value of an expression.",
    "PipeBatch": "Runs one pipe on every item of a list.",
}
"""Pipe types that run other pipes, with what each does."""

PIPE_TYPES: dict[str, str] = {**PIPE_OPERATORS, **PIPE_CONTROLLERS}
"""Every current pipe type, with what it does."""

OLD_PIPE_TYPES: dict[str, str] = {"PipeOcr": "PipeExtract", "PipeJinja2": "PipeCompose"}
"""Types of 0.9 - 0.11 (PipeOcr) and 0.9 - 0.10 (PipeJinja2), with their present names."""

IMG_GEN = "PipeImgGen"
"""The one type that this project also runs."""

CONDITION_SPECIALS: tuple[str, ...] = ("fail", "continue")
"""What an outcome of a PipeCondition may name besides a pipe: stop with an error, or go on without a result."""

# Concepts ------------------------------------------------------------------------------------------------------------

NATIVE_DOMAIN = "native"

# name: (description, ((field, what it holds, required), ...), first release, last release or "")
NATIVE_CONCEPTS: dict[str, tuple[str, tuple[tuple[str, str, bool], ...], str, str]] = {
    "Text": ("Plain text.", (("text", "text", True),), "0.9", ""),
    "Image": (
        "An image, by its address.",
        (
            ("url", "text", True),
            ("source_prompt", "text", False),
            ("caption", "text", False),
            ("base_64", "text", False),
        ),
        "0.9",
        "",
    ),
    "PDF": (
        "A PDF document, by its address; `Document` from 0.18.",
        (("url", "text", True),),
        "0.9",
        "0.17",
    ),
    "Document": ("A document, by its address.", (("url", "text", True),), "0.18", ""),
    "TextAndImages": (
        "A text with the images that belong to it.",
        (("text", "Text", False), ("images", "Image[]", False)),
        "0.9",
        "",
    ),
    "Page": (
        "One page of a document: its text and images, and a picture of the page.",
        (("text_and_images", "TextAndImages", True), ("page_view", "Image", False)),
        "0.9",
        "",
    ),
    "Number": ("A number.", (("number", "number", True),), "0.9", ""),
    "JSON": ("A JSON object.", (("json_obj", "dict", True),), "0.15", ""),
    "Html": ("A piece of HTML.", (("inner_html", "text", True), ("css_class", "text", True)), "0.18", ""),
    "SearchResult": ("What a web search found.", (), "0.18", ""),
    "ImgGenPrompt": ("A prompt for an image model; a text.", (("text", "text", True),), "0.12", ""),
    "LlmPrompt": ("A prompt for a language model; a text.", (("text", "text", True),), "0.9", "0.14"),
    "Dynamic": ("Any concept; which one is decided when the pipe runs.", (), "0.9", ""),
    "Anything": ("Any concept.", (), "0.9", ""),
}
"""The concepts of the domain `native`, usable bare (`Text`) or in full (`native.Text`).

A name that became native in a later release (`JSON`, `Document`, ...) may be declared by a file of an earlier one.
"""

NATIVE_IN_EVERY_RELEASE: tuple[str, ...] = (
    "Text",
    "Image",
    "PDF",
    "TextAndImages",
    "Page",
    "Number",
    "Dynamic",
    "Anything",
)
"""Native names that no release from 0.9 to 0.17 let a file declare again."""

TEXT_CONCEPTS: tuple[str, ...] = ("Text", "ImgGenPrompt", "LlmPrompt")
"""Native concepts whose content is text."""

ANY_CONCEPTS: tuple[str, ...] = ("Dynamic", "Anything")
"""Native concepts that stand for every concept."""

# domain: {name: (description, what it refines or "")}; a project's own file of that domain takes precedence.
BUILT_IN_CONCEPTS: dict[str, dict[str, tuple[str, str]]] = {
    "images": {
        "VisualDescription": ("A description of what an image shows.", ""),
        "ImgGenPrompt": ("A prompt for an image model.", "Text"),
        "Photo": ("A photo.", "Image"),
    },
    "documents": {},
}
"""The concepts of the base library of 0.9 - 0.11, always there (LANGUAGE 4). `documents` declares none."""

BUILT_IN_PIPES: dict[str, tuple[str, ...]] = {
    "images": ("generate_image", "generate_photo"),
    "documents": ("ocr_page_contents_from_pdf", "ocr_page_contents_and_views_from_pdf"),
}
"""The pipes of the same library that a file of that time may call."""

# Structures ----------------------------------------------------------------------------------------------------------

FIELD_TYPES: tuple[str, ...] = ("text", "integer", "number", "boolean", "date", "list", "dict", "concept")
"""What a structure's field may hold; `concept` from 0.17."""

FIELD_TYPES_ELSEWHERE: dict[str, str] = {
    "str": "text",
    "string": "text",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "array": "list",
    "object": "dict",
    "table": "dict",
    "datetime": "date",
}
"""What other languages call them."""

RESERVED_FIELDS: tuple[str, ...] = (
    "model_config",
    "model_fields",
    "model_computed_fields",
    "model_dump",
    "model_dump_json",
    "model_validate",
    "model_validate_json",
    "model_copy",
    "model_fields_set",
    "model_extra",
)
"""Field names that the generated class has itself; refused from 0.17."""

# fmt: off
PYTHON_WORDS: tuple[str, ...] = (
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
)
# fmt: on
"""Names that no field of a Python class can have: a structure is turned into one and executed (R§4.3)."""

# Images --------------------------------------------------------------------------------------------------------------

ASPECT_RATIOS: dict[str, str] = {
    "1:1": "square",
    "4:3": "landscape_4_3",
    "3:2": "landscape_3_2",
    "16:9": "landscape_16_9",
    "21:9": "landscape_21_9",
    "3:4": "portrait_3_4",
    "2:3": "portrait_2_3",
    "9:16": "portrait_9_16",
    "9:21": "portrait_9_21",
}
"""The page's ratios, width to height, with the name that the releases gave to each."""

ASPECT_RATIO_NAMES: dict[str, str] = {name: ratio for ratio, name in ASPECT_RATIOS.items()} | {"portrait_4_3": "3:4"}
"""The same by name; `portrait_4_3` is how 0.9 spelled 3:4."""

QUALITIES: dict[str, str] = {
    "standard": "medium",
    "hd": "high",
    "low": "low",
    "medium": "medium",
    "high": "high",
}
"""The page's and the releases' qualities, with the level each stands for."""

MODEL_QUALITIES: tuple[str, ...] = ("auto", "xhigh", "max")
"""Qualities that only some models know; their entry in the deck says so."""

BACKGROUNDS: tuple[str, ...] = ("transparent", "opaque", "auto")
OUTPUT_FORMATS: tuple[str, ...] = ("png", "jpg", "webp")

SAFETY_TOLERANCES = (1, 6)
"""The strictest and the most permissive."""

# Text and templates --------------------------------------------------------------------------------------------------

STRUCTURING_METHODS: tuple[str, ...] = ("direct", "preliminary_text")
TEMPLATE_CATEGORIES: tuple[str, ...] = (
    "basic",
    "expression",
    "html",
    "markdown",
    "mermaid",
    "llm_prompt",
    "img_gen_prompt",
)
TAG_STYLES: tuple[str, ...] = ("no_tag", "ticks", "xml", "square_brackets")
TEXT_FORMATS: tuple[str, ...] = ("plain", "markdown", "html", "json", "spreadsheet")
IMAGE_DETAILS: tuple[str, ...] = ("auto", "low", "high")

MODEL_SIGILS: dict[str, str] = {"$": "preset", "@": "alias", "~": "waterfall"}
"""From 0.18, the first character of a model's name says what kind of name it is."""

MODEL_PREFIXES: tuple[str, ...] = ("preset:", "alias:", "waterfall:", "handle:")
"""The same, written out."""

# Renamed keys --------------------------------------------------------------------------------------------------------

DESCRIPTION_KEYS: dict[str, str] = {"definition": "description"}

# where: {another generation's key: the reference key}. The order within a target is from old to new.
RENAMED_KEYS: dict[str, dict[str, str]] = {
    "bundle": DESCRIPTION_KEYS,
    "concept": DESCRIPTION_KEYS,
    "field": DESCRIPTION_KEYS,
    "PipeImgGen": {**DESCRIPTION_KEYS, "imgg_handle": "img_gen", "model": "img_gen"},
    "PipeLLM": {
        **DESCRIPTION_KEYS,
        "llm": "model",
        "llm_to_structure": "model_to_structure",
        "prompt_template": "prompt",
        "system_prompt_template": "system_prompt",
    },
    "PipeExtract": {**DESCRIPTION_KEYS, "ocr_handle": "model", "ocr_model": "model", "ocr": "model"},
    "PipeCompose": {**DESCRIPTION_KEYS, "jinja2": "template"},
    "PipeFunc": DESCRIPTION_KEYS,
    "PipeSequence": DESCRIPTION_KEYS,
    "PipeParallel": {**DESCRIPTION_KEYS, "branches": "parallels"},
    "PipeCondition": {**DESCRIPTION_KEYS, "pipe_map": "outcomes", "default_pipe_code": "default_outcome"},
    "PipeBatch": DESCRIPTION_KEYS,
    "img_gen_setting": {"model": "img_gen_handle"},
    "llm_setting": {"llm_handle": "model"},
    "extract_setting": {"ocr_handle": "model", "extract_handle": "model"},
    "template": {"source": "template"},
}
"""Two spellings of one thing. For PipeImgGen the page's spelling is the reference; elsewhere the newest of `.plx`."""

# Keys of other tools -------------------------------------------------------------------------------------------------

# where, as in RENAMED_KEYS: {what image APIs and other languages call it: the reference key}. None of them is PLX.
KEYS_ELSEWHERE: dict[str, dict[str, str]] = {
    "concept": {
        "base": "refines",
        "extends": "refines",
        "parent": "refines",
        "fields": "structure",
        "properties": "structure",
    },
    "field": {"default": "default_value", "enum": "choices", "options": "choices", "values": "choices"},
    "PipeImgGen": {
        "cfg": "guidance_scale",
        "cfg_scale": "guidance_scale",
        "guidance": "guidance_scale",
        "inference_steps": "nb_steps",
        "num_inference_steps": "nb_steps",
        "num_steps": "nb_steps",
        "steps": "nb_steps",
        "count": "nb_output",
        "n": "nb_output",
        "nb_images": "nb_output",
        "num_images": "nb_output",
        "image_size": "aspect_ratio",
        "ratio": "aspect_ratio",
        "size": "aspect_ratio",
        "format": "output_format",
        "handle": "img_gen",
        "negative": "negative_prompt",
        "prompt_template": "prompt",
        "raw": "is_raw",
        "raw_mode": "is_raw",
    },
}
"""Keys that people bring along, each with the one that they mean."""
