"""Where in PLX a cursor is: in which declaration, in which table of the schema, at which key.

`syntax.context_at` says where in the TOML; this adds what that means. Completion and hover start from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.project.symbols import Pipe
from plx_lsp.syntax import context_at
from plx_schema.lookup import key_doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Concept, Declaration
    from plx_lsp.syntax import Block, Context, Node
    from plx_schema.lookup import KeyDoc

    Path = tuple[str | int, ...]
    _Declared = TypeVar("_Declared", Concept, Pipe)


@dataclass(frozen=True, slots=True)
class Scope:
    """A cursor in PLX.

    `table` is the schema's name of the declaration's table (a pipe's type, "Concept", "Bundle"), `path` leads from it
    to what the cursor is at, numbers standing for items of arrays; the key that the cursor is in is not part of it.
    """

    library: Library
    source: Source
    context: Context
    table: str
    path: Path
    pipe: Pipe | None = None
    concept: Concept | None = None

    @property
    def key(self) -> KeyDoc | None:
        """What the schema says of the key whose value the cursor is in; of the key it is in, where it is in one."""
        context = self.context
        path = (*self.path, context.key.name) if context.place == "key" and context.key is not None else self.path
        while path and isinstance(path[-1], int):
            path = path[:-1]
        return key_doc(self.table, path) if path else None

    @property
    def node(self) -> Node | None:
        """What stands at `path`, whichever blocks it was written in."""
        found = (self.pipe or self.concept or self.source.head).node
        for step in self.path:
            if isinstance(step, str):
                inner = found.get(step)
            else:
                inner = found.data[step] if found.kind == "array" and step < len(found.data) else None
            if inner is None:
                return None
            found = inner
        return found

    @property
    def start(self) -> int:
        """Where what a completion would replace starts."""
        return self.context.base + self.context.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.context.base + self.context.end


def scope_at(library: Library, source: Source, offset: int) -> Scope:
    """Where in PLX `offset` of `source` is."""
    context = context_at(source.document, offset)
    path: Path = context.full_path
    if context.place != "header" and context.block.kind == "array-table":
        header = len(context.table)
        path = (*path[:header], _items_before(source, context), *path[header:])
    if len(path) >= 2 and path[0] == "pipe":
        pipe = _here(library.pipes_named(str(path[1])), source, context.block)
        return Scope(library, source, context, pipe.type if pipe else "Pipe", path[2:], pipe=pipe)
    if len(path) >= 2 and path[0] == "concept":
        concept = _here(library.concepts_named(f"{source.domain}.{path[1]}"), source, context.block)
        return Scope(library, source, context, "Concept", path[2:], concept=concept)
    return Scope(library, source, context, "Bundle", path)


def declaration_of(library: Library, source: Source, block: Block) -> Pipe | Concept | None:
    """The pipe or concept whose header a block has; None for the file's own blocks."""
    keys = block.keys
    if len(keys) < 2:
        return None
    if keys[0].name == "pipe":
        return _here(library.pipes_named(keys[1].name), source, block)
    if keys[0].name == "concept":
        return _here(library.concepts_named(f"{source.domain}.{keys[1].name}"), source, block)
    return None


def pipes_between(library: Library, source: Source, start: int, end: int) -> Iterator[Pipe]:
    """The pipes with text between two offsets, whichever way they are written; work follows that text, not the file."""
    document, seen = source.document, set[int]()
    for index in range(document.index_at(start), document.index_at(end) + 1):
        block = document.blocks[index]
        owner = declaration_of(library, source, block)
        found = _written_inside(source, block) if owner is None else [owner]
        for pipe in found:
            if isinstance(pipe, Pipe) and id(pipe) not in seen:
                seen.add(id(pipe))
                yield pipe


def _written_inside(source: Source, block: Block) -> list[Declaration]:
    """What a block without a pipe's or concept's own header declares all the same: `[pipe]` with `x = { … }`."""
    names = (*block.keys[:1], *(entry.keys[0] for entry in block.entries))
    if not any(key.name in ("pipe", "concept") for key in names):
        return []
    return [each for each in source.declarations() if block in each.blocks]


def _items_before(source: Source, context: Context) -> int:
    """Which item of its array of tables a block is."""
    blocks = source.document.blocks
    index, count = source.document.index_of(context.block), 0
    while index > 0:
        index -= 1
        block = blocks[index]
        names = tuple(key.name for key in block.keys)
        if names[: len(context.table) - 1] != context.table[:-1]:
            break
        count += names == context.table and block.kind == "array-table"
    return count


def _here(found: Iterable[_Declared], source: Source, block: Block) -> _Declared | None:
    """The declaration in `source` that `block` belongs to; of several of one name, the one that has the block."""
    mine = [each for each in found if each.source is source]
    return next((each for each in mine if block in each.blocks), mine[0] if mine else None)
