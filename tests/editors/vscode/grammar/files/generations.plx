# A comment. plx: ignore is only one after the sign
domain = "kit"  # plx: ignore[unused-concept, invalid-domain]
main_pipe = "make_kit"

[concept.Logo]
description = "A logo"
refines = "native.Image"

[concept.Brief.structure]
name = { type = "text", description = "Its name", required = true }
kind = { type = "concept", concept_ref = "kit.Logo" }

[pipe.make_kit]
type = "PipeSequence"
inputs = { brief = "Brief", "quoted" = "Text" }
output = "Logo[3]"
steps = [
    { pipe = "write_prompt", result = "logo_prompt" },
    { pipe = "draw", batch_over = "prompts", batch_as = "prompt" }, # the last
]

[pipe.draw.inputs]
prompt = "images.ImgGenPrompt"

[pipe.choose]
type = "PipeCondition"
expression_template = "{{ brief.kind }}"
outcomes = { small = "draw", "very large" = "draw_large" }
default_outcome = "continue"

[pipe.choose.outcomes]
medium = "draw"

[pipe.setting]
model = "$gen_image_fast"
img_gen = { img_gen_handle = "flux-pro/v1.1", quality = "high", nb_steps = 28, guidance_scale = 3.5, is_raw = false }
"quoted key" = 'literal'
a.dotted.key = 0x1F
when = 2026-11-22T09:30:00Z

[[tables]]
