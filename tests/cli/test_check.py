"""`plx check` as its users know it: files in, words and an exit status out."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from plx_lsp.cli.check import Options, configure
from tests.cli.conftest import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Plx

HEALTHY = """\
domain = "art"

[pipe.draw]
type = "PipeImgGen"
description = "Draw"
output = "Image"
img_gen_prompt = "A cat"
"""
BROKEN = HEALTHY.replace('output = "Image"', 'output = "Text"')
MISSPELLED = HEALTHY.replace("img_gen_prompt", "img_gen_promt")


def test_the_pages_examples_are_clean() -> None:
    from tests.cli.conftest import Plx

    for name in ("futuristic_car.plx", "logo_variations.plx"):
        done = Plx(ROOT / "examples")("check", name, "--output-format", "json", status=0)
        assert [each for each in json.loads(done.out) if each["severity"] == "error"] == []


def test_a_fault_is_shown_at_its_place_with_its_line(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    done = plx("check", "a.plx", status=1)
    lines = done.out.splitlines()
    assert lines[0].startswith("a.plx:6:10: error[output-not-image] a PipeImgGen makes images, but `Text` is no image")
    assert lines[2] == '6 | output = "Text"'
    assert lines[3] == "  |          ^^^^^^"
    assert lines[-2].startswith("Found 1 error in 1 file")


def test_columns_are_code_points_and_carets_stand_under_wide_characters(plx: Plx) -> None:
    plx.write("a.plx", HEALTHY + 'aspect_ratio = "日本"\n')
    done = plx("check", "a.plx", status=1)
    line = next(line for line in done.out.splitlines() if "aspect_ratio" in line and " | " in line)
    carets = done.out.splitlines()[done.out.splitlines().index(line) + 1]
    assert "a.plx:8:16: error[invalid-value]" in done.out
    assert carets.count("^") == 6  # two quotes and two characters of two columns


@pytest.mark.parametrize(("text", "status"), [(HEALTHY, 0), (BROKEN, 1)])
def test_the_exit_status_says_whether_there_are_errors(plx: Plx, text: str, status: int) -> None:
    plx.write("a.plx", text)
    assert plx("check", "a.plx").status == status


def test_strict_fails_on_warnings(plx: Plx) -> None:
    plx.write("a.plx", HEALTHY.replace('domain = "art"\n', ""))
    plx("check", "a.plx", status=0)
    plx("check", "a.plx", "--strict", status=1)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("nul.plx", b'domain = "a"\n\x00\n', "syntax-error"),
        ("latin1.plx", 'domain = "caf\xe9"\n'.encode("latin-1"), "invalid-encoding"),
        ("empty.plx", b"", ""),
        ("bom.plx", b"\xef\xbb\xbf" + HEALTHY.encode(), ""),
        ("utf16.plx", HEALTHY.encode("utf-16"), "UTF-16"),
    ],
)
def test_no_bytes_are_skipped_or_crash(plx: Plx, name: str, data: bytes, words: str) -> None:
    plx.write(name, data)
    done = plx("check", name)
    assert words in done.out
    assert "1 file" in done.out


def test_what_cannot_be_read_is_said_and_the_rest_is_checked(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    plx.write("picture.plx", bytes(range(256)) * 40)
    done = plx("check", "a.plx", "gone.plx", "picture.plx", status=2)
    assert "gone.plx: there is no such file" in done.err
    assert "picture.plx: this is a binary file" in done.err
    assert "output-not-image" in done.out


def test_a_folder_without_plx_files_is_an_error(plx: Plx) -> None:
    assert "there is no .plx file below this folder" in plx("check", ".", status=2).err


def test_a_folder_whose_files_are_all_excluded_is_not_said_to_have_none(plx: Plx) -> None:
    plx.write("drafts/a.plx", HEALTHY)
    plx.write("inner/drafts/pyproject.toml", "[tool.plx]\n")
    plx.write("inner/drafts/a.plx", HEALTHY)
    plx.write("empty/a.txt", "")
    plx.write("built/a.plx", HEALTHY)
    plx.write(".gitignore", "built/\n")
    (plx.folder / ".git").mkdir()
    for settings in ('exclude = ["drafts/"]\n', 'include = ["pipes/"]\n'):
        plx.write("plx.toml", settings)
        for folder in ("drafts", "inner"):
            said = plx("check", folder, status=2).err
            assert f"{folder}: every .plx file below this folder is excluded by `exclude`" in said
        for folder in ("empty", "built"):
            assert "there is no .plx file below this folder" in plx("check", folder, status=2).err


def test_folders_honour_gitignore_and_settings_and_a_named_file_is_always_checked(plx: Plx) -> None:
    (plx.folder / ".git").mkdir()
    plx.write(".gitignore", "built/\n")
    plx.write("plx.toml", 'exclude = ["old/"]\n')
    for name in ("a.plx", "built/b.plx", "old/c.plx"):
        plx.write(name, BROKEN.replace("draw", "draw_" + name[-5]))
    assert "in 1 file." in plx("check", status=1).out
    assert "in 1 file." in plx("check", "old/c.plx", status=1).out
    assert "in 1 file." in plx("check", "built/b.plx", status=1).out


def test_settings_change_severities_and_their_own_faults_are_shown(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    plx.write("plx.toml", '[severity]\noutput-not-image = "warning"\n')
    plx("check", "a.plx", status=0)
    plx.write("plx.toml", '[per-file-ignores]\n"a.plx" = ["output-not-image"]\n')
    assert "No problems" in plx("check", "a.plx", status=0).out
    plx.write("plx.toml", 'exclud = ["x"]\n')
    done = plx("check", "a.plx", status=1)
    assert "plx.toml:1:10: error[invalid-setting] unknown setting `exclud`" in done.out


def test_settings_that_name_rules_there_are_not_are_shown_at_the_names(plx: Plx) -> None:
    plx.write("a.plx", HEALTHY)
    settings = """\
        ignore = ["unused-concept", "nope"]
        select = ["output-not-imag", "invalid-setting"]
        [severity]
        unknown-modell = "warning"
        missing-prompt = "off"
        [per-file-ignores]
        "*.plx" = ["invalid-valeu"]
    """
    expected = [
        "1:29: there is no rule `nope`: `plx explain` lists them",
        "2:11: there is no rule `output-not-imag`: did you mean `output-not-image`?",
        "4:1: there is no rule `unknown-modell`: did you mean `unknown-model`?",
        "7:12: there is no rule `invalid-valeu`: did you mean `invalid-value`?",
    ]
    table = "\n" + dedent(settings).replace("[severity]", "[tool.plx.severity]").replace("[per", "[tool.plx.per")
    for name, text, above in (("plx.toml", dedent(settings), 0), ("pyproject.toml", "[tool.plx]" + table, 1)):
        path = plx.write(name, text)
        found = json.loads(plx("check", "a.plx", "--output-format", "json", status=1).out)
        assert [each["code"] for each in found] == ["invalid-setting"] * 4
        places = [(each["location"]["row"] - above, each["location"]["column"], each["message"]) for each in found]
        assert [f"{row}:{column}: {message}" for row, column, message in places] == expected
        path.unlink()


def test_a_selection_of_rules_there_are_not_does_not_hide_that(plx: Plx) -> None:
    plx.write("a.plx", HEALTHY)
    plx.write("plx.toml", 'select = ["nope"]\n')
    assert "plx.toml:1:11: error[invalid-setting] there is no rule `nope`" in plx("check", "a.plx", status=1).out
    plx.write("plx.toml", 'select = ["nope"]\nignore = ["invalid-setting"]\n')
    plx("check", "a.plx", status=0)


def test_select_ignore_and_unknown_rules(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    plx("check", "a.plx", "--ignore", "output-not-image", status=0)
    plx("check", "a.plx", "--select", "syntax-error", status=0)
    assert "there is no rule `nope`" in plx("check", "a.plx", "--select", "nope", status=2).err


def test_ignores_hide_and_unused_ones_are_reported(plx: Plx) -> None:
    line = 'output = "Text"  # plx: ignore[output-not-image]'
    plx.write("a.plx", HEALTHY.replace('output = "Image"', line))
    assert "No problems" in plx("check", "a.plx", status=0).out
    plx.write("a.plx", HEALTHY.replace('output = "Image"', 'output = "Image" # plx: ignore[output-not-image]'))
    assert "unused-ignore" in plx("check", "a.plx", status=0).out
    plx.write("a.plx", BROKEN.replace("output =", "# plx: ignore[output-not-image]\noutput ="))
    assert "No problems" in plx("check", "a.plx", status=0).out


def test_stdin_is_checked_under_its_name(plx: Plx) -> None:
    done = plx("check", "-", "--stdin-filename", "some/a.plx", "--output-format", "concise", stdin=BROKEN.encode())
    assert done.status == 1
    assert done.out.startswith("some/a.plx:6:10: error[output-not-image]".replace("/", os.sep))


def test_standard_input_goes_with_no_other_path(plx: Plx) -> None:
    plx.write("other.plx", BROKEN)
    done = plx("check", "-", "other.plx", stdin=HEALTHY.encode(), status=2)
    assert (done.out, "`-`, standard input, goes with no other path" in done.err) == ("", True)


# -- fixes --------------------------------------------------------------------------------------------------------------


def test_fix_mends_what_is_certain_and_touches_nothing_else(plx: Plx) -> None:
    text = "\ufeff" + MISSPELLED.replace("\n", "\r\n") + "# the end, without a line end"
    path = plx.write("a.plx", text)
    path.chmod(0o640)
    plx("check", "--fix", "--unsafe-fixes", "a.plx", status=0)
    assert path.read_bytes().decode() == text.replace("img_gen_promt", "img_gen_prompt")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in plx.folder.iterdir()] == ["a.plx"]


def test_as_many_fixes_are_promised_as_are_applied(plx: Plx) -> None:
    """Of several ways to mend a problem none is applied: a choice is the author's."""
    text = MISSPELLED + BROKEN.partition("\n")[2].replace("draw", "choose").replace('"Text"', '"Poste"')
    text += HEALTHY.partition("\n")[2].replace("draw", "show").replace('"Image"', '"Poster"')
    text += '[concept.Poster]\ndescription = "A poster"\nrefines = "Image"\n'
    plx.write("a.plx", text)
    before = plx("check", "a.plx", status=1).out
    assert before.count("= possible fix:") == 3
    assert "\n1 problem can be fixed with `plx check --fix --unsafe-fixes`" in before
    after = plx("check", "--fix", "--unsafe-fixes", "a.plx", status=1).out
    assert "Fixed 1 problem in 1 file." in after
    assert "can be fixed" not in after


