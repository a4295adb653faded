"""`plx schema`: the JSON Schemas, printed or written for editors that read them."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `plx schema`."""
    parser.add_argument("name", nargs="?", default="plx", metavar="NAME", help="which schema (default: plx)")
    parser.add_argument("--list", action="store_true", help="print the names of all schemas")
    parser.add_argument("--write", metavar="FOLDER", help="generate every schema from the models into this folder")


def run(options: argparse.Namespace) -> int:
    """Print one schema, list all, or write all."""
    from plx_schema.files import schema_text

    if options.list:
        from plx_schema.export import BUILDERS

        print("\n".join(sorted(BUILDERS)))
        return 0
    if options.write:
        return _write(options.write)
    try:
        sys.stdout.write(schema_text(options.name))
    except FileNotFoundError:
        print(f"plx schema: there is no schema `{options.name}`; `plx schema --list` lists them", file=sys.stderr)
        return 2
    return 0


def _write(folder: str) -> int:
    """Write every schema into the folder, which is made where there is none, and print what changed."""
    from plx_schema import export

    try:
        os.makedirs(folder, exist_ok=True)
        for path in export.write(folder):
            print(path)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        print(f"plx schema: {error.filename or folder}: could not be written: {why}", file=sys.stderr)
        return 2
    return 0
