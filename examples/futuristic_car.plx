[pipe.generate_car_image]
type = "PipeImgGen"
description = "Generate a futuristic car image"
output = "Image"
img_gen_prompt = "A sleek, futuristic sports car driving on a neon-lit highway at night."
img_gen = "base_img_gen"
aspect_ratio = "16:9"
quality = "hd"
