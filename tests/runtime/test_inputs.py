"""What the user gives a pipe, in every form it comes in, and the prompt that it becomes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_runtime.checked import CheckedPipe, load
from plx_runtime.inputs import collect
from plx_runtime.prompt import compose, write_out
from plx_runtime.refusal import Refusal
from plx_runtime.untyped import table
from tests.providers import FalProvider
from tests.runtime.conftest import Project


@pytest.fixture
def asked(project: Project) -> CheckedPipe:
    checked = load(str(project.file), "asked")
    assert isinstance(checked, CheckedPipe), checked
    return checked


@pytest.fixture
def template(project: Project) -> CheckedPipe:
    checked = load(str(project.file), "template")
    assert isinstance(checked, CheckedPipe), checked
    return checked


def gather(checked: CheckedPipe, *pairs: str, file: Any = None, **given: Any) -> Any:
    return collect(checked.image, pairs, str(file) if file else None, given)


def test_a_pair(asked: CheckedPipe) -> None:
    assert gather(asked, "subject=a cat = a dog") == {"subject": "a cat = a dog"}


def test_a_pair_from_a_file(asked: CheckedPipe, tmp_path: Any) -> None:
    (tmp_path / "cat.txt").write_text("a cat\n", "utf-8")
    assert gather(asked, f"subject=@{tmp_path}/cat.txt") == {"subject": "a cat\n"}


@pytest.mark.parametrize(
    "value",
    [
        "a cat",
        {"concept": "Text", "content": "a cat"},
        {"concept": "native.Text", "content": {"text": "a cat"}},
        {"text": "a cat"},
    ],
)
def test_a_json_file(asked: CheckedPipe, tmp_path: Any, value: Any) -> None:
    (tmp_path / "in.json").write_text(json.dumps({"subject": value}), "utf-8")
    assert gather(asked, file=tmp_path / "in.json") == {"subject": "a cat"}


@pytest.mark.parametrize(
    "text",
    [
        'subject = "a cat"',
        '[asked]\nsubject = "a cat"\n[other]\nx = "y"',
        'subject = { concept = "Text", content = "a cat" }',
    ],
)
def test_a_toml_file(asked: CheckedPipe, tmp_path: Any, text: str) -> None:
    (tmp_path / "in.toml").write_text(text, "utf-8")
    assert gather(asked, file=tmp_path / "in.toml") == {"subject": "a cat"}


def test_the_nearest_wins(asked: CheckedPipe, tmp_path: Any) -> None:
    (tmp_path / "in.json").write_text('{"subject": "a dog"}', "utf-8")
    assert gather(asked, "subject=a cat", file=tmp_path / "in.json") == {"subject": "a cat"}
    assert gather(asked, file=tmp_path / "in.json", subject="a bird") == {"subject": "a bird"}


@pytest.mark.parametrize("text", ['{"subject": "a cat"}', 'subject = "a cat"'])
def test_standard_input(asked: CheckedPipe, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert gather(asked, file="-") == {"subject": "a cat"}


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ((), ["`subject` (Subject)", "`subject` is missing"]),
        (("subjekt=x",), ["`subject` is missing", "`subjekt` is none of its inputs"]),
        (("subject=x", "more=y"), ["`more` is none of its inputs"]),
        (("subject",), ["name=value"]),
        (("=x",), ["name=value"]),
        (("subject=",), ["an empty text"]),
        (("subject=@nowhere.txt",), ["nowhere.txt cannot be read"]),
    ],
)
def test_mistakes_are_told_with_what_is_wanted(asked: CheckedPipe, pairs: tuple[str, ...], words: list[str]) -> None:
    refusal = gather(asked, *pairs)
    assert isinstance(refusal, Refusal)
    for word in words:
        assert word in refusal.message


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("in.json", '{"subject": ', "no JSON"),
        ("in.json", "[1]", "wants an object"),
        ("in.toml", "subject = \nx = 1\n", "line 1"),
        ("in.toml", "subject = 'a'\nsubject = 'b'\n", "in.toml"),
        ("in.json", '{"subject": 7}', "wants text, not a number"),
    ],
)
def test_a_file_that_is_wrong(asked: CheckedPipe, tmp_path: Any, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    refusal = gather(asked, file=tmp_path / name)
    assert isinstance(refusal, Refusal)
    assert words in refusal.message


def test_a_file_that_is_no_text(asked: CheckedPipe, tmp_path: Any) -> None:
    (tmp_path / "in.json").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in gather(asked, file=tmp_path / "in.json").message
    (tmp_path / "big.json").write_bytes(b" " * (1 << 21))
    assert "larger" in gather(asked, file=tmp_path / "big.json").message


def test_a_pipe_without_inputs(project: Project) -> None:
    checked = load(str(project.file), "fal_one")
    assert isinstance(checked, CheckedPipe)
    assert gather(checked) == {}
    assert "takes no input" in gather(checked, "subject=x").message


async def test_the_input_is_the_prompt(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("asked", inputs={"subject": "A heron, in ink"})
    assert ran.done
    assert fal.submissions[0].body["prompt"] == "A heron, in ink"
    assert ran.manifest.inputs == {"subject": "A heron, in ink"}


async def test_a_missing_input_costs_nothing(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("asked")
    assert ran.failed.code == "bad_input"
    assert fal.requests == []


# -- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Draw $subject.", "Draw {{ subject }}."),
        ("Draw $subject.name", "Draw {{ subject.name }}"),
        ("@mood", '{{ mood|tag("mood") }}'),
        ("@?mood", '{% if mood is defined and mood %}{{ mood|tag("mood") }}{% endif %}'),
        ("$10 and {{ subject }}", "$10 and {{ subject }}"),
        ("$subject$mood", "{{ subject }}{{ mood }}"),
        ("", ""),
    ],
)
def test_short_forms_are_written_out(written: str, meant: str) -> None:
    assert write_out(written) == meant


def test_a_template_is_rendered(template: CheckedPipe) -> None:
    assert compose(template.image, {"subject": "a heron", "mood": "calm"}) == "Draw a heron. <mood>\ncalm\n</mood>"
    assert compose(template.image, {"subject": "a heron", "mood": ""}) == "Draw a heron. "


def test_values_are_no_templates(template: CheckedPipe) -> None:
    assert "{{ 7 * 7 }} $mood" in str(compose(template.image, {"subject": "{{ 7 * 7 }} $mood", "mood": ""}))


@pytest.mark.parametrize(
    "text",
    [
        "{{ subject.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{{ subject.nothing.more }}",
        "{{ 1/0 }}",
    ],
)
def test_templates_cannot_reach_out(project: Project, text: str) -> None:
    pipe = (
        'domain = "tests"\n[pipe.t]\ntype = "PipeImgGen"\ndescription = "x"\ninputs = { subject = "Text" }\n'
        f'output = "Image"\nmodel = "flux-pro/v1.1"\nprompt = "$subject {text}"\n'
    )
    project.write("tests.plx", pipe)
    checked = load(str(project.file), "t")
    assert isinstance(checked, CheckedPipe), checked
    result = compose(checked.image, {"subject": "x"})
    assert isinstance(result, Refusal), result
    assert result.code == "bad_template"


@given(st.text(alphabet="$@?{}%|.a_ 1\n'\"", max_size=30))
def test_no_template_makes_it_fail(text: str) -> None:
    write_out(text)


async def test_a_template_goes_out_rendered(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("template", inputs={"subject": "a heron", "mood": ""})
    assert ran.done
    assert fal.submissions[0].body["prompt"] == "Draw a heron. "


STRUCTURED = """
[concept.Idea]
description = "An idea"
structure = { title = "Its title", items = { type = "list", item_type = "text", description = "Its parts" } }

