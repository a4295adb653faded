"""Every name written in a declaration: pipes, concepts, variables, models, with the exact place of each.

The one list behind definition, references, highlight and rename: what is at a cursor is the name that covers it, and
every place that means the same is found by the same walk over the declarations that may hold one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plx_lsp.lint.finding import part_place
from plx_lsp.project.calls import calls_of
from plx_lsp.project.image_pipe import MODEL_KEYS
from plx_lsp.project.prompts import templates_of
from plx_lsp.project.symbols import Concept, Pipe
from plx_lsp.project.uses import full_name, uses
from plx_schema.deck.names import kinds, split_name
from plx_schema.vocabulary import IMG_GEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from plx_lsp.project.library import Library
    from plx_lsp.project.symbols import Declaration
    from plx_lsp.project.uses import Use
    from plx_lsp.syntax import Block, Key, Node
    from plx_schema.deck import Deck

    Kind = Literal["pipe", "concept", "variable", "model"]

_VARIABLE_KEYS = ("input_list_name", "img_gen_prompt_var_name")
"""Keys of a pipe whose string names one of its variables."""

_STEP_VARIABLES = ("result", "batch_over")
"""The same for keys of its steps."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means: two names of one meaning are one thing.

    `name` is a pipe's code, a concept's full name, a variable's name or a model's; `pipe` is the code of the pipe whose
    variable it is, and empty otherwise. `model` says what kind of name a model's is: "preset", "handle", "alias",
    "waterfall", or empty where the deck has none such.
    """

    kind: Kind
    name: str
    pipe: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `start:end` of a file. `declares` where this is what brings it into being."""

    meaning: Meaning
    path: str
    start: int
    end: int
    declares: bool = False


def names_in(declaration: Declaration, library: Library) -> Iterator[Name]:
    """Every name in a declaration, in no particular order."""
    yield from _own_name(declaration)
    for use in uses(declaration):
        yield from _use(declaration, use, library)
    if isinstance(declaration, Pipe):
        yield from _inputs(declaration)
        yield from _variables(declaration)
        yield from _batch_items(declaration, library)
        yield from _model(declaration, library)


def name_at(declaration: Declaration, library: Library, offset: int) -> Name | None:
    """The name in a declaration that covers `offset` of its file; of two, the shorter."""
    found = [name for name in names_in(declaration, library) if name.start <= offset <= name.end]
    return min(found, key=lambda name: name.end - name.start) if found else None


# -- places -----------------------------------------------------------------------------------------------------------


def _of_key(declaration: Declaration, block: Block, key: Key, meaning: Meaning, *, declares: bool = False) -> Name:
    base = declaration.source.start_of(block)
    start, end = base + key.start, base + key.end
    if block.text[key.start : key.start + 1] in ('"', "'"):
        start, end = start + 1, end - 1
    return Name(meaning, declaration.source.path, start, end, declares)


def _in_string(
    declaration: Declaration, node: Node, start: int, end: int, meaning: Meaning, *, declares: bool = False
) -> Name:
    """The characters `start:end` of what a string says."""
    place = part_place(declaration.source, node, start, end)
    base = declaration.source.start_of(node.block)
    return Name(meaning, declaration.source.path, base + place.start, base + place.end, declares)


def _whole_string(declaration: Declaration, node: Node, meaning: Meaning, *, declares: bool = False) -> Name:
    return _in_string(declaration, node, 0, len(node.data), meaning, declares=declares)


# -- declarations and references --------------------------------------------------------------------------------------


def _own_name(declaration: Declaration) -> Iterator[Name]:
    """The declaration's name in each of its headers (`[pipe.x]`, `[pipe.x.inputs]`), the first of them declaring it."""
    if isinstance(declaration, Pipe):
        meaning = Meaning("pipe", declaration.code)
    elif isinstance(declaration, Concept):
        meaning = Meaning("concept", declaration.name)
    else:
        return
    if declaration.key is not None:
        yield _of_key(declaration, declaration.key_block, declaration.key, meaning, declares=True)
    for block in declaration.blocks:
        if len(block.keys) > 1 and block is not declaration.key_block and block.keys[1].name == declaration.code:
            yield _of_key(declaration, block, block.keys[1], meaning)


