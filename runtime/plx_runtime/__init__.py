"""The runtime: a checked pipe in, images out, each bought at most once, nothing bought lost.

Third floor, reached by the static side as a process only (`python -m plx_runtime`). For scripts:

    import plx_runtime
    done = plx_runtime.run("cars.plx", "generate_car_image", out="images")

    run, run_async    one run; the `done` event, or RunFailedError with the `failed` event
    Done, Failed      the two ways a run ends

The names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plx_runtime.events import Done, Failed
    from plx_runtime.runs import RunFailedError, run, run_async

__all__ = ["Done", "Failed", "RunFailedError", "run", "run_async"]

_HOMES = {"Done": "events", "Failed": "events", "RunFailedError": "runs", "run": "runs", "run_async": "runs"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"plx_runtime.{_HOMES[name]}"), name)
