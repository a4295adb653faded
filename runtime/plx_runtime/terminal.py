"""A run as a person sees it at a terminal: progress per image, then what it came to. One more reader of the events."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import TYPE_CHECKING, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from plx_runtime.events import Cost, Done, Failed, Image, Log, Partial, Queued, RequestEvent, Started, Warned
from plx_runtime.paths import near

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import TaskID
    from typing_extensions import Self

    from plx_runtime.events import Event, Price


class Terminal:
    """Shows events on `stream`; on anything but a terminal, the same in plain lines."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, highlight=False, soft_wrap=True)
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("image {task.fields[nth]}"),
            BarColumn(bar_width=24, pulse_style="cyan"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[state]}[/]"),
            console=self._console,
        )
        self._live: Live | None = None
        self._tasks: dict[int, TaskID] = {}
        self._cost: Cost | None = None
        self._started: Started | None = None

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        return self._console.is_terminal and sys.stdin.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_progress()

    def ask(self, question: str) -> bool:
        """Ask about the price; only a clear yes is one."""
        self._console.print(f"[yellow]{escape(question)}[/]")
        return self._console.input("Run it? [y/N] ").strip().lower() in ("y", "yes")

    def show(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Started):
            self._begin(event)
        elif isinstance(event, RequestEvent):
            self._request(event)
        elif isinstance(event, Queued):
            ahead = "" if event.position is None else f", {event.position} ahead" if event.position else ", next"
            self._state(event.index, f"queued{ahead}" if event.position is not None else "at work")
        elif isinstance(event, Partial):
            self._state(event.index, f"unfinished picture {event.step + 1}")
        elif isinstance(event, Image):
            self._image(event)
        elif isinstance(event, Log):
            self._log(event)
        elif isinstance(event, Warned):
            self._console.print(f"[yellow]warning[/] {escape(event.message)}")
        elif isinstance(event, Cost):
            self._cost = event
        elif isinstance(event, Done):
            self._done(event)
        elif isinstance(event, Failed):
            self._failed(event)

    # -- along the way ------------------------------------------------------------------------------------------------

    def _begin(self, event: Started) -> None:
        self._started = event
        size = f"{event.width} × {event.height}" if event.width else (event.aspect_ratio or "size: the model's choice")
        images = "1 image" if event.count == 1 else f"{event.count} images"
        what = "[black on yellow] PREVIEW [/] " if event.preview else ""
        name = event.handle if event.handle == event.model else f"{event.model} → {event.handle}"
        self._console.print(f"{what}[bold]{escape(event.pipe)}[/]  {images}, {size}  [cyan]{escape(name)}[/]")
        if event.estimate and not event.preview:
            self._console.print(f"[dim]estimate {_amount(event.estimate)}  ({escape(event.estimate.basis)})[/]")
        for note in event.notes:
            self._console.print(f"[yellow]note[/] {escape(note.message)}")
        if self._console.is_terminal and event.count > 0:
            self._begin_progress(event.count)

    def _begin_progress(self, count: int) -> None:
        for index in range(count):
            nth = f"{index + 1}/{count}"
            self._tasks[index] = self._progress.add_task("", total=None, nth=nth, state="at work", start=True)
        self._live = Live(Group(self._progress), console=self._console, transient=True, refresh_per_second=8)
        self._live.start()

    def _end_progress(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _state(self, index: int, state: str) -> None:
        if index in self._tasks:
            self._progress.update(self._tasks[index], state=state)

    def _image(self, event: Image) -> None:
        seed = "" if event.seed is None else f", seed {event.seed}"
        size = f"{event.width} × {event.height}" if event.width else event.mime
        if event.index in self._tasks:
            self._progress.update(self._tasks[event.index], total=1, completed=1, state=f"{size}{seed}")
        self._console.print(f"[green]✓[/] {escape(near(event.file))}  [dim]{size}{seed}, {event.elapsed:.1f} s[/]")

    def _log(self, event: Log) -> None:
        style = "yellow" if event.level in ("warning", "error") else "dim"
        self._console.print(f"[{style}]{escape(event.message)}[/]")

    def _request(self, event: RequestEvent) -> None:
        self._end_progress()
        self._console.print(f"\n{event.method} {escape(event.url)}")
        body = json.dumps(event.body, indent=2, ensure_ascii=False)
        self._console.print(escape(textwrap.indent(body, "  ")))

    # -- the end ------------------------------------------------------------------------------------------------------

    def _done(self, event: Done) -> None:
        self._end_progress()
        if not event.files:
            self._console.print("\n[dim]A dry run: nothing was sent.[/]")
            return
        count = "1 image" if len(event.files) == 1 else f"{len(event.files)} images"
        cost = "free" if event.preview else _amount(event.cost) if event.cost else "cost unknown"
        self._console.print(f"[bold green]Done[/]  {count} in {event.elapsed:.1f} s, {cost}")
        for name, path in (("recipe", event.manifest), ("gallery", event.gallery)):
            if path:
                self._console.print(f"  {name:8}{escape(near(path))}")

    def _failed(self, event: Failed) -> None:
        self._end_progress()
        billed = " [yellow]It may have been billed.[/]" if event.may_have_been_billed else ""
        self._console.print(f"[bold red]Failed[/]  {escape(event.message)}{billed}")
        for each in event.diagnostics[1:]:
            self._console.print(f"  line {each['line']}: {escape(each['message'])} [dim]{each['rule']}[/]")
        if event.request_ids:
            self._console.print(f"  request {escape(', '.join(event.request_ids))}")
        if event.hint:
            self._console.print(f"  {escape(event.hint)}")


def _amount(price: Price) -> str:
    if price.low is None or price.high is None:
        return "price unknown"
    low, high = _dollars(price.low), _dollars(price.high)
    return low if low == high else f"{low} to {high}"


def _dollars(amount: float) -> str:
    return f"${amount:.2f}" if round(amount, 2) == round(amount, 4) else f"${amount:.4f}".rstrip("0")
