"""`python -m plx_runtime`: how the command line and the editors reach the runtime."""

import sys

from plx_runtime.command import main

if __name__ == "__main__":
    sys.exit(main())
