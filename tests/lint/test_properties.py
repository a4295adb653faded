"""What holds for every text: nothing crashes, ranges lie inside, fixes mend, and edits give what a fresh look gives."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plx_lsp.lint import Diagnostic, Linter
from plx_lsp.project.library import Library
from tests.lint.bundles import bundle, splice
from tests.lint.checking import apply, check, check_files, moved

OF_FORM = {
    "syntax-error",
    "duplicate-key",
    "missing-key",
    "unknown-key",
    "wrong-type",
    "invalid-value",
    "structure-field",
    "duplicate-concept",
    "invalid-concept-code",
    "invalid-pipe-code",
    "native-concept-redefined",
}
"""Rules about a text itself, whatever its names refer to."""

FILES = ("example.plx", "folder/other.plx", "posters.plx")


def _shown(found: list[Diagnostic]) -> list[tuple[object, ...]]:
    """All of a diagnostic that anybody sees."""
    return [
        (
            each.rule,
            each.severity,
            each.start,
            each.end,
            each.message,
            [(place.path, place.start, place.end, place.message) for place in each.related],
            [(fix.title, fix.safe, [(e.path, e.start, e.end, e.text) for e in fix.edits]) for fix in each.fixes],
        )
        for each in found
    ]


def _said(found: list[Diagnostic]) -> list[tuple[object, ...]]:
    """The part of it that lies in the file itself."""
    return [(each.rule, each.severity, each.start, each.end, each.message) for each in found]


def _errors(found: list[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((each.rule, each.message) for each in found if each.severity == "error")


def _assert_inside(text: str, found: list[Diagnostic]) -> None:
    for each in found:
        assert 0 <= each.start <= each.end <= len(text), each.message
        for fix in each.fixes:
            for edit in fix.edits:
                assert 0 <= edit.start <= edit.end <= len(text), fix.title


@settings(max_examples=150, deadline=None)
@given(bundle(), st.data())
def test_any_text_is_judged_inside_its_bounds(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 3))):
        start, end, new = data.draw(splice(text))
        text = text[:start] + new + text[end:]
    _assert_inside(text, check(text))


@settings(max_examples=200, deadline=None)
@given(bundle())
def test_fixes_mend_what_they_are_for(text: str) -> None:
    before = check(text)
    for each in before:
        for index, fix in enumerate(each.fixes):
            mended = apply(text, each, index)
            said = (each.rule, each.message, moved(each.start, fix))
            after = [(found.rule, found.message, found.start) for found in check(mended)]
            assert said not in after, f"{each.rule}: {fix.title}\n{mended}"


@settings(max_examples=200, deadline=None)
@given(bundle())
def test_safe_fixes_add_no_error(text: str) -> None:
    before = check(text)
    for each in before:
        for index, fix in enumerate(each.fixes):
            if fix.safe:
                mended = apply(text, each, index)
                assert not _errors(check(mended)) - _errors(before), f"{fix.title}\n{mended}"


@settings(max_examples=150, deadline=None)
@given(bundle())
def test_no_fix_writes_what_cannot_be_read(text: str) -> None:
    """An unsafe one may uncover what stood behind its fault, a misspelled prompt's variables say; its text is sound."""
    before = check(text)
    if any(each.rule == "duplicate-key" for each in before):
        return  # without the first, the second is read, whatever it says
    for each in before:
        for index, fix in enumerate(each.fixes):
            new = _errors(check(apply(text, each, index))) - _errors(before)
            assert OF_FORM.isdisjoint(rule for rule, _ in new), f"{fix.title}\n{new}\n{text}"


@settings(max_examples=60, deadline=None)
@given(st.lists(bundle(), min_size=3, max_size=3), st.data())
def test_edits_give_what_a_fresh_look_gives(bundles: list[str], data: st.DataObject) -> None:
    """And `refresh` names every file of which anything else is said; places in other files may move without a word."""
    texts = dict(zip(FILES, bundles, strict=True))
    library = Library()
    for path, text in texts.items():
        library.open(path, text)
    linter = Linter(library)
    for _ in range(data.draw(st.integers(1, 6))):
        before = {path: _said(linter.diagnostics(path)) for path in texts}
        _change(library, texts, data)
        touched = linter.refresh()
        fresh = check_files(texts)
        for path, text in texts.items():
            found = linter.diagnostics(path)
            assert _shown(found) == _shown(fresh[path]), text
            assert path in touched or _said(found) == before.get(path), path


def _change(library: Library, texts: dict[str, str], data: st.DataObject) -> None:
    """Edit one file, or close it, or open it anew with another text."""
    path = data.draw(st.sampled_from(FILES))
    action = data.draw(st.sampled_from(("edit", "edit", "edit", "close", "open")))
    if action == "close":
        texts.pop(path, None)
        library.close(path)
    elif action == "open" or path not in texts:
        texts[path] = data.draw(bundle())
        library.open(path, texts[path])
    else:
        start, end, new = data.draw(splice(texts[path]))
        texts[path] = texts[path][:start] + new + texts[path][end:]
        library.edit(path, start, end, new)


@pytest.mark.slow
@settings(max_examples=800, deadline=None)
@given(bundle(), st.data())
def test_any_text_for_long(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 8))):
        start, end, new = data.draw(splice(text))
        text = text[:start] + new + text[end:]
    _assert_inside(text, check(text))


@pytest.mark.slow
@settings(max_examples=800, deadline=None)
@given(bundle())
def test_fixes_for_long(text: str) -> None:
    test_fixes_mend_what_they_are_for.hypothesis.inner_test(text)
    test_safe_fixes_add_no_error.hypothesis.inner_test(text)
    test_no_fix_writes_what_cannot_be_read.hypothesis.inner_test(text)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(bundle(), min_size=3, max_size=3), st.data())
def test_edits_for_long(bundles: list[str], data: st.DataObject) -> None:
    test_edits_give_what_a_fresh_look_gives.hypothesis.inner_test(bundles, data)
