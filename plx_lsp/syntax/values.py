"""Values: strings and scalars by their first character, and the two containers, arrays and inline tables.

Called by `blocks`, and by itself for what is nested. A container that is not closed keeps what was read; it ends
before the line that starts a statement, so the tables behind it stay whole.
"""

from __future__ import annotations

from .keys import read_keys
from .messages import missing_equals, shorten
from .patterns import HEADER_LINE, PAIR_AHEAD, REST_OF_LINE
from .reader import MAX_DEPTH, Reader
from .scalars import read_scalar
from .strings import read_string
from .tree import Entry, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from .tree import ValueKind

_NO_VALUE = ("", "\n", "\r", "#", ",", "]", "}")


def read_pair(reader: Reader, start: int) -> Entry:
    """`key = value` at `start`, or as much of it as there is. An entry without width is none at all."""
    text = reader.text
    keys, position = read_keys(reader, start)
    if not text.startswith("=", position):
        if keys[-1].end > keys[0].start:
            key = text[start : keys[-1].end + reader.base]
            rest = REST_OF_LINE(text[position : position + 80], 0).group()
            message = missing_equals(key, rest)
            reader.fault("equals-missing", start, start + len(key), message)
        return Entry(keys, None, keys[-1].end)
    value_start = reader.skip_blanks(position + 1)
    nested = len(keys) - 1
    reader.depth += nested
    value = read_value(reader, value_start)
    reader.depth -= nested
    if value.kind == "missing":
        written = text[start:position].rstrip()
        message = f"`{shorten(written)}` has no value: write one behind the `=`"
        reader.fault("value-missing", position, position + 1, message)
    return Entry(keys, value, value.end)


def read_value(reader: Reader, start: int) -> Value:
    """The value at `start`; `missing`, and no fault yet, where none is written."""
    character = reader.text[start : start + 1]
    if character in ('"', "'"):
        return read_string(reader, start)
    if character in ("[", "{"):
        return _read_container(reader, start, character)
    if character in _NO_VALUE:
        return Value("missing", start - reader.base, start - reader.base, None)
    return read_scalar(reader, start)


def _read_container(reader: Reader, start: int, opening: str) -> Value:
    if reader.depth >= MAX_DEPTH:
        end = reader.line_end(start)
        reader.fault("nested-too-deep", start, start + 1, f"this is nested more than {MAX_DEPTH} levels deep")
        return Value("error", start - reader.base, end - reader.base, None)
    reader.depth += 1
    value = _read_array(reader, start) if opening == "[" else _read_inline_table(reader, start)
    reader.depth -= 1
    return value


def _read_array(reader: Reader, start: int) -> Value:
    text, base = reader.text, reader.base
    items: list[Value] = []
    position, needs_comma = start + 1, False
    while True:
        before, mark = position, reader.mark()
        position = reader.skip_trivia(before)
        character = text[position : position + 1]
        if character == "]":
            return Value("array", start - base, position + 1 - base, items)
        if character == "}" and not reader.inline:
            reader.fault("bracket-mismatch", position, position + 1, "this list opens with `[`: close it with `]`")
            return Value("array", start - base, position + 1 - base, items)
        if character in ("", "}", "\r") or _starts_statement(reader, before, position):
            reader.look(position + 1)
            reader.rewind(mark)
            return _unclosed(reader, "array", start, reader.skip_blanks(before), items)
        if character == ",":
            if not needs_comma:
                _empty_comma(reader, position, "a value")
            position, needs_comma = position + 1, False
            continue
        if needs_comma:
            _missing_comma(reader, before, position)
        items.append(read_value(reader, position))
        position, needs_comma = items[-1].end + base, True


def _starts_statement(reader: Reader, before: int, position: int) -> bool:
    """Whether a new line begins at `position` that can be no item of an array: `key =`, or a header."""
    text = reader.text
    if text.find("\n", before, position) < 0:
        return False
    reader.look(reader.line_end(position) + 1)
    return bool(HEADER_LINE(text, position) or PAIR_AHEAD(text, position))


