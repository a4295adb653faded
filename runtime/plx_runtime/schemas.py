"""The schemas of the event stream and of manifests, generated from their models and committed under `schema/`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from pydantic import TypeAdapter

from plx_runtime.events import AnyEvent
from plx_runtime.manifest import Manifest

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build() -> dict[str, dict[str, Any]]:
    """Each schema by its file name."""
    events = TypeAdapter[Any](AnyEvent).json_schema(mode="serialization")
    manifest = Manifest.model_json_schema(mode="serialization")
    return {
        "events.schema.json": {"$schema": _DIALECT, "title": "One event of a run of plx", **events},
        "manifest.schema.json": {"$schema": _DIALECT, **manifest},
    }


def text(schema: dict[str, Any]) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write(folder: str | None) -> int:
    """Write the schemas into `folder`, made where it is missing, or print them; exit status 0, or 2 where it fails."""
    try:
        for name, schema in build().items():
            if folder is None:
                print(text(schema), end="")
            else:
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
                    file.write(text(schema))
    except OSError as error:
        print(f"plx schema: {folder or 'stdout'} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    return 0
