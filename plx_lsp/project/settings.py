"""What a project asks of its tools: `plx.toml`, or `[tool.plx]` in `pyproject.toml`.

    include = ["pipes/"]              # only these (patterns as in .gitignore); default: every .plx file
    exclude = ["legacy/"]
    ignore = ["unused-concept"]       # rules that are off
    select = ["syntax-error"]         # only these rules

    [severity]
    suspicious-variable = "information"

    [per-file-ignores]
    "drafts/*.plx" = ["missing-prompt"]

    [run]
    confirm-above = 0.5               # ask before a run that may cost more, in USD
    out = "plx-out"

Read with our own parser, so that a fault in it has a place.
"""

from __future__ import annotations

import os

from plx_lsp.project.roots import CONFIG_FILE
from plx_lsp.syntax import Document, build, decode, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from plx_lsp.syntax.tree import Block, Node

SEVERITIES = ("error", "warning", "information", "off")
"""What a rule can be set to."""

CONFIRM_ABOVE = 0.5
"""The price in USD above which a run asks first, unless the project says otherwise."""

OUT_FOLDER = "plx-out"
"""Where runs put their files, from the project root, unless the project says otherwise."""


class SettingsFault:
    """One thing wrong in a settings file: absolute offsets into its text."""

    __slots__ = ("end", "message", "start")

    def __init__(self, start: int, end: int, message: str) -> None:
        self.start = start
        self.end = end
        self.message = message


class Settings:
    """The settings of a project. `path` is the file they come from, or an empty text.

    `rule_names` are the names of rules that it holds, whatever for, as (name, start, end): absolute offsets.
    """

    __slots__ = (
        "confirm_above",
        "document",
        "exclude",
        "faults",
        "ignore",
        "include",
        "out",
        "path",
        "per_file_ignores",
        "rule_names",
        "select",
        "severity",
    )

    def __init__(self) -> None:
        self.path = ""
        self.document: Document | None = None
        self.faults: list[SettingsFault] = []
        self.include: list[str] = []
        self.exclude: list[str] = []
        self.select: list[str] = []
        self.ignore: list[str] = []
        self.severity: dict[str, str] = {}
        self.per_file_ignores: dict[str, list[str]] = {}
        self.rule_names: list[tuple[str, int, int]] = []
        self.confirm_above = CONFIRM_ABOVE
        self.out = OUT_FOLDER


def read_settings(root: str) -> Settings:
    """The settings of the project at `root`: `plx.toml` first, then `pyproject.toml`, then the defaults."""
    for name, table in ((CONFIG_FILE, ()), ("pyproject.toml", ("tool", "plx"))):
        path = os.path.join(root, name)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            continue
        settings = settings_from(decode(data)[0], table)
        if settings is not None:
            settings.path = path
            return settings
    return Settings()


def settings_from(text: str, table: tuple[str, ...] = ()) -> Settings | None:
    """The settings in a TOML text, below the table named by the path `table`; None where there is no such table."""
    document = parse(text)
    node: Node | None = build(document.blocks)[0]
    for name in table:
        node = node.get(name) if node is not None else None
    if node is None or node.kind != "table":
        return None
    settings = Settings()
    settings.document = document
    if not table:
        for start, end, fault in document.faults():
            settings.faults.append(SettingsFault(start, end, fault.message))
    _Reader(settings, document).read(node)
    return settings


class _Reader:
    """Moves values out of a tree into settings, noting what does not fit."""

    def __init__(self, settings: Settings, document: Document) -> None:
        self._settings = settings
        self._document = document
        self._readers: dict[str, Callable[[Node], None]] = {
            "include": lambda node: self._strings(node, settings.include),
            "exclude": lambda node: self._strings(node, settings.exclude),
            "select": lambda node: self._rules(node, settings.select),
            "ignore": lambda node: self._rules(node, settings.ignore),
            "severity": self._severity,
            "per-file-ignores": self._per_file_ignores,
            "run": self._run,
        }

    def read(self, table: Node) -> None:
        for name, node in table.data.items():
            reader = self._readers.get(name)
            if reader is None:
                known = ", ".join(f"`{key}`" for key in self._readers)
                self._fault(node, f"unknown setting `{name}`: the settings are {known}")
            else:
                reader(node)

    def _fault(self, node: Node, message: str) -> None:
        start = self._document.start_of(node.block)
        self._settings.faults.append(SettingsFault(start + node.start, start + node.end, message))

    def _strings(self, node: Node, into: list[str]) -> None:
        if node.kind != "array" or any(item.kind != "string" for item in node.data):
            self._fault(node, "write a list of strings here")
            return
        into += [item.data for item in node.data]

    def _rules(self, node: Node, into: list[str]) -> None:
        before = len(into)
        self._strings(node, into)
        if len(into) > before:
            for item in node.data:
                self._rule_name(item.data, item.block, item.start, item.end)

    def _rule_name(self, name: str, block: Block, start: int, end: int) -> None:
        """Note where a rule is named. Whether there is such a rule is not for this floor to say."""
        base = self._document.start_of(block)
        self._settings.rule_names.append((name, base + start, base + end))

    def _table(self, node: Node, what: str) -> dict[str, Node]:
        if node.kind != "table":
            self._fault(node, f"write a table here: {what}")
            return {}
        return node.data

    def _severity(self, node: Node) -> None:
        for rule, value in self._table(node, 'rule = "warning"').items():
            if value.key is not None and value.key_block is not None:
                self._rule_name(rule, value.key_block, value.key.start, value.key.end)
            if value.kind == "string" and value.data in SEVERITIES:
                self._settings.severity[rule] = value.data
            else:
                self._fault(value, 'a severity is "error", "warning", "information" or "off"')

    def _per_file_ignores(self, node: Node) -> None:
        for pattern, value in self._table(node, '"drafts/*.plx" = ["rule"]').items():
            rules: list[str] = []
            self._rules(value, rules)
            self._settings.per_file_ignores[pattern] = rules

    def _run(self, node: Node) -> None:
        for name, value in self._table(node, "confirm-above = 0.5").items():
            if name == "confirm-above" and value.kind in ("integer", "float") and value.data >= 0:
                self._settings.confirm_above = float(value.data)
            elif name == "out" and value.kind == "string" and value.data:
                self._settings.out = value.data
            elif name in ("confirm-above", "out"):
                self._fault(value, "`confirm-above` is a price in USD, `out` the name of a folder")
            else:
                self._fault(value, f"unknown setting `{name}`: `run` has `confirm-above` and `out`")
