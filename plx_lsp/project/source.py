"""One PLX file: its text, its document, and its declarations, re-derived section by section as it is edited.

A *section* is all blocks with one owner: `[pipe.x]`, `[pipe.x.inputs]` and `[[pipe.x.steps]]` belong to pipe `x`;
everything else (the root, `[concept]`, `[pipe]`, stray tables) belongs to the file's head. An edit re-derives the
sections whose blocks it touched and no other, so work follows the edit, not the file.

`Library` owns the sources; nobody else changes one.
"""

from __future__ import annotations

from plx_lsp.project.ignores import ignores_in
from plx_lsp.project.symbols import Concept, Head, Pipe
from plx_lsp.syntax import build, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.project.ignores import Ignore
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.syntax import Document, TableFault
    from plx_lsp.syntax.tree import Block, Fault, Node

    Owner = tuple[str, ...]

_HEAD: Owner = ()
_DECLARING: dict[str, type[Concept | Pipe]] = {"concept": Concept, "pipe": Pipe}


class Section:
    """The blocks of one owner and what was derived from them."""

    __slots__ = ("blocks", "declarations", "faults", "ignores")

    def __init__(
        self,
        blocks: tuple[Block, ...],
        declarations: tuple[Declaration, ...],
        faults: list[TableFault],
        ignores: tuple[Ignore, ...],
    ) -> None:
        self.blocks = blocks
        self.declarations = declarations
        self.faults = faults
        self.ignores = ignores

    @property
    def is_notable(self) -> bool:
        """Whether there is more to say of it than what its declarations are."""
        return bool(self.faults or self.ignores or any(block.faults for block in self.blocks))


class Change:
    """What an edit did to a source: the declarations that went, and those that came."""

    __slots__ = ("added", "removed")

    def __init__(self, removed: list[Declaration], added: list[Declaration]) -> None:
        self.removed = removed
        self.added = added


