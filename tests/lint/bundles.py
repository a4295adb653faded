"""Random PLX bundles: mostly sensible, with the mistakes that people make, from names few enough to collide.

Strategies for the property tests. What they make is always TOML; the tests break it further where they want to.
"""

from __future__ import annotations

from hypothesis import strategies as st

CONCEPTS = ("Brief", "Logo", "Style", "Breif")
NATIVES = ("Text", "Image", "PDF", "Page[]", "Number", "Dynamic", "ImgGenPrompt", "images.Photo", "other.Brief", "text")
NAMES = ("brief", "prompt", "logo", "styl", "style", "items")
PIPES = ("draw", "write", "write_all", "make_logo", "choose")

concept_name = st.sampled_from(CONCEPTS + NATIVES)
output = st.builds("{}{}".format, concept_name, st.sampled_from(("", "", "", "[]", "[2]"))).map(
    lambda text: text.replace("[][", "[").replace("[]]", "[]")
)
name = st.sampled_from(NAMES)
pipe_code = st.sampled_from((*PIPES, "wirte"))
inputs = st.dictionaries(name, concept_name, max_size=3)
variable = st.builds("{}{}".format, st.sampled_from(("$", "@", "@?", "me@", "{{ ")), name).map(
    lambda text: text + " }}" if text.startswith("{{") else text
)
template = st.lists(st.one_of(variable, st.sampled_from(("a fox", "at 5 $", "100%"))), min_size=1, max_size=3).map(
    " ".join
)


def _line(key: str, value: str) -> str:
    return f"{key} = {value}"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _inputs(found: dict[str, str]) -> str:
    inside = ", ".join(f"{key} = {_quoted(value)}" for key, value in found.items())
    return f"{{ {inside} }}" if inside else "{}"


def _maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy)


@st.composite
def concept(draw: st.DrawFn) -> str:
    """A concept with a table of its own."""
    code = draw(st.sampled_from((*CONCEPTS, "Text")))
    lines = [f"[concept.{code}]", _line("description", '"What it is"')]
    if draw(st.booleans()):
        lines.append(_line("refines", _quoted(draw(concept_name.filter(lambda text: "[" not in text)))))
    if draw(st.integers(0, 3)) == 0:
        lines.append(
            'structure = { name = "Its name", tone = { type = "text", description = "x", item_type = "text", '
            'choices = ["a", "b"], default_value = "c" } }'
        )
    return "\n".join(lines)


@st.composite
def step(draw: st.DrawFn) -> str:
    """A step of a sequence or a branch of a parallel."""
    parts = [_line("pipe", _quoted(draw(pipe_code))), _line("result", _quoted(draw(name)))]
    if draw(st.integers(0, 4)) == 0:
        parts += [_line("batch_over", _quoted(draw(name))), _line("batch_as", _quoted(draw(name)))]
    return "{ " + ", ".join(parts) + " }"


@st.composite
def pipe(draw: st.DrawFn) -> str:
    """A pipe of any type."""
    kind = draw(st.sampled_from(tuple(_BODIES)))
    lines = [f"[pipe.{draw(st.sampled_from(PIPES))}]", _line("type", _quoted(kind))]
    key = draw(st.sampled_from(("description", "description", "definition")))
    lines.append(_line(key, '"What it does"'))
    if draw(st.integers(0, 3)):
        lines.append(_line("inputs", _inputs(draw(inputs))))
    lines.append(_line("output", _quoted(draw(output))))
    lines += [line for line in draw(_BODIES[kind]) if line]
    return "\n".join(lines)


