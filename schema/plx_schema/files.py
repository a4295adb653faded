"""Where the schema files lie: beside this package when installed, in `schema/` in a checkout.

Light enough for the check path.
"""

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def schema_path(name: str) -> str:
    """Give the path of `<name>.schema.json`. Where neither place has it, the one a checkout would write to."""
    installed = os.path.join(_PACKAGE, f"{name}.schema.json")
    if os.path.exists(installed):
        return installed
    return os.path.join(os.path.dirname(_PACKAGE), f"{name}.schema.json")


_loaded: "dict[str, dict[str, Any]]" = {}


def schema(name: str) -> "dict[str, Any]":
    """Give a schema, read once. It is shared: never change it.

    Raises:
        FileNotFoundError: See `schema_text`.
    """
    if name not in _loaded:
        _loaded[name] = json.loads(schema_text(name))
    return _loaded[name]


def schema_text(name: str) -> str:
    """Give the text of a schema file: `plx`, `deck`, ....

    Raises:
        FileNotFoundError: There is no such file: the installation is damaged.
    """
    with open(schema_path(name), encoding="utf-8") as file:
        return file.read()
