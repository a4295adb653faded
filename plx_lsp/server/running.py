"""Running pipes for the client: what has to be asked before, and the answers of the commands.

Nothing is run in a workspace that is not trusted, nothing that has errors, nothing that is not saved, and nothing
above the project's price limit unconfirmed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from plx_lsp.features.runnable import runnables
from plx_lsp.server import inputs as inputs_file
from plx_lsp.server.runs import Run, Wish
from plx_lsp.server.showing import Show, why
from plx_lsp.server.untyped import table
from plx_lsp.server.uris import path_of
from plx_lsp.syntax import decode

if TYPE_CHECKING:
    from plx_lsp.features.runnable import Runnable
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Home


MOST_PARTIALS = 3
"""Unfinished pictures that a provider sends on the way, at most."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What a command answers instead of running anything, as docs/protocol.md has it."""

    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A command's argument. `inputs` is None where they are to be read from the inputs file."""

    path: str
    pipe: str
    inputs: dict[str, str] | None
    confirmed: bool
    resume: str | None
    preview: bool = False
    dry_run: bool = False
    partials: int = 0

    @classmethod
    def read(cls, argument: dict[str, Any], *, preview: bool = False, dry_run: bool = False) -> Asked:
        """The argument as the client sent it; an error for it where it is none."""
        uri, pipe, given, resume = (argument.get(name) for name in ("uri", "pipe", "inputs", "resume"))
        if not isinstance(uri, str) or not isinstance(pipe, str):
            raise JsonRpcInvalidParams("this command takes an object {uri, pipe, inputs?}")
        inputs = None if given is None else {name: str(value) for name, value in table(given).items()}
        resumed = resume if isinstance(resume, str) else None
        partials = argument.get("partials")
        asked = partials if isinstance(partials, int) and 0 <= partials <= MOST_PARTIALS else 0
        return cls(path_of(uri), pipe, inputs, argument.get("confirmed") is True, resumed, preview, dry_run, asked)


# -- commands ---------------------------------------------------------------------------------------------------------


async def run(server: Server, argument: dict[str, Any]) -> dict[str, Any]:
    """`plx.run`: buy the images of a pipe."""
    return await _start(server, Asked.read(argument))


async def preview(server: Server, argument: dict[str, Any]) -> dict[str, Any]:
    """`plx.preview`: draw what a run would make; nothing is bought."""
    return await _start(server, Asked.read(argument, preview=True))


def cancel(server: Server, argument: dict[str, Any]) -> dict[str, Any]:
    """`plx.cancel`: stop one run, or all."""
    wanted = argument.get("runId")
    stopped = [run_id for run_id in server.runs if wanted in (None, run_id)]
    for run_id in stopped:
        server.runs[run_id].stop()
    return {"cancelled": stopped}


async def show_request(server: Server, argument: dict[str, Any]) -> dict[str, Any]:
    """`plx.showRequest`: the exact request of a pipe, with its price; nothing is called."""
    wish = await _wish(server, Asked.read(argument, dry_run=True))
    if isinstance(wish, Instead):
        return _tell(server, wish.answer)
    events = [event async for event in (await Run.start(wish)).events()]
    if events[-1]["event"] == "failed":
        return _tell(server, {"refused": why(events[-1])})
    started = next((event for event in events if event["event"] == "started"), events[-1])
    requests = [_request(event) for event in events if event["event"] == "request"]
    return {
        "request": requests[0] if len(requests) == 1 else requests,
        "price": started.get("estimate"),
        "notes": started.get("notes", []),
    }


def _request(event: dict[str, Any]) -> dict[str, Any]:
    return {name: event.get(name) for name in ("method", "url", "body")}


async def _start(server: Server, asked: Asked) -> dict[str, Any]:
    wish = await _wish(server, asked)
    if isinstance(wish, Instead):
        return _tell(server, wish.answer)
    show = Show(server, wish, await Run.start(wish))
    return _tell(server, await show.begin())


