"""`gitlab`: a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

import json
from hashlib import sha256

from plx_lsp.cli.reports import position, slashed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from plx_lsp.cli.check import Options
    from plx_lsp.cli.checking import Checked

_SEVERITIES = {"error": "major", "warning": "minor", "information": "info"}


def render(checked: Checked, _options: Options) -> Iterator[str]:
    """The report, as one JSON array."""
    seen: dict[str, int] = {}
    issues: list[dict[str, object]] = []
    for file in checked.files:
        path = slashed(file.path)
        for each in file.diagnostics:
            # Not the line: a fingerprint must survive an edit above.
            identity = f"{path}\0{each.rule}\0{each.message}"
            seen[identity] = seen.get(identity, 0) + 1
            issues.append(
                {
                    "description": each.message,
                    "check_name": each.rule,
                    "fingerprint": sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "replace")).hexdigest(),
                    "severity": _SEVERITIES[each.severity],
                    "location": {
                        "path": path,
                        "lines": {"begin": position(file, each.start)[0], "end": position(file, each.end)[0]},
                    },
                }
            )
    yield json.dumps(issues, ensure_ascii=False, indent=2)
