"""`make bench`: every benchmark, one after the other, in one run."""

from __future__ import annotations

import runpy

ROOMS = ("syntax", "check", "server", "runtime")


def main() -> None:
    """Run each room's benchmark."""
    for room in ROOMS:
        print(f"\n## {room}\n", flush=True)
        runpy.run_module(f"benchmarks.{room}", run_name="__main__")


if __name__ == "__main__":
    main()
