"""One PipeImgGen, whatever generation it was written in, as one plain thing.

The rules, the editor features and the runtime all read a PipeImgGen through here, so a key has one meaning in all
three. It reads; it judges nothing: what is written wrongly is left out, and the rules say so.
"""

from __future__ import annotations

from plx_lsp.project.references import OPEN
from plx_schema.deck import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_lsp.project.symbols import Input, Pipe
    from plx_lsp.syntax.tree import Node

MODEL_KEYS = ("img_gen", "model", "imgg_handle")
"""The key that chooses the model, the reference spelling first (LANGUAGE.md §2)."""

OPTION_KEYS = (
    "aspect_ratio",
    "quality",
    "seed",
    "nb_steps",
    "guidance_scale",
    "background",
    "output_format",
    "is_raw",
    "is_moderated",
    "safety_tolerance",
    "negative_prompt",
)
"""Options of the call that may stand on the pipe, in the page's order (LANGUAGE.md §3)."""

_NUMBERS = ("integer", "float")


class ImagePipe:
    """A PipeImgGen as read.

    `prompt` is the string node that holds the prompt (None: it comes from the input); `is_template` says whether it
    may use variables (0.18's `prompt`). `count` is how many images one run makes, `OPEN` for `Image[]`. `choice` is
    the model as written: a name, a setting table as plain values, or None for the deck's default. `options` maps each
    option to its value in the reference spelling (`16:9`, `medium`), `option_nodes` to where it is written.
    """

    __slots__ = (
        "choice",
        "choice_node",
        "count",
        "inputs",
        "is_template",
        "option_nodes",
        "options",
        "pipe",
        "prompt",
    )

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe
        self.inputs: tuple[Input, ...] = pipe.inputs
        static = pipe.get("img_gen_prompt")
        template = pipe.get("prompt")
        self.prompt: Node | None = _string(static) or _string(template)
        self.is_template = self.prompt is not None and self.prompt is template
        self.count = _count(pipe)
        self.choice_node = pipe.get(*MODEL_KEYS)
        self.choice: str | dict[str, object] | None = _choice(self.choice_node)
        self.option_nodes: dict[str, Node] = {}
        self.options: dict[str, object] = {}
        for name in OPTION_KEYS:
            node = pipe.get(name)
            if node is not None and node.kind in ("string", "boolean", *_NUMBERS):
                self.option_nodes[name] = node
                self.options[name] = canonical(name, node.data)


def read_image_pipe(pipe: Pipe) -> ImagePipe:
    """The image pipe that `pipe`, a PipeImgGen, is."""
    return ImagePipe(pipe)


def plain(node: Node) -> object:
    """A node's value as plain Python: dicts, lists and scalars."""
    if node.kind == "table":
        return {name: plain(item) for name, item in node.data.items()}
    if node.kind == "array":
        return [plain(item) for item in node.data]
    return node.data


def _string(node: Node | None) -> Node | None:
    return node if node is not None and node.kind == "string" else None


def _count(pipe: Pipe) -> int:
    written = pipe.get("nb_output")
    if written is not None and written.kind == "integer":
        return max(1, written.data)
    if pipe.output is None or pipe.output.count is None:
        return 1
    return OPEN if pipe.output.count == OPEN else max(1, pipe.output.count)


def _choice(node: Node | None) -> str | dict[str, object] | None:
    if node is None:
        return None
    if node.kind == "string":
        return node.data
    if node.kind != "table":
        return None
    return {name: canonical(name, plain(item)) for name, item in node.data.items()}
