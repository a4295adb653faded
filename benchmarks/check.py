"""`plx check` beside plxt, taplo, tombi and `pipelex validate`: one run, ratios to trust, milliseconds to doubt.

    python -m benchmarks.check [--pipelex VERSION]

CPU time of the whole process (user and system), the median of several runs after one to warm up. The peers come from
the package index (`pip install '.[peers]'`); `pipelex` gets an environment of its own in `.bench/`, on request, for it
brings hundreds of packages.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bundles import bundle

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SIZES = (1, 10, 100, 1_000, 10_000)
CORPUS_SECONDS = 3.0


def cpu_of(command: list[str], folder: Path, repeats: int) -> float:
    """Median CPU milliseconds of a command."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"DO_NOT_TRACK": "1", "NO_COLOR": "1"}
    times: list[float] = []
    for _ in range(repeats + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(times[1:])


def peers(folder: Path) -> dict[str, list[str]]:
    """Each checker's command for one file, whose name is put behind it."""
    schema = str(ROOT / "schema" / "plx.schema.json")
    (folder / "tombi.toml").write_text(f'[[schemas]]\npath = "{schema}"\ninclude = ["*.toml"]\n')
    return {
        "plx check": [str(BIN / "plx"), "check", "--no-color"],
        "plxt lint": [str(BIN / "plxt"), "lint", "--schema", f"file://{schema}"],
        "taplo lint": [str(BIN / "taplo"), "lint", "--schema", f"file://{schema}"],
        "tombi lint": [str(BIN / "tombi"), "lint", "--offline"],
    }


def measure_sizes(folder: Path, pipelex: list[str] | None) -> None:
    """A table: checkers by number of pipes in one file."""
    floor = cpu_of([sys.executable, "-c", "pass"], folder, 15)
    print(f"CPU milliseconds (x `python -c pass`, {floor:.0f} ms)\n")
    commands = peers(folder)
    if pipelex is not None:
        commands["pipelex validate"] = pipelex
    print("| pipes | " + " | ".join(commands) + " |\n|---|" + "---|" * len(commands))
    for size in SIZES:
        text = bundle(size)
        row = [f"{size:,}"]
        for name, command in commands.items():
            # The peers check `.toml` files only.
            path = folder / f"b{size}.{'plx' if name.startswith(('plx check', 'pipelex')) else 'toml'}"
            path.write_text(text)
            if name == "pipelex validate" and size > 10:
                row.append("-")
                continue
            taken = cpu_of([*command, path.name], folder, 9 if size < 1_000 else 3)
            row.append(f"{taken:,.0f} ({taken / floor:.1f})")
        print("| " + " | ".join(row) + " |", flush=True)


def measure_corpus(folder: Path) -> None:
    """The real files that `PLX_SHARED` names, all in one command."""
    shared = os.environ.get("PLX_SHARED")
    if not shared:
        print("\nThe corpus is not here (PLX_SHARED is not set): not measured.")
        return
    files = sorted(str(path) for path in Path(shared, "corpus").rglob("*.plx"))
    taken = cpu_of([str(BIN / "plx"), "check", "--output-format", "concise", *files], folder, 3)
    print(f"\n{len(files)} real files: {taken:,.0f} ms (bar: {CORPUS_SECONDS * 1000:,.0f} ms)")


def pipelex_command(version: str) -> list[str]:
    """`pipelex validate` of one release, installed into `.bench/`."""
    home = ROOT / ".bench" / f"pipelex-{version}"
    if not home.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "--quiet", f"pipelex=={version}"], check=True)
    return [str(home / "bin" / "pipelex"), "validate"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipelex", metavar="VERSION", help="measure this release of pipelex, too (0.17.6)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_sizes(folder, pipelex_command(options.pipelex) if options.pipelex else None)
        measure_corpus(folder)


if __name__ == "__main__":
    main()
