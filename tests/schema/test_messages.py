"""What the checker says of a broken key or value, and where: the place is marked, the message stands behind it."""

from __future__ import annotations

import pytest

from tests.markers import mismatches, read_fixture

from .judging import placed

IMG_GEN = 'domain = "logos"\n[pipe.draw]\ntype = "PipeImgGen"\ndescription = "Draw"\noutput = "Image"\n'
IN_A_PIPE = {
    "an aspect ratio that no model knows": """
aspect_ratio = "17:9"
               ^^^^^^ invalid-value: `aspect_ratio` can't be "17:9": write one of "1:1", "4:3", "3:2", "16:9", "21:9", "3:4", "2:3", "9:16", "9:21" (did you mean "16:9"?)
""",
    "an aspect ratio by its name": """
aspect_ratio = "landscape_16_9"
               ^^^^^^^^^^^^^^^^ renamed-key: "landscape_16_9" is another spelling of "16:9"
""",
    "a misspelled key": """
aspect_ration = "16:9"
^^^^^^^^^^^^^ unknown-key: unknown key `aspect_ration`: did you mean `aspect_ratio`?
""",
    "a key in camel case": """
aspectRatio = "16:9"
^^^^^^^^^^^ unknown-key: unknown key `aspectRatio`: did you mean `aspect_ratio`?
""",
    "a key of another type of pipe": """
steps = []
^^^^^ unknown-key: unknown key `steps`: a PipeImgGen has no such key (it belongs to PipeSequence)
""",
    "a key as image APIs call it": """
steps = 30
^^^^^ unknown-key: unknown key `steps`: did you mean `nb_steps`?
guidance = 3.5
^^^^^^^^ unknown-key: unknown key `guidance`: did you mean `guidance_scale`?
""",
    "nearly a key as image APIs call it": """
step = 30
^^^^ unknown-key: unknown key `step`: did you mean `nb_steps`?
guidence = 3.5
^^^^^^^^ unknown-key: unknown key `guidence`: did you mean `guidance_scale`?
""",
    "a key as image APIs call it, with a value that will not do": """
n = "four"
^ unknown-key: unknown key `n`: did you mean `nb_output`?
size = 12
^^^^ unknown-key: unknown key `size`: did you mean `aspect_ratio`?
""",
    "a path without quotes": """
inputs.page.text.first = "Text"
       ^^^^ invalid-value: `page.text.first` without quotes is a table: write `"page.text.first"`, or a name without a dot
inputs.brief.concept = "Text"
""",
    "a key of the file": """
domain = "logos"
^^^^^^ unknown-key: unknown key `domain`: a PipeImgGen has no such key (it belongs to the file: write it at the top, above the first `[header]`)
""",
    "inputs that are no table": """
inputs = "Text"
         ^^^^^^ wrong-type: `inputs` must be a table, not "Text" (as in `inputs = { prompt = "Text" }`)
""",
    "a key of nobody": """
zzz = 1
^^^ unknown-key: unknown key `zzz`: a PipeImgGen has no such key
""",
    "a number in quotes": """
nb_output = "3"
            ^^^ wrong-type: `nb_output` must be a whole number of at least 1, not "3" (remove the quotes)
""",
    "no image at all": """
nb_output = 0
            ^ invalid-value: `nb_output` must be a whole number of at least 1, not 0
""",
    "a float for a whole number": """
nb_steps = 8.0
           ^^^ wrong-type: `nb_steps` must be a whole number of at least 1, not 8.0 (write `8`)
""",
    "half a step": """
nb_steps = 8.5
           ^^^ wrong-type: `nb_steps` must be a whole number of at least 1, not 8.5
""",
    "a boolean in quotes": """
is_raw = "true"
         ^^^^^^ wrong-type: `is_raw` must be `true` or `false`, not "true" (remove the quotes)
""",
    "a boolean for a number": """
seed = true
       ^^^^ wrong-type: `seed` must be a whole number of at least 0 or "auto", not `true`
""",
    "a seed below zero": """
seed = -1
       ^^ invalid-value: `seed` must be a whole number of at least 0, not -1
""",
    "a seed in another word": """
seed = "random"
       ^^^^^^^^ invalid-value: `seed` can't be "random": write a whole number of at least 0 or "auto"
""",
    "guidance of nothing": """
guidance_scale = 0
                 ^ invalid-value: `guidance_scale` must be a number above 0, not 0
""",
    "guidance without end": """
guidance_scale = inf
                 ^^^ invalid-value: `guidance_scale` must be a number above 0, not inf
""",
    "tolerance beyond the scale": """
safety_tolerance = 7
                   ^ invalid-value: `safety_tolerance` must be a whole number from 1 to 6, not 7
""",
    "quality in capitals": """
quality = "HD"
          ^^^^ invalid-value: `quality` can't be "HD": write one of "standard", "hd", "low", "medium", "high", "auto", "xhigh", "max" (did you mean "hd"?)
""",
    "the other name of a format": """
output_format = "jpeg"
                ^^^^^^ invalid-value: `output_format` can't be "jpeg": write one of "png", "jpg", "webp" (did you mean "jpg"?)
""",
    "a handle in its oldest spelling": """
imgg_handle = "flux-pro"
^^^^^^^^^^^ renamed-key: `imgg_handle` is an older spelling of `img_gen`
""",
    "a handle in a newer spelling": """
model = "flux-pro"
^^^^^ renamed-key: `model` is another spelling of `img_gen`
""",
    "a setting with a key too many": """
img_gen = { img_gen_handle = "flux-pro", qualty = "high" }
                                         ^^^^^^ unknown-key: unknown key `qualty`: did you mean `quality`?
""",
    "a setting without its model": """
img_gen = { quality = "high" }
^^^^^^^ missing-key: missing key `img_gen_handle`; write, for example, `img_gen_handle = "gpt-image-2"`
""",
    "inputs in a list": """
inputs = ["prompt"]
         ^^^^^^^^^^ wrong-type: `inputs` must be a table, not an array
""",
    "an input with blanks in its concept": """
inputs = { prompt = "Text []" }
                    ^^^^^^^^^ invalid-value: `prompt` can't be "Text []": a concept is written `Text`, `images.Photo`, `Text[]` (a list) or `Text[3]`
""",
    "an input in full without its concept": """
inputs = { prompt = { multiplicity = true } }
           ^^^^^^ missing-key: missing key `concept`; write, for example, `concept = "Text"`
""",
    "a date": """
img_gen_prompt = 2025-10-02
                 ^^^^^^^^^^ wrong-type: `img_gen_prompt` must be a string, not a date
""",
    "a word that the syntax already refused": """
seed = random
nb_output =
""",
}
ALONE = {
    "a domain in capitals": """
domain = "My Logos"
         ^^^^^^^^^^ invalid-domain: `domain` can't be "My Logos": a domain is in snake_case, as "my_logos"
""",
    "a domain that is no text": """
domain = 3
         ^ wrong-type: `domain` must be a string, not 3
""",
    "a misspelled domain": """
domian = "logos"
^^^^^^ unknown-key: unknown key `domian`: did you mean `domain`?
""",
    "pipes in the plural": """
domain = "logos"
[pipes.draw]
 ^^^^^ unknown-key: unknown key `pipes`: did you mean `pipe`?
type = "PipeImgGen"
""",
    "a pipe that is a text": """
domain = "logos"
[pipe]
draw = "PipeImgGen"
       ^^^^^^^^^^^^ wrong-type: `draw` must be a table, not "PipeImgGen"
""",
    "a pipe as one of many": """
domain = "logos"
[[pipe.draw]]
  ^^^^^^^^^ wrong-type: `draw` must be a table, not an array (write `[pipe.draw]`)
type = "PipeImgGen"
""",
    "a pipe without a type": """
domain = "logos"
[pipe.draw]
 ^^^^^^^^^ missing-key: missing key `type`: say what kind of pipe it is; write, for example, `type = "PipeImgGen"`
nb_output = 0
zzz = 1
""",
    "a pipe of a type that is none": """
domain = "logos"
[pipe.draw]
type = "PipeImageGen"
       ^^^^^^^^^^^^^^ unknown-pipe-type: `type` can't be "PipeImageGen": write one of "PipeImgGen", "PipeLLM", "PipeExtract", "PipeCompose", "PipeFunc", "PipeSequence", "PipeParallel", "PipeCondition", "PipeBatch" (did you mean "PipeImgGen"?)
nb_output = 0
zzz = 1
""",
    "a misspelled type": """
domain = "logos"
[pipe.draw]
typ = "PipeImgGen"
^^^ unknown-key: unknown key `typ`: did you mean `type`?
nb_output = 0
""",
    "a type of another generation": """
domain = "logos"
[pipe.compose]
type = "PipeJinja2"
       ^^^^^^^^^^^^ renamed-key: "PipeJinja2" is an older spelling of "PipeCompose"
output = "Text"
jinja2 = "x"
^^^^^^ renamed-key: `jinja2` is an older spelling of `template`
""",
    "a pipe without an output": """
domain = "logos"
[pipe.draw]
 ^^^^^^^^^ missing-key: missing key `output`; write, for example, `output = "Image"`
 ^^^^^^^^^ missing-key: missing key `description`; write, for example, `description = "Draw the logo"`
type = "PipeImgGen"
""",
    "one cause, one fault: a misspelled key is not missing too": """
domain = "logos"
[pipe.draw]
type = "PipeImgGen"
description = "x"
ouput = "Image"
^^^^^ unknown-key: unknown key `ouput`: did you mean `output`?
""",
    "a pipe's code in camel case": """
domain = "logos"
[pipe.drawLogo]
      ^^^^^^^^ invalid-pipe-code: "drawLogo" can't name a pipe: write `draw_logo`
type = "PipeFunc"
output = "Text"
function_name = "f"
""",
    "a concept's code in snake case": """
domain = "logos"
[concept]
company_logo = "A logo"
^^^^^^^^^^^^ invalid-concept-code: "company_logo" can't name a concept: write `CompanyLogo`
""",
    "a concept that is a number": """
domain = "logos"
[concept]
Logo = 3
       ^ wrong-type: `Logo` must be a string or a table, not 3 (put it in quotes)
""",
    "a concept that refines a list": """
domain = "logos"
[concept.Logo]
description = "A logo"
refines = ["Image"]
          ^^^^^^^^^ wrong-type: `refines` must be a string, not an array (remove the brackets)
""",
    "a concept that refines many": """
domain = "logos"
[concept.Logo]
description = "A logo"
refines = "Image[]"
          ^^^^^^^^^ invalid-value: `refines` can't be "Image[]": write a single concept, as `Text` or `images.Photo`, without brackets
""",
    "fields that cannot be": """
domain = "logos"
[concept.Logo]
description = "A logo"
[concept.Logo.structure]
name = { type = "string", description = "Its name" }
                ^^^^^^^^ structure-field: `type` can't be "string": write one of "text", "integer", "number", "boolean", "date", "list", "dict", "concept" (did you mean "text"?)
size = { type = "integer", description = "In pixels", requried = true }
                                                      ^^^^^^^^ structure-field: unknown key `requried`: did you mean `required`?
tags = { type = "dict", description = "Its tags", key_type = "text" }
^^^^ structure-field: missing key `value_type` where `type` is "dict"; write, for example, `value_type = "text"`
age = { type = "number", description = "x", default_value = "3" }
                                                            ^^^ structure-field: `default_value` must be a number or `true` or `false` where `type` is "number", not "3" (remove the quotes)
bare = { description = "x" }
^^^^ structure-field: missing key `type`; write, for example, `type = "text"` (or give `choices`)
model_config = "x"
^^^^^^^^^^^^ structure-field: `model_config` can't name a field: the structure becomes a Python class, where the name is taken
_hidden = "x"
^^^^^^^ structure-field: "_hidden" can't name a field: write `hidden`
""",
    "steps of the wrong shape": """
domain = "logos"
[pipe.a]
type = "PipeSequence"
output = "Text"
steps = { pipe = "x" }
        ^^^^^^^^^^^^^^ wrong-type: `steps` must be an array, not a table (put it in `[ ]`)
[pipe.b]
type = "PipeSequence"
output = "Text"
steps = []
        ^^ invalid-value: `steps` is empty: give it an item
[pipe.c]
type = "PipeSequence"
output = "Text"
steps = ["draw"]
         ^^^^^^ wrong-type: an item of `steps` must be a table, not "draw"
[pipe.d]
type = "PipeSequence"
output = "Text"
[pipe.d.steps]
 ^^^^^^^^^^^^ wrong-type: `steps` must be an array, not a table (write `[[pipe.d.steps]]`)
pipe = "x"
""",
    "a step that batches by half": """
domain = "logos"
[pipe.a]
type = "PipeSequence"
output = "Text"
[[pipe.a.steps]]
  ^^^^^^^^^^^^ missing-key: missing key `batch_as`: `batch_over` needs it; write, for example, `batch_as = "prompt"`
pipe = "x"
batch_over = "prompts"
""",
    "a step with a key too many": """
domain = "logos"
[pipe.a]
type = "PipeSequence"
output = "Text"
steps = [{ pipe = "x", inputs = {} }]
                       ^^^^^^ unknown-key: unknown key `inputs`: a step has no such key
""",
    "a branch without a result": """
domain = "logos"
[pipe.a]
type = "PipeParallel"
output = "Text"
parallels = [{ pipe = "x" }]
             ^^^^^^^^^^^^^^ missing-key: missing key `result`; write, for example, `result = "logo"`
""",
    "a condition without its outcomes": """
domain = "logos"
[pipe.a]
 ^^^^^^ missing-key: missing key `outcomes`; write, for example, `outcomes = { logo = "draw_logo" }`
type = "PipeCondition"
output = "Text"
expression = "x"
""",
    "outcomes without a default": """
domain = "logos"
[pipe.a]
 ^^^^^^ missing-key: missing key `default_outcome`: `outcomes` needs it; write, for example, `default_outcome = "fail"`
type = "PipeCondition"
output = "Text"
expression = "x"
outcomes = { a = "b" }
""",
    "a temperature that boils": """
domain = "logos"
[pipe.a]
type = "PipeLLM"
output = "Text"
model = { model = "gpt-4o", temperature = 1.5 }
                                          ^^^ invalid-value: `temperature` must be a number from 0 to 1, not 1.5
""",
    "everything healthy": """
domain = "logos"
description = "Logos"
[concept]
Prompt = "A prompt"
[concept.Logo]
description = "A logo"
refines = "Image"
[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { prompt = "Prompt" }
output = "Logo[3]"
img_gen = { img_gen_handle = "flux-pro", quality = "hd" }
aspect_ratio = "16:9"
seed = "auto"
nb_steps = 28
guidance_scale = 7
""",
}


@pytest.mark.parametrize("marked", IN_A_PIPE.values(), ids=IN_A_PIPE)
def test_image_pipes(marked: str) -> None:
    check(IMG_GEN + marked.removeprefix("\n"))


@pytest.mark.parametrize("marked", ALONE.values(), ids=ALONE)
def test_files(marked: str) -> None:
    check(marked.removeprefix("\n"))


def test_a_file_without_a_domain_is_told_at_its_very_start() -> None:
    message = 'the file has no `domain`: it counts as `logo`; write `domain = "logo"` at its top'
    assert placed('[concept]\nLogo = "A logo"\n') == [(0, 0, "missing-domain", message)]


def check(marked: str) -> None:
    fixture = read_fixture(marked)
    assert not mismatches(fixture, placed(fixture.text))
