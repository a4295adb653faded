"""`python -m tests.providers [--delay SECONDS] [--openai SCENE] [--fal SCENE]`: both providers until standard input ends.

Prints one line of JSON with the environment that points the runtime to them.
"""

import argparse
import json
import sys

from . import FalProvider, OpenAIProvider


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds for each image")
    parser.add_argument("--openai", default="ok", metavar="SCENE", help="what OpenAI's calls meet")
    parser.add_argument("--fal", default="ok", metavar="SCENE", help="what fal's calls meet")
    parser.add_argument("--openai-port", type=int, default=0)
    parser.add_argument("--fal-port", type=int, default=0)
    wish = parser.parse_args()
    with OpenAIProvider(wish.delay, wish.openai_port) as openai, FalProvider(wish.delay, wish.fal_port) as fal:
        openai.play(wish.openai)
        fal.play(wish.fal)
        environment = {
            "OPENAI_BASE_URL": openai.url,
            "OPENAI_API_KEY": "test-key-openai",
            "PLX_FAL_ENDPOINT": fal.url,
            "FAL_KEY": "test-key-id:test-key-secret",
        }
        print(json.dumps(environment), flush=True)
        sys.stdin.read()


main()
