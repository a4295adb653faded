"""The whole of PLX as pydantic models: one file per family, one line of documentation for every key.

These models are where a key, its type, its range and its doc are written down; `plx_schema.export` turns them into
`plx.schema.json`, and everything else (checks, completion, hover, other editors) reads that. They accept the union
of what the releases 0.9 - 0.18 accepted. What needs more than one table to judge (names, references, models) is not
here: the rules of `plx_lsp.lint` hold it.

Loads pydantic: nothing on the check path may import it.
"""

from plx_schema.language.bundle import Bundle, Pipe
from plx_schema.language.concept import Concept, StructureField
from plx_schema.language.img_gen import PipeImgGen
from plx_schema.language.table import Table

__all__ = ["Bundle", "Concept", "Pipe", "PipeImgGen", "StructureField", "Table"]
