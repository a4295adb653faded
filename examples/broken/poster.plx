domain = "posters"
description = "Five faults, one for each thing that people get wrong first"

[concept]
Poster = "A poster for a concert"

[pipe.draw_poster]
type = "PipeImgGen"
description = "Draw the poster"
inputs = { brief = "Text" }
output = "Poster"
img_gen_prompt = "A poster for a jazz concert, in the style of the 1960s"
img_gen = "base_imggen"
aspect_ratio = "16:10"
nb_outputs = 2
