[pipe.generate_car_image]
type = "PipeImgGen"
description = "Generate a futuristic car image"
output = "Image"
img_gen_prompt = "A sleek, futuristic sports car driving on a neon-lit highway at night."
img_gen = "base_img_gen"
aspect_ratio = "16:9"
quality = "hd"

[concept]
ImagePrompt = "A text prompt for generating an image"

[pipe.generate_logo_variations]
type = "PipeImgGen"
inputs = { prompt = "images.ImgGenPrompt" }
output = "Image"
nb_output = 3
seed = "auto"
