"""Concepts: references to them, their names, what they refine, who uses them."""

from plx_lsp.lint import Linter
from plx_lsp.project.library import Library
from tests.lint.checking import apply, assert_marked, assert_marked_files, check, check_files


def test_a_bare_name_is_native_then_of_the_file_then_of_its_domain() -> None:
    assert_marked_files(
        {
            "a.plx": """\
domain = "logos"

[concept]
JSON = "A file of an early release may declare what became native late"

[pipe.a]
type = "PipeLLM"
inputs = { a = "Text", b = "native.Text", c = "JSON", d = "Brief", e = "logos.Brief", f = "brands.Brand", g = "Document" }
output = "images.Photo[]"
          ^^^^^^^^^^^^ llm-output-image: a PipeLLM writes text
prompt = "$a $b $c $d $e $f $g"
""",
            "b.plx": """\
domain = "logos"

[concept]
Brief = "What the client wants"
""",
            "c.plx": """\
domain = "brands"

[concept]
Brand = "A brand"
""",
        }
    )


def test_a_name_of_another_domain_needs_its_domain() -> None:
    assert_marked_files(
        {
            "a.plx": """\
domain = "logos"

[pipe.a]
type = "PipeLLM"
inputs = { brand = "Brand" }
                    ^^^^^ unknown-concept: there is no concept `Brand`: did you mean `brands.Brand`?
output = "Text"
prompt = "$brand"
""",
            "b.plx": """\
domain = "brands"

[concept]
Brand = "A brand"
^^^^^ unused-concept: nothing here uses the concept `Brand`
""",
        }
    )


def test_unknown_names_are_shown_without_brackets_and_quotes() -> None:
    assert_marked(
        r"""
domain = "logos"

[concept.Logo]
description = "A logo"
refines = "images.Foto"
           ^^^^^^^^^^^ unknown-concept: there is no concept `images.Foto`: did you mean `images.Photo`?

[concept.Poster]
         ^^^^^^ unused-concept
description = "A poster"
refines = "native.Picture"
           ^^^^^^^^^^^^^^ unknown-concept: there is no concept `native.Picture`: the native concepts are `Text`

[pipe.a]
type = "PipeParallel"
inputs = { logo = "Logo[]", poster = { concept = "Postr", multiplicity = true } }
                                                  ^^^^^ unknown-concept: there is no concept `Postr`: did you mean `Poster`?
output = "Imag[3]"
          ^^^^ unknown-concept: there is no concept `Imag`: did you mean `Image`?
combined_output = "Ima\u0067en"
                   ^^^^^^^^^^^ unknown-concept: there is no concept `Imagen`: did you mean `Image`?
parallels = []
"""
    )


def test_a_concept_is_created_where_concepts_are() -> None:
    text = """\
domain = "logos"  # ours

[concept]
Brief = "What the client wants"  # in words

[pipe.a]
type = "PipeLLM"
inputs = { brief = "Brief" }
output = "LogoPrompt"
prompt = "$brief"
"""
    (found,) = check(text)
    assert found.fixes[-1].title == "Create the concept `LogoPrompt`"
    mended = apply(text, found, len(found.fixes) - 1)
    assert 'Brief = "What the client wants"  # in words\nLogoPrompt = "Logo prompt"\n' in mended
    assert check(mended) == []
    bare = text.replace('\n[concept]\nBrief = "What the client wants"  # in words\n', "").replace('"Brief"', '"Text"')
    mended = apply(bare, check(bare)[0], len(check(bare)[0].fixes) - 1)
    assert mended.startswith('domain = "logos"  # ours\n\n[concept]\nLogoPrompt = "Logo prompt"\n')
    assert check(mended) == []


def test_native_names_of_every_release_are_taken_the_late_ones_are_not() -> None:
    assert_marked(
        """
domain = "logos"

[concept]
Text = "Ours"
^^^^ native-concept-redefined: `Text` is a native concept and cannot be declared again: give yours another name
Document = "A text to read"
ImgGenPrompt = "A prompt"

[concept.Page]
         ^^^^ native-concept-redefined: `Page` is a native concept
description = "Ours"

[pipe.a]
type = "PipeLLM"
inputs = { document = "Document" }
output = "ImgGenPrompt"
prompt = "$document"
"""
    )


