"""Paths and the URIs by which a client knows them, whatever bytes a file's name is made of."""

from __future__ import annotations

import os
from urllib.parse import quote, unquote_to_bytes, urlsplit

from pygls.uris import from_fs_path, to_fs_path

_NO_TEXT = "\ufffd"
"""What pygls puts in place of bytes that are no UTF-8."""


def uri_of(path: str) -> str:
    """The URI of an absolute path; any other path as it is."""
    if not os.path.isabs(path):
        return path
    try:
        return from_fs_path(path) or path
    except UnicodeEncodeError:  # a name that is not UTF-8: Python keeps its bytes as surrogates
        return "file://" + quote(os.fsencode(path))


def path_of(uri: str) -> str:
    """The path that a URI names; the URI itself where it names no file."""
    try:
        path = to_fs_path(uri)
    except ValueError:
        return uri
    if path and _NO_TEXT in path and os.name == "posix":
        path = os.fsdecode(unquote_to_bytes(urlsplit(uri).path))
    return os.path.normpath(path) if path else uri
