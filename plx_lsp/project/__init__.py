"""What a text means: files become symbols, symbols one library.

First floor. It reads `plx_schema` and `plx_lsp.syntax`, and knows nothing of rules, editors or providers.

    Source     one file: its document and its declarations, re-derived section by section as it is edited
    Library    all sources of one project: what each name means, what changed, and who has to know
    Project    a library with its root, settings and deck
"""
