"""What holds for every test: properties are tried on the same examples each time, unless somebody asks for new ones."""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("new", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("PLX_EXAMPLES", "same"))
