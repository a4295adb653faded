"""Did you mean: which name is suggested, and that it takes no time."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_lsp.lint.near import AMONG_MANY, likely, listed, near

NAMES = ["brief", "prompt", "image_prompt", "logo", "Logo", "style_guide"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("breif", "brief"),
        ("PROMPT", "prompt"),
        ("image-prompt", "image_prompt"),
        ("imageprompt", "image_prompt"),
        ("styleguide", "style_guide"),
        ("LOGO", "Logo"),
        ("zebra", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_near(name: str, expected: str) -> None:
    assert near(name, NAMES, AMONG_MANY) == expected


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=8), st.randoms())
def test_the_order_of_the_names_does_not_matter(name: str, names: list[str], random: Random) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)
    assert near(name, names) == near(name, shuffled)


@given(st.sampled_from(["write_17", "wirte_17", "write17", "writ_17", "write_117"]))
def test_of_many_names_those_one_slip_away_are_looked_at(name: str) -> None:
    names = [f"write_{number}" for number in range(1000)]
    found = set(likely(name, names))
    assert "write_17" in found
    assert len(found) < 100


def test_few_names_are_all_looked_at() -> None:
    assert likely("anything", NAMES) == NAMES


def test_a_list_shows_the_first_few() -> None:
    assert listed(["a", "b"]) == "`a`, `b`"
    assert listed(list("abcdefgh")) == "`a`, `b`, `c`, `d`, `e`, `f`, …"
