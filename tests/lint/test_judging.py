"""What is left of the findings: ignore comments, settings, and what broken text makes uncertain."""

import pytest

from plx_lsp.lint import Linter
from plx_lsp.project.library import Library
from plx_lsp.project.settings import Settings
from tests.lint.checking import apply, assert_marked, check

UNKNOWN = """\
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { brief = "Breif" }
output = "Txt"
prompt = "$brief"
"""


def rules_with(
    settings: Settings, path: str = "/home/me/drafts/a.plx", root: str = "/home/me"
) -> list[tuple[str, str]]:
    library = Library()
    library.open(path, UNKNOWN)
    return [(each.rule, each.severity) for each in Linter(library, settings, root).diagnostics(path)]


def test_an_ignore_speaks_for_its_line_or_for_the_next() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeLLM"
inputs = { brief = "Breif" }  # plx: ignore[unknown-concept]
# plx: ignore[unknown-concept]
# a comment between

output = "Txt"
prompt = "$brief and $other"
                      ^^^^^ undeclared-variable
"""
    )


def test_several_rules_in_one_ignore() -> None:
    assert_marked(
        """
domain = "a"

[pipe.a]
type = "PipeLLM"
output = "Txt"  # plx: ignore[unknown-concept, output-mismatch, no-such-rule]
                                               ^^^^^^^^^^^^^^^ unused-ignore: nothing here breaks `output-mismatch`
                                                                ^^^^^^^^^^^^ unused-ignore: there is no rule `no-such-rule`
prompt = "x"  # plx: ignore
              ^^^^^^^^^^^^^ unused-ignore: this ignores nothing: name the rules
"""
    )


def test_an_unused_part_of_an_ignore_is_taken_out() -> None:
    text = UNKNOWN.replace('"Txt"', '"Txt"  # plx: ignore[unknown-concept, pipe-cycle]')
    found = next(each for each in check(text) if each.rule == "unused-ignore")
    assert found.fixes[0].safe
    assert 'output = "Txt"  # plx: ignore[unknown-concept]\n' in apply(text, found)


def test_a_comment_in_a_prompt_ignores_nothing() -> None:
    text = UNKNOWN.replace('"$brief"', '"""\n# plx: ignore[unknown-concept]\n$brief"""')
    assert [each.rule for each in check(text)] == ["unknown-concept", "unknown-concept"]


@pytest.mark.parametrize("severity", ["error", "warning", "information", "off"])
def test_settings_say_how_bad_a_rule_is(severity: str) -> None:
    settings = Settings()
    settings.severity = {"unknown-concept": severity}
    expected = [] if severity == "off" else [("unknown-concept", severity)] * 2
    assert rules_with(settings) == expected


def test_rules_are_selected_and_ignored_for_all_files_or_for_some() -> None:
    settings = Settings()
    settings.select = ["syntax-error"]
    assert rules_with(settings) == []
    settings = Settings()
    settings.ignore = ["unknown-concept"]
    assert rules_with(settings) == []
    settings = Settings()
    settings.per_file_ignores = {"drafts/*.plx": ["unknown-concept"]}
    assert rules_with(settings) == []
    assert rules_with(settings, "/home/me/pipes/a.plx") == [("unknown-concept", "error")] * 2


def test_other_settings_count_at_once() -> None:
    library = Library()
    library.open("a.plx", UNKNOWN)
    linter = Linter(library)
    assert len(linter.diagnostics("a.plx")) == 2
    settings = Settings()
    settings.ignore = ["unknown-concept"]
    linter.configure(settings)
    assert linter.diagnostics("a.plx") == []


def test_one_missing_quote_gives_one_diagnostic() -> None:
    assert_marked(
        """
domain = "logos"

[pipe.make]
type = "PipeSequence"
inputs = { brief = "Text }
                   ^^^^^^^ syntax-error: this string is not closed
output = "Image"
steps = [{ pipe = "write", result = "prompt" }, { pipe = "draw", result = "logo" }]

[pipe.write]
type = "PipeLLM"
inputs = { brief = "Text" }
output = "Text"
prompt = "$brief"

[pipe.draw]
type = "PipeImgGen"
description = "Draw
              ^^^^^ syntax-error: this string is not closed
inputs = { prompt = "Text" }
output = "Image"

[pipe.all]
type = "PipeSequence"
inputs = { brief = "Text" }
output = "Image"
steps = [{ pipe = "make", result = "logo" }]
"""
    )


def test_half_a_concept_here_and_half_there_is_one_fault() -> None:
    assert_marked(
        """
domain = "logos"

[concept]
Logo = "A logo"

[concept]
 ^^^^^^^ duplicate-key: `[concept]` is defined twice
Brand = "A brand"

[concept.Brand.structure]
         ^^^^^ duplicate-key: `Brand` is written twice
name = "Its name"

[pipe.a]
type = "PipeLLM"
inputs = { logo = "Logo", brand = "Brand" }
output = "Text"
prompt = "$logo $brand"
"""
    )
