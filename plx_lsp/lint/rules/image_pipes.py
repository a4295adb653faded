"""PipeImgGen's own rules: its output, its prompt, its input, its count (LANGUAGE.md §3)."""

from __future__ import annotations

from plx_lsp.lint.edits import add_entry, add_input, remove_entry
from plx_lsp.lint.finding import Edit, Finding, Fix, StringPlaces, entry_place, key_place, name_place, value_place
from plx_lsp.lint.registry import pipe_rule
from plx_lsp.lint.schema import validator
from plx_lsp.project.builtins import Builtin
from plx_lsp.project.references import OPEN
from plx_lsp.project.templates import variables
from plx_schema.vocabulary import IMG_GEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.project.library import Library
    from plx_lsp.project.references import ConceptRef
    from plx_lsp.project.symbols import Concept, Pipe
    from plx_lsp.syntax.tree import Node


@pipe_rule("output-not-image", "error", "A PipeImgGen's output is no image.", IMG_GEN)
def output_not_image(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """The output's chain of `refines` must reach `native.Image`. An unknown concept is another rule's business."""
    output = pipe.output
    if output is None or output.node is None:
        return
    concept = library.concept(output, pipe.source)
    if concept is None or library.is_image(concept) is not False:
        return
    use_image = Fix('Write "Image"', Edit(value_place(pipe.source, output.node), '"Image"'))
    start = f"a PipeImgGen makes images, but `{output.name}` "
    if isinstance(concept, Builtin):
        message = f"{start}is no image: write `Image`, or a concept that refines it"
        yield Finding(value_place(pipe.source, output.node), message, use_image)
        return
    related = ((name_place(library.locate(concept)), f"`{concept.code}` is declared here"),)
    last = library.chain(concept)[0][-1]
    if isinstance(last, Builtin):
        message = f"{start}refines `{last.code}`: write `Image`, or a concept that refines it"
        yield Finding(value_place(pipe.source, output.node), message, use_image, related=related)
    elif last.has_structure:
        message = f"{start}is a structure: write `Image`, or a concept that refines it"
        yield Finding(value_place(pipe.source, output.node), message, use_image, related=related)
    else:
        message = f'{start}is text, since it refines nothing: add `refines = "Image"` to it, or write `Image`'
        library.locate(last)
        yield Finding(value_place(pipe.source, output.node), message, *_refine_image(last), use_image, related=related)


def _refine_image(concept: Concept) -> Iterator[Fix]:
    """The edit that makes a concept without `refines` an image."""
    node = concept.node
    title = f"Let `{concept.code}` refine Image"
    if node.kind == "string" and node.key is not None and node.key_block is node.block:
        text = node.block.text[node.start : node.end]
        edit = Edit(value_place(concept.source, node), f'{{ description = {text}, refines = "Image" }}')
        if '"""' not in text and "'''" not in text:
            yield Fix(title, edit)
    else:
        added = add_entry(concept.source, node, "refines", '"Image"')
        if added is not None:
            yield Fix(title, added)


@pipe_rule("prompt-and-inputs", "error", "A static prompt together with inputs.", IMG_GEN)
def prompt_and_inputs(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """`img_gen_prompt` says the whole prompt, so an input has nowhere to go."""
    prompt = pipe.get("img_gen_prompt")
    inputs = pipe.get("inputs")
    if prompt is None or inputs is None or not pipe.inputs:
        return
    names = _listed(_names(pipe))
    message = (
        f"a static prompt takes no inputs, so {names} would never be read: "
        "remove `inputs`, or remove `img_gen_prompt` and let the input be the prompt"
    )
    related = ((key_place(pipe.source, inputs), "the inputs are here"),)
    yield Finding(key_place(pipe.source, prompt), message, *_as_template(pipe, prompt), related=related)


def _as_template(pipe: Pipe, prompt: Node) -> Iterator[Fix]:
    """The other key, whose text is filled in from the inputs, where this one is written as if it were."""
    if prompt.kind == "string" and pipe.get("prompt") is None:
        used = {variable.name for variable in variables(prompt.data)}
        if used and used == {each.name for each in pipe.inputs}:
            yield Fix("Write `prompt`, a template", Edit(key_place(pipe.source, prompt), "prompt"))


@pipe_rule("verbatim-variable", "warning", "A variable in a prompt that is sent as it stands.", IMG_GEN)
def verbatim_variable(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """`img_gen_prompt` is no template. `@name` is left alone, for it stands in prose too; inputs are told as such."""
    prompt = pipe.get("img_gen_prompt")
    if prompt is None or prompt.kind != "string" or pipe.inputs or pipe.get("prompt") is not None:
        return
    # A `{{` that nothing closes is a mark in a text, and what follows it are words.
    forms = ("$", "{") if "}}" in prompt.data else ("$",)
    used = variables(prompt.data)
    found = {each.name: each for each in reversed(used) if each.form in forms}
    # In a template `@handle` would be a variable, too.
    is_only_one = len({each.name for each in used}) == 1
    places = StringPlaces(pipe.source, prompt) if found else None
    for name, first in reversed(found.items()):
        assert places is not None  # noqa: S101 - made as there are some
        shown = f"${first.path}" if first.form == "$" else f"{{{{ {first.path} }}}}"
        message = (
            f"`{shown}` is sent as it stands, for `img_gen_prompt` has no variables: "
            f"write `prompt` for `img_gen_prompt`, and `{name}` as an input"
        )
        declared = add_input(pipe, name, "Text") if is_only_one else None
        renamed = Edit(key_place(pipe.source, prompt), "prompt")
        fixes = [Fix("Write `prompt`, a template with an input", renamed, declared)] if declared is not None else []
        yield Finding(places.part(first.start, first.start + len(name)), message, *fixes)


@pipe_rule("missing-prompt", "error", "Neither a prompt nor an input that could be one.", IMG_GEN)
def missing_prompt(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """Without a prompt and without an input there is nothing to draw. A slip in one of these keys is told as such."""
    inputs = pipe.get("inputs")
    if pipe.inputs or pipe.get("img_gen_prompt", "prompt") is not None:
        return
    if inputs is not None and inputs.kind != "table":
        return
    if not validator().meant(pipe.node).isdisjoint(("img_gen_prompt", "prompt", "inputs")):
        return
    message = (
        'this pipe has nothing to draw: write `img_gen_prompt = "…"`, '
        'or take the prompt from an input with `inputs = { prompt = "Text" }`'
    )
    yield Finding(name_place(pipe), message)


@pipe_rule("empty-prompt", "error", "A prompt with nothing in it.", IMG_GEN)
def empty_prompt(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """A blank prompt is none (LANGUAGE.md §3)."""
    for name in ("img_gen_prompt", "prompt"):
        node = pipe.get(name)
        if node is not None and node.kind == "string" and not node.data.strip():
            yield Finding(value_place(pipe.source, node), "this prompt is empty: say what the image shows")


@pipe_rule("too-many-inputs", "error", "More than one input for one prompt.", IMG_GEN)
def too_many_inputs(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """One input is the prompt; only 0.18's `prompt`, a template, may use several."""
    names = _names(pipe)
    if len(names) < 2 or pipe.get("img_gen_prompt", "prompt") is not None:
        return
    named = pipe.text("img_gen_prompt_var_name")
    prompt = named if named in names else names[0]
    message = (
        f"a PipeImgGen reads one input, its prompt, and this one has {len(names)} ({_listed(names)}): "
        f"keep `{prompt}`, and put the others into `{prompt}` with a PipeCompose or PipeLLM before"
    )
    extra = next(each for each in pipe.inputs if each.name != prompt)
    yield Finding(key_place(pipe.source, extra.node), message)


@pipe_rule("input-not-text", "error", "The input that is the prompt is no text.", IMG_GEN)
def input_not_text(pipe: Pipe, library: Library) -> Iterator[Finding]:
    """The one input is the prompt, so its concept must be text. A template's inputs may be anything."""
    if len(pipe.inputs) != 1 or pipe.get("img_gen_prompt", "prompt") is not None:
        return
    reference = pipe.inputs[0].reference
    concept = library.concept(reference, pipe.source) if reference is not None else None
    if concept is None or reference is None or reference.node is None:
        return
    if (isinstance(concept, Builtin) and concept.is_any) or library.is_text(concept) is not False:
        if reference.count is not None:
            yield _list_of_prompts(pipe, reference)
        return
    message = (
        f"the input `{pipe.inputs[0].name}` is the prompt, so it must be text, but `{reference.name}` is not: "
        "write `Text`, or a concept that refines it"
    )
    fix = Fix('Write "Text"', Edit(value_place(pipe.source, reference.node), '"Text"'))
    related = ()
    if not isinstance(concept, Builtin):
        related = ((name_place(library.locate(concept)), f"`{concept.code}` is declared here"),)
    yield Finding(value_place(pipe.source, reference.node), message, fix, related=related)


def _list_of_prompts(pipe: Pipe, reference: ConceptRef) -> Finding:
    """No release looks at the count; a run then has a list where a text must be."""
    assert reference.node is not None  # noqa: S101 - the caller looked
    message = (
        f"the input `{pipe.inputs[0].name}` is the prompt, so it must be one text, not a list: "
        f"write `{reference.name}`, and run this pipe on each item with a PipeBatch, or with `batch_over` in a step"
    )
    place = value_place(pipe.source, reference.node)
    fixes = [Fix(f'Write "{reference.name}"', Edit(place, f'"{reference.name}"'))]
    is_table = reference.text == reference.name  # `{ concept = "Text", multiplicity = true }`
    return Finding(place, message, *([] if is_table else fixes), severity="warning")


@pipe_rule("open-image-list", "error", "`Image[]` does not say how many images.", IMG_GEN)
def open_image_list(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """A run has to know how many images to buy (R§8.2)."""
    output = pipe.output
    if output is None or output.node is None or output.count != OPEN or pipe.get("nb_output") is not None:
        return
    place = value_place(pipe.source, output.node)
    message = f"`{output.text}` does not say how many images to make: write a number, as in `{output.name}[3]`"
    yield Finding(place, message, Fix(f"Make one image: `{output.name}`", Edit(place, f'"{output.name}"')))


@pipe_rule("count-conflict", "error", "Two numbers of images that differ.", IMG_GEN)
def count_conflict(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """`nb_output = 3` and `Image[3]` mean the same; when they differ, nobody knows what was meant."""
    output = pipe.output
    if output is None or output.node is None or output.count is None:
        return
    if output.count == 0:
        place = value_place(pipe.source, output.node)
        message = f"`{output.text}` asks for no image: write `{output.name}` for one, or `{output.name}[3]` for three"
        yield Finding(place, message, Fix(f"Make one image: `{output.name}`", Edit(place, f'"{output.name}"')))
        return
    written = pipe.get("nb_output")
    if written is None or written.kind != "integer" or written.data == output.count:
        return
    asked = "any number of images" if output.count == OPEN else f"{output.count} images"
    message = f"`nb_output` is {written.data}, but `{output.text}` asks for {asked}: keep one of the two"
    fix = Fix(f'Write output = "{output.name}"', Edit(value_place(pipe.source, output.node), f'"{output.name}"'))
    related = ((value_place(pipe.source, output.node), "the other number is here"),)
    yield Finding(entry_place(pipe.source, written), message, fix, related=related)


@pipe_rule("unknown-prompt-input", "error", "`img_gen_prompt_var_name` names no input.", IMG_GEN)
def unknown_prompt_input(pipe: Pipe, _library: Library) -> Iterator[Finding]:
    """The key is optional; when written, it names the one input (LANGUAGE.md §3)."""
    node = pipe.get("img_gen_prompt_var_name")
    if node is None or node.kind != "string" or any(each.name == node.data for each in pipe.inputs):
        return
    place = value_place(pipe.source, node)
    if not pipe.inputs:
        edit = remove_entry(pipe.source, node)
        fixes = [Fix("Remove `img_gen_prompt_var_name`", edit)] if edit is not None else []
        yield Finding(place, f"there is no input `{node.data}`: this pipe has no inputs", *fixes)
        return
    name = pipe.inputs[0].name
    message = f"there is no input `{node.data}`: the input is `{name}`"
    yield Finding(place, message, Fix(f'Write "{name}"', Edit(place, f'"{name}"'), safe=len(pipe.inputs) == 1))


def _names(pipe: Pipe) -> list[str]:
    """The names of the inputs; two paths of one input, `page.text` and `page.view`, are one input."""
    return list(dict.fromkeys(each.name for each in pipe.inputs))


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
