"""The text that every benchmark reads: a bundle of many PipeImgGen pipes, about 330 bytes each, without a fault."""

from __future__ import annotations

SUBJECTS = ("sports car", "mountain cabin", "paper crane", "coffee mug", "lighthouse", "violin", "desert road")
STYLES = ("neon", "watercolor", "isometric", "film noir", "pastel", "low-poly", "hand-drawn", "macro")
RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4")
HEAD = """domain = "images"
description = "A bundle to measure with"

[concept]
ImagePrompt = "A text prompt for generating an image"
"""


def bundle(n_pipes: int) -> str:
    """The bundle with that many pipes; the same text each time, and of a longer bundle the beginning."""
    return HEAD + "".join([_pipe(index) for index in range(n_pipes)])


def _pipe(index: int) -> str:
    subject = SUBJECTS[index % len(SUBJECTS)]
    style = STYLES[index % len(STYLES)]
    lines = [
        "",
        f"[pipe.draw_{subject.replace(' ', '_').replace('-', '_')}_{index:05}]",
        'type = "PipeImgGen"',
        f'description = "Draws one {style} {subject}, number {index} of many"',
    ]
    if index % 3 == 2:
        lines += ['inputs = { prompt = "ImagePrompt" }', "nb_output = 3"]
    else:
        lines += [
            f'img_gen_prompt = "A {style} {subject}, highly detailed, variation {index}, at night, seen from below."'
        ]
    lines += [
        'output = "Image"',
        'img_gen = "flux/dev"',
        f'aspect_ratio = "{RATIOS[index % len(RATIOS)]}"',
        f"seed = {index * 7919 % 1_000_000}" if index % 2 else 'seed = "auto"',
        f"nb_steps = {20 + index % 9}",
        f"guidance_scale = {1 + index % 8}.5",
    ]
    return "\n".join(lines) + "\n"
