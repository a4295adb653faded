"""The options of a PipeImgGen that concern its model: their names, their canonical values, what asks for nothing.

Pure look-ups over `plx_schema.vocabulary`, for the rest of `plx_schema.deck`.
"""

from __future__ import annotations

from plx_schema.vocabulary import (
    ASPECT_RATIO_NAMES,
    ASPECT_RATIOS,
    BACKGROUNDS,
    MODEL_QUALITIES,
    OUTPUT_FORMATS,
    QUALITIES,
    RENAMED_KEYS,
    SAFETY_TOLERANCES,
)

# What a message calls each option, when it says that a model takes none.
NOUNS: dict[str, str] = {
    "aspect_ratio": "aspect ratio",
    "quality": "quality",
    "nb_steps": "number of steps",
    "guidance_scale": "guidance",
    "seed": "seed",
    "background": "background",
    "output_format": "output format",
    "is_raw": "raw mode",
    "is_moderated": "moderation switch",
    "safety_tolerance": "safety tolerance",
    "negative_prompt": "negative prompt",
    "nb_output": "count",
}
OPTIONS: tuple[str, ...] = tuple(NOUNS)
"""Every option a model may take, in the order in which they are told."""

NEUTRAL: dict[str, object] = {
    "seed": "auto",
    "background": "auto",
    "is_raw": False,
    "negative_prompt": "",
    "nb_output": 1,
}
"""The value of an option that asks the model for nothing."""

SETTING_MODEL_KEYS: tuple[str, ...] = ("img_gen_handle", *RENAMED_KEYS["img_gen_setting"])
"""The keys by which a setting table or a preset names its model, in any generation."""


def canonical(option: str, value: object) -> object:
    """One spelling for each meaning: `landscape_16_9` is 16:9, `hd` is high, `jpeg` is jpg."""
    if not isinstance(value, str):
        return value
    if option == "aspect_ratio":
        return ASPECT_RATIO_NAMES.get(value, value)
    if option == "quality":
        return QUALITIES.get(value, value)
    return "jpg" if option == "output_format" and value == "jpeg" else value


def word(value: object) -> str:
    """The key under which an entry of the deck files a value: `true`, `4`, `16:9`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def is_plx(option: str, value: object) -> bool:
    """Whether PLX itself allows the (canonical) value; what it doesn't is the schema's to report, not the deck's."""
    if option in _WORDS:
        return value in _WORDS[option]
    if isinstance(value, bool):
        return option in ("is_raw", "is_moderated")
    if isinstance(value, float):
        return option == "guidance_scale" and 0 < value < _ANY
    if isinstance(value, int):
        low, high = _WHOLE_NUMBERS.get(option, (0, -1))
        return low <= value <= high
    return isinstance(value, str) and (option == "negative_prompt" or (option == "seed" and value == "auto"))


_ANY = float("inf")

_WORDS: dict[str, tuple[str, ...]] = {
    "aspect_ratio": tuple(ASPECT_RATIOS),
    "quality": (*QUALITIES, *MODEL_QUALITIES),
    "background": BACKGROUNDS,
    "output_format": OUTPUT_FORMATS,
}

_WHOLE_NUMBERS: dict[str, tuple[float, float]] = {
    "nb_steps": (1, _ANY),
    "nb_output": (1, _ANY),
    "guidance_scale": (1, _ANY),
    "seed": (0, _ANY),
    "safety_tolerance": SAFETY_TOLERANCES,
}
