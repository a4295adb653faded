"""`plx schema`: one schema printed, all listed, all written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Plx


def test_schemas_are_written_into_a_folder_that_is_made(plx: Plx) -> None:
    names = plx("schema", "--list", status=0).out.split()
    for folder in ("new", "new", "some/where/else"):
        plx("schema", "--write", folder, status=0)
        assert {each.name for each in (plx.folder / folder).iterdir()} == {f"{name}.schema.json" for name in names}
    printed = json.loads(plx("schema", "plx", status=0).out)
    assert json.loads((plx.folder / "new" / "plx.schema.json").read_text(encoding="utf-8")) == printed


def test_a_folder_that_cannot_be_is_said(plx: Plx) -> None:
    plx.write("file", "")
    assert "could not be written" in plx("schema", "--write", "file", status=2).err
    assert "could not be written" in plx("schema", "--write", "file/below", status=2).err
