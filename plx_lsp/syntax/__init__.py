"""How text is read: TOML in, a lossless tree with exact ranges out, whatever the text.

The ground floor. It knows nothing of PLX, does no I/O, and imports nothing of this project but itself.

    parse(text) -> Document             a whole text
    edit(document, start, end, new)     the document after an edit; untouched blocks are shared
    build(blocks) -> (Node, faults)     tables merged from blocks, with TOML's rules on redefinition
    decode(data) -> (text, fault)       the bytes of a file
    LineTable(text)                     offsets <-> (line, column), for any text; `Document.lines` for a document
"""

from .document import Document, parse
from .edits import edit
from .encoding import decode
from .lines import LineTable
from .tables import TableFault, build, table_of
from .tree import Block, Entry, Fault, Key, Node, Value

__all__ = [
    "Block",
    "Document",
    "Entry",
    "Fault",
    "Key",
    "LineTable",
    "Node",
    "TableFault",
    "Value",
    "build",
    "decode",
    "edit",
    "parse",
    "table_of",
]
