"""The hooks, under the real pre-commit. Slow: it builds an environment from the package index, as a user's first run does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_check import HEALTHY

ROOT = Path(__file__).parent.parent.parent
PRE_COMMIT = Path(sys.executable).parent / "pre-commit"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's repository that names our hooks, and a home folder for what pre-commit makes."""
    folder = tmp_path_factory.mktemp("user")
    _git(folder, "init", "-q")
    return folder


def _git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def _hook(folder: Path, hook: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home")}
    return subprocess.run(
        [PRE_COMMIT, "try-repo", str(ROOT), hook, "--all-files", "--verbose"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
        env=environment,
    )


@pytest.mark.slow
def test_the_hooks_check_and_fix_what_is_committed(repository: Path) -> None:
    path = repository / "a.plx"
    path.write_text(HEALTHY)
    _git(repository, "add", ".")
    done = _hook(repository, "plx-check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No problems in 1 file." in done.stdout

    path.write_text(HEALTHY.replace('output = "Image"', 'output = "Text"'))
    done = _hook(repository, "plx-check")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "a.plx:6:10: error[output-not-image]" in done.stdout

    path.write_text(HEALTHY.replace("description", "definition"))
    done = _hook(repository, "plx-check-fix")
    assert done.returncode == 1, "a hook that changes files fails, so that its user looks"
    assert path.read_text() == HEALTHY
    assert "files were modified by this hook" in done.stdout
