"""Files that are either all there or not there at all.

Written beside their place, synced, then renamed into it; nothing that exists is ever overwritten by an image. Bytes go
to disk exactly as they came: they may carry content credentials that any change would break.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile

RESCUE = "plx-rescued"
"""Folder in the system's temporary folder where an image goes that its own folder would not take."""


class StoreError(Exception):
    """A file could not be written; the message says which, why, and what to do."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"{path} cannot be written: {_why(error)}.")
        self.code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "not_writable"


def ready(folder: str) -> None:
    """Make `folder` and prove that it takes files, before anything is bought for it.

    Raises:
        StoreError: it does not.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        handle, path = tempfile.mkstemp(prefix=".plx-probe-", dir=folder)
        try:
            os.write(handle, b"\0" * 4096)
        finally:
            os.close(handle)
            os.unlink(path)
    except OSError as error:
        raise StoreError(folder, error) from error


def write_new(folder: str, stem: str, extension: str, data: bytes) -> str:
    """Write `data` to `stem.extension`, or `stem-2.extension`, ... where that name is taken. Gives the path.

    A file of that name with the very same bytes is left as it is and counts as written: that is what an earlier process
    was doing when it was killed.

    Raises:
        StoreError: the folder does not take it.
    """
    nth = 1
    with _written_beside(os.path.join(folder, f"{stem}.{extension}"), data) as beside:
        while True:
            path = os.path.join(folder, f"{stem}{f'-{nth}' if nth > 1 else ''}.{extension}")
            if _holds(path, data) or _take(beside, path):
                return path
            nth += 1


def write_over(path: str, data: bytes) -> None:
    """Write `data` to `path`, replacing what was there in one step.

    Raises:
        StoreError: the folder does not take it.
    """
    with _written_beside(path, data) as beside:
        os.replace(beside, path)


def rescue(run: str, name: str, data: bytes) -> str:
    """Write a bought image that its own folder would not take into the system's temporary folder. Gives the path.

    Raises:
        StoreError: that folder does not take it either.
    """
    folder = os.path.join(tempfile.gettempdir(), RESCUE, run)
    stem, _, extension = name.rpartition(".")
    ready(folder)
    return write_new(folder, stem, extension, data)


def sweep(folder: str, run: str, mark: str) -> None:
    """Remove the passing files of a run from `folder`: those whose name holds both its id and `mark`."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if run in name and mark in name:
                os.unlink(os.path.join(folder, name))


@contextlib.contextmanager
def _written_beside(path: str, data: bytes):  # noqa: ANN202
    """A synced file with `data` in the folder of `path`, gone again afterwards unless it was renamed."""
    folder, name = os.path.split(path)
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder or ".")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o666 & ~_umask())
        yield beside
        _sync_folder(folder or ".")
    except OSError as error:
        raise StoreError(path, error) from error
    finally:
        if beside:
            with contextlib.suppress(OSError):
                os.unlink(beside)


def _take(beside: str, path: str) -> bool:
    """Give the file `beside` the name `path`; False if that name is taken."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links: look, then rename.
        if os.path.lexists(path):
            return False
        os.rename(beside, path)
    return True


def _holds(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
    except OSError:
        return False


def _sync_folder(folder: str) -> None:
    # Windows cannot open a folder, and needs no such thing.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "the folder is read-only for you; choose another with --out"
    return (error.strerror or str(error)).lower()
