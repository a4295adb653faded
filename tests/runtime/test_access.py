"""Keys go where they belong and nowhere else, and are found in nothing that is written or shown."""

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_runtime.access import Route, is_loopback, route, unlock
from plx_runtime.keys import Key, Scrubber, find, read_env_file
from plx_runtime.refusal import Refusal
from plx_schema.deck import Backend, load_embedded
from tests.providers import FalProvider, OpenAIProvider
from tests.runtime.conftest import KEYS, Project

OPENAI = load_embedded().backends["openai"]
FAL = load_embedded().backends["fal"]


def project_backend(endpoint: str, api_key: str = "", name: str = "own", sdk: str = "openai") -> Backend:
    return Backend(name, sdk, endpoint=endpoint, api_key=api_key, keys=("OPENAI_API_KEY",), own_endpoint=True)


def key_for(backend: Backend, environment: dict[str, str], env_file: dict[str, str] | None = None) -> Any:
    way = route(backend, backend.sdk, environment)
    return way if isinstance(way, Refusal) else unlock(way, environment, env_file or {})


# -- the providers' own endpoints -----------------------------------------------------------------


@pytest.mark.parametrize(("backend", "name"), [(OPENAI, "OPENAI_API_KEY"), (FAL, "FAL_KEY"), (FAL, "FAL_API_KEY")])
def test_a_providers_key(backend: Backend, name: str) -> None:
    assert key_for(backend, {name: "k"}) == Key(name, "k")
    assert key_for(backend, {}, {name: "k"}) == Key(name, "k")


def test_the_environment_comes_before_the_file() -> None:
    assert key_for(FAL, {"FAL_KEY": "mine"}, {"FAL_KEY": "the file's"}).value == "mine"


@pytest.mark.parametrize(("backend", "name"), [(OPENAI, "OPENAI_API_KEY"), (FAL, "FAL_KEY")])
def test_a_missing_key_is_named(backend: Backend, name: str) -> None:
    refusal = key_for(backend, {name: "  "})
    assert refusal.code == "missing_key"
    assert name in refusal.message
    assert f"export {name}=" in refusal.hint
    assert "--preview" in refusal.hint


async def test_a_missing_key_is_no_preview(project: Project) -> None:
    ran = await project.run("fal_one")
    assert ran.failed.code == "missing_key"
    assert not project.out.exists()


async def test_a_key_from_the_projects_env_file(with_openai: Project, openai: OpenAIProvider) -> None:
    del with_openai.environment["OPENAI_API_KEY"]
    with_openai.write(".env", "export OPENAI_API_KEY='sk-from-the-file'\n")
    assert (await with_openai.run("openai_one")).done
    assert openai.keys == {"sk-from-the-file"}


def test_a_file_may_ask_for_another_of_the_providers_keys() -> None:
    backend = Backend(
        "openai", "openai", endpoint=OPENAI.endpoint, api_key="${OPENAI_KEY_OF_MY_TEAM}", keys=OPENAI.keys
    )
    assert key_for(backend, {"OPENAI_KEY_OF_MY_TEAM": "k"}).value == "k"


def test_a_file_may_not_ask_for_somebody_elses_key() -> None:
    backend = Backend(
        "openai", "openai", endpoint=OPENAI.endpoint, api_key="${AWS_SECRET_ACCESS_KEY}", keys=OPENAI.keys
    )
    refusal = key_for(backend, {"AWS_SECRET_ACCESS_KEY": "secret", "OPENAI_API_KEY": "k"})
    assert refusal.code == "foreign_key"
    assert "secret" not in refusal.message


# -- endpoints of the user's own ------------------------------------------------------------------


def test_the_environment_names_an_endpoint() -> None:
    environment = {"OPENAI_BASE_URL": "https://gateway.example/v1", "OPENAI_API_KEY": "k"}
    way = route(OPENAI, "openai", environment)
    assert isinstance(way, Route)
    assert (way.endpoint, way.own, way.plain) == ("https://gateway.example/v1", True, False)
    assert key_for(OPENAI, environment).value == "k"


