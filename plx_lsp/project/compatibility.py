"""Whether what is written for one concept can be read as another (R§4.7).

The releases differ, so this says *no* only where all of them do, and None where nobody can tell from the text.
"""

from __future__ import annotations

from plx_lsp.project.builtins import Builtin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.library import AnyConcept, Library


def fits(given: AnyConcept, wanted: AnyConcept, library: Library) -> bool | None:
    """Whether content of the concept `given` does where `wanted` is asked for; None where that is uncertain."""
    if given.name == wanted.name or _is_any(given) or _is_any(wanted):
        return True
    given_chain, given_broken = library.chain(given)
    wanted_chain, wanted_broken = library.chain(wanted)
    if given_broken is not None or wanted_broken is not None:
        return None
    if not {each.name for each in given_chain}.isdisjoint(each.name for each in wanted_chain):
        return True  # one refines the other, or both the same: one content class
    if library.is_text(given) and library.is_text(wanted):
        return True
    return None if _is_open(given_chain[-1]) or _is_open(wanted_chain[-1]) else False


def _is_any(concept: AnyConcept) -> bool:
    return isinstance(concept, Builtin) and concept.is_any


def _is_open(concept: AnyConcept) -> bool:
    """Whether more is meant than the text says.

    A structure may be another one's equal, or hold it in a field; so do the native concepts with content of several
    kinds. A concept that says nothing is text, unless a Python class of its name is registered (R§4.2).
    """
    if isinstance(concept, Builtin):
        return concept.code in _COMPOSITE
    return True


_COMPOSITE = ("TextAndImages", "Page", "JSON", "SearchResult")
