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
    "nb_output": "count",
}
OPTIONS: tuple[str, ...] = tuple(NOUNS)
"""Every option a model may take, in the order in which they are told."""

NEUTRAL: dict[str, object] = {"seed": "auto", "background": "auto", "is_raw": False, "nb_output": 1}
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
    whole = isinstance(value, int) and not isinstance(value, bool)
    if option in ("nb_steps", "nb_output"):
        return whole and value >= 1
    if option == "guidance_scale":
        return (whole or isinstance(value, float)) and value > 0
    if option == "seed":
        return value == "auto" or (whole and value >= 0)
    if option == "safety_tolerance":
        return whole and SAFETY_TOLERANCES[0] <= value <= SAFETY_TOLERANCES[1]
    if option in ("is_raw", "is_moderated"):
        return isinstance(value, bool)
    return value in _WORDS[option]


_WORDS: dict[str, tuple[str, ...]] = {
    "aspect_ratio": tuple(ASPECT_RATIOS),
    "quality": (*QUALITIES, *MODEL_QUALITIES),
    "background": BACKGROUNDS,
    "output_format": OUTPUT_FORMATS,
}
