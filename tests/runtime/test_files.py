"""Files are whole or not there, nothing is overwritten, and a bought image always finds a place."""

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plx_runtime import store
from plx_runtime.magic import look
from tests.providers import FalProvider, OpenAIProvider
from tests.providers.pictures import png
from tests.runtime.conftest import Project


async def test_bytes_are_the_providers_own(with_openai: Project) -> None:
    ran = await with_openai.run("openai_one")
    [file] = ran.files
    data = file.read_bytes()
    assert data == png(1536, 864, 0)
    [image] = ran.manifest.images
    assert image.sha256 == hashlib.sha256(data).hexdigest()
    assert (image.width, image.height, image.bytes, image.mime) == (1536, 864, len(data), "image/png")


async def test_names_come_from_pipe_and_run(with_openai: Project) -> None:
    ran = await with_openai.run("openai_four")
    assert [file.name for file in ran.files] == [f"openai_four-{ran.done.run}-{nth}.png" for nth in (1, 2, 3, 4)]


def test_a_name_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a-1.png").write_bytes(b"somebody's")
    path = store.write_new(str(tmp_path), "a-1", "png", b"ours")
    assert Path(path).name == "a-1-2.png"
    assert (tmp_path / "a-1.png").read_bytes() == b"somebody's"
    assert store.write_new(str(tmp_path), "a-1", "png", b"ours") == path, "the same bytes are there already"


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", _raise(errno.ENOSPC))
    with pytest.raises(store.StoreError, match="the disk is full") as caught:
        store.write_new(str(tmp_path), "a", "png", b"ours")
    assert caught.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _raise(errno.EPERM))
    assert Path(store.write_new(str(tmp_path), "a", "png", b"one")).name == "a.png"
    assert Path(store.write_new(str(tmp_path), "a", "png", b"two")).name == "a-2.png"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2.png", "a.png"]


def test_files_are_as_open_as_others(tmp_path: Path) -> None:
    path = store.write_new(str(tmp_path), "a", "png", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert stat.S_IMODE(os.stat(path).st_mode) == stat.S_IMODE(os.stat(tmp_path / "plain").st_mode)


def _raise(number: int) -> Any:
    def call(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    return call


async def test_a_folder_that_takes_nothing_is_found_out_before_buying(
    with_openai: Project, openai: OpenAIProvider
) -> None:
    (with_openai.root / "plx-out").write_text("a file, where a folder is wanted")
    ran = await with_openai.run("openai_one")
    assert ran.failed.code == "not_writable"
    assert openai.paid == 0


async def test_a_read_only_folder_is_found_out_before_buying(
    with_openai: Project, openai: OpenAIProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.mkstemp", _raise(errno.EROFS))
    ran = await with_openai.run("openai_one")
    assert ran.failed.code == "not_writable"
    assert "--out" in ran.failed.message
    assert openai.paid == 0


def is_picture(path: str) -> bool:
    return look(Path(path).read_bytes()) is not None


async def test_a_disk_that_fills_up_meanwhile(
    with_fal: Project, fal: FalProvider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = str(with_fal.out)
    real = os.fsync
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def fsync(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        if path.startswith(full) and path.endswith(".part") and ".png." in path:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    ran = await with_fal.run("fal_one")
    [path] = ran.done.files
    assert path.startswith(str(tmp_path / store.RESCUE))
    assert is_picture(path)
    [warning] = ran.of("warning")
    assert warning.code == "disk_full"
    assert path in warning.message
    assert fal.paid == 1


async def test_a_ledger_that_cannot_be_written_keeps_the_call_from_being_made(
    with_openai: Project, openai: OpenAIProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plx_runtime.ledger import Ledger

    real = Ledger.write

    def write(self: Ledger, step: str, **fields: Any) -> None:
        if step == "intent":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, step, **fields)

    monkeypatch.setattr(Ledger, "write", write)
    ran = await with_openai.run("openai_one")
    assert "No space left" in ran.failed.message
    assert openai.paid == 0


async def test_runs_do_not_disturb_each_other(with_openai: Project) -> None:
    first = await with_openai.run("openai_one")
    second = await with_openai.run("openai_one")
    assert first.done.run != second.done.run
    assert len(second.files) == 2


async def test_a_project_cannot_send_files_elsewhere(with_openai: Project, openai: OpenAIProvider) -> None:
    with_openai.write("plx.toml", '[run]\nout = "../elsewhere"\n')
    ran = await with_openai.run("openai_one")
    assert ran.failed.code == "foreign_folder"
    assert openai.paid == 0
    assert not (with_openai.root.parent / "elsewhere").exists()


async def test_a_project_chooses_its_folder(with_openai: Project) -> None:
    with_openai.write("plx.toml", '[run]\nout = "art/images"\n')
    ran = await with_openai.run("openai_one")
    assert ran.done.files[0].startswith(str(with_openai.root / "art" / "images"))


# -- what bytes are -------------------------------------------------------------------------------

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108004000800301220002110103110100")
WEBP_LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x80\x00\x40\x00"
WEBP_LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (127 | 63 << 14).to_bytes(4, "little")
WEBP_EXTENDED = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x7f\0\0\x3f\0\0"
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf\0\0\0\x14ispe\0\0\0\0\0\0\0\x80\0\0\0\x40"


@pytest.mark.parametrize(
    ("data", "mime", "extension", "size"),
    [
        (png(128, 64), "image/png", "png", (128, 64)),
        (JPEG, "image/jpeg", "jpg", (128, 64)),
        (b"GIF89a\x80\x00\x40\x00", "image/gif", "gif", (128, 64)),
        (WEBP_LOSSY, "image/webp", "webp", (128, 64)),
        (WEBP_LOSSLESS, "image/webp", "webp", (128, 64)),
        (WEBP_EXTENDED, "image/webp", "webp", (128, 64)),
        (AVIF, "image/avif", "avif", (128, 64)),
        (b'<?xml version="1.0"?><svg width="128" height="64px">', "image/svg+xml", "svg", (128, 64)),
        (b'<svg viewBox="0 0 128 64">', "image/svg+xml", "svg", (128, 64)),
        (b"<svg>", "image/svg+xml", "svg", (None, None)),
        (b"\x89PNG\r\n\x1a\n", "image/png", "png", (None, None)),
        (b"\xff\xd8\xff", "image/jpeg", "jpg", (None, None)),
    ],
)
def test_a_picture_is_known_by_its_bytes(data: bytes, mime: str, extension: str, size: tuple[int, int]) -> None:
    kind = look(data)
    assert kind is not None
    assert (kind.mime, kind.extension, (kind.width, kind.height)) == (mime, extension, size)


@pytest.mark.parametrize("data", [b"", b"<html><svg>", b"RIFF\0\0\0\0WAVE", b"GIF8", b"\x89PN"])
def test_what_is_no_picture(data: bytes) -> None:
    assert look(data) is None


@given(
    st.sampled_from([png(), JPEG, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED, AVIF]),
    st.binary(max_size=60),
    st.integers(0, 60),
)
def test_no_bytes_make_it_fail(start: bytes, noise: bytes, cut: int) -> None:
    look(start[:cut] + noise)
