"""What a key is written with, and whole pipes: texts with tab stops."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plx_lsp.features.completion.item import Completion
from plx_schema.vocabulary import PIPE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.scope import Scope
    from plx_schema.lookup import KeyDoc

_TAB_STOP = re.compile(r"\$\{\d+:([^}]*)\}")

_PIPES: dict[str, str] = {
    "PipeImgGen": """\
[pipe.${1:draw_image}]
type = "PipeImgGen"
description = "${2:Draw the image}"
output = "${3:Image}"
img_gen_prompt = "${4:What the image shows}"
img_gen = "${5:base_img_gen}"
aspect_ratio = "${6:1:1}"
""",
    "PipeImgGen from an input": """\
[pipe.${1:draw_image}]
type = "PipeImgGen"
description = "${2:Draw an image from a prompt}"
inputs = { ${3:prompt} = "${4:Text}" }
output = "${5:Image}"
img_gen = "${6:base_img_gen}"
aspect_ratio = "${7:1:1}"
""",
    "PipeLLM": """\
[pipe.${1:write_text}]
type = "PipeLLM"
description = "${2:Write the text}"
inputs = { ${3:topic} = "${4:Text}" }
output = "${5:Text}"
prompt = "${6:Write about \\$topic}"
""",
    "PipeSequence": """\
[pipe.${1:make_image}]
type = "PipeSequence"
description = "${2:Write a prompt, then draw it}"
inputs = { ${3:topic} = "${4:Text}" }
output = "${5:Image}"
steps = [
  { pipe = "${6:write_prompt}", result = "${7:prompt}" },
  { pipe = "${8:draw_image}", result = "${9:image}" },
]
""",
}
"""Whole pipes, by what each is called in the list."""

_CONCEPT = """\
[concept.${1:Logo}]
description = "${2:A company logo}"
refines = "${3:Image}"
"""


def key_text(key: KeyDoc) -> tuple[str, str]:
    """`key = …` as plain text and as a snippet, with the value's quotes or brackets and the cursor inside."""
    value = _value(key)
    return f"{key.name} = {value.replace('…', '')}", f"{key.name} = {escaped(value).replace('…', '$1')}"


def _value(key: KeyDoc) -> str:
    if key.name == "type" and len(key.values) == 1:
        return f'"{key.values[0]}"'
    if key.type.startswith(("a string", "one of", '"')):
        return '"…"'
    if key.type.startswith("an array"):
        return "[…]"
    if key.type.startswith("a table"):
        return "{ … }"
    if key.type.startswith("`true`"):
        return "false" if key.default is True else "true"
    return "…"


def escaped(text: str) -> str:
    """A text in which nothing is a tab stop."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def table_snippets(scope: Scope, rank: int) -> Iterator[Completion]:
    """Whole pipes, and a table for concepts, to be written where a line begins."""
    for position, (name, snippet) in enumerate(_PIPES.items()):
        kind = name.partition(" ")[0]
        yield Completion(
            f"[pipe.…] {name}",
            "snippet",
            scope.start,
            scope.end,
            _plain(snippet),
            snippet,
            detail=PIPE_TYPES[kind],
            about=("type", kind),
            rank=rank + position,
            filter=f"pipe {name}",
        )
    if scope.source.head.get("concept") is None:
        text = '[concept]\n${1:Logo} = "${2:A company logo}"\n'
        yield Completion(
            "[concept]",
            "snippet",
            scope.start,
            scope.end,
            _plain(text),
            text,
            detail="Concepts",
            rank=rank + len(_PIPES),
            filter="concept",
        )


def header_snippets(scope: Scope, rank: int) -> Iterator[Completion]:
    """The rest of a whole pipe or concept behind `[pipe.` or `[concept.`, where nothing is written under it yet."""
    block = scope.context.block
    if block.entries or len(block.keys) != len(scope.path) + 1 or block.kind != "table":
        return
    prefix = f"[{scope.path[0]}."
    snippets = _PIPES if scope.path[0] == "pipe" else {"Concept": _CONCEPT}
    for position, (name, snippet) in enumerate(snippets.items()):
        rest = snippet.removeprefix(prefix).removesuffix("\n")
        kind = name.partition(" ")[0]
        yield Completion(
            name,
            "snippet",
            scope.start,
            max(scope.end, scope.context.base + block.header_end),
            _plain(rest),
            rest,
            detail=PIPE_TYPES.get(kind, "A concept"),
            about=("type", kind) if kind in PIPE_TYPES else (),
            rank=rank + position,
        )


def _plain(snippet: str) -> str:
    """A snippet with each tab stop replaced by what it suggests."""
    return _TAB_STOP.sub(r"\1", snippet).replace("\\$", "$")