_steps = st.lists(step(), min_size=1, max_size=3).map(lambda found: "[\n    " + ",\n    ".join(found) + ",\n]")
_BODIES: dict[str, st.SearchStrategy[tuple[str, ...]]] = {
    "PipeImgGen": st.tuples(
        _maybe(st.builds(_line, st.sampled_from(("img_gen_prompt", "prompt", "promt")), template.map(_quoted))),
        _maybe(st.sampled_from(("nb_output = 3", "seed = 7", 'aspect_ratio = "landscape_16_9"', "nb_ouput = 2"))),
        _maybe(st.sampled_from(("steps = 30", 'seed = "7"', 'size = "16:9"', "guidance = 2", 'negative_prompt = "x"'))),
        _maybe(st.builds(_line, st.just("img_gen_prompt_var_name"), name.map(_quoted))),
        _maybe(st.sampled_from(('img_gen = "base_img_gen"', "img_gen = { model = 'flux-pro', quality = 'hd' }"))),
        _maybe(st.sampled_from(('model = "base_img_gen"', 'model = "base-img-gen"', 'model = "gpt-image-1"'))),
        _maybe(st.sampled_from(('imgg_handle = "flux_pro"', 'imgg_handle = "base_img_gen"'))),
    ),
    "PipeLLM": st.tuples(
        st.builds(_line, st.sampled_from(("prompt", "prompt_template")), template.map(_quoted)),
        _maybe(st.builds(_line, st.sampled_from(("prompt", "system_prompt")), template.map(_quoted))).filter(
            lambda line: not line.startswith("prompt")
        ),
        _maybe(st.sampled_from(('llm = "gpt"', "multiple_output = true", "nb_output = 2"))),
    ),
    "PipeCompose": st.tuples(template.map(lambda text: _line("template", _quoted(text)))),
    "PipeExtract": st.just(()),
    "PipeSequence": st.tuples(_steps.map(lambda found: _line("steps", found))),
    "PipeParallel": st.tuples(
        _steps.map(lambda found: _line("parallels", found)),
        _maybe(st.sampled_from(("add_each_output = true", 'combined_output = "Logo"'))),
    ),
    "PipeCondition": st.tuples(
        name.map(lambda found: _line("expression", _quoted(found + ".kind"))),
        st.builds(lambda one, two: f'outcomes = {{ a = "{one}", b = "{two}" }}', pipe_code, pipe_code),
        st.builds(_line, st.just("default_outcome"), st.one_of(pipe_code, st.just("continue")).map(_quoted)),
    ),
    "PipeBatch": st.tuples(
        pipe_code.map(lambda code: _line("branch_pipe_code", _quoted(code))),
        name.map(lambda found: _line("input_list_name", _quoted(found))),
        name.map(lambda found: _line("input_item_name", _quoted(found))),
    ),
}


def _unique(tables: list[str]) -> list[str]:
    """Tables of which no two have the same header, for TOML has none twice."""
    return list({table.partition("\n")[0]: table for table in tables}.values())


@st.composite
def bundle(draw: st.DrawFn) -> str:
    """A whole file."""
    head = draw(_maybe(st.sampled_from(('domain = "logos"\n', 'domain = "other"\nmain_pipe = "draw"\n'))))
    short = draw(st.dictionaries(st.sampled_from(("Shape", "Colour", "Mood")), st.just('"What it is"'), max_size=2))
    if short:
        head += "\n[concept]\n" + "\n".join(_line(key, value) for key, value in short.items()) + "\n"
    tables = _unique(draw(st.lists(concept(), max_size=3))) + _unique(draw(st.lists(pipe(), min_size=1, max_size=5)))
    text = head + "\n" + "\n\n".join(tables) + "\n"
    return text.replace("\n", "\r\n") if draw(st.integers(0, 5)) == 0 else text


@st.composite
def splice(draw: st.DrawFn, text: str) -> tuple[int, int, str]:
    """An edit of a text: what typing, deleting and pasting does."""
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 12)))
    new = draw(
        st.one_of(
            st.text(alphabet="abP_.[]{}\"'=#\n\\$@,1 \r", max_size=5),
            st.sampled_from(
                ("[concept]", "[pipe.draw]\n", 'output = "Image"', '"""', "[pipe", "type =", '{ pipe = "draw" }')
            ),
            name,
            pipe_code,
            concept_name,
            pipe(),
            concept(),
        )
    )
    return start, end, new
