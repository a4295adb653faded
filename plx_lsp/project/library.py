"""All sources of one project as one library: what a name means, and who has to know when that changes.

Pipe codes are unique over the library, concepts are `domain.Code` (LANGUAGE.md §1). Every question that a rule asks
is noted as a *read*: the key of the name it asked about. When an edit changes what a name means, `Library` says
which keys changed, and only what read them is checked again.

Keys: `pipe:code` and `concept:domain.Code` (what a caller can tell of it), `place:…` of either and of a file's head
(its very text), `uses:domain.Code` and `calls:code` (who refers to it), `names:concept` and `names:pipe` (which there
are), `domain:name` (whose it is), `deck`.
"""

from __future__ import annotations

from plx_lsp.project.builtins import BUILTIN_CONCEPTS, NATIVE, Builtin
from plx_lsp.project.source import Source
from plx_lsp.project.symbols import Concept, Head, Pipe
from plx_lsp.project.uses import full_name, uses_of
from plx_schema.vocabulary import NATIVE_DOMAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.syntax.tree import Fault
    from plx_schema.deck import Deck

    AnyConcept = Concept | Builtin
    Users = dict[str, dict[tuple[str, str, str], int]]


_LONGEST_CHAIN = 100


class Library:
    """The sources of a project and the index over them.

    `reads` collects the keys that are asked for while it is a set; `changed` collects keys whose meaning changed, and
    `removed` and `added` the declarations that went and came, until `take_changes` hands all three over.
    """

    def __init__(self, deck: Deck | None = None) -> None:
        self.sources: dict[str, Source] = {}
        self.reads: set[str] | None = None
        self._deck = deck
        self._concepts: dict[str, list[Concept]] = {}
        self._pipes: dict[str, list[Pipe]] = {}
        self._users: dict[str, dict[Declaration, None]] = {}
        self._signatures: dict[str, object] = {}
        self._sorted: dict[str, list[str]] = {}
        self._split: tuple[dict[str, list[str]], dict[str, list[str]]] | None = None
        self._changed: set[str] = set()
        self._removed: dict[Declaration, None] = {}
        self._added: dict[Declaration, None] = {}

    # -- sources ------------------------------------------------------------------------------------------------------

    def open(self, path: str, text: str, fault: Fault | None = None) -> Source:
        """Add a file, or read it anew. `fault` is what was wrong with its bytes."""
        known = self.sources.get(path)
        if known is not None:
            known.fault = fault
            if known.document.text != text:
                change = known.replace_all(text)
                self._apply(change.removed, change.added)
            return known
        source = self.sources[path] = Source(path, text, fault)
        self._apply([], list(source.declarations()))
        return source

    def close(self, path: str) -> None:
        """Forget a file."""
        source = self.sources.pop(path, None)
        if source is not None:
            self._apply(list(source.declarations()), [])

    def edit(self, path: str, start: int, end: int, new: str) -> None:
        """Put `new` in place of `start:end` (code points) of a file."""
        change = self.sources[path].replace(start, end, new)
        self._apply(change.removed, change.added)

    def take_changes(self) -> tuple[list[Declaration], list[Declaration], set[str]]:
        """What changed since the last call: declarations that went, declarations that came, keys to check again."""
        taken = list(self._removed), list(self._added), self._changed
        self._removed, self._added, self._changed = {}, {}, set()
        return taken

    # -- deck ---------------------------------------------------------------------------------------------------------

    @property
    def deck(self) -> Deck:
        """The model deck of this project: the embedded one, with the project's own over it."""
        self._read("deck")
        if self._deck is None:
            from plx_schema.deck import load_embedded

            self._deck = load_embedded()
        return self._deck

    @deck.setter
    def deck(self, deck: Deck) -> None:
        self._deck = deck
        self._changed.add("deck")

    # -- questions ----------------------------------------------------------------------------------------------------

    def concept(self, reference: ConceptRef, source: Source) -> AnyConcept | None:
        """What a reference written in `source` means: native, then this domain, then built-in (LANGUAGE.md §4)."""
        native = NATIVE.get(reference.code) if reference.domain in ("", NATIVE_DOMAIN) else None
        if native is not None and (reference.domain or not native.is_late):
            return native
        return self.concept_named(full_name(reference, source.domain), source) or native

    def concept_named(self, name: str, source: Source | None = None) -> AnyConcept | None:
        """The concept with this full name; of several declarations, the one in `source` first."""
        found = self.concepts_named(name)
        if found:
            return next((each for each in found if each.source is source), found[0])
        return BUILTIN_CONCEPTS.get(name)

    def concepts_named(self, name: str) -> list[Concept]:
        """Every declaration of this full name."""
        self._read("concept:" + name)
        return self._concepts.get(name, [])

    def concepts(self) -> Iterator[Concept]:
        """The declared concepts, one of each name, by name."""
        for name in self._names("concept", self._concepts):
            yield self._concepts[name][0]

    def concept_names(self) -> list[str]:
        """The full names of all declared concepts, sorted."""
        return self._names("concept", self._concepts)

    def concept_codes(self, domain: str) -> list[str]:
        """The codes of the concepts declared in a domain, sorted."""
        return self._split_names()[0].get(domain, [])

    def concept_names_of(self, code: str) -> list[str]:
        """The full names of the declared concepts with this code, sorted by their domains."""
        return self._split_names()[1].get(code, [])

    def has_domain(self, domain: str) -> bool:
        """Whether there is a file of this domain, whatever it declares."""
        self._read("domain:" + domain)
        return any(source.domain == domain for source in self.sources.values())

    def pipe(self, code: str, source: Source | None = None) -> Pipe | None:
        """The pipe with this code; of several declarations, the one in `source` first."""
        found = self.pipes_named(code)
        return next((each for each in found if each.source is source), found[0] if found else None)

    def pipes_named(self, code: str) -> list[Pipe]:
        """Every declaration of this pipe code."""
        self._read("pipe:" + code)
        return self._pipes.get(code, [])

    def pipes(self) -> Iterator[Pipe]:
        """The declared pipes, one of each code, by code."""
        for code in self._names("pipe", self._pipes):
            yield self._pipes[code][0]

    def pipe_codes(self) -> list[str]:
        """The codes of all declared pipes, sorted."""
        return self._names("pipe", self._pipes)

    def users_of_concept(self, name: str) -> list[Declaration]:
        """The declarations that refer to the concept with this full name."""
        self._read("uses:" + name)
        return list(self._users.get("concept:" + name, ()))

    def users_of_pipe(self, code: str) -> list[Declaration]:
        """The declarations that call the pipe with this code."""
        self._read("calls:" + code)
        return list(self._users.get("pipe:" + code, ()))

    def locate(self, declaration: Declaration) -> Declaration:
        """The declaration itself, for whoever is going to point into its text or edit it."""
        self._read(_place_key(declaration))
        return declaration

    # -- meaning ------------------------------------------------------------------------------------------------------

    def chain(self, concept: AnyConcept) -> tuple[list[AnyConcept], ConceptRef | None]:
        """A concept and all that it refines, nearest first, and the reference that leads nowhere or back, if any.

        A chain of more than a hundred links counts as one that leads nowhere, so that many of them are no long wait.
        """
        found: list[AnyConcept] = [concept]
        seen = {concept.name}
        while True:
            last = found[-1]
            reference = last.refines
            if reference is None or len(found) > _LONGEST_CHAIN:
                return found, reference
            parent = self.concept(reference, last.source) if isinstance(last, Concept) else NATIVE.get(reference.code)
            if parent is None or parent.name in seen:
                return found, reference
            seen.add(parent.name)
            found.append(parent)

    def is_image(self, concept: AnyConcept) -> bool | None:
        """Whether its chain reaches `native.Image`; None where the chain is broken and nothing can be said."""
        chain, broken = self.chain(concept)
        if any(each.name == "native.Image" for each in chain):
            return True
        return None if broken is not None else False

    def is_text(self, concept: AnyConcept) -> bool | None:
        """Whether its content is text: its chain reaches text, or ends in a concept that says nothing else (R§4.2)."""
        chain, broken = self.chain(concept)
        if any(isinstance(each, Builtin) and each.is_text for each in chain):
            return True
        if broken is not None:
            return None
        last = chain[-1]
        return isinstance(last, Concept) and not last.has_structure

    # -- index --------------------------------------------------------------------------------------------------------

    def _names(self, kind: str, index: dict[str, list[_Declared]]) -> list[str]:
        self._read("names:" + kind)
        names = self._sorted.get(kind)
        if names is None:
            names = self._sorted[kind] = sorted(index)
        return names

    def _split_names(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The declared concepts' codes by domain, and their full names by code."""
        names = self.concept_names()
        if self._split is None:
            self._split = ({}, {})
            for name in names:
                domain, _, code = name.rpartition(".")
                self._split[0].setdefault(domain, []).append(code)
                self._split[1].setdefault(code, []).append(name)
        return self._split

    def _read(self, key: str) -> None:
        if self.reads is not None:
            self.reads.add(key)

    def _apply(self, removed: Iterable[Declaration], added: Iterable[Declaration]) -> None:
        """Put declarations out of and into the index, and note the keys that mean something else now."""
        touched: set[str] = set()
        users: Users = {}
        for each in removed:
            self._index(each, touched, users, remove=True)
            if each in self._added:
                del self._added[each]
            else:
                self._removed[each] = None
        for each in added:
            self._index(each, touched, users, remove=False)
            self._added[each] = None
        for key in touched:
            self._settle(key)
        self._changed.update(key for key, counts in users.items() if any(counts.values()))

    def _index(self, each: Declaration, touched: set[str], users: Users, *, remove: bool) -> None:
        """Put a declaration into the index or out of it; note its name, and how often what it names gained a user.

        A domain's users are its files.
        """
        if isinstance(each, Concept):
            _put(self._concepts, each.name, each, remove=remove)
            touched.add("concept:" + each.name)
        elif isinstance(each, Pipe):
            _put(self._pipes, each.code, each, remove=remove)
            touched.add("pipe:" + each.code)
        else:
            self._changed.add(_place_key(each))
        user, step = (each.source.path, each.kind, each.code), -1 if remove else 1
        if isinstance(each, Head):
            _count(users, "domain:" + each.domain, user, step)
        for key in uses_of(each):
            known = self._users.setdefault(key, {})
            if remove:
                known.pop(each, None)
            else:
                known[each] = None
            kind, _, name = key.partition(":")
            _count(users, f"{'uses' if kind == 'concept' else 'calls'}:{name}", user, step)

    def _settle(self, key: str) -> None:
        """Note the name `key` as changed if what can be told of it is something else than before."""
        kind, _, name = key.partition(":")
        self._changed.add("place:" + key)
        found = (self._concepts if kind == "concept" else self._pipes).get(name, [])
        if len(found) > 1:  # whatever order files were opened and edited in, the same text gives the same library
            found.sort(key=_written_at)
        signature = tuple((each.source.path, each.signature()) for each in found)
        if bool(signature) != bool(self._signatures.get(key)):
            self._changed.add("names:" + kind)
            self._sorted.pop(kind, None)
            self._split = None
        if self._signatures.get(key, ()) != signature:
            self._signatures[key] = signature
            self._changed.add(key)


def _count(users: Users, key: str, user: tuple[str, str, str], step: int) -> None:
    counts = users.setdefault(key, {})
    counts[user] = counts.get(user, 0) + step


def _place_key(declaration: Declaration) -> str:
    name = declaration.code
    if isinstance(declaration, Concept):
        name = declaration.name
    elif isinstance(declaration, Head):
        name = declaration.source.path
    return f"place:{declaration.kind}:{name}"


def _put(index: dict[str, list[_Declared]], name: str, each: _Declared, *, remove: bool) -> None:
    found = index.setdefault(name, [])
    if remove:
        found.remove(each)
        if not found:
            del index[name]
    else:
        found.append(each)


def _written_at(each: Declaration) -> tuple[str, tuple[int, int]]:
    return each.source.path, each.source.key_range(each)


if TYPE_CHECKING:
    from typing import TypeVar

    _Declared = TypeVar("_Declared", Concept, Pipe)
