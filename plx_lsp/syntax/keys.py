"""Keys: bare, quoted, dotted. Called by `values` for entries and by `blocks` for headers.

A part that is missing (`[pipe.`, `model. = 1`) is a `Key` without width and without a name.
"""

from __future__ import annotations

from .messages import unquoted_key
from .patterns import BARE_KEY, WORD_KEY
from .reader import MAX_DEPTH, Reader
from .strings import read_line_string
from .tree import Key


def read_keys(reader: Reader, position: int) -> tuple[tuple[Key, ...], int]:
    """The dotted key at `position` (at least one part, perhaps a missing one), and where the blanks behind it end."""
    keys: list[Key] = []
    dot = -1
    while True:
        key = _read_key(reader, position, dot)
        keys.append(key)
        position = reader.skip_blanks(key.end + reader.base)
        if not reader.text.startswith(".", position):
            return tuple(keys), position
        if len(keys) == MAX_DEPTH:
            message = f"a key has at most {MAX_DEPTH} parts"
            reader.fault("nested-too-deep", position, position + 1, message)
            return tuple(keys), position
        dot = position
        position = reader.skip_blanks(position + 1)


def _read_key(reader: Reader, start: int, dot: int) -> Key:
    text, base = reader.text, reader.base
    word = WORD_KEY(text, start)
    if word:
        name, end = word.group(), word.end()
        if not BARE_KEY(name):
            reader.fault("key-invalid", start, end, unquoted_key(name))
    elif text.startswith(('"', "'"), start):
        name, end = read_line_string(reader, start)
    else:
        name, end = "", start
        if dot >= 0:
            reader.fault("key-missing", dot, dot + 1, "a name is missing behind this dot")
        else:
            reader.fault("key-missing", start, start + 1, "a key is missing here: write a name")
    return Key(name, start - base, end - base)
