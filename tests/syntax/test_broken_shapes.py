"""Half-typed bundles: in a bundle of twenty pipes one is broken, in every way that typing breaks it.

Each shape must leave the other nineteen tables as they were, keep all of its own table but what is broken, give one
fault at the place, and still know where the cursor is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from plx_lsp.syntax import build, context_at, parse, table_of
from tests.markers import mismatches, read_fixture
from tests.syntax.material import faults_of, plain

PIPE = '''
[pipe.generate_{n:02}]
type = "PipeImgGen"
description = "Draws number {n}"
inputs = {{ prompt = "ImagePrompt", subject = "Text" }}
output = "Image"
img_gen = "base_img_gen"
aspect_ratio = "16:9"
tags = ["hero", "wide"]
quality = "hd"
img_gen_prompt = """
A poster of $subject, "bold" and calm.

No text.
"""
seed = {n}
'''
BROKEN = 9


class Shape(NamedTuple):
    name: str
    old: str  # what of the pipe's text is replaced
    new: str  # by what, with markers: the fault, and the cursor
    place: str  # the context at the cursor
    path: tuple[str | int, ...]
    lost: tuple[str, ...] = ()  # keys whose values are no longer what they were


SHAPES = [
    Shape(
        "unterminated string",
        'description = "Draws number 9"',
        """
description = "Draws num<|>
              ^^^^^^^^^^ string-unclosed: this string is not closed: add `"` at its end""",
        "string",
        ("description",),
        ("description",),
    ),
    Shape(
        "unterminated multi-line string",
        'img_gen_prompt = """\nA poster of $subject, "bold" and calm.\n\nNo text.\n"""',
        '''
img_gen_prompt = """
                 ^^^ string-unclosed: this text is not closed: add `"""` at its end
A poster of $subject, "bold" and calm.

No text.<|>''',
        "string",
        ("img_gen_prompt",),
        ("img_gen_prompt",),
    ),
    Shape(
        "new triple quotes",
        'output = "Image"',
        '''
output = "Image"
system_prompt = """<|>
                ^^^ string-unclosed''',
        "string",
        ("system_prompt",),
    ),
    Shape(
        "half a key",
        'img_gen = "base_img_gen"',
        """
img_gen<|>
^^^^^^^ equals-missing: `img_gen` has no value: write `img_gen = …`""",
        "key",
        (),
        ("img_gen",),
    ),
    Shape(
        "half an assignment",
        'img_gen = "base_img_gen"',
        """
img_gen = <|>
        ^ value-missing: `img_gen` has no value: write one behind the `=`""",
        "value",
        ("img_gen",),
        ("img_gen",),
    ),
    Shape(
        "half a dotted key",
        'img_gen = "base_img_gen"',
        """
img_gen.<|>
       ^ key-missing: a name is missing behind this dot""",
        "key",
        ("img_gen",),
        ("img_gen",),
    ),
    Shape(
        "open inline table behind a comma",
        'inputs = { prompt = "ImagePrompt", subject = "Text" }',
        """
