"""The names a deck knows: taking a written name apart, names that look like it, and all of them for a list.

`resolution` asks here what an unknown name may have meant; completion and `plx models` ask for the list.
"""

from __future__ import annotations

from plx_schema.deck.routing import choose_model
from plx_schema.vocabulary import MODEL_PREFIXES, MODEL_SIGILS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plx_schema.deck.types import Deck

SIGIL_OF: dict[str, str] = {kind: sigil for sigil, kind in MODEL_SIGILS.items()}
"""The sigil by which each kind of name is asked for; a handle has none."""

_SAME = str.maketrans("_", "-")


def split_name(name: str) -> tuple[str, str]:
    """A written name's kind ("preset", "alias", "waterfall", "handle"; "" where it doesn't say) and the bare name."""
    if name[:1] in MODEL_SIGILS:
        return MODEL_SIGILS[name[0]], name[1:]
    for prefix in MODEL_PREFIXES:
        if name.startswith(prefix):
            return prefix[:-1], name[len(prefix) :]
    return "", name


def kinds(deck: Deck) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Each kind of name with the names of that kind, in the order in which a bare name is looked up (R§11.1)."""
    return (
        ("preset", deck.presets),
        ("handle", deck.models),
        ("alias", deck.aliases),
        ("waterfall", deck.waterfalls),
    )


def kind_of(deck: Deck, bare: str) -> str:
    """What a bare name is: "preset", "handle", "alias", "waterfall", or "" where the deck has no such name."""
    return next((kind for kind, known in kinds(deck) if bare in known), "")


def names_of_kind(deck: Deck, kind: str) -> Iterator[str]:
    """Every bare name of one kind, or of all kinds for ""."""
    for this, known in kinds(deck):
        if kind in ("", this):
            yield from known


def twin(deck: Deck, name: str) -> str | None:
    """The known name that differs from this one only in `-`/`_` or in case, with the sigil as written."""
    kind, bare = split_name(name)
    wanted = bare.translate(_SAME).casefold()
    for known in names_of_kind(deck, kind):
        if known != bare and known.translate(_SAME).casefold() == wanted:
            return name[: len(name) - len(bare)] + known
    return None


def near_names(deck: Deck, name: str) -> tuple[str, ...]:
    """Up to three known names that look like this one, best first, with the sigil as written.

    A retired model is only among them where there is no other: nobody should be led to it.
    """
    import difflib  # 5 ms, paid only where there is a mistake to explain

    kind, bare = split_name(name)
    known = dict.fromkeys(names_of_kind(deck, kind))
    sigil = name[: len(name) - len(bare)]
    found = difflib.get_close_matches(bare, known, n=6, cutoff=0.6)
    served = [each for each in found if not _is_retired(deck, each)]
    return tuple(sigil + match for match in (served or found)[:3])


def _is_retired(deck: Deck, name: str) -> bool:
    """Whether a handle leads to a model that is no longer served; another backend's entry of it may still be."""
    if name not in deck.models:
        return False
    model, backend, _ = choose_model(deck, name)
    return model.status.state == "retired" and not (backend is not None and backend.own_endpoint)
