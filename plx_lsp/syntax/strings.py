r"""Strings: the four kinds of TOML, and what is left of one that is not closed.

Called by `values`, and by `keys` for quoted keys. A one-line string that is not closed ends with its line. A
multi-line string that is not closed ends before the first line that starts a statement, and so does one whose only
closing quotes stand behind a `key = `, where they more likely open the next string.
"""

from __future__ import annotations

from .escapes import decode_part, escape_at
from .patterns import (
    BASIC_LINES_TEXT,
    BASIC_TEXT,
    FIRST_LINE_END,
    LINE_CONTINUATION,
    LITERAL_LINES_TEXT,
    LITERAL_TEXT,
    OPENING,
    PAIR_AHEAD,
    RESUME,
    SPECIAL,
)
from .tree import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .reader import Reader


def read_string(reader: Reader, start: int) -> Value:
    """The string at `start`, of whatever kind its quotes say."""
    quote = reader.text[start]
    if reader.text.startswith(quote * 3, start):
        return _read_lines(reader, start, quote)
    data, end = read_line_string(reader, start)
    return Value("string", start - reader.base, end - reader.base, data)


def read_line_string(reader: Reader, start: int) -> tuple[str, int]:
    """What the one-line string at `start` says, and where it ends."""
    text = reader.text
    quote = text[start]
    plain = BASIC_TEXT if quote == '"' else LITERAL_TEXT
    parts: list[str] = []
    position = start + 1
    while True:
        match = plain(text, position)
        parts.append(match.group())
        position = match.end()
        character = text[position : position + 1]
        if character == quote:
            return "".join(parts), position + 1
        if character == "\\":
            part, position = _read_escape(reader, position)
            parts.append(part)
        elif character in ("", "\n", "\r"):
            message = f"this string is not closed: add `{quote}` at its end"
            reader.fault("string-unclosed", start, position, message)
            return "".join(parts), position
        else:
            reader.control_character(position)
            parts.append(character)
            position += 1


def _read_escape(reader: Reader, start: int) -> tuple[str, int]:
    """What the escape at `start` stands for, and where it ends."""
    said, end, fault = escape_at(reader.text, start)
    if fault:
        code, message = fault
        reader.fault(code, start, end, message)
    return said, end


def _read_lines(reader: Reader, start: int, quote: str) -> Value:
    """The multi-line string at `start`."""
    text, mark = reader.text, reader.mark()
    begin = FIRST_LINE_END(text, start + 3).end()
    data, close = _read_text(reader, begin, quote)
    if close < 0 or _opens_another(reader, start, close):
        reader.look(reader.size + 1 if close < 0 else close + 5)
        reader.rewind(mark)
        return _unclosed(reader, start, begin, quote)
    end = close + 3
    while end < close + 5 and text.startswith(quote, end):  # up to two quotes more belong to the text
        end += 1
    data += quote * (end - close - 3)
    return Value("string", start - reader.base, end - reader.base, data)


def _read_text(reader: Reader, position: int, quote: str) -> tuple[str, int]:
    """The text of a multi-line string, and where its closing quotes are (-1: nowhere)."""
    text, closing = reader.text, quote * 3
    close = text.find(closing, position)
    if close < 0 or not SPECIAL(text, position, close):
        return text[position : max(close, position)], close
    plain = BASIC_LINES_TEXT if quote == '"' else LITERAL_LINES_TEXT
    parts: list[str] = []
    while True:
        match = plain(text, position)
        parts.append(match.group())
        position = match.end()
        character = text[position : position + 1]
        if character == quote:
            if text.startswith(closing, position):
                return "".join(parts), position
            parts.append(quote)
            position += 1
        elif character == "\\":
            part, position = _read_lines_escape(reader, position)
            parts.append(part)
        elif text.startswith("\r\n", position):
            parts.append("\n")
            position += 2
        elif character == "":
            return "".join(parts), -1
        else:
            reader.control_character(position)
            parts.append(character)
            position += 1


def _read_lines_escape(reader: Reader, position: int) -> tuple[str, int]:
    """An escape in a multi-line string: a backslash at a line's end swallows the blanks and line ends behind it."""
    match = LINE_CONTINUATION(reader.text, position)
    return ("", match.end()) if match else _read_escape(reader, position)


def _opens_another(reader: Reader, start: int, close: int) -> bool:
    """Whether the quotes at `close` open the next string, the one at `start` having been left open.

    They do if they stand behind `key = ` and nothing follows that can follow a value. In a healthy text it always does,
    so no healthy text is misread.
    """
    text = reader.text
    line = text.rfind("\n", start, close) + 1
    if not line or line == close or not OPENING(text, line, close):
        return False
    mark = reader.mark()
    following = reader.skip_trivia(close + 3)
    reader.rewind(mark)
    reader.look(reader.line_end(following) + 1)
    if following == reader.size or text[following] in ",]}":
        return False
    is_new_line = text.find("\n", close, following) >= 0
    return not (is_new_line and (text[following] == "[" or PAIR_AHEAD(text, following)))


def _unclosed(reader: Reader, start: int, begin: int, quote: str) -> Value:
    """A multi-line string without an end: it goes on to the next line that starts a statement."""
    text = reader.text
    resume = RESUME(text, reader.line_end(start))
    end = resume.start() - 1 if resume else reader.size
    if text.startswith("\r", end - 1):
        end -= 1
    end = max(end, start + 3)
    reader.fault("string-unclosed", start, start + 3, f"this text is not closed: add `{quote * 3}` at its end")
    return Value("string", start - reader.base, end - reader.base, decode_part(text, begin, end, quote * 3))