[pipe.structured]
type = "PipeImgGen"
description = "x"
inputs = { x = "Idea" }
output = "Image"
model = "flux-pro/v1.1"
"""

BOOK = {"title": "Sun", "items": ["a", "b"]}


@pytest.mark.parametrize(
    ("template", "value", "prompt"),
    [
        ("Picture: $x.title", {"title": "Sun"}, "Picture: Sun"),
        ("Picture: $x.title", {"concept": "tests.Idea", "content": {"title": "Sun"}}, "Picture: Sun"),
        ("{% for each in x.items %}{{ each }};{% endfor %}", BOOK, "a;b;"),
        ("{% for key, each in x.items() %}{{ key }};{% endfor %}", {"title": "Sun"}, "title;"),
        ("$x", 3, "3"),
        ("$x", {"concept": "Number", "content": {"number": 3}}, "3"),
        ("$x.number", {"concept": "Number", "content": {"number": 3}}, "3"),
        ("$x", ["a", "é"], '["a", "é"]'),
        ("@x", {"title": "Sun"}, '<x>\n{"title": "Sun"}\n</x>'),
        ("{% for each in x %}{{ each }};{% endfor %}", ["a", "b"], "a;b;"),
        ("$x", True, "True"),
    ],
)
async def test_inputs_of_every_shape(project: Project, template: str, value: Any, prompt: str) -> None:
    project.write("plx.toml", 'select = ["unused-concept"]\n')
    project.write("tests.plx", project.file.read_text() + STRUCTURED + f"prompt = {json.dumps(template)}\n")
    ran = await project.run("structured", preview=True, inputs={"x": value})
    assert ran.done
    assert ran.manifest.prompt == prompt
    bare = table(value).get("content", value)
    assert ran.manifest.inputs == {"x": bare}
    assert json.dumps({"x": bare}, ensure_ascii=False) in ran.manifest.command


def test_dates_are_text(template: CheckedPipe, tmp_path: Any) -> None:
    (tmp_path / "in.toml").write_text("subject = { on = 1979-05-27 }\nmood = [07:32:00]", "utf-8")
    assert gather(template, file=tmp_path / "in.toml") == {"subject": {"on": "1979-05-27"}, "mood": ["07:32:00"]}


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": object()}, b"x"])
def test_what_json_cannot_hold(template: CheckedPipe, value: Any) -> None:
    refusal = gather(template, subject=value, mood="x")
    assert isinstance(refusal, Refusal)
    assert "`subject" in refusal.message


# -- the checked pipe -----------------------------------------------------------------------------

BROKEN = """
[pipe.broken]
type = "PipeImgGen"
description = "An unknown model, and a ratio there is not"
output = "Image"
img_gen_prompt = "x"
img_gen = "flux-pro/v9"
aspect_ratio = "17:9"
"""


async def test_a_pipe_with_errors_is_refused_with_its_diagnostics(with_fal: Project, fal: FalProvider) -> None:
    with_fal.write("tests.plx", with_fal.file.read_text() + BROKEN)
    ran = await with_fal.run("broken")
    assert ran.failed.code == "check_failed"
    assert {each["rule"] for each in ran.failed.diagnostics} == {"unknown-model", "invalid-value"}
    assert all(each["line"] > 90 for each in ran.failed.diagnostics)
    assert "plx check" in (ran.failed.hint or "")
    assert fal.requests == []


async def test_a_broken_neighbour_keeps_no_pipe_from_running(with_fal: Project) -> None:
    with_fal.write("tests.plx", with_fal.file.read_text() + BROKEN + '\n[pipe.worse\ntype = "')
    assert (await with_fal.run("fal_one")).done


@pytest.mark.parametrize(
    ("file", "pipe", "code"),
    [("tests.plx", "fal_on", "no_such_pipe"), ("nothing.plx", "fal_one", "unreadable"), (".", "fal_one", "unreadable")],
)
async def test_what_is_not_there(project: Project, file: str, pipe: str, code: str) -> None:
    refusal = load(str(project.root / file), pipe)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


ONE = '[pipe.{}]\ntype = "PipeImgGen"\ndescription = "x"\noutput = "Image"\nimg_gen_prompt = "x"\n'


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        (ONE.format("a"), "a"),
        ('main_pipe = "b"\n' + ONE.format("a") + ONE.format("b"), "b"),
        (ONE.format("a") + ONE.format("b"), "Its image pipes: `a`, `b`."),
        ('main_pipe = "c"\n' + ONE.format("a") + ONE.format("b"), "Its image pipes: `a`, `b`."),
        ("", "It has no PipeImgGen."),
    ],
)
def test_the_pipe_that_is_meant_where_none_is_named(project: Project, text: str, chosen: str) -> None:
    project.write("tests.plx", 'domain = "tests"\n' + text)
    found = load(str(project.file), "")
    assert (found.hint if isinstance(found, Refusal) else found.code) == chosen


async def test_a_code_is_no_way_out_of_the_folder(project: Project) -> None:
    project.write("plx.toml", 'select = ["unused-concept"]\n')
    keys = 'type = "PipeImgGen"\ndescription = "x"\noutput = "Image"\nimg_gen_prompt = "x"\n'
    project.write("tests.plx", f'domain = "tests"\n[pipe."../../up"]\n{keys}')
    assert (await project.run("../../up", preview=True)).failed.code == "bad_pipe_code"


def test_a_near_name_is_suggested(project: Project) -> None:
    refusal = load(str(project.file), "fal_on")
    assert isinstance(refusal, Refusal)
    assert "`fal_one`?" in refusal.message


def test_another_kind_of_pipe(project: Project) -> None:
    text = 'domain = "tests"\n[pipe.talk]\ntype = "PipeLLM"\ndescription = "x"\noutput = "Text"\nprompt = "Hello"\n'
    project.write("tests.plx", text)
    refusal = load(str(project.file), "talk")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "not_an_image_pipe"


async def test_an_open_list_is_refused(project: Project) -> None:
    text = (
        'domain = "tests"\n[pipe.t]\ntype = "PipeImgGen"\ndescription = "x"\noutput = "Image[]"\nimg_gen_prompt = "x"\n'
    )
    project.write("tests.plx", text)
    assert (await project.run("t", preview=True)).failed.code == "check_failed"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ('output = "Image[]"\nimg_gen_prompt = "x"', "open_list"),
        ('output = "Image"', "missing_prompt"),
        ('output = "Image"\nimg_gen_prompt = " "', "empty_prompt"),
        ('output = "Image"\nimg_gen_prompt = "x"\nimg_gen = "flux-pro/v9"', "no_model"),
        ('output = "Image"\nimg_gen_prompt = "x"\nimg_gen = "gpt-image-1"\naspect_ratio = "21:9"', "unsupported_value"),
    ],
)
async def test_switching_a_rule_off_is_no_way_around_it(project: Project, keys: str, code: str) -> None:
    project.write("plx.toml", 'select = ["unused-concept"]\n')
    project.write("tests.plx", f'domain = "tests"\n[pipe.t]\ntype = "PipeImgGen"\ndescription = "x"\n{keys}\n')
    assert (await project.run("t", preview=True)).failed.code == code