class Source:
    """A file of the library. `fault` is what was wrong with its bytes; `version` counts its edits."""

    __slots__ = ("_clashes", "_notable", "_sections", "document", "domain", "fault", "path", "stem", "version")

    def __init__(self, path: str, text: str, fault: Fault | None = None) -> None:
        self.path = path
        self.stem = path.replace("\\", "/").rpartition("/")[2].partition(".")[0]
        self.fault = fault
        self.version = 0
        self.domain = self.stem
        self.document: Document = parse(text)
        self._sections: dict[Owner, Section] = {}
        self._notable: dict[Owner, Section] = {}
        self._clashes: list[tuple[Node, Node]] | None = None
        self._derive(self._owners(self.document.blocks))

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def head(self) -> Head:
        """The file's own keys."""
        head = self._sections[_HEAD].declarations[0]
        assert isinstance(head, Head)  # noqa: S101 - `_derive_head` puts it first
        return head

    def notable_sections(self) -> Iterable[Section]:
        """The sections with faults or ignore comments, in no particular order."""
        return self._notable.values()

    def declarations(self) -> Iterator[Declaration]:
        """Every declaration, the head first; otherwise in no particular order."""
        for section in self._sections.values():
            yield from section.declarations

    def concepts(self) -> list[Concept]:
        """The concepts declared here, in the order of the text."""
        return self._in_order([each for each in self.declarations() if isinstance(each, Concept)])

    def pipes(self) -> list[Pipe]:
        """The pipes declared here, in the order of the text."""
        return self._in_order([each for each in self.declarations() if isinstance(each, Pipe)])

    def _in_order(self, found: list[_Declared]) -> list[_Declared]:
        return sorted(found, key=lambda each: self.start_of(each.key_block) + (each.key.start if each.key else 0))

    def start_of(self, block: Block) -> int:
        """Where a block of the current document starts, in code points."""
        return self.document.start_of(block)

    def key_range(self, declaration: Declaration) -> tuple[int, int]:
        """Where the name of a declaration is written, quotes included; its whole value where it has none."""
        if declaration.key is None:
            start = self.start_of(declaration.node.block)
            return start + declaration.node.start, start + declaration.node.end
        start = self.start_of(declaration.key_block)
        return start + declaration.key.start, start + declaration.key.end

    def clashes(self) -> list[tuple[Node, Node]]:
        """Names that a table of the head and a section of its own both define: (the later, the earlier) (R§4.1)."""
        if self._clashes is None:
            self._clashes = self._find_clashes()
        return self._clashes

    # -- editing ------------------------------------------------------------------------------------------------------

    def replace(self, start: int, end: int, new: str) -> Change:
        """Put `new` in place of `start:end` (code points) and re-derive what that touches."""
        from plx_lsp.syntax import edit

        old = self.document
        self.document = edit(old, start, end, new)
        self.version += 1
        return self._rederive(old.blocks, self.document.blocks)

    def replace_all(self, text: str) -> Change:
        """Read a whole new text."""
        removed = list(self.declarations())
        self.document = parse(text)
        self.version += 1
        self._sections, self._notable = {}, {}
        self._derive(self._owners(self.document.blocks))
        return Change(removed, list(self.declarations()))

    def _rederive(self, old: list[Block], new: list[Block]) -> Change:
        first = 0
        shared = min(len(old), len(new))
        while first < shared and old[first] is new[first]:
            first += 1
        last = 0
        while last < shared - first and old[-1 - last] is new[-1 - last]:
            last += 1
        gone = old[first : len(old) - last]
        came = new[first : len(new) - last]
        touched: dict[Owner, set[Block]] = {}
        for block in gone:
            touched.setdefault(_owner(block), set()).add(block)
        groups: dict[Owner, list[Block]] = {owner: [] for owner in touched}
        for block in came:
            groups.setdefault(_owner(block), []).append(block)
        removed: list[Declaration] = []
        for owner, blocks in groups.items():
            section = self._sections.get(owner)
            if section is None:
                continue
            removed += section.declarations
            kept = [block for block in section.blocks if block not in touched.get(owner, ())]
            if kept:
                blocks.extend(kept)
                blocks.sort(key=self.document.start_of)
        return self._replace_sections(groups, removed)

    def _replace_sections(self, groups: dict[Owner, list[Block]], removed: list[Declaration]) -> Change:
        domain = self.domain
        for owner, blocks in groups.items():
            if not blocks:
                self._sections.pop(owner, None)
                self._notable.pop(owner, None)
        self._derive({owner: blocks for owner, blocks in groups.items() if blocks})
        if self.domain != domain:
            # A concept is known by its domain: every declaration is another one now.
            seen = set(map(id, removed))
            gone = [each for each in self.declarations() if id(each) not in seen and not self._is_new(each, groups)]
            self._derive({owner: list(section.blocks) for owner, section in self._sections.items()})
            return Change(removed + gone, list(self.declarations()))
        added = [each for owner in groups if owner in self._sections for each in self._sections[owner].declarations]
        return Change(removed, added)

    def _is_new(self, declaration: Declaration, groups: dict[Owner, list[Block]]) -> bool:
        return any(declaration in self._sections[owner].declarations for owner in groups if owner in self._sections)

    # -- deriving -----------------------------------------------------------------------------------------------------

    def _owners(self, blocks: Iterable[Block]) -> dict[Owner, list[Block]]:
        groups: dict[Owner, list[Block]] = {_HEAD: []}
        for block in blocks:
            groups.setdefault(_owner(block), []).append(block)
        return groups

    def _derive(self, groups: dict[Owner, list[Block]]) -> None:
        self._clashes = None
        if _HEAD in groups:  # first, for it says the domain
            self._put(_HEAD, self._derive_head(tuple(groups[_HEAD])))
        for owner, blocks in groups.items():
            if owner != _HEAD:
                self._put(owner, self._derive_owned(owner, tuple(blocks)))

    def _put(self, owner: Owner, section: Section) -> None:
        self._sections[owner] = section
        if section.is_notable:
            self._notable[owner] = section
        else:
            self._notable.pop(owner, None)

    def _derive_head(self, blocks: tuple[Block, ...]) -> Section:
        root, faults = build(blocks)
        head = Head(self, "", root, blocks)
        self.domain = head.domain = head.text("domain") or self.stem
        found: list[Declaration] = [head]
        for name, kind in _DECLARING.items():
            table = root.get(name)
            if table is not None and table.kind == "table":
                found += [kind(self, code, node, (node.key_block or node.block,)) for code, node in table.data.items()]
            found += [kind(self, code, node, (node.block,)) for code, node in _refused(faults, name)]
        return Section(blocks, tuple(found), faults, ignores_in(blocks))

    def _derive_owned(self, owner: Owner, blocks: tuple[Block, ...]) -> Section:
        root, faults = build(blocks)
        name, code = owner
        table = root.get(name)
        node = table.get(code) if table is not None else None
        nodes = ([node] if node is not None else []) + [refused for _, refused in _refused(faults, name)]
        declarations = tuple(_DECLARING[name](self, code, node, blocks) for node in nodes)
        return Section(blocks, declarations, faults, ignores_in(blocks))

    def _find_clashes(self) -> list[tuple[Node, Node]]:
        found: list[tuple[Node, Node]] = []
        closed: set[str] = set()
        for name in _DECLARING:
            table = self.head.get(name)
            if table is not None and (table.kind != "table" or table.origin == "inline"):
                closed.add(name)
                owned = (section for owner, section in self._sections.items() if owner[:1] == (name,))
                found += [(section.declarations[0].node, table) for section in owned if section.declarations]
        for each in self._sections[_HEAD].declarations[1:]:
            section = self._sections.get((each.kind, each.code))
            if section is not None and section.declarations and each.kind not in closed:
                found.append((section.declarations[0].node, each.node))
        return found


def _owner(block: Block) -> Owner:
    keys = block.keys
    return (keys[0].name, keys[1].name) if len(keys) > 1 and keys[0].name in _DECLARING else _HEAD


def _refused(faults: list[TableFault], name: str) -> Iterator[tuple[str, Node]]:
    """The second definitions of what `name` declares: refused by TOML, and worth checking all the same."""
    for fault in faults:
        if len(fault.path) == 2 and fault.path[0] == name:
            yield fault.path[1], fault.refused
        elif fault.path == (name,) and fault.refused.kind == "table":  # a second `[concept]`
            yield from fault.refused.data.items()


if TYPE_CHECKING:
    from typing import TypeVar

    _Declared = TypeVar("_Declared", bound=Declaration)
