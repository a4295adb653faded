"""Two spellings of one thing in one table: fine when they say the same, an error when they don't (LANGUAGE.md §2).

One key in another generation's spelling is the schema's to report; what is too much of several is told here, once.
"""

from __future__ import annotations

from plx_lsp.lint.edits import remove_entry
from plx_lsp.lint.finding import Finding, Fix, key_place
from plx_lsp.lint.registry import concept_rule, file_rule, pipe_rule
from plx_lsp.project.image_pipe import plain
from plx_lsp.project.prompts import hangs_on_spelling
from plx_schema.deck import canonical
from plx_schema.vocabulary import OLD_PIPE_TYPES, RENAMED_KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.source import Source
    from plx_lsp.project.symbols import Concept, Head, Pipe
    from plx_lsp.syntax.tree import Node

_NAME = "conflicting-keys"
_SUMMARY = "Two keys of one table that say different things about one."

# type: groups of keys of which a release accepts at most one (R§7). The first of a group is what most people write.
_EXCLUSIVE: dict[str, tuple[tuple[str, ...], ...]] = {
    "PipeLLM": (
        ("prompt", "prompt_template", "prompt_name", "template_name"),
        ("system_prompt", "system_prompt_template", "system_prompt_name", "system_prompt_template_name"),
        ("nb_output", "multiple_output"),
    ),
    "PipeCompose": (("template", "jinja2", "jinja2_name", "construct"),),
    "PipeCondition": (("expression", "expression_template"),),
    "PipeImgGen": (("img_gen_prompt", "prompt"),),
}
_HANDLES = frozenset({"model", "img_gen_handle", "llm_handle", "ocr_handle", "extract_handle"})
_EXCLUSIVE_IN_STEPS = (("nb_output", "multiple_output"),)

# type: the keys that hold a setting table, with the spellings inside it.
_SETTINGS: dict[str, tuple[tuple[str, ...], str]] = {
    "PipeImgGen": (("img_gen", "model", "imgg_handle"), "img_gen_setting"),
    "PipeLLM": (("model", "llm", "model_to_structure", "llm_to_structure"), "llm_setting"),
    "PipeExtract": (("model", "ocr"), "extract_setting"),
    "PipeCompose": (("template",), "template"),
}

_DEFINITIONS = {
    "bundle": "Bundle",
    "concept": "Concept",
    "field": "StructureField",
    "img_gen_setting": "ImgGenSetting",
    "llm_setting": "LlmSetting",
    "extract_setting": "ExtractSetting",
    "template": "TemplateTable",
}
"""What the schema calls the tables of `RENAMED_KEYS`; a pipe's by its type."""


@file_rule(_NAME, "error", _SUMMARY)
def in_a_file(head: Head, _library: Library) -> Iterator[Finding]:
    """`definition` beside `description` at the top of a file."""
    yield from _renamed(head.source, head.node, "bundle")


@concept_rule(_NAME, "error", _SUMMARY)
def in_a_concept(concept: Concept, _library: Library) -> Iterator[Finding]:
    """The same in a concept and in the fields of its structure."""
    yield from _renamed(concept.source, concept.node, "concept")
    structure = concept.get("structure")
    if structure is not None and structure.kind == "table":
        for field in structure.data.values():
            yield from _renamed(concept.source, field, "field")


@pipe_rule(_NAME, "error", _SUMMARY)
def in_a_pipe(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """The same in a pipe, its settings and its steps; and keys that the releases let nobody write together."""
    pipe_type = OLD_PIPE_TYPES.get(pipe.type, pipe.type)
    for finding in _renamed(pipe.source, pipe.node, pipe_type):
        if hangs_on_spelling(pipe):
            for fix in finding.fixes:
                fix.safe = False
        yield finding
    for group in _EXCLUSIVE.get(pipe_type, ()):
        yield from _exclusive(pipe.source, pipe.node, group, RENAMED_KEYS.get(pipe_type, {}))
    for step in pipe.steps:
        for group in _EXCLUSIVE_IN_STEPS:
            yield from _exclusive(pipe.source, step, group, {})
    keys, setting = _SETTINGS.get(pipe_type, ((), ""))
    for key in keys:
        table = pipe.node.get(key)
        if table is not None and table.kind == "table":
            yield from _renamed(pipe.source, table, setting)


def _renamed(source: Source, table: Node, where: str) -> Iterator[Finding]:
    """Another generation's key beside the reference one, or beside another spelling of it. `where`: of which table."""
    spellings = RENAMED_KEYS.get(where, {})
    if table.kind != "table" or spellings.keys().isdisjoint(table.data):
        return
    first: dict[str, Node] = {}
    for name, node in table.data.items():
        target = spellings.get(name)
        if target is not None or name in spellings.values():
            kept = first.setdefault(target or name, table.data.get(target or name, node))
            if kept is not node and _differ(kept, node):
                yield _conflict(source, kept, node, f"`{name}` is another spelling of `{_name(kept)}`")
            elif kept is not node:
                yield _repeated(source, kept, node, where)


def _exclusive(source: Source, table: Node, group: tuple[str, ...], spellings: dict[str, str]) -> Iterator[Finding]:
    """Two keys that answer one question in different ways."""
    written = [node for name in group if (node := table.get(name)) is not None and node.data is not False]
    for node in written[1:]:
        kept = written[0]
        if spellings.get(_name(node), _name(node)) != spellings.get(_name(kept), _name(kept)):
            yield _conflict(source, kept, node, f"`{_name(node)}` and `{_name(kept)}` cannot stand together")


def _repeated(source: Source, kept: Node, node: Node, where: str) -> Finding:
    """A second spelling that says the same: no fault, and too much. What today's releases read never goes unasked."""
    message = f"`{_name(node)}` is another spelling of `{_name(kept)}`, and says the same: one of the two will do"
    is_old = _is_old(_name(node), where)
    fixes = _removals(source, *([node] if is_old else [node, kept]), safe=is_old)
    related = ((key_place(source, kept), f"`{_name(kept)}` is here"),)
    place = key_place(source, node)
    return Finding(place, message, *fixes, related=related, rule="renamed-key", severity="information")


def _is_old(name: str, where: str) -> bool:
    """Whether later releases dropped a key, so that no reader of it is lost with it."""
    from plx_schema.lookup import key_doc  # only where a key is too much

    key = key_doc(_DEFINITIONS.get(where, where), (name,))
    return key is not None and key.is_old


def _conflict(source: Source, kept: Node, node: Node, what: str) -> Finding:
    if what.endswith("together"):
        message = f"{what}: keep the one that is meant"
    else:
        message = f"{what}, and the two differ: keep the one that is meant"
    related = ((key_place(source, kept), f"`{_name(kept)}` is here"),)
    return Finding(key_place(source, node), message, *_removals(source, node, kept), related=related)


def _removals(source: Source, *nodes: Node, safe: bool = False) -> Iterator[Fix]:
    """A fix for each key that can be taken out."""
    for node in nodes:
        edit = remove_entry(source, node)
        if edit is not None:
            yield Fix(f"Remove `{_name(node)}`", edit, safe=safe)


def _differ(one: Node, other: Node) -> bool:
    return (
        one.kind not in ("missing", "error") and other.kind not in ("missing", "error") and _value(one) != _value(other)
    )


def _value(node: Node) -> object:
    """A value to compare: a setting table is the same whichever generation spells its keys and words."""
    if node.kind != "table":
        return plain(node)
    return {"model" if name in _HANDLES else name: canonical(name, plain(item)) for name, item in node.data.items()}


def _name(node: Node) -> str:
    return node.key.name if node.key is not None else ""
