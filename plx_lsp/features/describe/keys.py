"""About keys, their values, and pipe types: what the schema says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plx_lsp.features.describe.markdown import bullets, listed, paragraphs
from plx_schema.lookup import doc_of, key_doc, keys_of
from plx_schema.vocabulary import OLD_PIPE_TYPES, PIPE_TYPES, QUALITIES
from plx_schema.wording import toml

if TYPE_CHECKING:
    from plx_schema.lookup import KeyDoc, Path


def key_text(table: str, path: Path) -> str:
    """About the key at the end of `path` in a table of the schema."""
    key = key_doc(table, path)
    if key is None:
        return ""
    return paragraphs(
        f"**`{key.name}`** — {key.type}{', required' if key.is_required else ''}",
        key.doc,
        _renamed(key),
        _values(key),
        _facts(key),
    )


def _renamed(key: KeyDoc) -> str:
    if not key.renamed_to:
        return ""
    return f"{'An older' if key.is_old else 'Another'} spelling of `{key.renamed_to}`."


def _values(key: KeyDoc) -> str:
    if key.value_docs:
        return bullets(f"`{value}`: {key.value_docs[value]}" for value in key.values if value in key.value_docs)
    return ""


def _facts(key: KeyDoc) -> str:
    facts: list[str] = []
    if key.default is not None:
        facts.append(f"Default: `{toml(key.default)}`")
    if key.examples:
        facts.append(f"Example: `{key.name} = {toml(key.examples[0])}`")
    if key.since:
        facts.append(f"Since {key.since}")
    if key.until:
        facts.append(f"Until {key.until}")
    return " · ".join(facts)


def value_text(table: str, path: Path, value: str) -> str:
    """About one of the words that a key takes."""
    key = key_doc(table, path)
    if key is None:
        return ""
    meant = key.spellings.get(value)
    same = f"Another spelling of `{meant}`." if meant else ""
    return paragraphs(f"**`{value}`**", meaning_of(key, meant or value), same)


def meaning_of(key: KeyDoc, word: str) -> str:
    """What one of the words that a key takes says, in a few words; empty where it speaks for itself."""
    said = key.value_docs.get(word, "")
    if said or key.name != "quality":
        return said
    level = QUALITIES.get(word, word)
    return f"the same as {level}" if level != word else ""


def type_text(name: str) -> str:
    """About a pipe type: what it does, and its keys."""
    current = OLD_PIPE_TYPES.get(name, name)
    if current not in PIPE_TYPES:
        return ""
    keys = [key for key in keys_of(current) if not key.renamed_to and key.kind != "internal"]
    required = [key.name for key in keys if key.is_required]
    optional = [key.name for key in keys if not key.is_required]
    return paragraphs(
        f"**`{name}`**",
        doc_of(current) or PIPE_TYPES[current],
        f"An older name of `{current}`." if current != name else "",
        f"Required: {listed(required)}" if required else "",
        f"Optional: {listed(optional)}" if optional else "",
    )
