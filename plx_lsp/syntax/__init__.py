"""How text is read: TOML in, a lossless tree with exact ranges out, whatever the text.

The ground floor. It knows nothing of PLX, does no I/O, and imports nothing of this project but itself.

    parse(text) -> Document             a whole text
    edit(document, start, end, new)     the document after an edit; untouched blocks are shared
    build(blocks) -> (Node, faults)     tables merged from blocks, with TOML's rules on redefinition
"""
