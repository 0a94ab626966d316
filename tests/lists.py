"""The lists in the documents that are made from the code: `make docs` writes them, `test_docs.py` compares.

A list stands between two comments, `<!-- list: rooms -->` and `<!-- end of list -->`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from graphlib import TopologicalSorter
from itertools import groupby
from pathlib import Path
from textwrap import fill

from dashboard import cli, exports
from dashboard.i18n import Translator
from dashboard.query.filters import PARAMETERS, RECORDS
from dashboard.web.api import PREFIX
from test_architecture import COMMON, PACKAGE, ROOMS, ROOT, imported

WRITTEN = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
LIST = re.compile(r"(?<=<!-- list: )([a-z]+) -->\n(.*?)(?=<!-- end of list -->)", re.DOTALL)
WIDTH = 112


def summary(path: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert told, f"{path} has no docstring"
    return " ".join(re.split(r"\.\s|\n\n", told)[0].split()).removesuffix(".")


def _room(name: str) -> Path:
    return PACKAGE / name / "__init__.py"


def _alone(name: str) -> Path:
    """The file of what stands beside the rooms: a module, or a folder with what it needs."""
    return _room(name) if _room(name).exists() else PACKAGE / f"{name}.py"


def _rooms() -> list[str]:
    """The folders among the rooms: the others are single modules."""
    return [name for name in ROOMS if _room(name).exists()]


def _used(paths: Iterable[Path], among: Iterable[str]) -> set[str]:
    """Which modules or rooms (`dashboard.query`) some files import, or something in them."""
    names = {name for path in paths for name in imported(path)}
    return {one for one in among if any(f"{name}.".startswith(f"{one}.") for name in names)}


def _in_order(modules: Iterable[Path]) -> list[Path]:
    """The modules of a room, each after those that it imports."""
    paths = {f"dashboard.{path.parent.name}.{path.stem}": path for path in modules}
    order = TopologicalSorter({name: _used([path], paths) - {name} for name, path in paths.items()})
    order.prepare()
    told: list[Path] = []
    while order.is_active():
        ready = sorted(order.get_ready())
        told += [paths[name] for name in ready]
        order.done(*ready)
    return told


def _line(name: str, text: str, indent: str = "", column: int = 20) -> str:
    first = f"{indent}{name}".ljust(column - 1) + " "
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=" " * column, break_on_hyphens=False)


def _block(lines: Iterable[str]) -> str:
    return "\n".join(["```", *lines, "```"])


def _table(*rows: tuple[str, ...]) -> str:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|---" * len(rows[0]) + "|", *body])


def house() -> str:
    """Every room in the order of imports, with its modules in theirs, and what each is for."""
    lines = ["src/dashboard/"]
    lines += [_line(f"├─ {name}", f"{summary(_alone(name))}. For all rooms.") for name in COMMON]
    for room in _rooms():
        modules = [path for path in (PACKAGE / room).glob("*.py") if path != _room(room)]
        before = _used((PACKAGE / room).glob("*.py"), [f"dashboard.{one}" for one in _rooms() if one != room])
        uses = ", ".join(one for one in _rooms() if f"dashboard.{one}" in before)
        lines += ["│", _line(f"├─ {room}/", summary(_room(room)))]
        lines += [_line("│", f"uses {uses}")] if uses else []
        lines += [_line(path.stem, summary(path), "│  ") for path in _in_order(modules)]
    alone = [name for name in ROOMS if name not in _rooms()]
    lines += ["│", *(_line(f"├─ {name}", summary(PACKAGE / f"{name}.py")) for name in alone)]
    lines += ["", _line("pages/", "One short file a page, made of the parts in ui/")]
    lines += [_line("app.py", summary(ROOT / "app.py"))]
    return _block(line.rstrip() for line in lines)


def rooms() -> str:
    """The folders of the code, one line each."""
    return _block(_line(f"src/dashboard/{room}/", summary(_room(room)), column=26) for room in _rooms())


def formats() -> str:
    """Every file of a view, with its address."""
    t = Translator("en")
    rows = [(f"`{PREFIX}/actions.{f.extension}`", t(f.label_message)) for f in exports.FORMATS.values()]
    return _table(("address", "file"), *rows)


def parameters() -> str:
    """Every parameter of a query that chooses rows; those that mean the same in one row."""
    t = Translator("en")
    alike = groupby(PARAMETERS, key=lambda name: RECORDS[name].meaning(t))
    rows = [(", ".join(f"`{name}`" for name in names), meaning) for meaning, names in alike]
    return _table(("parameter", "meaning"), *rows)


def targets() -> dict[str, str]:
    """What `make` can do, in the words of `make help`."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", text, re.MULTILINE))


def commands() -> dict[str, str]:
    """What `dashboard` can do, in the words of its help."""
    (known,) = (action for action in cli._parser()._actions if action.metavar == "COMMAND")
    return {one.dest: str(one.help) for one in known._get_subactions()}


def everything() -> str:
    """All that is run from the command line."""
    made = [(f"`make {name}`", told) for name, told in targets().items()]
    own = [(f"`.venv/bin/dashboard {name}`", told) for name, told in commands().items()]
    return _table(("command", "what it does"), *made, *own)


LISTS: dict[str, Callable[[], str]] = {
    "house": house,
    "rooms": rooms,
    "formats": formats,
    "parameters": parameters,
    "commands": everything,
}


def renewed(text: str) -> str:
    """The text of a document with every list as the code has it now."""
    return LIST.sub(lambda found: f"{found[1]} -->\n{LISTS[found[1]]()}\n", text)


def main() -> None:
    """Writes every list into its document, and tells which documents changed."""
    for path in WRITTEN:
        old = path.read_text(encoding="utf-8")
        if (new := renewed(old)) != old:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: renewed")


if __name__ == "__main__":
    main()
