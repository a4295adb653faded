"""`plx schema`: the JSON Schemas, printed or written for editors that read them."""

from __future__ import annotations

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

    if options.write or options.list:
        from plx_schema import export

        if options.list:
            print("\n".join(sorted(export.BUILDERS)))
        else:
            for path in export.write(options.write):
                print(path)
        return 0
    try:
        sys.stdout.write(schema_text(options.name))
    except FileNotFoundError:
        print(f"plx schema: there is no schema `{options.name}`; `plx schema --list` lists them", file=sys.stderr)
        return 2
    return 0
