"""`plx` as a process, as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Done:
    """What a finished process left: its exit status and what it printed."""

    status: int
    out: str
    err: str


class Plx:
    """Runs `plx` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, stdin: bytes = b"", status: int | None = None, **environment: str) -> Done:
        env = {**{k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR")}, **environment}
        done = subprocess.run(
            [sys.executable, "-m", "plx_lsp", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
            env=env,
        )
        result = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        if status is not None:
            assert result.status == status, result
        return result

    def write(self, name: str, text: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path


@pytest.fixture
def plx(tmp_path: Path) -> Plx:
    return Plx(tmp_path)
