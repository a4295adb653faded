"""No text and no place in it brings a feature down, and every range it gives lies inside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from plx_lsp.features import hierarchy
from plx_lsp.features.actions import Asked, actions
from plx_lsp.features.completion import complete
from plx_lsp.features.definition import definitions
from plx_lsp.features.describe import about
from plx_lsp.features.folding import folds
from plx_lsp.features.hints import hints
from plx_lsp.features.hover import hover
from plx_lsp.features.lenses import lenses
from plx_lsp.features.linked import linked
from plx_lsp.features.links import links
from plx_lsp.features.references import highlights, references
from plx_lsp.features.rename import rename
from plx_lsp.features.selection import selections
from plx_lsp.features.symbols import Symbol, outline
from plx_lsp.features.tokens import TokenCache
from plx_lsp.lint import Linter
from plx_lsp.project.project import Project

if TYPE_CHECKING:
    from plx_lsp.project.source import Source

SEED = '''\
domain = "shop"
main_pipe = "make"
[concept]
Logo = { description = "A logo", refines = "Image" }
[concept.Size.structure]
width = { type = "integer", description = "🦊" }
[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { idea = "Text", "odd key" = "shop.Logo[3]" }
output = "Logo"
prompt = """A $idea, @idea {{ idea.name }}\\u00e9"""
img_gen = { img_gen_handle = "gpt-image-2", quality = "high" }
aspect_ratio = "16:9" # plx: ignore[redundant-quality]
[[pipe.make.steps]]
pipe = "draw"
result = "logo"
batch_over = "ideas"
batch_as = "idea"
[pipe.make]
type = "PipeSequence"
[pipe.choose]
type = "PipeCondition"
expression = "idea.kind"
outcomes = { a = "draw", b = "fail" }
'''

PIECES = ["[", "]", "{", "}", '"', '"""', "'", "=", ",", ".", "\n", "#", "pipe", "[pipe.", "$", "@", "\\", "🦊", "\r\n", " ", "\u2028", "[[", "steps", "0", "type = 'PipeLLM'\n"]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, int]:
    """The seed after a few random edits, and a place in it."""
    text = SEED
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(st.sampled_from([*PIECES, ""])) + text[end:]
    return text, draw(st.integers(0, len(text)))


@settings(max_examples=120, deadline=None)
@given(damaged())
def test_every_feature_everywhere(case: tuple[str, int]) -> None:
    text, offset = case
    project = Project(None)
    library = project.library
    library.open("/other.plx", SEED.replace('"shop"', '"other"'))
    source = library.open("/shop.plx", text)
    diagnostics = Linter(library).diagnostics("/shop.plx")

    def inside(start: int, end: int) -> None:
        assert 0 <= start <= end <= len(text)

    for item in complete(library, source, offset).items:
        inside(item.start, item.end)
        about(library, item.about) if item.about else None
    said = hover(library, source, offset)
    if said is not None:
        inside(said.start, said.end)
    for target in definitions(library, source, offset):
        inside(target.origin.start, target.origin.end)
    for name in highlights(project, source, offset):
        inside(name.start, name.end)
    for name in linked(library, source, offset):
        inside(name.start, name.end)
    list(references(project, source, offset, declarations=True))
    rename(project, source, offset, "new_name")
    rename(project, source, offset, "NewName")
    for action in actions(Asked(project, source, offset, min(len(text), offset + 9), diagnostics)):
        for edit in action.edits:
            assert edit.path != "/shop.plx" or 0 <= edit.start <= edit.end <= len(text)
    for stretch in selections(library, source, offset):
        inside(*stretch)
    for node in hierarchy.prepare(library, source, offset):
        list(hierarchy.callers(library, node.code))
        list(hierarchy.callees(library, node.code))
    _check_whole_file(project, source, text)


def _check_whole_file(project: Project, source: Source, text: str) -> None:
    library = project.library
    diagnostics = Linter(library).diagnostics(source.path)
    for each in lenses(library, source, diagnostics):
        assert 0 <= each.start <= each.end <= len(text)
    for hint in hints(library, source, 0, len(text)):
        assert 0 <= hint.offset <= len(text)
    for link in links(source):
        assert text[link.start : link.end] == link.rule
    for fold in folds(source):
        assert 0 <= fold.first < fold.last < source.document.lines.count

    def check(symbol: Symbol) -> None:
        assert 0 <= symbol.whole.start <= symbol.name.start <= symbol.name.end <= symbol.whole.end <= len(text)
        for child in symbol.children:
            check(child)

    for symbol in outline(library, source):
        check(symbol)
    position = 0
    for start, end, _, _ in TokenCache().tokens(library, source, 0, len(text)):
        assert position <= start < end <= len(text)
        assert "\n" not in text[start:end]
        position = end