def test_what_is_never_rewritten_is_not_promised(plx: Plx) -> None:
    plx.write("a.plx", MISSPELLED.encode() + b"# caf\xe9\n")
    assert "can be fixed" not in plx("check", "a.plx", status=1).out


def test_unsafe_fixes_alone_are_a_misuse(plx: Plx) -> None:
    plx.write("a.plx", HEALTHY)
    assert "--unsafe-fixes goes with --fix" in plx("check", "--unsafe-fixes", "a.plx", status=2).err


def test_diff_prints_and_changes_nothing(plx: Plx) -> None:
    path = plx.write("a.plx", MISSPELLED)
    done = plx("check", "--diff", "--unsafe-fixes", "a.plx", status=1)
    assert "+img_gen_prompt" in done.out
    assert path.read_text() == MISSPELLED


def test_fix_writes_standard_input_back(plx: Plx) -> None:
    done = plx("check", "--fix", "--unsafe-fixes", "-", stdin=MISSPELLED.encode())
    assert done.out.startswith(HEALTHY)


def test_a_file_that_is_no_text_is_never_rewritten(plx: Plx) -> None:
    data = MISSPELLED.encode() + b"# caf\xe9\n"
    path = plx.write("a.plx", data)
    plx("check", "--fix", "--unsafe-fixes", "a.plx", status=1)
    assert path.read_bytes() == data


