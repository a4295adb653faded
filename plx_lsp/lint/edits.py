"""The edits that fixes are made of: put a name in a string's place, add an input, take an entry out.

Each gives None where the way the text is written allows no edit that is certainly right; a rule then reports without a
fix. An edit may only touch text that its rule may read: the declaration's own, or one it asked `library.locate` for.
"""

from __future__ import annotations

from plx_lsp.lint.finding import Edit, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax.tree import Block, Node


def text_of(place: Place) -> str:
    """The text that a place covers."""
    return place.block.text[place.start : place.end]


def line_end(block: Block) -> str:
    """How lines end in a block."""
    return "\r\n" if "\r\n" in block.text else "\n"


def quoted(text: str) -> str:
    """A name as a TOML string."""
    return f'"{text}"'


def add_entry(source: Source, table: Node, key: str, value: str) -> Edit | None:
    """Write `key = value` into a table: at the end of an inline one, at the top of one with a header."""
    if table.kind != "table":
        return None
    if table.origin == "inline":
        return _add_inline(source, table, f"{key} = {value}")
    if table.origin == "header":
        return _add_line(source, table.block, f"{key} = {value}")
    return None


def add_input(pipe: Pipe, name: str, concept: str) -> Edit | None:
    """Declare an input of a pipe: in its `inputs`, or in new ones where it has none."""
    inputs = pipe.get("inputs")
    if inputs is not None:
        return add_entry(pipe.source, inputs, name, quoted(concept))
    if pipe.node.origin != "header":
        return None
    before = pipe.get("output", "type")
    if before is None or before.key is None or before.key_block is not pipe.node.block or before.origin == "header":
        return None
    return _insert_line(pipe.source, pipe.node.block, before.key.start, f"inputs = {{ {name} = {quoted(concept)} }}")


def add_concept(source: Source, code: str, library: Library, end: str, refines: str = "") -> Edit | None:
    """Declare a concept under `[concept]`, with a description for its author to go on from; lines end with `end`."""
    if not (code.isascii() and code.isalnum() and code[0].isupper()):
        return None
    head = library.locate(source.head)
    line = f"{code} = {concept_value(_words(code), refines)}"
    table = head.get("concept")
    if table is not None:
        return _append_line(source, table.block, end + line) if table.origin == "header" else None
    root = source.document.blocks[0]
    if not root.entries:
        return Edit(Place(source, root, 0, 0), f"[concept]{end}{line}{end}{end}")
    return _append_line(source, root, f"{end}{end}[concept]{end}{line}")


def remove_entry(source: Source, node: Node) -> Edit | None:
    """Take `key = value` out of its table: its whole lines, or what stands between two commas of an inline one."""
    if node.key is None or node.key_block is not node.block or node.origin not in ("scalar", "inline"):
        return None
    block = node.block
    text = block.text
    start, end = node.key.start, node.end
    line_start = text.rfind("\n", 0, start) + 1
    rest = text[end : _line_stop(text, end)]
    if text[line_start:start].strip() == "" and rest.strip() == "":
        stop = min(_line_stop(text, end) + 1, len(text))
        return Edit(Place(source, block, line_start, stop), "")
    return _remove_inline(source, block, text, start, end)


def _remove_inline(source: Source, block: Block, text: str, start: int, end: int) -> Edit | None:
    after = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
    before = len(text[:start].rstrip(" \t"))
    if text[after : after + 1] == ",":
        after += 1
        after += len(text[after:]) - len(text[after:].lstrip(" \t"))
        return Edit(Place(source, block, start, after), "")
    if text[before - 1 : before] == "," and text[after : after + 1] == "}":
        return Edit(Place(source, block, before - 1, end), "")
    if text[before - 1 : before] == "{" and text[after : after + 1] == "}":
        return Edit(Place(source, block, before, after), "")
    return None


def _add_inline(source: Source, table: Node, entry: str) -> Edit | None:
    if table.data:
        last = max(item.end for item in table.data.values() if item.block is table.block)
        return Edit(Place(source, table.block, last, last), f", {entry}")
    if table.block.text[table.start : table.end].replace(" ", "") != "{}":
        return None
    return Edit(Place(source, table.block, table.start, table.end), f"{{ {entry} }}")


def concept_value(description: str, refines: str = "") -> str:
    """What is written behind a concept's code under `[concept]`."""
    if not refines:
        return quoted(description)
    return f"{{ description = {quoted(description)}, refines = {quoted(refines)} }}"


def _add_line(source: Source, block: Block, line: str) -> Edit | None:
    if block.entries:
        return _insert_line(source, block, block.entries[0].keys[0].start, line)
    if not block.keys:
        return None
    return Edit(Place(source, block, block.header_end, block.header_end), line_end(block) + line)


def _append_line(source: Source, block: Block, text_behind: str) -> Edit:
    """Put text behind the line of a block's last entry, or of its header."""
    text = block.text
    at = _line_stop(text, block.entries[-1].end if block.entries else block.header_end)
    if text[at - 1 : at] == "\r":
        at -= 1
    return Edit(Place(source, block, at, at), text_behind)


def _insert_line(source: Source, block: Block, at: int, line: str) -> Edit | None:
    """Put a line before the one whose entry starts at `at`, with the same indentation."""
    text = block.text
    indent = text[text.rfind("\n", 0, at) + 1 : at]
    if indent.strip():
        return None
    return Edit(Place(source, block, at, at), f"{line}{line_end(block)}{indent}")


def _words(code: str) -> str:
    """`LogoVariant` as prose: "Logo variant"."""
    words = "".join(f" {each.lower()}" if each.isupper() else each for each in code).strip()
    return words[:1].upper() + words[1:]


def _line_stop(text: str, at: int) -> int:
    """Where the line of `at` ends, before its line end."""
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop
