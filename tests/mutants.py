"""Changes the code in small ways and tells which changes no test notices: `make mutants`.

`make mutants OF="dashboard.package.rules*"` is for one module, `MINUTES=5` for so long; what was tried is kept in
`mutants/`, and the next run goes on from there. `mutants.toml` lists the changes that may pass, each with its reason.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WANTED = 0.9  # of the mutants of a module
KILLED = ("killed", "timeout", "caught by type check")
MUTMUT = str(Path(sys.executable).parent / "mutmut")


def main() -> int:
    """0 where enough mutants are killed in every module, else 1."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("of", nargs="*", default=["*"], help="names of mutants, with *")
    asked.add_argument("--minutes", type=float, default=30)
    options = asked.parse_args()
    command = [MUTMUT, "run", "--max-children", "2", *options.of]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as running:
        try:
            running.wait(60 * options.minutes)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGTERM)  # its children too
            print("\nThe time is up; the next run goes on from here.")
    may_pass = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    return report(options.of, may_pass)


def report(of: list[str], may_pass: list[dict[str, str]]) -> int:
    """Prints every module's share, and each mutant that lives and is not listed; 1 where a share is too low."""
    by_module: dict[str, dict[str, str]] = defaultdict(dict)
    for line in told("results", "--all", "True"):
        name, _, state = line.strip().partition(": ")
        if state and state != "not checked" and any(fnmatch(name, pattern) for pattern in of):
            by_module[name.rpartition(".")[0]][name] = state
    enough = True
    for module, states in sorted(by_module.items()):
        alive = [name for name, state in states.items() if state not in KILLED]
        changes = {name: change(name) for name in alive}
        unlisted = {n: c for n, c in changes.items() if not any(listed(entry, n, c) for entry in may_pass)}
        share = 1 - len(alive) / len(states)
        enough &= share >= WANTED
        print(f"{module}: {share:.1%} of {len(states)} killed; {len(alive)} live, {len(unlisted)} of them not listed")
        for name, changed in unlisted.items():
            print(f"  {name}: {states[name]}", *changed.splitlines(), sep="\n    ")
    return 0 if enough else 1


def listed(entry: dict[str, str], name: str, changed: str) -> bool:
    """Whether an entry of `mutants.toml` names this mutant, by its function and by its changed line."""
    return fnmatch(name, f"{entry.get('of', '')}*") and re.search(entry["change"], changed, re.MULTILINE) is not None


def change(name: str) -> str:
    """The lines that a mutant takes away (`-`) and puts in their place (`+`)."""
    return "\n".join(line for line in told("show", name) if re.match(r"[-+](?![-+]{2} )", line))


def told(*command: str) -> list[str]:
    return subprocess.run([MUTMUT, *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())
