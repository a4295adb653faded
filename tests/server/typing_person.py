"""Somebody who types: random edits of PLX texts, the same for the same seed, sent as a client sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.server.client import change

if TYPE_CHECKING:
    import random

    from tests.server.client import Client

SHOP = """\
domain = "shop"

[concept]
Logo = { description = "A logo 🦊", refines = "Image" }

[pipe.draw]
type = "PipeImgGen"
description = "Draw"
inputs = { idea = "Text" }
output = "Logo"
img_gen = "base_img_gen"
aspect_ratio = "16:9"  # plx: ignore[redundant-quality]

[pipe.make]
type = "PipeSequence"
description = "Make"
inputs = { idea = "Text" }
output = "Logo"
steps = [{ pipe = "draw", result = "logo" }, { pipe = "sketch", result = "drawing" }]
"""

ART = '''\
domain = "art"
main_pipe = "sketch"

[concept.Sketch]
description = "A sketch"
refines = "shop.Logo"

[pipe.sketch]
type = "PipeImgGen"
description = "Sketch"
output = "Sketch"
img_gen_prompt = """
A sketch
of a fox"""
'''

SNIPPETS = ["x", "Logo", '"', '"""', "'", "[", "]", "{", "}", "=", "\n", "\r\n", "#", "🦊", "[pipe.new]\n", 'type = "PipeLLM"\n', "Text", "[concept.Logo]\n", "shop.", "\t", "$idea", "", "", ""]  # fmt: skip


_LINE_END = re.compile(r"\r\n?|\n")


@dataclass
class Typist:
    """Types into one document. `text` is what it holds."""

    uri: str
    text: str

    def edit(self, chance: random.Random) -> dict[str, Any]:
        """One edit, as a change of the protocol (UTF-16)."""
        start = chance.randrange(len(self.text) + 1)
        end = min(len(self.text), start + chance.choice([0, 0, 0, 1, 3, 20]))
        new = chance.choice(SNIPPETS)
        params = change(self._place(start), self._place(end), new)
        # A position between CR and LF counts as the one before both.
        start, end = self._whole(start), self._whole(end)
        self.text = self.text[:start] + new + self.text[end:]
        return params

    def _whole(self, offset: int) -> int:
        return offset - 1 if self.text[offset - 1 : offset + 1] == "\r\n" else offset

    def _place(self, offset: int) -> tuple[int, int]:
        lines = _LINE_END.split(self.text[: self._whole(offset)])
        return len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2


async def state(client: Client, uri: str, version: int) -> dict[str, Any]:
    """What the server makes of a document: everything that it shows of it."""
    document = {"textDocument": {"uri": uri}}
    return {
        "diagnostics": await client.diagnostics(uri, version),
        "symbols": await client.request("textDocument/documentSymbol", document),
        "tokens": (await client.request("textDocument/semanticTokens/full", document))["data"],
        "folds": await client.request("textDocument/foldingRange", document),
        "lenses": await client.request("textDocument/codeLens", document),
    }
