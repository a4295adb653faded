"""What the deck costs to load: `json` and nothing heavier."""

import subprocess
import sys

import pytest

HEAVY = ("pydantic", "typing", "dataclasses", "pathlib", "logging", "argparse", "difflib", "tomllib", "httpx", "openai")
PROGRAM = """
import sys
before = set(sys.modules)
import plx_schema.deck as deck
found = deck.resolve(deck.load_embedded(), "base_img_gen", {"aspect_ratio": "16:9"})
deck.option_effects(found), deck.price(found), deck.all_names(deck.load_embedded())
print(" ".join(sorted(set(sys.modules) - before)))
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    done = subprocess.run([sys.executable, "-I", "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stdout.split())


def test_the_deck_loads_nothing_heavy(loaded: set[str]) -> None:
    assert not loaded & set(HEAVY)


def test_the_deck_loads_only_json_and_itself(loaded: set[str]) -> None:
    ours = {name for name in loaded if name.startswith("plx_schema")}
    assert not ours & {"plx_schema.deck.shapes", "plx_schema.deck.data_shapes", "plx_schema.language"}
    assert "json" in loaded
