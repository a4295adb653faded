"""`plx lsp`: serve editors over standard input and output."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `plx lsp`."""
    parser.add_argument("--stdio", action="store_true", help="accepted for clients that say it; there is no other way")
    parser.add_argument("--log", metavar="FILE", help="write what happens to this file")
    parser.add_argument("--clientProcessId", dest="client", type=int, metavar="ID", help="leave when this process does")


def run(options: argparse.Namespace) -> int:
    """Serve until the client leaves."""
    from plx_lsp.server.serve import serve

    return serve(log=options.log, client=options.client)
