"""What a written concept reference looks like (R§5)."""

import pytest

from plx_lsp.project.references import OPEN, read_reference


@pytest.mark.parametrize(
    ("text", "domain", "code", "count"),
    [
        ("Image", "", "Image", None),
        ("images.Photo", "images", "Photo", None),
        ("Image[3]", "", "Image", 3),
        ("images.Photo[]", "images", "Photo", OPEN),
        ("Image[0]", "", "Image", 0),
    ],
)
def test_a_reference_is_read(text: str, domain: str, code: str, count: int | None) -> None:
    found = read_reference(text)
    assert found is not None
    assert (found.domain, found.code, found.count) == (domain, code, count)
    assert text[found.start : found.end] == found.name


@pytest.mark.parametrize("text", ["", "a.b.C", "Image [3]", "Image[-1]", "Image[x]", "3D", "Image[3", "Ima ge"])
def test_what_spells_no_reference_is_none(text: str) -> None:
    assert read_reference(text) is None


def test_a_number_of_any_length_is_read_in_no_time() -> None:
    assert read_reference(f"Image[{'9' * 100_000}]") is not None