def test_a_file_that_cannot_be_written_is_said(plx: Plx) -> None:
    """As root, too, whom the permissions of a file do not stop."""
    path = plx.write("a.plx", MISSPELLED)
    code = (
        "import os, sys\n"
        "from plx_lsp.cli import main\n"
        f"os.access = lambda path, mode: path != {str(path)!r}\n"
        "sys.exit(main(['check', '--fix', '--unsafe-fixes', 'a.plx']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=plx.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "it is read-only" in done.stderr
    assert "Found 1 error in 1 file" in done.stdout  # the file is as it was, and so is what is said of it
    assert path.read_text() == MISSPELLED


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(plx: Plx) -> None:
    plx.write("a.plx", MISSPELLED)
    plx.folder.chmod(0o500)
    try:
        assert "could not be written" in plx("check", "--fix", "--unsafe-fixes", "a.plx", status=2).err
    finally:
        plx.folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="no shell to close an output with")
@pytest.mark.parametrize("closed", ["2>&-", ">&-", ">&- 2>&-"])
def test_a_closed_output_changes_nothing(plx: Plx, closed: str) -> None:
    plx.write("healthy.plx", HEALTHY)
    plx.write("broken.plx", BROKEN)
    for name, status in (("healthy.plx", 0), ("broken.plx", 1)):
        command = f"{sys.executable} -m plx_lsp check {name} {closed}"
        done = subprocess.run(["sh", "-c", command], cwd=plx.folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (status, "")


# -- formats ------------------------------------------------------------------------------------------------------------


def test_json_has_the_documented_shape(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    (one,) = json.loads(plx("check", "a.plx", "--output-format", "json", status=1).out)
    assert one["filename"] == "a.plx"
    assert one["code"] == "output-not-image"
    assert one["severity"] == "error"
    assert one["location"] == {"row": 6, "column": 10}
    assert one["end_location"] == {"row": 6, "column": 16}
    assert one["fix"]["edits"][0]["content"] == '"Image"'
    assert set(one) == {
        *("filename", "code", "severity", "message", "location", "end_location", "fix", "url", "related")
    }
    plx.write("a.plx", HEALTHY)
    assert json.loads(plx("check", "a.plx", "--output-format", "json", status=0).out) == []


def test_github_escapes_what_it_has_to(plx: Plx) -> None:
    plx.write("a,b.plx", BROKEN)
    (line,) = plx("check", "a,b.plx", "--output-format", "github", status=1).out.splitlines()
    assert line.startswith("::error file=a%2Cb.plx,line=6,endLine=6,col=10,endColumn=16,title=plx output-not-image::")


def test_gitlab_fingerprints_survive_an_edit_above(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    (one,) = json.loads(plx("check", "a.plx", "--output-format", "gitlab", status=1).out)
    plx.write("a.plx", "\n\n" + BROKEN)
    (other,) = json.loads(plx("check", "a.plx", "--output-format", "gitlab", status=1).out)
    assert one["fingerprint"] == other["fingerprint"]
    assert one["location"] == {"path": "a.plx", "lines": {"begin": 6, "end": 6}}


def test_sarif_names_the_rule_and_the_region(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    (run,) = json.loads(plx("check", "a.plx", "--output-format", "sarif", status=1).out)["runs"]
    (result,) = run["results"]
    assert result["ruleId"] == run["tool"]["driver"]["rules"][0]["id"] == "output-not-image"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 6, "startColumn": 10, "endLine": 6, "endColumn": 16}


def test_junit_is_xml_with_a_failure_each(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    plx.write("b.plx", HEALTHY.replace("draw", "draw_too"))
    suites = ET.fromstring(plx("check", "a.plx", "b.plx", "--output-format", "junit", status=1).out)
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")


def test_statistics_count_rules(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    assert "     1  error        output-not-image" in plx("check", "a.plx", "--statistics", status=1).out


def test_no_color_without_a_terminal(plx: Plx) -> None:
    plx.write("a.plx", BROKEN)
    assert "\x1b" not in plx("check", "a.plx").out


def test_several_files_of_a_project_are_one_library(plx: Plx) -> None:
    (plx.folder / ".git").mkdir()
    shutil.copy(ROOT / "examples" / "futuristic_car.plx", plx.folder)
    plx.write("concepts.plx", 'domain = "art"\n[concept.Poster]\ndescription = "A poster"\nrefines = "Image"\n')
    plx.write("pipes.plx", HEALTHY.replace('"Image"', '"Poster"'))
    assert "error" not in plx("check", "pipes.plx", status=0).out


def test_a_call_that_names_only_files_is_read_as_argparse_reads_it() -> None:
    for arguments in ([], ["a.plx"], ["-"], ["a.plx", "b"]):
        parser = argparse.ArgumentParser()
        configure(parser)
        quick, full = Options.of_paths(arguments), parser.parse_args(arguments, Options())
        assert {name: getattr(quick, name) for name in Options.__annotations__} == {
            **{name: getattr(full, name) for name in Options.__annotations__},
            "paths": arguments or Options.paths,
        }
        assert set(vars(full)) <= set(Options.__annotations__)
    assert Options.of_paths(["a.plx", "--fix"]) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_report_that_cannot_be_written_is_said_and_a_reader_that_left_is_not(plx: Plx) -> None:
    path = plx.write("a.plx", BROKEN)
    for out, status, words in (("/dev/full", 2, b"could not be written: no space left"), ("closed", 0, b"")):
        if out == "closed":
            reader, writer = os.pipe()
            os.close(reader)
        else:
            writer = os.open(out, os.O_WRONLY)
        done = subprocess.run(
            [sys.executable, "-m", "plx_lsp", "check", path], stdout=writer, stderr=subprocess.PIPE, check=False
        )
        os.close(writer)
        assert (done.returncode, words in done.stderr, b"Traceback" in done.stderr) == (status, True, False)


def test_a_project_inside_a_project_is_its_own(plx: Plx) -> None:
    plx.write("plx.toml", "")
    plx.write("a.plx", HEALTHY)
    plx.write("inner/plx.toml", 'exclude = ["drafts/"]\nignore = ["output-not-image"]\n')
    plx.write("inner/a.plx", HEALTHY)
    plx.write("inner/b.plx", BROKEN.replace("[pipe.draw]", "[pipe.other]"))
    plx.write("inner/drafts/c.plx", BROKEN)
    assert "No problems in 3 files" in plx("check", status=0).out
    assert "No problems in 2 files" in plx("check", "inner", status=0).out
    assert "No problems in 1 file" in plx("check", "a.plx", status=0).out
    plx.write("plx.toml", 'exclude = ["inner/"]\n')
    assert "No problems in 1 file" in plx("check", status=0).out
