"""The command line, as a process: what it prints, and its exit status."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import plx_runtime
from plx_lsp.runtime import command
from plx_runtime.command import main, options_of
from plx_runtime.events import Done
from plx_runtime.terminal import Terminal
from tests.providers import FalProvider, OpenAIProvider
from tests.runtime.conftest import Project

PLX = [sys.executable, "-c", "import sys; from plx_lsp.cli import main; sys.exit(main())"]


def plx(project: Project, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "100", **project.environment}
    return subprocess.run(
        [*PLX, "run", *words],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **more,
    )


@dataclass
class Said:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """What `plx run` starts, in this process: quicker than a process of its own."""

    def call(project: Project, *words: str) -> Said:
        for name, value in project.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.chdir(project.root)
        shown = [] if {"--json", "--events"} & set(words) else ["--terminal"]
        status = main(["run", *shown, *words])
        return Said(status, *capsys.readouterr())

    return call


def test_a_person_sees_what_happens(with_openai: Project) -> None:
    done = plx(with_openai, "tests.plx", "openai_four")
    assert done.returncode == 0, done.stderr
    assert "openai_four  4 images, 1024 × 1024  gpt-image-2" in done.stdout
    assert "plx-out/openai_four-" in done.stdout
    assert "Done  4 images in" in done.stdout
    assert "plx-out/index.html" in done.stdout
    assert "\x1b[" not in done.stdout


def test_a_machine_gets_the_output(runtime: Callable[..., Said], with_openai: Project) -> None:
    done = runtime(with_openai, "tests.plx", "openai_four", "--json")
    contents = json.loads(done.stdout)
    assert len(contents) == 4
    assert all(Path(content["url"]).exists() for content in contents)
    assert done.stderr == ""


def test_a_machine_gets_the_events(runtime: Callable[..., Said], with_openai: Project) -> None:
    done = runtime(with_openai, "tests.plx", "openai_one", "--events")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[0]["event"] == "started"
    assert events[-1]["event"] == "done"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["tests.plx", "fal_one", "--preview"], 0, "PREVIEW"),
        (["tests.plx", "fal_one"], 1, "FAL_KEY is not set"),
        (["tests.plx", "fal_on"], 2, "Did you mean `fal_one`?"),
        (["nothing.plx", "fal_one"], 2, "nothing.plx cannot be read"),
        (["tests.plx", "asked", "--preview"], 2, "wants `subject` (Subject)"),
        (["tests.plx", "fal_one", "--resume", "--preview"], 2, "is unfinished"),
        (["tests.plx", "fal_one", "--dry-run"], 0, '"image_size": "landscape_16_9"'),
        ([], 2, "usage: plx run"),
        (["tests.plx"], 2, "Its image pipes: "),
        (["--help"], 0, "--retry-paid"),
        (["tests.plx", "fal_one", "--nonsense"], 2, "unrecognized arguments: --nonsense"),
    ],
)
def test_exit_status(runtime: Callable[..., Said], project: Project, words: list[str], status: int, said: str) -> None:
    done = runtime(project, *words)
    assert said in done.stdout + done.stderr
    assert done.returncode == status


def test_a_failed_run(runtime: Callable[..., Said], with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("drop")
    done = runtime(with_openai, "tests.plx", "openai_one")
    assert done.returncode == 1
    assert "It may have been billed." in done.stdout
    assert "usage page" in done.stdout


def test_json_of_a_failed_run(runtime: Callable[..., Said], with_openai: Project, openai: OpenAIProvider) -> None:
    openai.play("moderation")
    done = runtime(with_openai, "tests.plx", "openai_one", "--json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "safety system" in done.stderr


def test_diagnostics_are_shown(runtime: Callable[..., Said], project: Project) -> None:
    project.write("tests.plx", project.file.read_text().replace('"16:9"', '"17:9"', 1))
    done = runtime(project, "tests.plx", "openai_one", "--preview")
    assert done.returncode == 1
    assert "17:9" in done.stdout
    assert "plx check tests.plx" in done.stdout


def test_inputs_from_standard_input(with_fal: Project, fal: FalProvider) -> None:
    done = plx(with_fal, "tests.plx", "asked", "--inputs", "-", "--json", input='{"subject": "a heron"}')
    assert done.returncode == 0, done.stderr
    assert fal.submissions[0].body["prompt"] == "a heron"


def test_a_reader_that_goes_away_stops_no_run(with_fal: Project, fal: FalProvider) -> None:
    """`plx run --events | head -1`: the image is bought, so it is saved."""
    environment = {**os.environ, **with_fal.environment}
    runtime = command("run", str(with_fal.file), "fal_one")
    process = subprocess.Popen(runtime, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0
    assert len(list(with_fal.out.glob("*.png"))) == 1
    assert fal.paid == 1


def on_a_terminal(project: Project, *words: str, answer: str = "") -> tuple[int, str]:
    """Run on a pseudo-terminal, type `answer`; the exit status and everything shown."""
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm-256color", **project.environment}
    process = subprocess.Popen(
        [*PLX, "run", *words], cwd=project.root, env=environment, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    os.write(parent, answer.encode())
    shown = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(parent)
    return process.wait(30), shown.decode()


def test_progress_on_a_terminal(with_fal: Project, fal: FalProvider) -> None:
    fal.delay = 0.3
    status, shown = on_a_terminal(with_fal, "tests.plx", "fal_one")
    assert status == 0
    assert "image 1/1" in shown
    assert "queued, 1 ahead" in shown
    assert "✓" in shown


@pytest.mark.parametrize(("answer", "status", "paid"), [("y\n", 0, 1), ("n\n", 1, 0), ("\n", 1, 0)])
def test_an_expensive_run_is_asked_about(
    with_fal: Project, fal: FalProvider, answer: str, status: int, paid: int
) -> None:
    with_fal.write("plx.toml", "[run]\nconfirm-above = 0.01\n")
    done, shown = on_a_terminal(with_fal, "tests.plx", "fal_four", answer=answer)
    assert "more than $0.01" in shown
    assert done == status
    assert fal.paid == paid


def test_nobody_to_ask(with_fal: Project, fal: FalProvider) -> None:
    with_fal.write("plx.toml", "[run]\nconfirm-above = 0.01\n")
    done = plx(with_fal, "tests.plx", "fal_four", stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert "--yes" in done.stdout
    assert fal.paid == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("module", ["plx_lsp.project.project", "plx_runtime.command", "plx_runtime.perform", "asyncio"])
def test_an_early_ctrl_c_is_answered_quietly(project: Project, module: str) -> None:
    """While the runtime still loads: nothing is sent yet, so nothing needs to be told."""
    interrupt = f"""
