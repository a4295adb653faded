"""The concepts that are there without a declaration: the domain `native`, and the base library of 0.9 - 0.11.

Made from `plx_schema.vocabulary`; no facts of its own.
"""

from __future__ import annotations

from plx_lsp.project.references import read_reference
from plx_schema.vocabulary import (
    ANY_CONCEPTS,
    BUILT_IN_CONCEPTS,
    NATIVE_CONCEPTS,
    NATIVE_DOMAIN,
    NATIVE_IN_EVERY_RELEASE,
    TEXT_CONCEPTS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.references import ConceptRef


class Builtin:
    """A concept that no file declares. `fields` are (name, what it holds, required)."""

    __slots__ = ("code", "description", "domain", "fields", "is_any", "is_late", "is_text", "name", "refines")

    kind = "builtin"
    source = None
    has_structure = True

    def __init__(
        self, domain: str, code: str, description: str, fields: tuple[tuple[str, str, bool], ...], refines: str = ""
    ) -> None:
        self.domain = domain
        self.code = code
        self.name = f"{domain}.{code}"
        self.description = description
        self.fields = fields
        self.refines: ConceptRef | None = read_reference(refines) if refines else None
        is_native = domain == NATIVE_DOMAIN
        self.is_text = (is_native and code in TEXT_CONCEPTS) or (not is_native and not refines)
        """Whether its own content is text, without looking at what it refines."""
        self.is_any = is_native and code in ANY_CONCEPTS
        """Whether it stands for every concept."""
        self.is_late = is_native and code not in NATIVE_IN_EVERY_RELEASE
        """Whether it became native late, so that a file of an earlier release may declare the name itself."""


NATIVE: dict[str, Builtin] = {
    code: Builtin(NATIVE_DOMAIN, code, description, fields)
    for code, (description, fields, _since, _until) in NATIVE_CONCEPTS.items()
}
"""Native concepts by code."""

BUILTIN_CONCEPTS: dict[str, Builtin] = {native.name: native for native in NATIVE.values()} | {
    f"{domain}.{code}": Builtin(domain, code, description, (), refines)
    for domain, concepts in BUILT_IN_CONCEPTS.items()
    for code, (description, refines) in concepts.items()
}
"""Every built-in concept by full name."""
