"""The model deck: every name a pipe may give its model, what that becomes, what the model does, what it costs.

    types        the deck as plain data; `project` what a project says of its own
    embedded     the deck this release was built with (`plx_schema/data`)
    layers       a project's deck over it
    resolution   a choice -> the model, its backend, every option and who asked for it
    effects      what the model does with each option; the provider's parameters
    sizes        pixels for each aspect ratio
    pricing      what it costs, before it runs
    names        sigils, and names that look alike
    listing      all names, for completion and `plx models`
    shapes       a project's deck files as pydantic models, for their JSON Schemas; `data_shapes` the same of our own

Pure functions over plain data; everything but the shapes imports only `json`, and reads only this package's own files.
This module is the face: what is not named here is the room's own business.
"""

from plx_schema.deck.effects import Effect, calls, images_per_call, option_effects, parameters, served, who
from plx_schema.deck.embedded import load_embedded, read_deck
from plx_schema.deck.names import SIGIL_OF, kind_of, kinds, near_names, split_name, twin
from plx_schema.deck.options import OPTIONS, canonical
from plx_schema.deck.resolution import Failure, Resolution, Setting, Step, resolve
from plx_schema.deck.types import (
    EMBEDDED,
    Alias,
    Backend,
    Deck,
    Model,
    Option,
    Place,
    Preset,
    PriceFact,
    Routing,
    Status,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from plx_schema.deck.layers import overlay
    from plx_schema.deck.listing import Name, all_names, status_text
    from plx_schema.deck.pricing import Price, price, price_text
    from plx_schema.deck.project import ModelFile, ProjectDeck
    from plx_schema.deck.sizes import pixels, resolved_pixels, served_ratios

__all__ = [
    "EMBEDDED",
    "OPTIONS",
    "SIGIL_OF",
    "Alias",
    "Backend",
    "Deck",
    "Effect",
    "Failure",
    "Model",
    "ModelFile",
    "Name",
    "Option",
    "Place",
    "Preset",
    "Price",
    "PriceFact",
    "ProjectDeck",
    "Resolution",
    "Routing",
    "Setting",
    "Status",
    "Step",
    "all_names",
    "calls",
    "canonical",
    "images_per_call",
    "kind_of",
    "kinds",
    "load_embedded",
    "near_names",
    "option_effects",
    "overlay",
    "parameters",
    "pixels",
    "price",
    "price_text",
    "read_deck",
    "resolve",
    "resolved_pixels",
    "served",
    "served_ratios",
    "split_name",
    "status_text",
    "twin",
    "who",
]

_SELDOM = {
    "Name": "listing",
    "all_names": "listing",
    "status_text": "listing",
    "overlay": "layers",
    "Price": "pricing",
    "price": "pricing",
    "price_text": "pricing",
    "ModelFile": "project",
    "ProjectDeck": "project",
    "pixels": "sizes",
    "resolved_pixels": "sizes",
    "served_ratios": "sizes",
}
"""Name: the module that has it. Imported when it is first asked for: checking a file needs none of them."""


def __getattr__(name: str) -> object:
    if name not in _SELDOM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_SELDOM[name]}", fromlist=[name])
    value: object = getattr(module, name)
    globals()[name] = value  # asked for once: the next time it is there
    return value
