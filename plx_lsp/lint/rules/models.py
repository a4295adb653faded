"""A PipeImgGen against the model it chooses: is there one, will it last, does it take what is asked (LANGUAGE.md §5).

What a model does with an option is `plx_schema.deck`'s to say, for rules, hover and runs alike; here it gets its place.
A missing key or a backend that is off is never a fault of the file. Other pipes' models are not judged: no deck here
lists them all.
"""

from __future__ import annotations

from plx_lsp.lint.edits import quoted, remove_entry
from plx_lsp.lint.finding import Edit, Finding, Fix, key_place, value_place
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.project.image_pipe import plain, read_image_pipe
from plx_schema.deck import SIGIL_OF, Resolution, kinds, option_effects, resolve, split_name, who
from plx_schema.deck.options import SETTING_MODEL_KEYS
from plx_schema.vocabulary import IMG_GEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from plx_lsp.project.image_pipe import ImagePipe
    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Pipe
    from plx_lsp.syntax.tree import Node
    from plx_schema.deck import Deck, Effect, Failure

_UNRESOLVED = ("unknown", "cycle", "empty", "not-image")
"""The failures that no key and no backend will mend."""


_MOST_ANSWERS = 256
"""How many choices with their options are remembered: more than a file has kinds of pipes."""


class _Answer:
    """What the deck says of one choice with its options."""

    __slots__ = ("effects", "failure", "resolution")

    def __init__(self, deck: Deck, choice: Any, options: dict[str, object]) -> None:
        found = resolve(deck, choice, options)
        self.failure: Failure | None = None if isinstance(found, Resolution) else found
        self.resolution: Resolution | None = found if isinstance(found, Resolution) else found.resolution
        self.effects: list[Effect] = option_effects(self.resolution) if self.resolution is not None else []


class _Chosen:
    """A PipeImgGen with what its choice of model comes to. `name_node` is the string that names the model."""

    __slots__ = ("deck", "effects", "failure", "image", "name_node", "resolution")

    def __init__(self, pipe: Pipe, deck: Deck) -> None:
        self.image: ImagePipe = read_image_pipe(pipe)
        self.deck = deck
        node = self.image.choice_node
        self.name_node = _name_node(node)
        answer = None
        if node is None or node.kind in ("string", "table"):
            # Values as they are written, so that a message can quote them.
            options = {name: each.data for name, each in self.image.option_nodes.items()}
            answer = _answer(deck, plain(node) if node is not None else None, options)
        self.failure = answer.failure if answer is not None else None
        self.resolution = answer.resolution if answer is not None else None
        self.effects = answer.effects if answer is not None else []

    def node_of(self, effect: Effect) -> Node | None:
        """Where this file asks for an option; None where a preset or a default does."""
        if effect.origin == "pipe":
            return self.image.option_nodes.get(effect.option)
        table = self.image.choice_node
        return table.get(effect.option) if effect.origin == "setting" and table is not None else None


def _name_node(node: Node | None) -> Node | None:
    if node is None or node.kind == "string":
        return node
    return next((found for key in SETTING_MODEL_KEYS if (found := node.get(key)) and found.kind == "string"), None)


_latest: list[_Chosen] = []
"""The last pipe judged: the rules look at one pipe after the other, and one answer does for all of them."""

_answers: dict[object, _Answer] = {}
"""Answers of the deck of `_latest`: most pipes of a file make the same choice."""


def _chosen(pipe: Pipe, library: Library) -> _Chosen:
    deck = library.deck
    if not _latest or _latest[0].deck is not deck:
        _answers.clear()
    elif _latest[0].image.pipe is pipe:
        return _latest[0]
    _latest[:] = (_Chosen(pipe, deck),)
    return _latest[0]


def _answer(deck: Deck, choice: Any, options: dict[str, object]) -> _Answer:
    if isinstance(choice, dict):
        return _Answer(deck, choice, options)
    # 1, 1.0 and true are one key of a dict, and three values of PLX.
    key = (choice, *((name, value.__class__, value) for name, value in options.items()))
    found = _answers.get(key)
    if found is None:
        if len(_answers) >= _MOST_ANSWERS:
            _answers.clear()
        found = _answers[key] = _Answer(deck, choice, options)
    return found


