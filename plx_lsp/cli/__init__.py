"""The `plx` command: one command, one file.

The top floor. A command's module is imported only when it is the one that was called, so `plx check` never pays for
what `plx lsp` needs. Each has `configure(parser)` and `run(options) -> int`, the exit status: 0 fine, 1 something is
wrong with the user's files, 2 the command could not do its work. One that has a class `Options` gets an instance of
that, and may read simple calls without argparse (`Options.of_paths`).
"""

from __future__ import annotations

import gc
import os
import sys
from errno import ENOSPC

from plx_lsp import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Any

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("check", "Check PLX files"),
    "run": ("run", "Run a pipe: images out"),
    "models": ("models", "List models, what they resolve to and cost"),
    "explain": ("explain", "Explain a rule"),
    "schema": ("schema", "Print or write the JSON Schemas"),
    "lsp": ("lsp", "Serve editors over stdio"),
}
"""Command: (module in this package, what it does)."""

HIDDEN_COMMANDS: dict[str, tuple[str, str]] = dict.fromkeys(
    ("hover", "complete", "definition", "references", "rename", "actions", "symbols", "lenses", "hints"),
    ("feature", "Call an editor feature"),
)
"""Editor features from the command line, so that a bug is one command to reproduce: `plx hover FILE:LINE:COLUMN`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `plx` with these arguments (those of the process, if None) and give its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given[0] if given else "--help"
    if name in ("-V", "--version"):
        print(f"plx {__version__}")
        return 0
    if name in ("-h", "--help", "help"):
        print(_overview())
        return 0 if given else 2
    command = COMMANDS.get(name) or HIDDEN_COMMANDS.get(name)
    if command is None:
        print(f"plx: there is no command `{name}`{_suggestion(name)}\n\n{_overview()}", file=sys.stderr)
        return 2
    return _run(name, _module(command[0]), given[1:], command[1])


def command() -> int:
    """The `plx` executable: `main`, without what a check can do without.

    A check is over soon and makes hardly any cycles, so nothing is collected; it has nothing to put away, so nothing of
    what it has built up is taken down. The two would take a fifth of the time.
    """
    _open_what_is_closed()
    is_check = sys.argv[1:2] == ["check"]
    if is_check:
        gc.disable()
    status = main()
    if is_check:
        if not sys.stderr.closed:
            sys.stderr.flush()
        os._exit(status)
    return status


def _open_what_is_closed() -> None:
    """Whoever closes an output (`2>&-`) does not want to hear of it: it goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open to the end


def _run(name: str, module: ModuleType, arguments: list[str], summary: str) -> int:
    try:
        options = _options(name, module, arguments, summary)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    options.command = name
    try:
        return _to_its_last_word(module, options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`plx check | head`): not an error of ours.
        sys.stderr.close()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno == ENOSPC:
            print(f"plx {name}: the output could not be written: {os.strerror(ENOSPC).lower()}", file=sys.stderr)
            return 2
        if os.environ.get("PLX_TRACEBACK"):
            raise
        _report_crash(name)
        return 2


def _report_crash(name: str) -> None:
    """Say that it is our fault, where it happened, and how to tell us."""
    from traceback import extract_tb

    kind, error, trace = sys.exc_info()
    last = extract_tb(trace)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    print(
        f"plx {name}: a fault in plx itself, not in your files: {kind.__name__ if kind else ''}: {error} ({place})\n"
        "Run it again with PLX_TRACEBACK=1 in the environment and report what it prints.",
        file=sys.stderr,
    )


def _to_its_last_word(module: ModuleType, options: Any) -> int:
    """The command's status, when all it printed has been written."""
    status = module.run(options)
    if not sys.stdout.closed:
        sys.stdout.flush()
    return status


def _options(name: str, module: ModuleType, arguments: list[str], summary: str) -> Any:
    kind = getattr(module, "Options", None)
    options = kind.of_paths(arguments) if kind else None
    if options is None:
        parser = _parser(name, summary)
        module.configure(parser)
        options = parser.parse_args(arguments, kind() if kind else None)
    return options


def _parser(name: str, summary: str) -> argparse.ArgumentParser:
    import argparse

    def layout(prog: str) -> argparse.HelpFormatter:
        # With a width of our own, argparse does not import shutil to ask the terminal for one.
        return argparse.HelpFormatter(prog, max_help_position=28, width=100)

    return argparse.ArgumentParser(
        prog=f"plx {name}", description=summary + ".", allow_abbrev=False, formatter_class=layout
    )


def _module(name: str) -> ModuleType:
    __import__(f"plx_lsp.cli.{name}")
    return sys.modules[f"plx_lsp.cli.{name}"]


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:{width}}{summary}" for name, (_, summary) in COMMANDS.items()]
    return "\n".join(
        [
            "plx: check, serve and run PLX image pipes.",
            "",
            "usage: plx COMMAND …",
            "",
            *lines,
            "",
            "  plx COMMAND --help says more. plx --version prints the version.",
        ]
    )


def _suggestion(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    return f"; did you mean `{near[0]}`?" if near else ""