@pytest.mark.parametrize("variable", ["OPENAI_BASE_URL", "PLX_FAL_ENDPOINT"])
def test_the_environment_moves_no_backend_that_has_an_endpoint_of_its_own(variable: str) -> None:
    sdk = "openai" if variable == "OPENAI_BASE_URL" else "fal"
    own = project_backend("http://127.0.0.1:8000/v1", sdk=sdk)
    way = route(own, sdk, {variable: "https://gateway.example/v1", "OPENAI_API_KEY": "k"})
    assert isinstance(way, Route)
    assert (way.endpoint, way.names) == ("http://127.0.0.1:8000/v1", ())
    mine = {variable: "https://gateway.example/v1", "MY_SERVER": "https://mine.example/v1"}
    way = route(project_backend("${MY_SERVER}", sdk=sdk), sdk, mine)
    assert isinstance(way, Route)
    assert way.endpoint == "https://mine.example/v1"


def test_a_local_server_needs_no_key() -> None:
    assert key_for(OPENAI, {"OPENAI_BASE_URL": "http://localhost:8080/v1"}).value == "none"
    assert key_for(OPENAI, {"OPENAI_BASE_URL": "https://gateway.example/v1"}).code == "missing_key"


def test_an_endpoint_that_is_no_address() -> None:
    assert key_for(OPENAI, {"OPENAI_BASE_URL": "gateway", "OPENAI_API_KEY": "k"}).code == "no_endpoint"


async def test_no_endpoint_from_an_env_file(project: Project, openai: OpenAIProvider) -> None:
    project.write(".env", f"OPENAI_BASE_URL={openai.url}\nOPENAI_API_KEY=k\n")
    ran = await project.run("openai_one", dry_run=True)
    assert ran.of("request")[0].url == "https://api.openai.com/v1/images/generations"


# -- endpoints from a project's file --------------------------------------------------------------

EVIL = "https://evil.example/v1"


@pytest.mark.parametrize("api_key", ["", "${OPENAI_API_KEY}", "${AWS_SECRET_ACCESS_KEY}", "Bearer ${OPENAI_API_KEY}"])
def test_a_checkout_cannot_send_a_key_elsewhere(api_key: str) -> None:
    environment = {"OPENAI_API_KEY": "k", "AWS_SECRET_ACCESS_KEY": "s"}
    refusal = key_for(project_backend(EVIL, api_key), environment, environment)
    assert refusal.code == "untrusted_endpoint"
    assert "evil.example" in refusal.message
    assert "PLX_TRUSTED_ENDPOINTS=https://evil.example" in refusal.hint


def test_nor_inside_an_address() -> None:
    refusal = key_for(project_backend("https://evil.example/${OPENAI_API_KEY}/v1"), {"OPENAI_API_KEY": "k"})
    assert refusal.code == "no_endpoint"


def test_nor_by_calling_a_key_an_address() -> None:
    refusal = key_for(project_backend("${OPENAI_API_KEY}"), {"OPENAI_API_KEY": "sk-secret"})
    assert refusal.code == "no_endpoint"
    assert "sk-secret" not in refusal.message


def test_nor_unencrypted() -> None:
    assert key_for(project_backend("http://images.example/v1", "literal"), {}).code == "untrusted_endpoint"


def test_the_user_may_trust_an_endpoint() -> None:
    environment = {"OPENAI_API_KEY": "k", "PLX_TRUSTED_ENDPOINTS": "https://other.example, https://evil.example/v1"}
    assert key_for(project_backend(EVIL, "${OPENAI_API_KEY}"), environment).value == "k"
    assert (
        key_for(project_backend("https://evil.example:444/v1", "${OPENAI_API_KEY}"), environment).code
        == "untrusted_endpoint"
    )


def test_a_key_in_the_file_itself_is_the_projects_own() -> None:
    assert key_for(project_backend(EVIL, "literal"), {"OPENAI_API_KEY": "k"}) == Key("", "literal")


def test_a_local_endpoint_of_a_project_gets_no_key_of_the_users() -> None:
    assert key_for(project_backend("http://127.0.0.1:1234/v1"), {"OPENAI_API_KEY": "k"}).value == "none"
    assert (
        key_for(project_backend("http://127.0.0.1:1234/v1", "${OPENAI_API_KEY}"), {"OPENAI_API_KEY": "k"}).code
        == "untrusted_endpoint"
    )


BACKENDS = """\
[openai]
enabled = true
endpoint = "{endpoint}"
api_key = "{key}"
"""


