"""Every rule has a page, every page a rule, and the examples in them are true."""

from __future__ import annotations

import os
import re

import pytest

from plx_lsp.lint import RULES, rules
from plx_lsp.lint.pages import page_text, page_url, pages_folder
from tests.lint.checking import PATH, assert_marked_files, expected_rules
from tests.markers import read_fixture

rules.load_all()

PAGES = sorted(name[:-3] for name in os.listdir(pages_folder()) if name.endswith(".md"))
# What these say cannot be shown in the text of a PLX file.
WITHOUT_EXAMPLE = {
    "invalid-encoding",
    "invalid-setting",
    "alias-cycle",
    "ambiguous-model",  # only a project's own deck makes a name ambiguous
    "prompt-too-long",  # 32,000 characters make a poor page
    "unknown-backend",
    "unknown-profile",
    "written-key",
    "unquoted-handle",
}
_FENCE = re.compile(r"^```plx(?: (?P<path>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([a-z-]+)\.md\)")


def examples(rule: str) -> list[dict[str, str]]:
    """The marked files of each example of a page; blocks that name their files and stand in one section belong together."""
    found: list[dict[str, str]] = []
    for section in re.split(r"^## ", page_text(rule), flags=re.MULTILINE):
        blocks = [(match["path"], match["text"]) for match in _FENCE.finditer(section)]
        found += [{PATH: text} for path, text in blocks if path is None]
        named = {path: text for path, text in blocks if path is not None}
        if named:
            found.append(named)
    return found


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(RULES) == PAGES


@pytest.mark.parametrize("rule", PAGES)
def test_page_says_what_the_rule_is(rule: str) -> None:
    title, blank, summary = page_text(rule).split("\n")[:3]
    assert title == f"# {rule}"
    assert blank == ""
    assert summary == f"**{RULES[rule].severity}** · {RULES[rule].summary}"


@pytest.mark.parametrize("rule", PAGES)
def test_examples_show_exactly_what_they_mark(rule: str) -> None:
    for example in examples(rule):
        assert_marked_files(example)


@pytest.mark.parametrize("rule", sorted(set(PAGES) - WITHOUT_EXAMPLE))
def test_page_has_a_failing_and_a_passing_example(rule: str) -> None:
    marked = [
        {name for text in example.values() for name in expected_rules(read_fixture(text))} for example in examples(rule)
    ]
    assert any(rule in names for names in marked)
    assert any(rule not in names for names in marked)


@pytest.mark.parametrize("rule", PAGES)
def test_page_links_to_rules_there_are(rule: str) -> None:
    assert set(_LINK.findall(page_text(rule))) <= RULES.keys()


def test_page_url_opens_the_page() -> None:
    assert page_url("unknown-concept").startswith("file:///")
    assert page_url("unknown-concept").endswith("/unknown-concept.md")