@pipe_rule("unknown-model", "error", "A model that the deck does not have.", IMG_GEN)
def unknown_model(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """The name must lead to an image model, through the project's deck or the embedded one."""
    chosen = _chosen(pipe, library)
    failure, node = chosen.failure, chosen.name_node
    if failure is None or failure.kind not in _UNRESOLVED or node is None:
        return
    place = value_place(pipe.source, node)
    behind = "" if failure.name == node.data else f"`{node.data}` leads to a model that can't be had: "
    message, severity = f"{behind}{failure.message}", ""
    fixes: list[Fix] = []
    if not behind:
        meant = (failure.twin,) if failure.twin else failure.near
        fixes = [Fix(f"Write {quoted(name)}", Edit(place, quoted(name)), safe=name == failure.twin) for name in meant]
        message += f": did you mean `{meant[0]}`?" if meant else ""
    if not fixes and failure.kind == "unknown" and (unlisted := _unlisted(library.deck)):
        message += f"; {unlisted} may have it, for no file lists its models"
        severity = "warning"
    yield Finding(place, message, *fixes, severity=severity)


def _unlisted(deck: Deck) -> str:
    """A backend whose models this deck cannot know."""
    return next((one.name for one in deck.backends.values() if one.enabled and not one.models_known), "")


@pipe_rule("ambiguous-model", "information", "A name that means several things in the deck.", IMG_GEN)
def ambiguous_model(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A bare name may be a preset, a handle, an alias and a waterfall at once; the first of these is taken."""
    node = _chosen(pipe, library).image.choice_node
    if node is None or node.kind != "string" or split_name(node.data)[0]:
        return
    name: str = node.data
    meanings = [kind for kind, known in kinds(library.deck) if name in known]
    if len(meanings) < 2:
        return
    place = value_place(pipe.source, node)
    written = [SIGIL_OF.get(kind, "handle:") + name for kind in meanings]
    fixes = [Fix(f"Write {quoted(each)}", Edit(place, quoted(each)), safe=each == written[0]) for each in written]
    message = (
        f"`{name}` is a {' and a '.join(meanings)} of the deck, and the {meanings[0]} is taken: "
        f"write `{written[0]}` to say so, or `{written[1]}` for the other"
    )
    yield Finding(place, message, *fixes)


@pipe_rule("retired-model", "warning", "A model that is no longer served, or soon won't be.", IMG_GEN)
def retired_model(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A run refuses a retired model before it calls its provider. On an endpoint of the user's own it may live on."""
    chosen = _chosen(pipe, library)
    found, node = chosen.resolution, chosen.name_node
    if found is None or node is None or (found.backend is not None and found.backend.own_endpoint):
        return
    status = found.model.status
    if status.state == "current":
        return
    is_gone = status.state == "retired"
    when = f"was retired on {status.date}" if is_gone else f"will be retired on {status.date}"
    message = f"{who(found)} {when}: use {' or '.join(f'`{name}`' for name in status.successors)} instead"
    place = value_place(pipe.source, node)
    has_preset = any(step.kind == "preset" for step in found.steps)
    fixes = (
        [] if has_preset else [Fix(f"Write {quoted(name)}", Edit(place, quoted(name))) for name in status.successors]
    )
    yield Finding(place, message, *fixes, tags=("deprecated",))


@pipe_rule("unsupported-parameter", "warning", "An option that the chosen model does not take.", IMG_GEN)
def unsupported_parameter(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """The option would be dropped, so the image would not show it."""
    for effect, node in _effects(pipe, library, "no-parameter"):
        yield Finding(key_place(pipe.source, node), effect.message, *_remove(pipe, node), tags=("unnecessary",))


@pipe_rule(
    "redundant-quality", "warning", "`quality` beside `nb_steps`, on a model that goes by one of the two.", IMG_GEN
)
def redundant_quality(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Where quality only means a number of steps, a number of steps leaves it nothing to say."""
    for effect, node in _effects(pipe, library, "redundant"):
        yield Finding(key_place(pipe.source, node), effect.message, *_remove(pipe, node), tags=("unnecessary",))


@pipe_rule("unsupported-value", "error", "A value that the chosen model does not take.", IMG_GEN)
def unsupported_value(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """Refused: the call would fail. Adapted: the nearest value is used, and the message says which."""
    for effect, node in _effects(pipe, library, "value", "needs"):
        severity = "warning" if effect.outcome == "adapted" else ""
        fixes = () if effect.reason == "needs" else _write(pipe, node, effect)
        yield Finding(value_place(pipe.source, node), effect.message, *fixes, severity=severity)


@pipe_rule("prompt-too-long", "error", "A prompt longer than the model takes.", IMG_GEN)
def prompt_too_long(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """A provider refuses a prompt beyond its limit; for most models none is known."""
    chosen = _chosen(pipe, library)
    found, prompt = chosen.resolution, chosen.image.prompt
    limit = found.model.prompt_limit if found is not None else None
    if found is None or limit is None or prompt is None or chosen.image.is_template or len(prompt.data) <= limit:
        return
    message = f"this prompt has {len(prompt.data):,} characters, and {who(found)} takes at most {limit:,}"
    yield Finding(value_place(pipe.source, prompt), message)


def _effects(pipe: Pipe, library: Library, *reasons: str) -> Iterator[tuple[Effect, Node]]:
    """What becomes of the options that this file asks for, where it becomes nothing good for one of `reasons`."""
    chosen = _chosen(pipe, library)
    for effect in chosen.effects:
        node = chosen.node_of(effect)
        if node is not None and effect.reason in reasons:
            yield effect, node


def _remove(pipe: Pipe, node: Node) -> tuple[Fix, ...]:
    edit = remove_entry(pipe.source, node)
    name = node.key.name if node.key is not None else ""
    return (Fix(f"Remove `{name}`", edit),) if edit is not None else ()


def _write(pipe: Pipe, node: Node, effect: Effect) -> Iterator[Fix]:
    for value in effect.allowed:
        text = quoted(value) if node.kind == "string" else value
        yield Fix(f"Write {text}", Edit(value_place(pipe.source, node), text))