def test_a_base_library_concept_may_be_declared_by_its_own_domain() -> None:
    assert_marked(
        """
domain = "images"

[concept.Photo]
description = "Ours"
refines = "Image"

[pipe.a]
type = "PipeImgGen"
description = "Take a photo"
inputs = { prompt = "VisualDescription" }
output = "Photo"
"""
    )


def test_circles_of_refines() -> None:
    assert_marked(
        """
domain = "logos"

[concept.A]
description = "Leads into a circle, and is not part of it"
refines = "B"

[concept.B]
description = "b"
refines = "C"
          ^^^ refines-cycle: these concepts refine each other in a circle: `B` → `C` → `B`

[concept.C]
description = "c"
refines = "B"
          ^^^ refines-cycle: these concepts refine each other in a circle: `C` → `B` → `C`

[concept.D]
description = "d"
refines = "logos.D"
          ^^^^^^^^^ refines-cycle: `D` refines itself

[concept.E]
description = "e"
refines = "A"

[pipe.a]
type = "PipeLLM"
inputs = { d = "D", e = "E" }
output = "Text"
prompt = "$d $e"
"""
    )


def test_unused_concepts() -> None:
    assert_marked(
        """
domain = "logos"

[concept]
Base = "Refined by another one"
Used = "Used by a pipe"
Unused = "Used by nobody"
^^^^^^ unused-concept: nothing here uses the concept `Unused`
Part = "Used by a field"

[concept.Kind]
description = "A kind of base"
refines = "Base"

[concept.Whole]
description = "Has a part"

[concept.Whole.structure]
part = { type = "concept", description = "A part", concept_ref = "logos.Part" }

[pipe.a]
type = "PipeLLM"
inputs = { used = "Used", kind = "Kind" }
output = "Whole"
prompt = "$used $kind"
"""
    )


def test_concepts_of_a_project_without_pipes_are_for_others() -> None:
    assert check('domain = "logos"\n\n[concept]\nLogo = "A logo"\n') == []
    found = check_files({"a.plx": 'domain = "a"\n\n[concept]\nLogo = "A logo"\n', "b.plx": 'domain = "b"\n'})
    assert found == {"a.plx": [], "b.plx": []}


def test_refines_and_structure_each_can_go() -> None:
    text = """\
domain = "logos"

[concept.Logo]
description = "A logo"
refines = "Image"
structure = "LogoContent"

[pipe.a]
type = "PipeImgGen"
description = "Draw"
img_gen_prompt = "A fox"
output = "Logo"
"""
    found = check(text)[0]
    assert found.rule == "refines-and-structure"
    assert [fix.title for fix in found.fixes] == ["Remove `refines`", "Remove `structure`"]
    assert check(apply(text, found, 1)) == []


def test_a_concept_of_two_files_is_reported_in_both() -> None:
    text = 'domain = "logos"\n\n[concept]\nLogo = "A logo"\n'
    found = check_files({"a.plx": text, "b.plx": text, "c.plx": text.replace("logos", "brands")})
    assert [each.rule for each in found["a.plx"]] == ["duplicate-concept"]
    assert [place.path for place in found["a.plx"][0].related] == ["b.plx"]
    assert [place.path for place in found["b.plx"][0].related] == ["a.plx"]
    assert found["c.plx"] == []


def test_a_domain_without_concepts_is_a_domain() -> None:
    user = """
domain = "logos"

[pipe.a]
type = "PipeLLM"
output = "art.Poster"
          ^^^^^^^^^^ unknown-concept: there is no concept `art.Poster`: no file of the domain `art` declares it
prompt = "x"
"""
    assert_marked_files({"logos.plx": user, "art.plx": 'domain = "art"\n'})


def test_a_domain_comes_and_goes() -> None:
    library = Library()
    library.open("a.plx", 'domain = "logos"\n\n[pipe.a]\ntype = "PipeLLM"\noutput = "art.Poster"\nprompt = "x"\n')
    linter = Linter(library)

    def told() -> str:
        return linter.diagnostics("a.plx")[0].message.rpartition(": ")[2]

    assert told() == "no file here has the domain `art`"
    library.open("b.plx", 'domain = "art"\n')
    assert told() == "no file of the domain `art` declares it"
    library.edit("b.plx", 10, 13, "arts")
    assert told() == "no file here has the domain `art`"
    library.edit("b.plx", 10, 14, "art")
    assert told() == "no file of the domain `art` declares it"
    library.close("b.plx")
    assert told() == "no file here has the domain `art`"