def _tell(server: Server, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer; shown as a message, too, to a client that does nothing with answers."""
    if "refused" in answer and not server.client.wants_run_events:
        server.client.say(types.MessageType.Error, answer["refused"])
    return answer


# -- before a run -----------------------------------------------------------------------------------------------------


async def _wish(server: Server, asked: Asked) -> Wish | Instead:
    """What is to be run; or what has to happen first."""
    if not (server.session.trusted and server.session.allowed):
        return Instead({"refused": "This workspace is not trusted, so nothing is run and no key is read here."})
    home = server.session.home_of(asked.path)
    if home is None:
        return Instead({"refused": f"{asked.path} is no PLX file of this session."})
    await server.until_loaded(home)
    found = _checked(server, home, asked)
    if isinstance(found, Instead):
        return found
    inputs = asked.inputs
    if inputs is None:
        read = await _inputs(server, found)
        if isinstance(read, Instead):
            return read
        inputs = read
    confirmed = await _confirmed(server, home, found, asked)
    if isinstance(confirmed, Instead):
        return confirmed
    folder = home.root or os.path.dirname(asked.path)
    return Wish(
        asked.path, asked.pipe, folder, inputs, asked.preview, asked.dry_run, confirmed, asked.resume, asked.partials
    )


def _checked(server: Server, home: Home, asked: Asked) -> Runnable | Instead:
    """The pipe, without errors, saved as it is shown."""
    source = home.sources[asked.path]
    found = runnables(home.project.library, source, home.linter.diagnostics(asked.path))
    each = next((each for each in found if each.pipe.code == asked.pipe), None)
    if each is None:
        return Instead({"refused": f"There is no PipeImgGen `{asked.pipe}` in {os.path.basename(asked.path)}."})
    if each.reason:
        return Instead({"refused": _sentence(f"`{asked.pipe}` cannot be run: {each.reason}")})
    if asked.path in server.session.buffers and not _is_saved(asked.path, source.document.text):
        name = os.path.basename(asked.path)
        return Instead({"refused": f"{name} has changes that are not saved: save it, so that what you see is run."})
    return each


def _sentence(text: str) -> str:
    """A text with a full stop, unless it ends in a mark of its own: what is wrong may be told as a question."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _is_saved(path: str, text: str) -> bool:
    try:
        with open(path, "rb") as file:
            return decode(file.read())[0] == text
    except OSError:
        return False


async def _inputs(server: Server, each: Runnable) -> dict[str, str] | Instead:
    """The inputs written in the inputs file; made and shown where some are missing."""
    if not each.pipe.inputs:
        return {}
    read = inputs_file.read(each.pipe)
    if read.missing:
        try:
            inputs_file.make_room(each.pipe, read)
        except OSError as error:
            return Instead({"refused": f"{read.path} cannot be written: {error.strerror}."})
    elif not read.fault:
        return read.values
    uri = server.session.uri(read.path)
    await server.client.show_document(uri)
    if read.fault:
        return Instead({"refused": _sentence(f"The inputs cannot be read. {read.fault}")})
    if not server.client.wants_run_events:
        names = " and ".join(f"`{name}`" for name in read.missing)
        server.client.say(types.MessageType.Info, f"Fill in {names} in {os.path.basename(read.path)}, save, run again.")
    return Instead({"needsInputs": uri})


async def _confirmed(server: Server, home: Home, each: Runnable, asked: Asked) -> bool | Instead:
    """Whether the run is confirmed; or the question, where it may cost more than the project's limit."""
    estimate, limit = each.plan.estimate, home.project.settings.confirm_above
    if asked.confirmed or asked.preview or asked.dry_run or estimate is None or (estimate.high or 0) <= limit:
        return asked.confirmed
    message = f"It may cost {each.plan.price} ({estimate.basis}). This project asks above ${limit:g}."
    if server.client.wants_run_events:
        question = {"low": estimate.low, "high": estimate.high, "limit": limit, "message": message}
        return Instead({"needsConfirmation": question})
    if await server.client.ask(f"Run `{asked.pipe}`? {message}", "Run"):
        return True
    return Instead({"refused": f"`{asked.pipe}` was not run: its price was not confirmed."})
