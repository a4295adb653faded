"""The rules' pages: where they lie, and what stands in them.

In a checkout they are `docs/rules/NAME.md`; an installed package carries them beside this file. The command line prints
them, editors link to them, and the tests run their examples. It loads nothing that a check needs.
"""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.abspath(__file__))
_INSTALLED = os.path.join(_HERE, "pages_data")
_CHECKOUT = os.path.join(os.path.dirname(os.path.dirname(_HERE)), "docs", "rules")


def pages_folder() -> str:
    """The folder that holds the pages of this installation."""
    return _INSTALLED if os.path.isdir(_INSTALLED) else _CHECKOUT


def page_path(rule: str) -> str:
    """The file of a rule's page."""
    return os.path.join(pages_folder(), f"{rule}.md")


def page_text(rule: str) -> str:
    """A rule's page, as Markdown; OSError where it has none."""
    with open(page_path(rule), encoding="utf-8") as file:
        return file.read()


def page_url(rule: str) -> str:
    """A link to a rule's page: the file of this installation, so that it opens without a network."""
    path = page_path(rule).replace(os.sep, "/")
    return "file://" + ("" if path.startswith("/") else "/") + _quoted(path)


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/:")
