"""Whatever the text: the validator never fails, and what it blames lies inside the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from .judging import judge, mend, placed
from .mutations import HEALTHY, as_file

TEXT = "\n".join(as_file("pipe", f"p{number}", pipe) for number, pipe in enumerate(HEALTHY[:6]))
SCRAPS = st.sampled_from(
    ["", "=", "[", "]]", "{", '"', '"""', "\n", "[pipe.x]", "[[pipe.p1]]", "type = 3", "pipe = 1", "é\u2028"]
)


@st.composite
def torn(draw: st.DrawFn) -> str:
    """A healthy text with pieces torn out and scraps put in."""
    text = TEXT
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(SCRAPS) + text[start + draw(st.integers(0, 20)) :]
    return text


@settings(max_examples=150, deadline=None)
@given(torn())
def test_torn_texts_are_judged(text: str) -> None:
    for start, end, _, message in placed(text):
        assert 0 <= start <= end <= len(text)
        assert message
        assert "\n" not in message


@settings(max_examples=60, deadline=None)
@given(torn())
def test_repairs_of_torn_texts_stay_inside_them(text: str) -> None:
    document, found = judge(text)
    for violation in found:
        for repair in violation.fixes:
            assert mend(document, repair) != text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_value_and_any_key_can_be_spoken_of(value: str, key: str) -> None:
    from plx_schema.wording import toml

    text = f'domain = "x"\n[pipe.{toml(key)}]\n{toml(key)} = 1\ntype = {toml(value)}\nquality = {toml(value)}\n'
    for _, _, _, message in placed(text):
        assert len(message) < 1000
        assert "\n" not in message
