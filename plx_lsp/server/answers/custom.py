"""The requests of docs/protocol.md: pipes, runs, models and the state of the session, for clients that show more."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from plx_lsp import __version__
from plx_lsp.features.models import drawback, names_of
from plx_lsp.features.runnable import runnables
from plx_lsp.project.library import Library
from plx_lsp.project.settings import OUT_FOLDER
from plx_lsp.server import inputs as inputs_file
from plx_lsp.server.untyped import table, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.features.runnable import Runnable
    from plx_lsp.project.symbols import Input
    from plx_lsp.server.app import Server
    from plx_lsp.server.session import Here, Home

_NEVER_LONG = ("Number",)
"""Concepts whose value is short: a form gives them one line."""


def requests(_server: Server) -> dict[str, tuple[Any, Any]]:
    """The handlers, each with its options."""
    return {
        "plx/pipes": (pipes, None),
        "plx/runs": (runs, None),
        "plx/models": (models, None),
        "plx/status": (status, None),
    }


# -- pipes ------------------------------------------------------------------------------------------------------------


async def pipes(server: Server, params: Any) -> list[dict[str, Any]]:
    """The image pipes of a document as they would be run."""
    here = server.session.document(_uri(params))
    if here is None:
        return []
    await server.until_loaded(here.home)
    found = runnables(here.library, here.source, here.home.linter.diagnostics(here.source.path))
    return [_pipe(server, here, each) for each in found]


def _pipe(server: Server, here: Here, each: Runnable) -> dict[str, Any]:
    plan, written = each.plan, inputs_file.read(each.pipe)
    found: dict[str, Any] = {
        "pipe": each.pipe.code,
        "range": server.convert.range(here.source, each.whole.start, each.whole.end),
        "selectionRange": server.convert.range(here.source, each.name.start, each.name.end),
        "runnable": not each.reason,
        "model": plan.model or None,
        "price": _price(each),
        "count": plan.count,
        "aspectRatio": plan.aspect_ratio or None,
        "inputs": [_input(here, one, written.values) for one in each.pipe.inputs],
    }
    return {**found, "reason": each.reason} if each.reason else found


def _price(each: Runnable) -> dict[str, Any] | None:
    estimate = each.plan.estimate
    if estimate is None:
        return None
    basis = estimate.basis or estimate.unknown
    return {"low": estimate.low, "high": estimate.high, "currency": estimate.currency, "basis": basis}


def _input(here: Here, each: Input, written: dict[str, str]) -> dict[str, Any]:
    concept = here.library.concept(each.reference, here.source) if each.reference is not None else None
    found: dict[str, Any] = {
        "name": each.name,
        "concept": each.reference.text if each.reference is not None else "",
        "description": concept.description if concept is not None else None,
        "multiline": concept is None or concept.code not in _NEVER_LONG,
    }
    return {**found, "value": written[each.name]} if each.name in written else found


# -- runs -------------------------------------------------------------------------------------------------------------


async def runs(server: Server, params: Any) -> list[dict[str, Any]]:
    """The manifests of earlier runs, newest first: of one document's, or of every project."""
    wanted = text(table(params).get("uri"))
    folders = {_out_folder(home) for home in _homes(server, wanted)}
    found = await asyncio.to_thread(_manifests, sorted(folders))
    for manifest in found:
        manifest["uri"] = server.session.uri(_source(manifest))
    mine = [each for each in found if wanted in ("", each["uri"])]
    return sorted(mine, key=_created, reverse=True)


def _homes(server: Server, uri: str) -> list[Home]:
    here = server.session.document(uri) if uri else None
    return [here.home] if here is not None else list(server.session.homes.values())


def _out_folder(home: Home) -> str:
    base = home.root or os.path.dirname(next(iter(home.sources), ""))
    return os.path.join(base, home.project.settings.out or OUT_FOLDER)


def _manifests(folders: list[str]) -> list[dict[str, Any]]:
    return [manifest for folder in folders for manifest in _manifests_in(folder)]


def _manifests_in(folder: str) -> Iterator[dict[str, Any]]:
    """The manifests of an output folder, each with its own path; what is none is passed over."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if name.endswith(".json"):
            path = os.path.join(folder, name)
            try:
                with open(path, "rb") as file:
                    manifest = table(json.loads(file.read()))
            except (OSError, ValueError):
                continue
            if text(manifest.get("run")) and text(manifest.get("pipe")):
                yield {**manifest, "path": path}


def _source(manifest: dict[str, Any]) -> str:
    file = text(table(manifest.get("source")).get("file"))
    return os.path.normpath(os.path.join(os.path.dirname(manifest["path"]), file))


def _created(manifest: dict[str, Any]) -> tuple[str, str]:
    return text(manifest.get("created")), text(manifest.get("run"))


# -- models and status ------------------------------------------------------------------------------------------------


def models(server: Server, params: Any) -> list[dict[str, Any]]:
    """Every name that a pipe of a document may give its model."""
    here = server.session.document(text(table(params).get("uri")))
    deck = (here.library if here is not None else Library()).deck
    return [
        {
            "name": each.name,
            "kind": each.kind,
            "resolvesTo": each.handle or None,
            "backend": each.backend or None,
            "price": each.price or None,
            "status": each.status or "unknown",
            "detail": each.problem or drawback(deck, each, os.environ) or None,
        }
        for each in names_of(deck)
    ]


async def status(server: Server, _params: Any) -> dict[str, Any]:
    """What the session knows and has spent."""
    homes = await server.every_home()
    own = [home for home in homes if home.project.deck_files is not None and home.project.deck_files.files]
    deck = (own or homes)[0].project.library.deck if homes else Library().deck
    return {
        "version": __version__,
        "deck": ".pipelex/inference" if own else "embedded",
        "asOf": deck.as_of or None,
        "files": sum(len(home.sources) for home in homes),
        "problems": await server.publisher.count_problems(),
        "spent": server.spent,
    }


def _uri(params: Any) -> str:
    uri = table(params).get("uri")
    if not isinstance(uri, str):
        raise JsonRpcInvalidParams("this request takes {uri}")
    return uri
