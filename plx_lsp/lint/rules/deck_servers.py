"""Backends, their models and the routes to them: names that do not meet, handles that fell apart, keys in plain sight.

`deck` calls `server_faults`, file by file.
"""

from __future__ import annotations

from plx_lsp.lint.near import near
from plx_lsp.lint.rules.deck_fault import DeckFault
from plx_lsp.project.deck_tables import DEFAULTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.deck_files import DeckFile, DeckFiles
    from plx_lsp.syntax import Node
    from plx_schema.deck import Deck

_LOCAL = ("http://127.0.0.1", "http://localhost", "http://[::1]", "http://0.0.0.0")
"""Endpoints whose key, if they want one at all, is no secret."""

_SAID_OF_MODELS = frozenset({"model_id", "model_type", "sdk", "inputs", "outputs", "costs", "enabled", "max_tokens"})
"""Keys by which a table is known to be a model's."""


def server_faults(file: DeckFile, deck: Deck, deck_files: DeckFiles) -> Iterator[DeckFault]:
    """What is wrong in `backends.toml`, a file of `backends/`, or `routing_profiles.toml`."""
    has_backends = any(each.kind == "backends" for each in deck_files.files.values())
    if file.kind == "backends":
        yield from _keys(file)
    elif file.kind == "backend":
        if has_backends:
            yield from _orphan(file, deck)
        yield from _handles(file)
    elif file.kind == "routing_profiles":
        yield from _routing(file, deck, judge_backends=has_backends)


def _keys(file: DeckFile) -> Iterator[DeckFault]:
    """A key belongs in the environment: a file is committed, copied and shown."""
    for name, node in file.root.data.items():
        api_key, endpoint = node.get("api_key"), node.get("endpoint")
        if api_key is None or api_key.kind != "string" or not api_key.data.strip() or "${" in api_key.data:
            continue
        if endpoint is None or endpoint.kind != "string" or not endpoint.data.startswith(_LOCAL):
            variable = f"{''.join(each if each.isalnum() else '_' for each in name.upper())}_API_KEY"
            message = f'a key is written here in plain text: put it into the environment, and write "${{{variable}}}"'
            yield DeckFault("written-key", file.value_range(api_key), message)


def _orphan(file: DeckFile, deck: Deck) -> Iterator[DeckFault]:
    if file.stem in deck.backends or not file.root.data:
        return
    first = next(iter(file.root.data.values()))
    message = f"there is no backend `{file.stem}` in backends.toml, so these models are never used"
    yield DeckFault("unknown-backend", file.key_range(first), message, severity="warning")


def _handles(file: DeckFile) -> Iterator[DeckFault]:
    """`[gpt-4.1]` is the table `1` in the table `gpt-4`: a handle with a dot wants quotes."""
    for name, node in file.root.data.items():
        if node.kind != "table" or node.origin != "implicit" or name == DEFAULTS:
            continue
        inner = _header_below(node)
        if inner is not None:
            block = inner.block
            start = file.document.start_of(block)
            place = (start + block.keys[0].start, start + block.keys[-1].end)
            written = '"' + ".".join(key.name for key in block.keys) + '"'
            message = f"a handle with a dot stands in quotes: write `[{written}]`"
            yield DeckFault("unquoted-handle", place, message, (f"Write {written}", place, written, True))


def _header_below(node: Node) -> Node | None:
    for inner in node.data.values():
        if inner.kind == "table" and inner.origin == "header" and not _SAID_OF_MODELS.isdisjoint(inner.data):
            return inner
        if inner.kind == "table":
            return _header_below(inner)
    return None


def _routing(file: DeckFile, deck: Deck, *, judge_backends: bool) -> Iterator[DeckFault]:
    active, profiles = file.root.get("active"), file.root.get("profiles")
    if active is None or active.kind != "string" or profiles is None or profiles.kind != "table":
        return
    profile = profiles.get(active.data)
    if profile is None:
        yield _no_profile(file, active, list(profiles.data))
    elif judge_backends and profile.kind == "table":
        for node, severity in _named_backends(profile):
            if node.data not in deck.backends:
                yield _no_backend(file, node, deck, severity)


def _no_profile(file: DeckFile, active: Node, names: list[str]) -> DeckFault:
    place = file.value_range(active)
    guess = near(active.data, names)
    fixes = [(f'Write "{guess}"', place, f'"{guess}"', False)] if guess else []
    hint = f": did you mean `{guess}`?" if guess else f": there are {', '.join(f'`{name}`' for name in names)}"
    return DeckFault("unknown-profile", place, f"there is no profile `{active.data}`{hint}", *fixes)


def _no_backend(file: DeckFile, node: Node, deck: Deck, severity: str) -> DeckFault:
    place = file.value_range(node)
    guess = near(node.data, deck.backends)
    fixes = [(f'Write "{guess}"', place, f'"{guess}"', False)] if guess else []
    hint = f": did you mean `{guess}`?" if guess else ": declare it in backends.toml"
    return DeckFault("unknown-backend", place, f"there is no backend `{node.data}`{hint}", *fixes, severity=severity)


def _named_backends(profile: Node) -> Iterator[tuple[Node, str]]:
    """Every backend that a profile names, with how bad it is if there is none (empty: as the rule says)."""
    default = profile.get("default")
    if default is not None:
        yield from _string(default, "")
    for key, severity in (("routes", ""), ("optional_routes", "warning")):
        routes = profile.get(key)
        for node in routes.data.values() if routes is not None and routes.kind == "table" else ():
            yield from _string(node, severity)
    order = profile.get("fallback_order")
    for node in order.data if order is not None and order.kind == "array" else ():
        yield from _string(node, "warning")


def _string(node: Node, severity: str) -> Iterator[tuple[Node, str]]:
    if node.kind == "string":
        yield node, severity