async def test_a_projects_local_server_makes_the_image(
    project: Project, openai: OpenAIProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team-Secret: s3cret")
    project.write(".pipelex/inference/backends.toml", BACKENDS.format(endpoint=openai.url, key="dummy"))
    project.environment["OPENAI_API_KEY"] = KEYS["OPENAI_API_KEY"]
    ran = await project.run("openai_one")
    assert ran.done
    assert openai.keys == {"dummy"}
    sent = str(openai.requests[0].headers)
    assert "org-private" not in sent
    assert "s3cret" not in sent


async def test_a_projects_foreign_endpoint_is_refused(project: Project, openai: OpenAIProvider) -> None:
    endpoint = openai.url.replace("127.0.0.1", "localhost.evil.example")
    project.write(".pipelex/inference/backends.toml", BACKENDS.format(endpoint=endpoint, key="${OPENAI_API_KEY}"))
    project.environment["OPENAI_API_KEY"] = KEYS["OPENAI_API_KEY"]
    ran = await project.run("openai_one")
    assert ran.failed.code == "untrusted_endpoint"
    assert openai.requests == []


async def test_a_retired_model_is_refused_before_any_call(project: Project) -> None:
    project.environment["OPENAI_API_KEY"] = "k"
    ran = await project.run("openai_retired")
    assert ran.failed.code == "retired_model"
    assert "gpt-image-2.5-sunburst" in (ran.failed.hint or "")


async def test_a_retired_model_lives_on_at_an_endpoint_of_ones_own(
    with_openai: Project, openai: OpenAIProvider
) -> None:
    ran = await with_openai.run("openai_retired")
    assert ran.done
    assert ran.of("warning")[0].code == "retired-model"
    assert openai.generations[0].body["model"] == "gpt-image-1"


# -- an untrusted project -------------------------------------------------------------------------


async def test_an_untrusted_project_runs_nothing(with_fal: Project, fal: FalProvider) -> None:
    ran = await with_fal.run("fal_one", untrusted=True)
    assert ran.failed.code == "untrusted"
    assert fal.requests == []
    assert (await with_fal.run("fal_one", untrusted=True, preview=True)).done
    assert (await with_fal.run("fal_one", untrusted=True, dry_run=True)).done


# -- nothing shows a key --------------------------------------------------------------------------


@pytest.mark.parametrize("scene", ["ok", "key-refused", "key-echoed", "drop", "bad-parameter"])
async def test_no_key_is_written_or_shown(with_openai: Project, openai: OpenAIProvider, scene: str) -> None:
    openai.play(scene)
    ran = await with_openai.run("openai_one")
    assert KEYS["OPENAI_API_KEY"] not in ran.everything_written
    assert "sk-test" not in ran.everything_written


async def test_no_part_of_fals_key_is_written_or_shown(with_fal: Project) -> None:
    ran = await with_fal.run("fal_one")
    for part in (KEYS["FAL_KEY"], *KEYS["FAL_KEY"].split(":")):
        assert part not in ran.everything_written


@given(st.text(min_size=8, max_size=60).filter(str.strip), st.text(max_size=30), st.text(max_size=30))
def test_a_known_key_never_passes(key: str, before: str, behind: str) -> None:
    scrub = Scrubber()
    scrub.know(key)
    assert key not in scrub(before + key + behind)


def test_what_looks_like_the_rest_of_a_key_is_hidden() -> None:
    assert Scrubber()("Incorrect API key provided: sk-abc***xyz. See") == "Incorrect API key provided: [key]. See"


def test_a_key_does_not_show_itself() -> None:
    assert "secret" not in repr(Key("OPENAI_API_KEY", "secret"))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("K=v", "v"),
        ("export K = v ", "v"),
        ('K="v w" # comment', "v w"),
        ("K='v#w'", "v#w"),
        ("K=v # comment", "v"),
        ("K=v#w", "v#w"),
        ("K=", ""),
        ("# K=v", None),
        ("K", None),
        ("\ufeffK=v", "v"),
    ],
)
def test_lines_of_an_env_file(tmp_path: Any, line: str, value: str | None) -> None:
    (tmp_path / ".env").write_text(line + "\n", "utf-8")
    assert read_env_file(str(tmp_path)).get("K") == value


def test_no_env_file(tmp_path: Any) -> None:
    assert read_env_file(str(tmp_path)) == {}
    os.mkdir(tmp_path / ".env")
    assert read_env_file(str(tmp_path)) == {}
    assert find(("A",), {}) is None


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("http://localhost:1", True),
        ("http://127.0.0.9", True),
        ("http://[::1]:2", True),
        ("http://10.0.0.1", False),
        ("x", False),
    ],
)
def test_loopback(address: str, answer: bool) -> None:
    assert is_loopback(address) is answer
