"""The gallery page: every run, newest first, from manifests alone, with nothing from anywhere else."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from plx_runtime import gallery
from plx_runtime.manifest import Manifest
from tests.providers import FalProvider
from tests.runtime.conftest import Project


def runs_in(page: str) -> list[dict[str, Any]]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match
    return json.loads(match[1])


async def test_every_run_renews_the_page(with_fal: Project, fal: FalProvider) -> None:
    await with_fal.run("fal_one")
    await with_fal.run("fal_four", preview=True)
    fal.play("one-nsfw")
    ran = await with_fal.run("fal_four")
    page = (ran.out / "index.html").read_text("utf-8")
    runs = runs_in(page)
    assert {(run["pipe"], run["status"], run["preview"]) for run in runs} == {
        ("fal_one", "done", False),
        ("fal_four", "done", True),
        ("fal_four", "partial", False),
    }
    assert [run["created"] for run in runs] == sorted((run["created"] for run in runs), reverse=True)
    assert all((ran.out / image["file"]).exists() for run in runs for image in run["images"])


async def test_the_page_is_self_contained(with_fal: Project) -> None:
    ran = await with_fal.run("fal_one", preview=True)
    assert ran.done.gallery == str(ran.out / "index.html")
    page = (ran.out / "index.html").read_text("utf-8")
    markup = page.replace(json.dumps(runs_in(page)), "")
    assert not re.findall(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", markup)
    assert "@import" not in markup
    assert "default-src 'none'" in markup


async def test_a_prompt_cannot_break_out(with_fal: Project) -> None:
    attack = "</script><script>alert(1)</script><!-- & <b>"
    ran = await with_fal.run("asked", inputs={"subject": attack}, preview=True)
    page = (ran.out / "index.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert runs_in(page)[0]["prompt"] == attack


def test_files_that_are_no_manifests_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"mine": true}')
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "folder.json").mkdir()
    assert gallery.manifests(str(tmp_path)) == []
    assert gallery.renew(str(tmp_path)) == str(tmp_path / "index.html")


def test_a_folder_that_takes_no_page(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    assert gallery.renew(str(tmp_path)) is None


# -- in a browser ---------------------------------------------------------------------------------

PROBE = """
<script>
const said = {}, press = key => dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true }));
const titles = () => [...document.querySelectorAll("article h2")].map(each => each.textContent);
said.first = titles().length;
said.count = document.querySelector(".count").textContent;
document.getElementById("pipe").value = "fal_four";
document.getElementById("pipe").dispatchEvent(new Event("input"));
said.filtered = [...new Set(titles())];
document.querySelector("figure button").click();
said.open = document.querySelector("dialog").open;
said.before = document.querySelector("dialog p").textContent;
press("ArrowRight");
said.after = document.querySelector("dialog p").textContent;
document.querySelector("dialog").close();
press("/");
said.focus = document.activeElement.id;
document.getElementById("search").value = "nothing like it";
document.getElementById("search").dispatchEvent(new Event("input"));
said.empty = document.querySelector(".empty").textContent;
document.body.innerHTML = "<pre id=said>" + JSON.stringify(said) + "</pre>";
</script>
"""


def chromium() -> str:
    found = next((path for name in ("chromium", "google-chrome", "chrome") if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def look_at(page: Path) -> dict[str, Any]:
    probed = page.with_name("probed.html")
    probed.write_text(page.read_text("utf-8").replace("</body>", PROBE + "</body>"), "utf-8")
    browser = [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"file://{probed}"]
    done = subprocess.run(browser, capture_output=True, text=True, timeout=60, check=True)
    match = re.search(r"<pre id=\"said\">(.*?)</pre>", done.stdout, re.DOTALL)
    assert match, done.stdout[-2000:]
    return json.loads(match[1])


def copies(manifest: Manifest, count: int, out: Path) -> None:
    for nth in range(count):
        run = f"{manifest.run}-{nth}"
        created = f"2026-11-{nth % 20 + 1:02}T10:00:00+00:00"
        copy = manifest.model_copy(update={"run": run, "created": created, "pipe": ("fal_four", "other")[nth % 2]})
        (out / f"copy-{nth}.json").write_text(copy.model_dump_json(), "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("runs", [1, 8, 250])
async def test_the_page_works_in_a_browser(with_fal: Project, runs: int) -> None:
    ran = await with_fal.run("fal_four")
    copies(ran.manifest, runs - 1, ran.out)
    page = gallery.renew(str(ran.out))
    assert page is not None
    said = look_at(Path(page))
    assert said["first"] == min(runs, 40)
    assert said["count"] == f"{runs * 4} images in {'1 run' if runs == 1 else f'{runs} runs'}"
    assert said["filtered"] == ["fal_four"]
    assert said["open"]
    assert said["before"] != said["after"]
    assert said["focus"] == "search"
    assert said["empty"] == "Nothing matches."
