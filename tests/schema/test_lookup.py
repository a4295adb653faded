"""What completion and hover learn about keys."""

from __future__ import annotations

import pytest

from plx_schema.lookup import doc_of, key_doc, keys_of
from plx_schema.vocabulary import PIPE_TYPES


def names(table: str, *path: str | int) -> list[str]:
    return [key.name for key in keys_of(table, path)]


def test_required_keys_come_first_and_other_spellings_last() -> None:
    found = names("PipeImgGen")
    assert found[:4] == ["type", "description", "inputs", "output"]
    assert found.index("img_gen") < found.index("imgg_handle")
    assert {key.name for key in keys_of("PipeImgGen") if key.is_required} == {"type", "description", "output"}


@pytest.mark.parametrize("pipe_type", PIPE_TYPES)
def test_every_pipe_type_offers_all_types(pipe_type: str) -> None:
    key = key_doc(pipe_type, ("type",))
    assert key is not None
    assert key.values == list(PIPE_TYPES)
    assert key.value_docs["PipeImgGen"] == "Makes images from a text prompt."


def test_an_old_type_is_its_present_one_and_an_unknown_one_has_only_a_type() -> None:
    assert names("PipeOcr") == names("PipeExtract")
    assert names("PipeNope") == ["type"]


def test_tables_below_tables() -> None:
    assert "pipe" in names("PipeSequence", "steps", 0)
    assert "img_gen_handle" in names("PipeImgGen", "img_gen")
    assert "choices" in names("Concept", "structure", "size")
    assert names("Bundle")[0] == "domain"
    assert "refines" in names("Bundle", "concept", "Logo")
    assert names("PipeImgGen", "inputs") == []
    assert names("PipeImgGen", "nothing", "here") == []


@pytest.mark.parametrize(
    ("table", "path", "kind", "models", "type_"),
    [
        ("PipeImgGen", ("img_gen",), "model", "img_gen", "a string or a table"),
        ("PipeImgGen", ("output",), "concept", "", "a string"),
        ("PipeImgGen", ("inputs", "prompt"), "concept", "", "a string or a table"),
        ("PipeImgGen", ("nb_output",), "", "", "a whole number of at least 1"),
        ("PipeSequence", ("steps", 0, "pipe"), "pipe", "", "a string"),
        ("PipeLLM", ("model", "temperature"), "", "", "a number from 0 to 1"),
        ("PipeCondition", ("outcomes", "yes"), "outcome", "", "a string"),
        ("Concept", ("refines",), "concept-name", "", "a string"),
        ("StructureField", ("default_value",), "", "", "any value"),
        ("Bundle", ("main_pipe",), "pipe", "", "a string"),
    ],
)
def test_what_a_key_holds(table: str, path: tuple[str | int, ...], kind: str, models: str, type_: str) -> None:
    key = key_doc(table, path)
    assert key is not None
    assert (key.kind, key.models, key.type) == (kind, models, type_)


def test_another_spelling_says_what_to_write() -> None:
    old, new = key_doc("PipeImgGen", ("imgg_handle",)), key_doc("PipeImgGen", ("model",))
    assert old is not None
    assert new is not None
    assert (old.renamed_to, old.is_old, old.until) == ("img_gen", True, "0.10")
    assert (new.renamed_to, new.is_old, new.since) == ("img_gen", False, "0.12")


def test_an_unknown_key_has_nothing_to_say() -> None:
    assert key_doc("PipeImgGen", ("zzz",)) is None


def test_a_table_says_what_it_is() -> None:
    assert doc_of("PipeImgGen").startswith("Makes images")
    assert doc_of("PipeImgGen", ("img_gen",)).startswith("An image model")
