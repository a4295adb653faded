"""Where the schema files lie: beside this package when installed, in `schema/` in a checkout.

Light enough for the check path.
"""

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def schema_path(name: str) -> str:
    """Give the path of `<name>.schema.json`. Where neither place has it, the one a checkout would write to."""
    installed = os.path.join(_PACKAGE, f"{name}.schema.json")
    if os.path.exists(installed):
        return installed
    return os.path.join(os.path.dirname(_PACKAGE), f"{name}.schema.json")


def schema_text(name: str) -> str:
    """Give the text of a schema file: `plx`, `deck`, ....

    Raises:
        FileNotFoundError: There is no such file: the installation is damaged.
    """
    with open(schema_path(name), encoding="utf-8") as file:
        return file.read()