def _read_inline_table(reader: Reader, start: int) -> Value:
    """The inline table at `start`: on one line, or else, if that makes it healthy, over several as TOML 1.1 allows.

    Only the outermost table is tried both ways, and none that was found broken inside another one, so that the time
    stays linear.
    """
    if reader.inline:
        return _read_inline(reader, start)
    mark = reader.mark()
    one_line = _read_inline_as(reader, start, "one line")
    if reader.is_healthy_since(mark) or start in reader.hopeless:
        return one_line
    reader.rewind(mark)
    lines = _read_inline_as(reader, start, "lines")
    if reader.is_healthy_since(mark) and lines.end + reader.base > reader.line_end(start):
        message = "TOML 1.1 allows line breaks in `{ … }`, PLX files are TOML 1.0: write it on one line"
        reader.fault("toml-1.1", start, start + 1, message)
        return lines
    reader.rewind(mark)
    return _read_inline_as(reader, start, "one line")


def _read_inline_as(reader: Reader, start: int, mode: Literal["one line", "lines"]) -> Value:
    reader.inline = mode
    value = _read_inline(reader, start)
    reader.inline = None
    return value


def _read_inline(reader: Reader, start: int) -> Value:
    mark = reader.mark()
    entries, end, closed = _read_inline_entries(reader, start)
    if reader.inline == "lines" and not (closed and reader.is_healthy_since(mark)):
        reader.hopeless.add(start)
    if closed:
        return Value("table", start - reader.base, end - reader.base, entries)
    return _unclosed(reader, "table", start, end, entries)


def _read_inline_entries(reader: Reader, start: int) -> tuple[list[Entry], int, bool]:
    """The entries of the inline table at `start`, where it ends, and whether a bracket ends it."""
    text, mark = reader.text, reader.mark()
    entries: list[Entry] = []
    over_lines = reader.inline == "lines"
    skip = reader.skip_trivia if over_lines else reader.skip_blanks
    position, comma = skip(start + 1), -1  # where the comma behind the last entry is
    while not over_lines or reader.is_healthy_since(mark):
        character = text[position : position + 1]
        if character == "}":
            if entries and comma >= 0 and not over_lines:
                message = "TOML 1.1 allows a comma before `}`, PLX files are TOML 1.0: delete the comma"
                reader.fault("toml-1.1", comma, comma + 1, message)
            return entries, position + 1, True
        if character == ",":
            if not entries or comma >= 0:
                _empty_comma(reader, position, "`key = value`")
            position, comma = skip(position + 1), position
            continue
        if character in ("", "\n", "\r", "#"):
            break
        if entries and comma < 0:
            if not PAIR_AHEAD(text, position):
                return _give_up(reader, position, entries)
            _missing_comma(reader, entries[-1].end + reader.base, position)
        entry = read_pair(reader, position)
        if entry.end + reader.base == position:
            return _give_up(reader, position, entries)
        entries.append(entry)
        position, comma = skip(entry.end + reader.base), -1
    reader.look(reader.line_end(position) + 1)
    return entries, position, False


def _give_up(reader: Reader, position: int, entries: list[Entry]) -> tuple[list[Entry], int, bool]:
    """Leave out what cannot be read, up to the `}` on the same line if there is one."""
    text, end = reader.text, reader.line_end(position)
    if text[position] == "]" and reader.depth == 1:
        reader.fault("bracket-mismatch", position, position + 1, "this table opens with `{`: close it with `}`")
        return entries, position + 1, True
    close = text.find("}", position, end)
    found = text[position : end if close < 0 else close].rstrip()
    message = f"`{shorten(found)}` cannot stand here: write `key = value`"
    reader.fault("unexpected-text", position, position + len(found), message)
    return entries, end if close < 0 else close + 1, close >= 0


def _empty_comma(reader: Reader, position: int, what: str) -> None:
    message = f"nothing is written before this comma: write {what}, or delete the comma"
    reader.fault("value-missing", position, position + 1, message)


def _missing_comma(reader: Reader, end: int, position: int) -> None:
    message = "a comma is missing between these two: write `,`"
    reader.fault("comma-missing", end, max(position, end + 1), message, insert=",", at=end)


def _unclosed(reader: Reader, kind: ValueKind, start: int, end: int, data: list[Any]) -> Value:
    what, close = ("list", "]") if kind == "array" else ("table", "}")
    reader.fault(f"{kind}-unclosed", start, start + 1, f"this {what} is not closed: add `{close}` at its end")
    return Value(kind, start - reader.base, end - reader.base, data)
