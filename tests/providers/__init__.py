"""Both providers as loopback servers, for tests that let the real SDKs talk real HTTP.

    with OpenAIProvider() as openai:
        openai.play("drop")           # what the next calls meet; "ok" unless told otherwise
        ...                           # point the runtime to openai.url
        assert openai.paid == 1       # how many calls a real provider might have billed

`python -m tests.providers` runs both for the editors' tests.
"""

from .fal import FalProvider
from .openai import OpenAIProvider

__all__ = ["FalProvider", "OpenAIProvider"]