def _use(declaration: Declaration, use: Use, library: Library) -> Iterator[Name]:
    if use.kind == "pipe":
        yield _whole_string(declaration, use.node, Meaning("pipe", use.name))
    elif use.reference is not None:
        reference = use.reference
        concept = library.concept(reference, declaration.source)
        name = concept.name if concept is not None else full_name(reference, declaration.source.domain)
        start = reference.end - len(reference.code)
        yield _in_string(declaration, use.node, start, reference.end, Meaning("concept", name))


# -- variables --------------------------------------------------------------------------------------------------------


def _inputs(pipe: Pipe) -> Iterator[Name]:
    inputs = pipe.get("inputs")
    if inputs is None or inputs.kind != "table":
        return
    for name, node in inputs.data.items():
        if node.key is not None and node.key_block is not None and "." not in name:
            meaning = Meaning("variable", name, pipe.code)
            yield _of_key(pipe, node.key_block, node.key, meaning, declares=True)


def _variables(pipe: Pipe) -> Iterator[Name]:
    """Variables in templates, and in the keys that name one."""
    for template in templates_of(pipe):
        for each in template.variables():
            meaning = Meaning("variable", each.name, pipe.code)
            yield _in_string(pipe, template.node, each.start, each.start + len(each.name), meaning)
    for key in _VARIABLE_KEYS:
        yield from _variable(pipe, pipe.get(key))
    for step in pipe.steps:
        for key in _STEP_VARIABLES:
            yield from _variable(pipe, step.get(key), declares=key == "result")


def _variable(pipe: Pipe, node: Node | None, *, declares: bool = False) -> Iterator[Name]:
    if node is not None and node.kind == "string" and node.data:
        name = node.data.partition(".")[0]
        meaning = Meaning("variable", name, pipe.code)
        yield _in_string(pipe, node, 0, len(name), meaning, declares=declares)


def _batch_items(pipe: Pipe, library: Library) -> Iterator[Name]:
    """What an item of a list is called: the input of the pipe that runs on it."""
    for call in calls_of(pipe, library):
        if call.item is not None:
            yield _whole_string(pipe, call.item, Meaning("variable", call.item.data, call.node.data))


# -- models -----------------------------------------------------------------------------------------------------------


def _model(pipe: Pipe, library: Library) -> Iterator[Name]:
    node = _model_node(pipe)
    if node is not None:
        is_setting = pipe.get(*MODEL_KEYS) is not node
        meaning = model_meaning(library.deck, node.data, presets=not is_setting)
        start = len(node.data) - len(meaning.name)
        yield _in_string(pipe, node, start, len(node.data), meaning)


def model_meaning(deck: Deck, written: str, *, presets: bool) -> Meaning:
    """What a model's name means, by the order in which the deck looks it up (R§11.1).

    Args:
        deck: the deck of the project.
        written: the name, with its sigil if it has one.
        presets: whether a name without a sigil may be a preset's where it stands.
    """
    kind, bare = split_name(written)
    found = (each for each, known in kinds(deck) if bare in known and (presets or each != "preset"))
    return Meaning("model", bare, model=kind or next(found, ""))


def model_of(pipe: Pipe) -> str:
    """The name by which an image pipe chooses its model, without sigil; empty where it names none."""
    node = _model_node(pipe)
    return split_name(node.data)[1] if node is not None else ""


def _model_node(pipe: Pipe) -> Node | None:
    node = pipe.get(*MODEL_KEYS) if pipe.type == IMG_GEN else None
    if node is not None and node.kind == "table":
        node = node.get("img_gen_handle") or node.get("model")
    return node if node is not None and node.kind == "string" and node.data else None
