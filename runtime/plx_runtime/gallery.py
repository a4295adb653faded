"""The gallery page: all runs of an output folder in one file, from their manifests.

Self-contained: styles and script inside, images by relative path, nothing from any network. `gallery.html` is the
page itself, with `__RUNS__` where the runs go; this fills it.
"""

from __future__ import annotations

import json
import os
from typing import Any

from plx_runtime import store
from plx_runtime.manifest import Manifest

NAME = "index.html"
_PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gallery.html")


def renew(out: str) -> str | None:
    """Write the page for the runs in `out`; its path, or None where the folder does not take it."""
    path = os.path.join(out, NAME)
    try:
        store.write_over(path, render(manifests(out)).encode("utf-8", "surrogatepass"))
    except store.StoreError:
        return None
    return path


def manifests(out: str) -> list[Manifest]:
    """The manifests in `out`, newest first. A file that is none is passed over: the folder is the user's."""
    found = (_read(os.path.join(out, name)) for name in os.listdir(out) if name.endswith(".json"))
    return sorted((one for one in found if one), key=lambda one: (one.created, one.run), reverse=True)


def render(runs: list[Manifest]) -> str:
    """The page that shows these runs."""
    data = json.dumps([_plain(run) for run in runs], ensure_ascii=False, separators=(",", ":"))
    # Inside a script element only `<` can end it: JSON may spell it otherwise.
    with open(_PAGE, encoding="utf-8") as file:
        page = file.read()
    return page.replace("__RUNS__", data.replace("<", "\\u003c"))


def _read(path: str) -> Manifest | None:
    try:
        with open(path, "rb") as file:
            return Manifest.model_validate_json(file.read())
    except (OSError, ValueError):
        return None


def _plain(run: Manifest) -> dict[str, Any]:
    """What the page shows of a run: its recipe, without the calls' bodies."""
    shown = run.model_dump(mode="json", exclude={"calls", "inputs", "v"})
    shown["failures"] = [call.message for call in run.calls if call.message]
    return shown
