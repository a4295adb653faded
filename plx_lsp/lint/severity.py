"""How bad a finding is: what its rule says, unless the project's settings say otherwise. Pure."""

from __future__ import annotations

from plx_lsp.lint.registry import RULES
from plx_lsp.project.roots import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from plx_lsp.project.settings import Settings

    SeverityOf = Callable[[str, str], str]


def severity_in(path: str, settings: Settings | None, root: str | None) -> SeverityOf:
    """A function from (rule, the finding's own severity or "") to a severity in the file `path`, or "off"."""
    if settings is None:
        return lambda rule, own: own or RULES[rule].severity
    off = set(settings.ignore)
    if settings.per_file_ignores:
        name = _relative(path, root)
        for pattern, names in settings.per_file_ignores.items():
            if matches(name, (pattern,)):
                off.update(names)

    def severity_of(rule: str, own: str) -> str:
        if rule in off or (settings.select and rule not in settings.select):
            return "off"
        return settings.severity.get(rule) or own or RULES[rule].severity

    return severity_of


def _relative(path: str, root: str | None) -> str:
    """A path as the settings' patterns see it: from the root, with `/`."""
    path = path.replace("\\", "/")
    folder = root.replace("\\", "/").rstrip("/") + "/" if root else ""
    return path[len(folder) :] if folder and path.startswith(folder) else path.rpartition("/")[2]
