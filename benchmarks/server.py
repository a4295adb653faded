"""The language server beside plxt, taplo and tombi: one run, ratios to trust, milliseconds to doubt.

    python -m benchmarks.server [--edits N]

Each server opens the same bundle, in which one pipe has a fault that every one of them finds (a key written twice).
Then a person types: a letter into a description, diagnostics awaited; completion and hover; a key typed letter by
letter with a completion asked for right behind each, diagnostics not awaited. Medians, with the 99th percentile.
"""

from __future__ import annotations

import argparse
import queue
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bundles import bundle
from benchmarks.server_client import Client

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SIZES = (10, 100, 1_000, 10_000)
TYPED = "safety_to"
FILES = 1_000


@dataclass
class Server:
    """A server, the ending of the files it serves, and their language id."""

    name: str
    command: list[str]
    suffix: str
    language: str


@dataclass
class Session:
    """A bundle open in a server, and somebody typing in the middle of it."""

    client: Client
    uri: str
    lines: list[str]
    version: int = 1
    figures: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, milliseconds: float) -> None:
        self.figures.setdefault(what, []).append(milliseconds)

    def change(self, line: int, start: int, end: int, text: str) -> float:
        """Edit a line; when the edit left."""
        self.version += 1
        old = self.lines[line]
        self.lines[line] = old[:start] + text + old[end:]
        span = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
        document = {"uri": self.uri, "version": self.version}
        change = {"range": span, "text": text} if self.client.incremental else {"text": "\n".join(self.lines)}
        params = {"textDocument": document, "contentChanges": [change]}
        return self.client.send({"method": "textDocument/didChange", "params": params})

    def at(self, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": column}}

    def line_of(self, beginning: str) -> int:
        """The line that begins so, nearest behind the middle of the text."""
        middle = len(self.lines) // 2 if len(self.lines) > 200 else 0
        return next(index for index in range(middle, len(self.lines)) if self.lines[index].startswith(beginning))


def servers() -> list[Server]:
    """Ours, and the peers as their packages install them. The peers read `.toml` only."""
    return [
        Server("plx", [str(BIN / "plx"), "lsp"], "plx", "plx"),
        Server("plxt", [str(BIN / "plxt"), "lsp", "stdio"], "toml", "toml"),
        Server("taplo", [str(BIN / "taplo"), "lsp", "stdio"], "toml", "toml"),
        Server("tombi", [str(BIN / "tombi"), "lsp", "--offline"], "toml", "toml"),
    ]


def with_fault(text: str) -> str:
    """The bundle with one key written twice, in its second pipe."""
    at = text.index("nb_steps", text.index("nb_steps") + 1)
    return text[:at] + "nb_steps = 1\n" + text[at:]


def prepare(folder: Path) -> None:
    """A project with our schema for each server that takes one."""
    schema = (ROOT / "schema" / "plx.schema.json").as_uri()
    (folder / "plx.toml").write_text("")
    (folder / "tombi.toml").write_text(f'[[schemas]]\npath = "{schema}"\ninclude = ["bundle.toml"]\n')
    for name in (".taplo.toml", "taplo.toml", "plxt.toml"):
        (folder / name).write_text(
            f'[[rule]]\ninclude = ["bundle.toml"]\n[rule.schema]\nenabled = true\nurl = "{schema}"\n'
        )


def measure(server: Server, pipes: int, edits: int) -> dict[str, list[float]] | str:
    """Every figure of one server at one size; or why there is none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        text = with_fault(bundle(pipes))
        path = folder / f"bundle.{server.suffix}"
        path.write_text(text)
        try:
            client = Client(server.command, folder)
        except OSError as error:
            return str(error)
        try:
            return _measure(client, server, path.as_uri(), text, edits)
        except (queue.Empty, OSError):
            return "no answer" if client.process.poll() is None else "its package has no server"
        finally:
            client.stop()


def _measure(client: Client, server: Server, uri: str, text: str, edits: int) -> dict[str, list[float]]:
    session = Session(client, uri, text.split("\n"))
    initialized = client.initialize()
    opened = {"uri": uri, "languageId": server.language, "version": 1, "text": text}
    began = client.send({"method": "textDocument/didOpen", "params": {"textDocument": opened}})
    _, taken = client.diagnostics(uri, began)
    session.note("start", initialized + taken)
    time.sleep(0.3)
    _type_prose(session, edits)
    _ask(session, edits)
    _type_key(session, edits)
    session.note("memory", client.memory())
    return session.figures


def _type_prose(session: Session, edits: int) -> None:
    line, column = session.line_of("description = "), len('description = "')
    for index in range(edits):
        session.client.forget_diagnostics()
        began = session.change(line, column + index, column + index, "abcdefgh "[index % 9])
        session.note("edit", session.client.diagnostics(session.uri, began)[1])
        time.sleep(0.005)


def _ask(session: Session, edits: int) -> None:
    line = session.line_of("aspect_ratio = ")
    for _ in range(edits):
        session.note("completion", session.client.request("textDocument/completion", session.at(line, 0))[1])
        session.note("hover", session.client.request("textDocument/hover", session.at(line, 4))[1])


def _type_key(session: Session, edits: int) -> None:
    line = session.line_of("guidance_scale = ")
    session.change(line, 0, 0, "\n")
    session.lines[line : line + 1] = ["", session.lines[line].lstrip("\n")]
    for _ in range(max(1, edits // len(TYPED))):
        for column, letter in enumerate(TYPED):
            began = session.change(line, column, column, letter)
            session.client.request("textDocument/completion", session.at(line, column + 1))
            session.note("typing", (time.perf_counter() - began) * 1000)
        session.change(line, 0, len(TYPED), "")


def measure_workspace(edits: int) -> dict[str, list[float]]:
    """Ours alone: many files as one workspace, and the same figures in one of them. The peers read only open files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plx.toml").write_text("")
        for number in range(FILES):
            text = bundle(10).replace('"images"', f'"images_{number}"').replace("[pipe.draw_", f"[pipe.draw_{number}_")
            (folder / f"file_{number}.plx").write_text(with_fault(text) if number == 0 else text)
        path = folder / "file_0.plx"
        client = Client([str(BIN / "plx"), "lsp"], folder)
        figures = _measure(client, servers()[0], path.as_uri(), path.read_text(), edits)
        client.stop()
        return figures


COLUMNS = {
    "start": "spawn → first diagnostics",
    "edit": "keystroke → diagnostics",
    "completion": "completion",
    "typing": "completion while typing",
    "hover": "hover",
    "memory": "MB at most",
}


def shown(figures: dict[str, list[float]], what: str, ours: dict[str, list[float]]) -> str:
    """A median with its 99th percentile, and how many times ours it is."""
    values = sorted(figures.get(what, ()))
    if not values:
        return "–"
    median = statistics.median(values)
    text = f"{median:,.0f}" if median >= 100 or what == "memory" else f"{median:.2g}"
    if len(values) > 1:
        text += f" ({values[min(len(values) - 1, int(len(values) * 0.99))]:.0f})"
    return text if figures is ours else f"{text} x {median / statistics.median(ours[what]):.1f}"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=60, help="how many of each are timed (default: 60)")
    edits: int = parser.parse_args().edits
    print(f"Milliseconds, median (99th percentile) x ours\n\n| pipes | server | {' | '.join(COLUMNS.values())} |")
    print("|--:|---|" + "--:|" * len(COLUMNS))
    for pipes in SIZES:
        ours: dict[str, list[float]] = {}
        for server in servers():
            figures = measure(server, pipes, edits if pipes < SIZES[-1] else max(5, edits // 8))
            if isinstance(figures, str):
                print(f"| {pipes:,} | {server.name} | {figures} |" + " |" * (len(COLUMNS) - 1), flush=True)
                continue
            ours = ours or figures
            cells = [shown(figures, what, ours) for what in COLUMNS]
            print(f"| {pipes:,} | {server.name} | {' | '.join(cells)} |", flush=True)
    figures = measure_workspace(edits)
    cells = [shown(figures, what, figures) for what in COLUMNS]
    print(f"| {FILES:,} x 10 | plx | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
