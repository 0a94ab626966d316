"""The rules of docs and design that imports can break."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dashboard"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
# Data flows one way: a module may use those before it, never those after it.
FLOW = ["schema", "validate", "dataset", "filters", "summaries", "figures", "exports", "api", "server"]
SAME_STAGE = {"maps": "figures", "selection": "filters"}


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """The absolute names that a file imports anywhere in it, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    package = path.relative_to(ROOT / "src").parent.parts if path.is_relative_to(ROOT / "src") else ()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            parent = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [parent, node.module or ""]))
            yield module, node.lineno
            for alias in node.names:
                yield f"{module}.{alias.name}", node.lineno


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_check() -> None:
    assert len(SOURCES) > 10


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_imports_pages(path: Path) -> None:
    found = [(module, line) for module, line in imported(path) if "pages" in module.split(".")]
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_streamlit_stays_in_the_interface(path: Path) -> None:
    may = (
        path.is_relative_to(PACKAGE / "ui")
        or path.is_relative_to(ROOT / "pages")
        or path in (PACKAGE / "server.py", ROOT / "app.py")
    )
    found = [(module, line) for module, line in imported(path) if module.split(".")[0] == "streamlit"]
    assert may or found == []


def stage(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] != "dashboard" or len(parts) < 2:
        return None
    own = SAME_STAGE.get(parts[1], parts[1])
    return FLOW.index(own) if own in FLOW else None


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(PACKAGE)], ids=name)
def test_data_flows_one_way(path: Path) -> None:
    relative = path.relative_to(ROOT / "src").with_suffix("")
    here = stage(".".join(relative.parts))
    if here is None:
        here = len(FLOW) if relative.parts[1] in ("ui", "cli") else FLOW.index("exports")
    is_interface = relative.parts[1] in ("ui", "cli", "server")
    found = []
    for module, line in imported(path):
        there = stage(module)
        if there is not None and there > here:
            found.append((module, line))
        if module.startswith("dashboard.ui") and not is_interface:
            found.append((module, line))
    assert found == []
