"""The runtime's command line: `python -m plx_runtime run FILE [PIPE] …`, which `plx run` starts.

Events go to stdout, one JSON object a line; `--terminal` shows them to a person instead, `--json` prints the pipe's
output alone. Ctrl-C once cancels remotely and keeps what has arrived; twice leaves.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Protocol

from plx_runtime.options import CONCURRENCY, DEADLINE, PARTIALS, Options, fault
from plx_runtime.refusal import USAGE_CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plx_runtime.events import Done, Event, Failed
    from plx_runtime.stop import Stop
    from plx_runtime.witness import Witness


class _Group(Protocol):
    """A part of a parser that takes arguments; argparse keeps its own class for it private."""

    def add_argument(self, *names: str, **settings: Any) -> object: ...


DONE, FAILED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status: 0 done, 1 failed or partial, 2 usage."""
    parser = _parser()
    try:
        wish = parser.parse_args(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    if wish.command == "schema":
        from plx_runtime.schemas import write

        return write(wish.write)
    return _run(wish)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plx", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_run(commands.add_parser("run", help="run a pipe: images out", description=__doc__, allow_abbrev=False))
    schema = commands.add_parser("schema", help="print or write the schemas of events and manifests")
    schema.add_argument("--write", metavar="DIR", help="write them into this folder")
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.formatter_class = argparse.RawDescriptionHelpFormatter
    run.description = "Run an image pipe. Ctrl-C once cancels remotely and keeps what has arrived; twice leaves."
    run.add_argument("file", metavar="FILE", help="the .plx file")
    run.add_argument(
        "pipe",
        metavar="PIPE",
        nargs="?",
        default="",
        help="a PipeImgGen in it (default: its main_pipe, or its only one)",
    )
    _add_inputs(run.add_argument_group("inputs"))
    _add_money(run.add_argument_group("money"))
    _add_ways(run.add_argument_group("how"))
    shows = run.add_mutually_exclusive_group()
    shows.add_argument("--events", action="store_true", help="print every event as a line of JSON")
    shows.add_argument("--json", action="store_true", help="print the pipe's output as JSON")
    shows.add_argument("--terminal", action="store_true", help=argparse.SUPPRESS)


def _add_inputs(group: _Group) -> None:
    group.add_argument(
        "--input", action="append", default=[], metavar="NAME=VALUE", help="one input; NAME=@FILE reads it from a file"
    )
    group.add_argument("--inputs", metavar="FILE", help="all inputs from JSON or TOML; - reads standard input")


def _add_money(group: _Group) -> None:
    group.add_argument("--preview", action="store_true", help="draw a preview; no key, no network, no cost")
    group.add_argument("--dry-run", action="store_true", help="show the exact requests and their price; call nothing")
    group.add_argument(
        "--max-cost", type=_number("max_cost", float), metavar="USD", help="refuse a run that may cost more"
    )
    group.add_argument("-y", "--yes", action="store_true", help="do not ask before an expensive run")
    group.add_argument(
        "--retry-paid",
        type=_number("retry_paid", int),
        default=0,
        metavar="N",
        help="repeat a call that may have been billed up to N times (default: never)",
    )


def _add_ways(group: _Group) -> None:
    group.add_argument("--out", metavar="DIR", help="the folder for files (default: the project's plx-out)")
    group.add_argument(
        "--resume", nargs="?", const="", metavar="RUN", help="finish an earlier run of this pipe (default: the latest)"
    )
    group.add_argument(
        "--deadline",
        type=_number("deadline", float),
        default=DEADLINE,
        metavar="S",
        help=f"stop after S seconds (default: {DEADLINE:.0f})",
    )
    group.add_argument(
        "--concurrency",
        type=_number("concurrency", int),
        default=CONCURRENCY,
        metavar="N",
        help=f"calls at once (default: {CONCURRENCY})",
    )
    group.add_argument(
        "--partial",
        type=_number("partials", int),
        default=0,
        metavar="N",
        help=f"unfinished pictures on the way, 0 to {PARTIALS}, where the model streams (each is billed a little)",
    )
    group.add_argument(
        "--no-prompt-in-manifest", action="store_true", help="keep prompt and inputs out of the files that stay"
    )
    group.add_argument("--untrusted", action="store_true", help="allow previews and dry runs only; read no key")


def _number(option: str, kind: type[int | float]) -> Callable[[str], float]:
    """A reader of the number that `option` of a run may be."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            number = None
        if number is None or fault(option, number):
            raise argparse.ArgumentTypeError(fault(option, text))
        return number

    return read


def options_of(wish: argparse.Namespace) -> Options:
    """The run that a command line asks for."""
    return Options(
        file=wish.file,
        pipe=wish.pipe,
        input_pairs=tuple(wish.input),
        inputs_file=wish.inputs,
        preview=wish.preview,
        dry_run=wish.dry_run,
        out=wish.out,
        resume=wish.resume,
        max_cost=wish.max_cost,
        yes=wish.yes,
        deadline=wish.deadline,
        concurrency=wish.concurrency,
        retry_paid=wish.retry_paid,
        partials=wish.partial,
        keep_prompt=not wish.no_prompt_in_manifest,
        untrusted=wish.untrusted,
    )


def _run(wish: argparse.Namespace) -> int:
    from plx_runtime.readers import print_events, print_output

    if wish.terminal:
        from plx_runtime.terminal import Terminal

        with Terminal(sys.stdout) as terminal:
            last = asyncio.run(_carry_out(options_of(wish), terminal.show, terminal.ask if terminal.can_ask else None))
    else:
        reader = print_output if wish.json else print_events
        last = asyncio.run(_carry_out(options_of(wish), reader, None))
    return _status(last)


async def _carry_out(
    options: Options, reader: Callable[[Event], None], confirm: Callable[[str], bool] | None
) -> Done | Failed:
    from plx_runtime.runs import carry_out
    from plx_runtime.stop import Stop
    from plx_runtime.witness import Witness

    stop = Stop(options.deadline)
    witness = Witness(reader)
    _listen_for_signals(stop, witness)
    return await carry_out(options, stop, witness.see, confirm=confirm)


def _listen_for_signals(stop: Stop, witness: Witness) -> None:
    """The first signal cancels, the second leaves at once: what was bought is in the ledger."""
    loop = asyncio.get_running_loop()

    def heard() -> None:
        if stop.reason != "cancelled":
            stop.cancel()
            return
        witness.tell_the_end()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(FAILED)

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, heard)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda _number, _frame: _soon(loop, heard))


def _soon(loop: asyncio.AbstractEventLoop, heard: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(heard)


def _status(last: Done | Failed) -> int:
    if last.event == "done":
        return DONE
    return USAGE if last.code in USAGE_CODES else FAILED
