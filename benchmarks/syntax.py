"""Reading TOML: our parser beside tomllib, tomlkit and tree-sitter-toml, from scratch and at each keystroke.

    python -m benchmarks.syntax

A keystroke is one character typed into a string in the middle of the bundle, given by line and column as editors give
it, after which the tree is right again. tomllib and tomlkit can only read the whole text again. tree-sitter gives a tree
without values, and neither words nor a place for most faults.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import tomlkit

from benchmarks.bundles import bundle
from plx_lsp.syntax import edit, parse

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (10, 100, 1_000, 10_000)
BUDGET = 1.5  # seconds for each cell, one run at least
Cell = float | None


def median(run: Callable[[], object], most: int = 300) -> float:
    """Median milliseconds of `run`, as often as the budget allows."""
    times: list[float] = []
    until = time.perf_counter() + BUDGET
    while not times or (len(times) < most and time.perf_counter() < until):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def typing_place(text: str) -> tuple[int, int]:
    """A line in the middle of the text and a column inside its string."""
    lines = text.split("\n")
    line = next(index for index in range(len(lines) // 2, len(lines)) if lines[index].startswith("description"))
    return line, 20


def ours(text: str) -> tuple[Cell, Cell]:
    """Scratch and keystroke of `plx_lsp.syntax`."""
    line, column = typing_place(text)
    document = parse(text)

    def keystroke() -> None:
        nonlocal document
        at = document.lines.offset(line, column, "utf-16")
        document = edit(document, at, at, "x")

    return median(lambda: parse(text)), median(keystroke)


def standard_library(text: str) -> tuple[Cell, Cell]:
    """Scratch of `tomllib`, which comes with Python 3.11; a keystroke is the same."""
    try:
        import tomllib
    except ModuleNotFoundError:
        return None, None
    scratch = median(lambda: tomllib.loads(text))
    return scratch, scratch


def with_tomlkit(text: str) -> tuple[Cell, Cell]:
    """Scratch of `tomlkit`; a keystroke is the same."""
    scratch = median(lambda: tomlkit.parse(text), most=3)
    return scratch, scratch


def tree_sitter(text: str) -> tuple[Cell, Cell]:
    """Scratch and keystroke of `tree-sitter-toml`."""
    try:
        import tree_sitter_toml
        from tree_sitter import Language, Parser
    except ModuleNotFoundError:
        return None, None
    parser = Parser(Language(tree_sitter_toml.language()))
    data = text.encode()
    tree = parser.parse(data)
    line, column = typing_place(text)
    at = sum(len(each) + 1 for each in data.split(b"\n")[:line]) + column

    def keystroke() -> None:
        nonlocal data, tree
        data = data[:at] + b"x" + data[at:]
        tree.edit(at, at, at + 1, (line, column), (line, column), (line, column + 1))
        tree = parser.parse(data, tree)

    return median(lambda: parser.parse(text.encode())), median(keystroke)


READERS = {
    "plx_lsp.syntax": ours,
    "tomllib": standard_library,
    "tomlkit": with_tomlkit,
    "tree-sitter-toml": tree_sitter,
}


def digits(number: float) -> str:
    """A number with two digits at least, and no more behind the point than it takes."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}" if number < 1 else f"{number:.1f}"


def table(title: str, cells: dict[int, list[Cell]]) -> None:
    """Print one table: milliseconds, and how many times ours."""
    print(f"{title}\n\n| pipes | " + " | ".join(READERS) + " |\n|--:|" + "--:|" * len(READERS))
    for size, row in cells.items():
        first = row[0] or 1.0
        shown = ["-" if cell is None else f"{digits(cell)} ms (x {digits(cell / first)})" for cell in row]
        print(f"| {size:,} | " + " | ".join(shown) + " |")
    print()


def main() -> None:
    """Measure everything, then print both tables and whether the bars are met."""
    measured = {size: [read(bundle(size)) for read in READERS.values()] for size in SIZES}
    scratch = {size: [cell[0] for cell in row] for size, row in measured.items()}
    keystroke = {size: [cell[1] for cell in row] for size, row in measured.items()}
    table("From scratch", scratch)
    table("A keystroke", keystroke)
    small, large = keystroke[10][0] or 0.0, keystroke[1_000][0] or 0.0
    print(f"A keystroke at 1,000 pipes: {large:.3f} ms (bar: 0.5), {large / small:.2f} times that at 10 (bar: 3)")


if __name__ == "__main__":
    main()
