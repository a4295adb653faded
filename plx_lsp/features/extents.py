"""How far a declaration reaches in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.values import Span

if TYPE_CHECKING:
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.syntax import Block


def extent_of(declaration: Declaration) -> Span:
    """From a declaration's first header or key to the end of what is written in it, comments behind it left out."""
    source, node = declaration.source, declaration.node
    if node.origin in ("header", "implicit", "dotted") and len(declaration.key_block.keys) > 1:
        first, last = declaration.blocks[0], declaration.blocks[-1]  # they are in the order of the text
        start = source.start_of(first)
        return Span(source.path, start, max(start, source.start_of(last) + content_end(last)))
    start, end = source.key_range(declaration)
    if declaration.key_block is node.block:
        end = max(end, source.start_of(node.block) + node.end)
    return Span(source.path, start, end)


def content_end(block: Block) -> int:
    """Where what is written in a block ends: behind its last entry, or its header."""
    return max(block.header_end, block.entries[-1].end if block.entries else 0)
