"""Blocks: a header and the entries under it. The top of the parser, and its fast path.

Called by `document`. A block is read from its own text alone (and the bit behind it that `lookahead` counts), so the
same text always gives the same block, wherever in the document it stands.
"""

from __future__ import annotations

from .keys import read_keys
from .patterns import (
    FAST_BOOLEAN,
    FAST_COMMENT,
    FAST_HEADER,
    FAST_INTEGER,
    FAST_KEY,
    FAST_LINE,
    FAST_OTHER,
    FAST_STRING,
    REST_OF_LINE,
)
from .tree import Block, Entry, Key, Value
from .values import read_pair, read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from .reader import Reader

BOM = "\ufeff"
_MERGE_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def read_root(reader: Reader, start: int) -> Block:
    """The first block of a text: what stands before the first header, if only nothing."""
    reader.start_block(start)
    return _read_entries(reader, Block("root", (), 0), start + reader.text.startswith(BOM, start))


def read_block(reader: Reader, start: int) -> Block:
    """The block whose header starts the line at `start`."""
    reader.start_block(start)
    match = FAST_HEADER(reader.text, start)
    if match and len(match.group(1)) == len(match.group(3)):
        keys = _split_header(match.group(2), match.start(2) - start)
        kind = "table" if len(match.group(1)) == 1 else "array-table"
        return _read_entries(reader, Block(kind, keys, match.end(3) - start), match.end())
    return _read_entries(reader, *_read_header(reader, start))


def _split_header(written: str, start: int) -> tuple[Key, ...]:
    keys: list[Key] = []
    for name in written.split("."):
        end = start + len(name)
        keys.append(Key(name, start, end))
        start = end + 1
    return tuple(keys)


def _read_header(reader: Reader, start: int) -> tuple[Block, int]:
    """A header that is quoted, spaced or broken, and where its entries begin."""
    text = reader.text
    opening = reader.skip_blanks(start)
    is_array = text.startswith("[[", opening)
    close = "]]" if is_array else "]"
    keys, position = read_keys(reader, reader.skip_blanks(opening + len(close)))
    end = keys[-1].end + start
    if text.startswith(close, position):
        end = position + len(close)
    elif text.startswith("]", position):
        message = "this header opens with `[[`: close it with `]]`"
        reader.fault("header-unclosed", opening, position + 1, message, insert="]", at=position + 1)
        end = position + 1
    elif close in REST_OF_LINE(text, position).group():
        message = "this cannot stand in a header: put a name with blanks or signs in it in quotes"
        reader.fault("header-invalid", position, position + 1, message)
    else:
        message = f"this header is not closed: add `{close}` at its end"
        reader.fault("header-unclosed", opening, end, message, insert=close, at=end)
    block = Block("array-table" if is_array else "table", keys, end - start)
    return block, reader.finish_line(end)


def _read_entries(reader: Reader, block: Block, position: int) -> Block:
    text, size, base = reader.text, reader.size, reader.base
    entries = block.entries
    while position < size:
        match = FAST_LINE(text, position)
        if not match:
            start = reader.skip_blanks(position)
            if start == size:
                position = size
                break
            if text[start] == "[":
                break
            position = _read_statement(reader, start, entries)
            continue
        group = match.lastindex
        if group == FAST_COMMENT:
            start, end = match.span(FAST_COMMENT)
            reader.comments.append((start - base, end - base))
        elif group:
            start, end = match.span(FAST_KEY)
            key = Key(match.group(FAST_KEY), start - base, end - base)
            if group == FAST_OTHER:
                value = read_value(reader, match.start(FAST_OTHER))
                entries.append(Entry((key,), value, value.end))
                position = reader.finish_line(value.end + base)
                continue
            value = _plain_value(match, group, base)
            entries.append(Entry((key,), value, value.end))
        position = match.end()
    block.text = text[base:position]
    block.length = position - base
    block.comments = tuple(reader.comments)
    block.faults = tuple(reader.faults)
    block.lookahead = max(0, reader.reach - position)
    return block


def _plain_value(match: re.Match[str], group: int, base: int) -> Value:
    """The value of a line that `FAST_LINE` read whole."""
    start, end = match.span(group)
    written = match.group(group)
    if group == FAST_STRING:
        return Value("string", start - 1 - base, end + 1 - base, written)
    if group == FAST_INTEGER:
        return Value("integer", start - base, end - base, int(written))
    if group == FAST_BOOLEAN:
        return Value("boolean", start - base, end - base, written == "true")
    return Value("float", start - base, end - base, float(written))


def _read_statement(reader: Reader, start: int, entries: list[Entry]) -> int:
    """An entry that the fast path could not read, or a line that is none; gives where the next line starts."""
    if reader.text.startswith(("#", "\r"), start):
        return reader.finish_line(start)
    if reader.text.startswith(_MERGE_MARKERS, start):
        end = REST_OF_LINE(reader.text, start).end()
        message = "this line is left over from a merge: keep one of the two sides, and delete the markers"
        reader.fault("merge-marker", start, end, message)
        return reader.finish_line(end)
    entry = read_pair(reader, start)
    end = entry.end + reader.base
    if end > start:
        entries.append(entry)
    return reader.finish_line(end)
