"""How text is read: TOML in, a lossless tree with exact ranges out, whatever the text.

The ground floor. It knows nothing of PLX, does no I/O, and imports nothing of this project but itself.

    parse(text) -> Document             a whole text
    edit(document, start, end, new)     the document after an edit; untouched blocks are shared
    build(blocks) -> (Node, faults)     tables merged from blocks, with TOML's rules on redefinition
    context_at(document, offset)        where a cursor is: table, key, value; in broken text too
    pieces(block)                       everything written in a block, in order, without a gap
    string_map(block, value)            where each character of a string is written
    decode(data) -> (text, fault)       the bytes of a file
    LineTable(text)                     offsets <-> (line, column), for any text; `Document.lines` for a document
"""

from .document import Document, parse
from .encoding import decode
from .escapes import StringMap, content_range, string_map
from .lines import LineTable
from .tables import TableFault, build, table_of
from .tree import Block, Entry, Fault, Key, Node, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .context import Context, context_at
    from .edits import edit
    from .written import pieces

__all__ = [
    "Block",
    "Context",
    "Document",
    "Entry",
    "Fault",
    "Key",
    "LineTable",
    "Node",
    "StringMap",
    "TableFault",
    "Value",
    "build",
    "content_range",
    "context_at",
    "decode",
    "edit",
    "parse",
    "pieces",
    "string_map",
    "table_of",
]

_FOR_EDITORS = {"Context": "context", "context_at": "context", "edit": "edits", "pieces": "written"}
"""Name: the module that has it. Imported when it is first asked for; a check never does."""


def __getattr__(name: str) -> object:
    if name not in _FOR_EDITORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_FOR_EDITORS[name]}", fromlist=[name])
    value: object = getattr(module, name)
    globals()[name] = value  # asked for once: the next time it is there
    return value
