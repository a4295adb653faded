"""Faults that the parser finds, as findings: broken syntax, a key twice, bytes that are no UTF-8."""

from __future__ import annotations

from plx_lsp.lint.finding import Edit, Finding, Fix, Place, key_place
from plx_lsp.lint.registry import declare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.source import Source
    from plx_lsp.syntax.tree import Block, Fault

declare("syntax-error", "error", "The text is not TOML.")
declare("duplicate-key", "error", "A key or a table is written twice.")
declare("invalid-encoding", "error", "The file is not UTF-8.")
declare("unused-ignore", "warning", "An ignore comment ignores nothing.")


def text_findings(source: Source) -> list[Finding]:
    """Everything wrong with the text of a file as TOML."""
    found: list[Finding] = []
    if source.fault is not None:
        found.append(_finding(source, source.document.blocks[0], source.fault, "invalid-encoding"))
    for section in source.notable_sections():
        for block in section.blocks:
            found += [_finding(source, block, fault, "syntax-error") for fault in block.faults]
        for fault in section.faults:
            place = Place(source, fault.block, fault.start, fault.end)
            first = Place(source, fault.first_block, fault.first_start, fault.first_end)
            related = ((first, "first written here"),)
            found.append(Finding(place, fault.message, related=related, rule="duplicate-key"))
    found += _clashes(source)
    return found


def _finding(source: Source, block: Block, fault: Fault, rule: str) -> Finding:
    fixes: tuple[Fix, ...] = ()
    if fault.insert is not None:
        at = Place(source, block, fault.at, fault.at)
        fixes = (Fix(f"Insert `{fault.insert}`", Edit(at, fault.insert), safe=True),)
    return Finding(Place(source, block, fault.start, fault.end), fault.message, *fixes, rule=rule)


def _clashes(source: Source) -> Iterator[Finding]:
    for later, earlier in source.clashes():
        name = later.key.name if later.key is not None else ""
        message = f"`{name}` is written twice: as a key and as a table of its own; keep one of the two"
        related = ((key_place(source, earlier), "first written here"),)
        yield Finding(key_place(source, later), message, related=related, rule="duplicate-key")
