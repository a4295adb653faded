"""Roots, files, settings, and the library that they make."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from plx_lsp.project.image_pipe import read_image_pipe
from plx_lsp.project.library import Library
from plx_lsp.project.project import Project, projects_of
from plx_lsp.project.references import read_reference
from plx_lsp.project.roots import find_files, find_root
from plx_lsp.project.settings import settings_from

if TYPE_CHECKING:
    from pathlib import Path


BUNDLE = """\
domain = "art"

[concept]
Poster = "A poster"

[concept.Photo]
description = "A photo"
refines = "Image"

[pipe.draw]
type = "PipeImgGen"
output = "Photo[2]"
model = { model = "flux-pro", quality = "hd" }
aspect_ratio = "landscape_16_9"
seed = 0

[pipe.draw.inputs]
prompt = "Text"
"""


def library_of(text: str) -> Library:
    library = Library()
    library.open("/p/art.plx", text)
    return library


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_declarations_are_found_in_every_form() -> None:
    source = library_of(BUNDLE).sources["/p/art.plx"]
    assert source.domain == "art"
    assert [each.name for each in source.concepts()] == ["art.Poster", "art.Photo"]
    (pipe,) = source.pipes()
    assert [each.name for each in pipe.inputs] == ["prompt"]


def test_an_image_pipe_means_the_same_in_every_generation() -> None:
    (pipe,) = library_of(BUNDLE).sources["/p/art.plx"].pipes()
    image_pipe = read_image_pipe(pipe)
    assert image_pipe.count == 2
    assert image_pipe.choice == {"model": "flux-pro", "quality": "high"}
    assert image_pipe.options == {"aspect_ratio": "16:9", "seed": 0}


def test_names_resolve_to_native_then_own_then_built_in() -> None:
    library = library_of(BUNDLE)
    source = library.sources["/p/art.plx"]

    def name_of(text: str) -> str | None:
        reference = read_reference(text)
        assert reference is not None
        concept = library.concept(reference, source)
        return concept.name if concept is not None else None

    assert name_of("Image") == "native.Image"
    assert name_of("native.Text") == "native.Text"
    assert name_of("Photo") == "art.Photo"
    assert name_of("images.Photo") == "images.Photo"
    assert name_of("Nothing") is None
    assert name_of("native.Photo") is None


def test_an_edit_rederives_only_what_it_touches() -> None:
    library = library_of(BUNDLE)
    source = library.sources["/p/art.plx"]
    photo = source.concepts()[1]
    at = BUNDLE.index("landscape_16_9")
    library.take_changes()
    library.edit("/p/art.plx", at, at + len("landscape_16_9"), "square")
    assert source.concepts()[1] is photo
    removed, added, changed = library.take_changes()
    assert [each.code for each in removed] == [each.code for each in added] == ["draw"]
    assert "pipe:draw" not in changed, "nobody who calls it can tell the difference"
    assert read_image_pipe(source.pipes()[0]).options["aspect_ratio"] == "1:1"


def test_a_new_domain_renames_every_concept() -> None:
    library = library_of(BUNDLE)
    at = BUNDLE.index('"art"') + 1
    library.edit("/p/art.plx", at, at + 3, "posters")
    assert library.concepts_named("art.Photo") == []
    assert len(library.concepts_named("posters.Photo")) == 1


def test_a_root_is_the_nearest_mark_upward(tmp_path: Path) -> None:
    write(tmp_path, **{"a__plx.toml": "", "a__b__pyproject.toml": "[tool.plx]\n", "a__c__pyproject.toml": "[tool.x]\n"})
    assert find_root(str(tmp_path / "a" / "b" / "x.plx")) == str(tmp_path / "a" / "b")
    assert find_root(str(tmp_path / "a" / "c" / "x.plx")) == str(tmp_path / "a")


def test_files_are_found_without_what_git_ignores(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    files = ("a.plx", "b.txt", "out__c.plx", "kept__d.plx", "kept__e.plx", "node_modules__f.plx", ".hidden__g.plx")
    write(tmp_path, **dict.fromkeys(files, ""))
    write(tmp_path, **{".gitignore": "out/\n*.txt\n", "kept__.gitignore": "/e.plx\n"})
    found = [path.rpartition("/")[2] for path in find_files(str(tmp_path)).files]
    assert found == ["a.plx", "d.plx"]
    assert [path.rpartition("/")[2] for path in find_files(str(tmp_path / "kept")).files] == ["d.plx"]


def test_lone_files_stand_alone_and_files_of_a_root_are_one_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, **{"p__plx.toml": "", "p__a.plx": "", "p__b.plx": "", "q__a.plx": "", "q__b.plx": ""})
    monkeypatch.setattr("plx_lsp.project.project.find_root", lambda path: path if path.endswith("/p") else None)
    paths = [str(tmp_path / name) for name in ("p/a.plx", "q/a.plx", "q/b.plx")]
    assert [sorted(len(project.library.sources) for project, _ in projects_of(paths))] == [[1, 1, 2]]


def test_settings_say_what_is_wrong_with_them() -> None:
    settings = settings_from('exclude = "x"\n[severity]\na = "loud"\nb = "off"\n[run]\nconfirm-above = -1\n')
    assert settings is not None
    assert settings.severity == {"b": "off"}
    assert [fault.message[:20] for fault in settings.faults] == [
        "write a list of stri",
        'a severity is "error',
        "`confirm-above` is a",
    ]


def test_a_project_without_a_root_reads_what_it_is_given(tmp_path: Path) -> None:
    project = Project(None)
    assert project.read_file(str(tmp_path / "gone.plx")) is None
    assert project.unreadable[str(tmp_path / "gone.plx")] == "there is no such file"


def test_what_is_no_text_is_told_in_one_line(tmp_path: Path) -> None:
    picture = tmp_path / "picture.plx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    project = Project(None)
    assert project.read_file(str(picture)) is None
    assert project.unreadable == {str(picture): "this is a binary file, and PLX is text in UTF-8"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes in folders here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.plx"
    os.mkfifo(pipe)
    project = Project(None)
    assert project.read_file(str(pipe)) is None
    assert project.unreadable == {
        str(pipe): "this is no file but a pipe or a device: check what comes out of it with `-`"
    }


def test_links_that_lead_in_a_circle_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "circle.plx").symlink_to("circle.plx")
    (tmp_path / "gone.plx").symlink_to("nowhere.plx")
    (tmp_path / "here.plx").write_text(BUNDLE)
    assert [os.path.basename(path) for path in find_files(str(tmp_path)).files] == ["here.plx"]
