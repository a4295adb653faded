"""The house stands: nothing imports upward, and a check loads what it needs and no more (ARCHITECTURE.md)."""

import importlib
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {
    "pydantic",
    "pygls",
    "lsprotocol",
    "openai",
    "fal_client",
    "httpx",
    "httpx2",
    "PIL",
    "rich",
    "jinja2",
    "tomlkit",
}
OFF_THE_CHECK_PATH = HEAVY | {
    *("asyncio", "dataclasses", "typing", "pathlib", "inspect", "logging", "socket", "ssl", "subprocess"),
    *("tempfile", "difflib", "pathspec", "unicodedata", "importlib.metadata", "plx_lsp.server", "plx_lsp.features"),
}


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a fresh process has loaded when `plx` with these arguments ends."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from plx_lsp.cli import main\n"
        f"main({list(arguments)!r})\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=ROOT, check=False, env=_path()
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def _path() -> dict[str, str]:
    """`-S` keeps the environment's own start-up imports out of the picture; the packages are found all the same."""
    return {"PYTHONPATH": ":".join(str(ROOT / part) for part in ("", "schema", "runtime")) + ":" + _site()}


def _site() -> str:
    return next(path for path in sys.path if path.endswith("site-packages"))


def test_nothing_imports_upward() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("schema",)])
def test_small_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded_by(*arguments) & HEAVY == set()


def test_a_check_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "futuristic_car.plx", tmp_path)
    assert loaded_by("check", str(tmp_path / "futuristic_car.plx")) & OFF_THE_CHECK_PATH == set()


@pytest.mark.parametrize("face", ["plx_lsp.syntax", "plx_schema.deck"])
def test_what_a_face_names_is_never_the_module_of_that_name(face: str) -> None:
    """A face imports some of its names when they are asked for; a module of the same name would come instead."""
    package = importlib.import_module(face)
    modules = {found.name for found in pkgutil.iter_modules(package.__path__)}
    assert not modules & set(package.__all__)
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018 - asking is the test
