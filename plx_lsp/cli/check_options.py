"""What `plx check` can be asked.

`check` fills it in; the rest of this package reads it. argparse is not needed for it: loading that takes as long as
reading and checking a file, and most calls (a hook's, a person's) name nothing but files.
"""

from __future__ import annotations

from plx_lsp.cli.reports import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


class CheckOptions:
    """The options of a call. What is said here holds where the call says nothing."""

    command: str = "check"
    paths: Sequence[str] = (".",)
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    select: list[str] | None = None
    ignore: list[str] | None = None
    strict: bool = False
    output_format: str = "full"
    statistics: bool = False
    stdin_filename: str | None = None
    watch: bool = False
    no_color: bool = False

    @classmethod
    def of_paths(cls, arguments: Sequence[str]) -> CheckOptions | None:
        """The options of a call that names only paths; None for any other call, which is argparse's to read."""
        if any(each.startswith("-") and each != "-" for each in arguments):
            return None
        options = cls()
        options.paths = arguments or cls.paths
        return options


def declare(parser: argparse.ArgumentParser) -> None:
    """Tell argparse the same options; it is to fill in a `CheckOptions`."""
    paths = parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; `-` reads standard input")
    paths.default = CheckOptions.paths
    parser.add_argument("--fix", action="store_true", help="apply the fixes that keep the meaning")
    parser.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: apply every fix")
    parser.add_argument("--diff", action="store_true", help="print what the fixes would change, and change nothing")
    parser.add_argument("--select", type=_names, metavar="RULES", help="only these rules (comma-separated)")
    parser.add_argument("--ignore", type=_names, metavar="RULES", help="without these rules (comma-separated)")
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument("--output-format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--statistics", action="store_true", help="print how often each rule was broken")
    parser.add_argument("--stdin-filename", metavar="FILE", help="the name of the file that standard input holds")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    parser.add_argument("--no-color", action="store_true", help="no colours, even on a terminal")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