import os, signal, sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
"""
    words = command("run", str(project.file), "fal_one", "--preview")
    words[2] = interrupt + words[2]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_ctrl_c_held_back_is_answered_at_the_start(project: Project) -> None:
    """`plx run` becomes the runtime with Ctrl-C blocked; one that came meanwhile is pending."""
    words = command("run", str(project.file), "fal_one", "--preview")
    words[2] = (
        "import os, signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}); "
        "os.kill(os.getpid(), signal.SIGINT); " + words[2]
    )
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_the_current_folder_is_not_imported_from(project: Project) -> None:
    for name in ("plx_runtime", "json", "rich", "httpx"):
        project.write(f"{name}.py", "raise SystemExit('imported from the project')")
    done = plx(project, "tests.plx", "fal_one", "--preview")
    assert done.returncode == 0, done.stdout + done.stderr


def test_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert "One event of a run" in capsys.readouterr().out


def test_schemas_are_written_into_a_new_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "folder"
    assert main(["schema", "--write", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["events.schema.json", "manifest.schema.json"]
    (tmp_path / "file").write_text("")
    assert main(["schema", "--write", str(tmp_path / "file")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_every_option_reaches_the_run() -> None:
    from plx_runtime.command import _parser

    line = "run f p --input a=b --inputs i --preview --dry-run --out o --resume r --max-cost 1 --yes --deadline 2"
    more = "--concurrency 3 --retry-paid 4 --partial 2 --no-prompt-in-manifest --untrusted"
    options = options_of(_parser().parse_args([*line.split(), *more.split()]))
    assert (options.file, options.pipe, options.input_pairs, options.inputs_file) == ("f", "p", ("a=b",), "i")
    assert (options.out, options.resume, options.max_cost, options.deadline) == ("o", "r", 1.0, 2.0)
    assert (options.concurrency, options.retry_paid, options.partials) == (3, 4, 2)
    assert options.preview
    assert options.dry_run
    assert options.yes
    assert options.untrusted
    assert not options.keep_prompt


# -- from Python ----------------------------------------------------------------------------------


@pytest.fixture
def environment(with_fal: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name, value in with_fal.environment.items():
        monkeypatch.setenv(name, value)
    return with_fal


def test_from_python(environment: Project) -> None:
    done = plx_runtime.run(str(environment.file), "asked", {"subject": "a heron"}, out=str(environment.root / "art"))
    assert isinstance(done, Done)
    assert Path(done.files[0]).parent == environment.root / "art"


async def test_from_a_program_with_an_event_loop(environment: Project) -> None:
    seen: list[Any] = []
    done = await plx_runtime.run_async(str(environment.file), "fal_four", on_event=seen.append)
    assert len(done.files) == 4
    assert seen[-1] is done


def test_a_failure_from_python(environment: Project, fal: FalProvider) -> None:
    fal.play("one-nsfw")
    with pytest.raises(plx_runtime.RunFailedError, match="3 of 4 images are saved") as caught:
        plx_runtime.run(str(environment.file), "fal_four")
    assert len(caught.value.event.saved) == 3


def test_importing_it_loads_nothing() -> None:
    code = "import sys, plx_runtime; print([m for m in ('pydantic', 'httpx', 'openai', 'fal_client', 'PIL', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("backend", ["preview", "openai", "fal"])
def test_a_run_loads_its_own_sdk_only(with_openai: Project, with_fal: Project, backend: str) -> None:
    pipe = {"preview": "fal_one", "openai": "openai_one", "fal": "fal_one"}[backend]
    words = [str(with_fal.file), pipe, *(["--preview"] if backend == "preview" else [])]
    code = (
        "import sys; from plx_runtime.command import main; "
        f"main(['run', *{words!r}]); "
        "print([m for m in ('openai', 'fal_client', 'PIL') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **with_fal.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {"preview": ["PIL"], "openai": ["openai"], "fal": ["fal_client"]}[backend]
    assert done.stderr.strip() == str(expected)


def test_text_is_never_markup(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    from plx_runtime.events import Warned

    with Terminal(sys.stdout) as terminal:
        terminal.show(Warned(run="r", t=0.0, code="x", message="[bold]not bold[/] [link=x]"))
    assert "[bold]not bold[/] [link=x]" in capsys.readouterr().out


# -- values that mean nothing ---------------------------------------------------------------------

NONSENSE = [
    ("max_cost", "--max-cost", ["nan", "inf", "-1", "x"]),
    ("deadline", "--deadline", ["nan", "inf", "0", "-3", "x"]),
    ("concurrency", "--concurrency", ["0", "-1", "1.5", "x"]),
    ("retry_paid", "--retry-paid", ["-1", "0.5"]),
    ("partials", "--partial", ["-1", "4", "9", "1.5"]),
]


@pytest.mark.parametrize(
    ("option", "flag", "text"), [(option, flag, text) for option, flag, texts in NONSENSE for text in texts]
)
def test_a_value_that_means_nothing_is_refused_on_both_faces(
    runtime: Callable[..., Said], with_fal: Project, fal: FalProvider, option: str, flag: str, text: str
) -> None:
    done = runtime(with_fal, "tests.plx", "fal_one", f"{flag}={text}")
    assert done.returncode == 2
    assert f"argument {flag}: wants " in done.stderr
    assert f"not {text}" in done.stderr
    value: Any = text if text == "x" else float(text) if text in ("nan", "inf") or "." in text else int(text)
    with pytest.raises(ValueError, match=f"^{option} wants .*, not {text}"):
        plx_runtime.run(str(with_fal.file), "fal_one", **{option: value})
    assert fal.requests == []


@pytest.mark.parametrize(("option", "value"), [("partials", True), ("max_cost", "1"), ("resume", 7)])
def test_a_value_of_another_type_is_refused(project: Project, option: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{option} wants "):
        plx_runtime.run(str(project.file), "fal_one", **{option: value})


def test_no_limit_from_python(environment: Project) -> None:
    assert plx_runtime.run(str(environment.file), "fal_one", deadline=None, max_cost=None).files


def test_the_latest_run_is_resumed_from_python(environment: Project, fal: FalProvider) -> None:
    fal.play("moderation")
    with pytest.raises(plx_runtime.RunFailedError):
        plx_runtime.run(str(environment.file), "fal_one")
    fal.play("ok")
    done = plx_runtime.run(str(environment.file), resume=True)
    assert len(done.files) == 1
    with pytest.raises(plx_runtime.RunFailedError, match="is unfinished"):
        plx_runtime.run(str(environment.file), resume=True)
    assert plx_runtime.run(str(environment.file), "fal_one", resume=False).run != done.run


def test_the_only_pipe_from_python(environment: Project) -> None:
    environment.write(
        "one.plx",
        'domain = "one"\n[pipe.only]\ntype = "PipeImgGen"\ndescription = "x"\n'
        'output = "Image"\nimg_gen_prompt = "x"\nimg_gen = "flux-pro/v1.1"\n',
    )
    assert plx_runtime.run(str(environment.root / "one.plx"), preview=True).files
