"""`plx check` beside plxt, taplo, tombi and `pipelex validate`: one run, ratios to trust, milliseconds to doubt.

    python -m benchmarks.check [--pipelex VERSION]

CPU time of the whole process (user and system), the median of several runs after one to warm up. The peers come from
the package index (`pip install '.[peers]'`); `pipelex` gets an environment of its own in `.bench/`, on request, for it
brings some 60 packages. It is measured on a file that its release accepts, which no file with the page's spellings is.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
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
PIPELEX_RATIO = 50
SERVED_BY = "pipelex_inference"
ACCEPTED_BY_ALL = """domain = "logos"
description = "Logos"

[pipe.draw_logo]
type = "PipeImgGen"
description = "Draw the logo"
inputs = { prompt = "Text" }
output = "Image"
"""


def cpu_of(command: list[str], folder: Path, repeats: int) -> float:
    """Median CPU milliseconds of a command."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"DO_NOT_TRACK": "1", "NO_COLOR": "1"}
    times: list[float] = []
    for _ in range(repeats + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=300,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(times[1:])


def peers(folder: Path) -> dict[str, list[str]]:
    """Each checker's command for one file, whose name is put behind it."""
    schema = str(ROOT / "schema" / "plx.schema.json")
    (folder / "tombi.toml").write_text(f'[[schemas]]\npath = "{schema}"\ninclude = ["*.toml"]\n')
    return {
        "plx check": [str(BIN / "plx"), "check"],
        "plxt lint": [str(BIN / "plxt"), "lint", "--schema", f"file://{schema}"],
        "taplo lint": [str(BIN / "taplo"), "lint", "--schema", f"file://{schema}"],
        "tombi lint": [str(BIN / "tombi"), "lint", "--offline"],
    }


def measure_sizes(folder: Path) -> None:
    """A table: checkers by number of pipes in one file."""
    floor = cpu_of([sys.executable, "-c", "pass"], folder, 15)
    print(f"CPU milliseconds (x `python -c pass`, {floor:.0f} ms)\n")
    commands = peers(folder)
    print("| pipes | " + " | ".join(commands) + " |\n|---|" + "---|" * len(commands))
    for size in SIZES:
        text = bundle(size)
        row = [f"{size:,}"]
        for name, command in commands.items():
            # The peers check `.toml` files only.
            path = folder / f"b{size}.{'plx' if name == 'plx check' else 'toml'}"
            path.write_text(text)
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


def measure_pipelex(folder: Path, version: str) -> None:
    """One file, which both accept, by `plx check` and by one release of `pipelex validate`."""
    home = install_pipelex(version)
    alone, configured = folder / "alone", folder / "configured"
    for each in (alone, configured):
        each.mkdir()
        (each / "accepted.plx").write_text(ACCEPTED_BY_ALL)
    configure_pipelex(home, configured)
    theirs = [str(home / "bin" / "pipelex"), "validate", "accepted.plx"]
    ours = [*peers(folder)["plx check"], "accepted.plx"]
    for command, where in ((theirs, configured), (ours, alone)):
        tried = subprocess.run(
            command,
            check=False,
            cwd=where,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if tried.returncode:
            print(f"\n`{' '.join(command)}` refuses the file, so it is not measured:\n{tried.stdout}{tried.stderr}")
            return
    slow, fast = cpu_of(theirs, configured, 7), cpu_of(ours, alone, 21)
    print(
        f"\none file: pipelex {version} validate {slow:,.0f} ms, plx check {fast:,.0f} ms: "
        f"{slow / fast:.0f} times as long (bar: {PIPELEX_RATIO})"
    )


def install_pipelex(version: str) -> Path:
    """One release's environment in `.bench/`; made whole or not at all."""
    home = ROOT / ".bench" / f"pipelex-{version}"
    if not (home / "installed").exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "--quiet", f"pipelex=={version}"], check=True)
        (home / "installed").touch()
    return home


def configure_pipelex(home: Path, folder: Path) -> None:
    """What `pipelex init` asks a person for: its own settings, without telemetry, one backend on, no key that is real.

    Without them it stops before it has read a file; with them it needs no network. `plx check` needs none.
    """
    kit = next(home.glob("lib/python3*/site-packages/pipelex/kit/configs"))
    settings = folder / ".pipelex"
    shutil.copytree(kit, settings)
    telemetry = settings / "telemetry.toml"
    telemetry.write_text(telemetry.read_text().replace('"anonymous"', '"off"'))
    backends = settings / "inference" / "backends.toml"
    parts = re.split(r"^(?=\[)", backends.read_text(), flags=re.MULTILINE)
    kept = (f"[{SERVED_BY}]", "[internal]")
    backends.write_text(
        "".join(part if part.startswith(kept) else part.replace("enabled = true", "enabled = false") for part in parts)
    )
    os.environ["PIPELEX_INFERENCE_API_KEY"] = "none"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipelex", metavar="VERSION", help="measure this release of pipelex, too (0.17.6)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_sizes(folder)
        measure_corpus(folder)
        if options.pipelex:
            measure_pipelex(folder, options.pipelex)


if __name__ == "__main__":
    main()
