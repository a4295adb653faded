"""`python -m plx_lsp` is `plx`."""

import sys

from plx_lsp.cli import command

sys.exit(command())
