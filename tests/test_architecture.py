"""The order of the house: what its imports may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dashboard"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
# Data flows one way: a module may use those of its own room and of those before, never of those after.
# What stands beside the rooms (i18n, theme, fonts) belongs to all of them; the commands stand after them.
ROOMS = ("package", "query", "numbers", "figures", "maps", "telling", "exports", "web", "ui", "cli", "messages")
COMMON = ("i18n", "theme", "fonts")
MAY_IMPORT_STREAMLIT = (PACKAGE / "ui", ROOT / "pages", PACKAGE / "web" / "server.py", ROOT / "app.py")


def imported(path: Path) -> Iterator[str]:
    """The absolute names that a file imports anywhere in it."""
    package = path.relative_to(ROOT / "src").parent.parts if path.is_relative_to(ROOT / "src") else ()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [parent, node.module or ""]))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room(module: str) -> int | None:
    """The place of one of our modules in the order of the house; none for what all rooms share or is not ours."""
    parts = module.split(".")
    if parts[0] != "dashboard" or len(parts) < 2 or parts[1] in COMMON:
        return None
    return ROOMS.index(parts[1])


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)


def test_nothing_imports_pages() -> None:
    assert len(SOURCES) > 10
    assert [(p, m) for p in SOURCES for m in imported(p) if "pages" in m.split(".")] == []


def test_streamlit_stays_in_the_interface() -> None:
    others = [p for p in SOURCES if not any(p.is_relative_to(may) for may in MAY_IMPORT_STREAMLIT)]
    assert [(p, m) for p in others for m in imported(p) if m.split(".")[0] == "streamlit"] == []


def test_data_flows_one_way() -> None:
    against = []
    for path in PACKAGE.rglob("*.py"):
        if path == PACKAGE / "__init__.py":
            continue
        here = room(module(path))
        for name in imported(path):
            there = room(name)
            if there is not None and (here is None or there > here):
                against.append(f"{module(path)} imports {name}")
    assert against == []
