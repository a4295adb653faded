"""The vocabularies agree with each other and with the schema made from them."""

from __future__ import annotations

import re

from plx_schema import vocabulary as words
from plx_schema.files import schema
from plx_schema.lookup import key_doc

DEFINITIONS = schema("plx")["$defs"]


def test_every_ratio_has_a_name_that_leads_back_to_it() -> None:
    assert len(words.ASPECT_RATIOS) == 9
    for ratio, name in words.ASPECT_RATIOS.items():
        assert words.ASPECT_RATIO_NAMES[name] == ratio


def test_names_say_the_same_as_their_ratio() -> None:
    for name, ratio in words.ASPECT_RATIO_NAMES.items():
        width, height = map(int, ratio.split(":"))
        kind = "square" if width == height else "landscape" if width > height else "portrait"
        assert name.startswith(kind)


def test_qualities_stand_for_levels_that_are_qualities_themselves() -> None:
    assert set(words.QUALITIES.values()) == {"low", "medium", "high"} <= set(words.QUALITIES)


def test_every_pipe_type_has_a_definition_and_every_old_one_a_present_name() -> None:
    assert set(words.PIPE_TYPES) <= set(DEFINITIONS)
    assert set(words.OLD_PIPE_TYPES.values()) <= set(words.PIPE_TYPES)


def test_native_names_are_concept_codes() -> None:
    pattern = re.compile(words.CONCEPT_PATTERN)
    named = [*words.NATIVE_CONCEPTS, *(name for built_in in words.BUILT_IN_CONCEPTS.values() for name in built_in)]
    assert all(pattern.fullmatch(name) for name in named)
    listed = {*words.NATIVE_IN_EVERY_RELEASE, *words.TEXT_CONCEPTS, *words.ANY_CONCEPTS}
    assert listed <= set(words.NATIVE_CONCEPTS)


def test_reference_patterns_read_every_form() -> None:
    reference = re.compile(words.CONCEPT_REFERENCE_PATTERN)
    assert all(reference.match(each) for each in ("Text", "images.Photo", "Text[]", "images.Photo[3]", "text"))
    assert not any(reference.match(each) for each in ("", "Text []", "a.b.C", "Text[x]", "[3]", "Text[3][4]"))
    assert not re.match(words.CONCEPT_NAME_PATTERN, "Text[]")


def test_the_page_s_values_are_in_the_schema() -> None:
    ratio = key_doc("PipeImgGen", ("aspect_ratio",))
    assert ratio is not None
    assert ratio.values == list(words.ASPECT_RATIOS)
    assert ratio.spellings == words.ASPECT_RATIO_NAMES