inputs = { prompt = "ImagePrompt", <|>
         ^ table-unclosed: this table is not closed: add `}` at its end""",
        "key",
        ("inputs",),
        ("inputs",),
    ),
    Shape(
        "open inline table in a key",
        'inputs = { prompt = "ImagePrompt", subject = "Text" }',
        """
inputs = { pro<|>
           ^^^ equals-missing""",
        "key",
        ("inputs",),
        ("inputs",),
    ),
    Shape(
        "open inline table",
        'inputs = { prompt = "ImagePrompt", subject = "Text" }',
        """
inputs = {<|>
         ^ table-unclosed""",
        "key",
        ("inputs",),
        ("inputs",),
    ),
    Shape(
        "open array behind a comma",
        'tags = ["hero", "wide"]',
        """
tags = ["hero", <|>
       ^ array-unclosed: this list is not closed: add `]` at its end""",
        "value",
        ("tags", 1),
        ("tags",),
    ),
    Shape(
        "open array",
        'tags = ["hero", "wide"]',
        """
tags = [<|>
       ^ array-unclosed""",
        "value",
        ("tags", 0),
        ("tags",),
    ),
    Shape(
        "half a header behind a dot",
        "[pipe.generate_09]",
        """
[pipe.<|>
     ^ key-missing: a name is missing behind this dot""",
        "header",
        ("pipe",),
    ),
    Shape(
        "half a header",
        "[pipe.generate_09]",
        """
[pipe.generate_09<|>
^^^^^^^^^^^^^^^^^ header-unclosed: this header is not closed: add `]` at its end""",
        "header",
        ("pipe",),
    ),
    Shape(
        "a bracket",
        "[pipe.generate_09]",
        """
[<|>
 ^ key-missing: a key is missing here: write a name""",
        "header",
        (),
    ),
    Shape(
        "a stray quote",
        'output = "Image"',
        """
"<|>
^ string-unclosed
output = "Image\"""",
        "key",
        (),
    ),
    Shape(
        "two equals signs",
        'output = "Image"',
        """
output == <|>"Image"
        ^ value-invalid: one `=` is enough: delete this one""",
        "after",
        ("output",),
        ("output",),
    ),
    Shape(
        "a bare word",
        'output = "Image"',
        """
output = Ima<|>ge
         ^^^^^ value-invalid: `Image` is no TOML value: put text in quotes, as in `"Image"`""",
        "value",
        ("output",),
        ("output",),
    ),
    Shape(
        "a missing comma",
        'inputs = { prompt = "ImagePrompt", subject = "Text" }',
        """
inputs = { prompt = "ImagePrompt" sub<|>ject = "Text" }
                                 ^ comma-missing: a comma is missing between these two: write `,`""",
        "key",
        ("inputs",),
    ),
    Shape(
        "unterminated literal string",
        'description = "Draws number 9"',
        """
description = 'Draws<|>
              ^^^^^^ string-unclosed: this string is not closed: add `'` at its end""",
        "string",
        ("description",),
        ("description",),
    ),
    Shape(
        "a missing opening quote",
        'output = "Image"',
        """
output = Image<|>"
         ^^^^^ value-invalid""",
        "value",
        ("output",),
        ("output",),
    ),
    Shape(
        "a value, then junk",
        'output = "Image"',
        """
output = "Image" oops<|>
                 ^^^^ unexpected-text: `oops` cannot stand here: delete it, or start a new line""",
        "after",
        ("output",),
    ),
    Shape(
        "a missing brace",
        'inputs = { prompt = "ImagePrompt", subject = "Text" }',
        """
inputs = { prompt = "ImagePrompt", subject = "Te<|>xt"
         ^ table-unclosed""",
        "string",
        ("inputs", "subject"),
    ),
    Shape(
        "a missing bracket",
        'tags = ["hero", "wide"]',
        """
tags = ["hero", "wi<|>de"
       ^ array-unclosed""",
        "string",
        ("tags", 1),
    ),
    Shape(
        "completion in a string",
        'description = "Draws number 9"',
        'description = "Draws $<|>"',
        "string",
        ("description",),
        ("description",),
    ),
]


def healthy() -> str:
    return 'domain = "images"\n' + "".join(PIPE.format(n=n) for n in range(20))


def pipes(tree: Any) -> dict[str, Any]:
    return tree["pipe"]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_one_broken_pipe_harms_nothing_else(shape: Shape) -> None:
    whole = pipes(plain(build(parse(healthy()).blocks)[0]))
    pipe = PIPE.format(n=BROKEN)
    fixture = read_fixture(healthy().replace(pipe, pipe.replace(shape.old, shape.new.removeprefix("\n"))))
    document = parse(fixture.text)
    root, refused = build(document.blocks)
    left = pipes(plain(root))
    own = whole.pop(f"generate_{BROKEN:02}")
    found = left.pop(f"generate_{BROKEN:02}", None)

    assert mismatches(fixture, faults_of(document)) == []
    assert refused == []
    assert {name: left[name] for name in whole} == whole
    if found is None:  # a header without its last part puts its table nowhere; its entries are there all the same
        found = plain(table_of(document.blocks[BROKEN + 1])[0])
    assert {key: value for key, value in found.items() if key in own and key not in shape.lost} == {
        key: value for key, value in own.items() if key not in shape.lost
    }

    context = context_at(document, fixture.cursor)
    assert (context.place, context.path) == (shape.place, shape.path)
    if context.place != "header":
        assert context.block is document.blocks[BROKEN + 1]
