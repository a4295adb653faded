"""Where a call goes, and which key goes with it.

A checked-out repository must not be able to send the user's key elsewhere. So a key goes to the provider it was made
for, to an endpoint that the user's own environment names, and to an endpoint from a project's file only where the user
has said so by name in `PLX_TRUSTED_ENDPOINTS`. An endpoint is never read from a `.env`.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plx_runtime.keys import Key, find
from plx_runtime.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plx_schema.deck import Backend

ENDPOINT_VARIABLES = {"openai": "OPENAI_BASE_URL", "fal": "PLX_FAL_ENDPOINT"}
"""The variable of the process's environment that names another endpoint for a provider, by SDK."""

TRUST_VARIABLE = "PLX_TRUSTED_ENDPOINTS"
_NO_KEY = "none"  # what a local server is told that wants no key: an SDK insists on sending one
_VARIABLE = re.compile(r"\$\{(?:env:)?([A-Za-z_]\w*)\}")
_ENDPOINTS = {"openai": "https://api.openai.com/v1", "fal": "https://queue.fal.run"}
_KEYS = {"openai": ("OPENAI_API_KEY",), "fal": ("FAL_KEY", "FAL_API_KEY")}
_HOSTS = {"openai": "api.openai.com", "fal": "queue.fal.run"}
_PREFIXES = {"openai": "OPENAI_", "fal": "FAL_"}
_WHERE_KEYS_COME_FROM = {
    "openai": "https://platform.openai.com/api-keys",
    "fal": "https://fal.ai/dashboard/keys",
}


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint and the variables whose key may go there, best first.

    `keyless` is what is sent where none of them is set; None where a key is needed. `own` says that the endpoint is not
    the provider's; `plain`, that a project's file named it, so nothing else of the user's environment goes there.
    """

    sdk: str
    label: str
    endpoint: str
    names: tuple[str, ...]
    keyless: str | None = None
    own: bool = False
    plain: bool = False


def route(backend: Backend, sdk: str, environment: Mapping[str, str]) -> Route | Refusal:
    """Where calls to `backend` go, or why they go nowhere.

    The user's variable stands in for the provider, never for a server that a project's file names: that one has other
    models, and keys of its own.
    """
    written = backend.endpoint.strip()
    if not written or urlsplit(written).hostname == _HOSTS.get(sdk):
        named = environment.get(ENDPOINT_VARIABLES.get(sdk, ""), "").strip()
        if named:
            return _users(backend, sdk, named, ENDPOINT_VARIABLES[sdk])
        return _providers(backend, sdk, written)
    variable = _VARIABLE.fullmatch(written)
    if variable:
        # The whole address is the user's own word, whatever variable the file takes it from.
        return _users(backend, sdk, environment.get(variable[1], "").strip(), variable[1])
    return _projects(backend, sdk, written, environment)


def unlock(way: Route, environment: Mapping[str, str], env_file: Mapping[str, str]) -> Key | Refusal:
    """The key for a route: from the environment, then from the project's `.env`."""
    key = find(way.names, environment, env_file)
    if key is not None:
        return key
    if way.keyless is not None:
        return Key("", way.keyless)
    source = _WHERE_KEYS_COME_FROM.get(way.sdk)
    name = way.names[0]
    hint = (
        f"Set it in the environment (export {name}=…), or write {name}=… into the project's .env."
        f"{f' Keys: {source}.' if source else ''} --preview needs none."
    )
    return Refusal("missing_key", f"{way.label} needs a key, and {name} is not set.", hint)


def _providers(backend: Backend, sdk: str, endpoint: str) -> Route | Refusal:
    """The provider's own endpoint takes the provider's own key."""
    names = _names(backend, sdk)
    asked = _VARIABLE.fullmatch(backend.api_key.strip())
    if asked and asked[1] not in names:
        if not asked[1].startswith(_PREFIXES[sdk]):
            message = f"The project's files ask to send ${{{asked[1]}}} to {backend.label}, whose key it is not."
            return Refusal("foreign_key", message, "Nothing was sent. Correct `api_key` in its backends file.")
        names = (asked[1], *names)
    return Route(sdk, backend.label, endpoint or _ENDPOINTS[sdk], names)


def _users(backend: Backend, sdk: str, endpoint: str, variable: str) -> Route | Refusal:
    """An endpoint that the user's environment names gets the user's key; a local one works without."""
    if not _is_address(endpoint):
        return Refusal("no_endpoint", f"{variable} is to hold the address of {backend.label}, and holds none.")
    keyless = _NO_KEY if is_loopback(endpoint) else None
    return Route(sdk, backend.label, endpoint, _names(backend, sdk), keyless=keyless, own=True)


def _projects(backend: Backend, sdk: str, endpoint: str, environment: Mapping[str, str]) -> Route | Refusal:
    """An endpoint from a project's file gets a key only where the user trusts it with one."""
    if not _is_address(endpoint) or "${" in endpoint:
        return Refusal("no_endpoint", f"The endpoint of `{backend.name}` in the project's files is no plain address.")
    named = re.split(r"[\s,]+", environment.get(TRUST_VARIABLE, "").strip())
    trusted = origin(endpoint) in {origin(one) for one in named}
    if endpoint.startswith("http:") and not (trusted or is_loopback(endpoint)):
        message = f"The project's files send prompts to {origin(endpoint)} unencrypted."
        return Refusal("untrusted_endpoint", message, f"Nothing was sent. If you want that, set {TRUST_VARIABLE}.")
    written = backend.api_key.strip()
    wanted = tuple(_VARIABLE.findall(written)) or (() if written else backend.keys)
    if not wanted or (is_loopback(endpoint) and not written):
        return Route(sdk, backend.label, endpoint, (), keyless=written or _NO_KEY, own=True, plain=True)
    if not trusted:
        return _untrusted(sdk, endpoint, wanted[0])
    return Route(sdk, backend.label, endpoint, wanted, own=True, plain=True)


def _untrusted(sdk: str, endpoint: str, variable: str) -> Refusal:
    provider = _HOSTS.get(sdk, "its provider")
    message = f"The project's files ask to send ${{{variable}}} to {origin(endpoint)}, which is not {provider}."
    hint = f"Nothing was sent. If you trust that server with that key, set {TRUST_VARIABLE}={origin(endpoint)}."
    return Refusal("untrusted_endpoint", message, hint)


def _names(backend: Backend, sdk: str) -> tuple[str, ...]:
    return backend.keys or _KEYS[sdk]


def origin(address: str) -> str:
    """Scheme, host and port of an address, as `https://host:port`."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own, by name or number."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
