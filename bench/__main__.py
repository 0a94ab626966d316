"""Prints the bench table: `python -m bench`, `python -m bench --no-browser`, `python -m bench --sizes 0 10000`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench import functions, synthetic

DATA = Path(__file__).resolve().parents[1] / "data"


def main() -> None:
    """Measures and prints, in Markdown."""
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument("--sizes", nargs="*", type=int, default=[0, 10_000, 100_000], help="actions; 0: as shipped")
    arguments.add_argument("--no-browser", action="store_true", help="leave the browser out")
    arguments.add_argument("--no-steps", action="store_true", help="leave out all but the browser")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = {n: DATA if n == 0 else synthetic.write(DATA, Path(folder) / str(n), n) for n in asked.sizes}
        if not asked.no_steps:
            _print_steps(packages)
        if asked.no_browser:
            return
        from bench import browser

        for n, package in packages.items():
            print(f"\n| in the browser, {_head(n)} | atlas | bare page | ratio |")
            print("|---|---|---|---|", flush=True)
            for figure, values in browser.measure(package).items():
                ours, bare = values[browser.OURS], values[browser.BARE]
                print(f"| {figure} | {ours:,.2f} | {bare:,.2f} | {ours / bare:.2f} |", flush=True)


def _head(n: int) -> str:
    return "shipped" if n == 0 else f"{n:,} actions"


def _print_steps(packages: dict[int, Path]) -> None:
    columns = {n: dict(functions.measure(package)) for n, package in packages.items()}
    heads = [_head(n) for n in columns]
    print("| step (ms) | " + " | ".join(heads) + " |")
    print("|---" * (len(heads) + 1) + "|")
    for step in dict.fromkeys(step for column in columns.values() for step in column):
        cells = [f"{column[step]:,.1f}" if step in column else "" for column in columns.values()]
        print(f"| {step} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
