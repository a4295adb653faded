[concept]
ImagePrompt = "A text prompt for generating an image"

[pipe.generate_logo_variations]
type = "PipeImgGen"
description = "Generate three logo variations from a prompt"
inputs = { prompt = "images.ImgGenPrompt" }
output = "Image"
nb_output = 3
img_gen = "base_img_gen"
aspect_ratio = "1:1"
