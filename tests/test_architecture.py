"""The rules of docs and design that imports can break."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dashboard"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
# Data flows one way: a module may use those of its own stage and of those before, never of those after.
STAGES = [
    {"schema", "i18n", "theme", "basemap", "examples"},
    {"cells", "problems", "rules", "reading", "validate", "documents"},
    {"dataset"},
    {"search", "find", "selection", "filters", "links"},
    {"summaries"},
    {"figures", "maps", "headline", "network", "records", "demands", "wording"},
    {"slides", "briefs"},
    {"exports"},
    {"api"},
    {"delivery", "server", "cli", "messages", "ui"},
]


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
    """The stage of one of our modules, by the name below `dashboard`; None for what is not ours."""
    parts = module.split(".")
    if parts[0] != "dashboard" or len(parts) < 2:
        return None
    return next((n for n, stage in enumerate(STAGES) if parts[1] in stage), None)


def test_every_module_has_its_stage() -> None:
    modules = {path.stem if path.is_file() else path.name for path in PACKAGE.iterdir()}
    ours = {m for m in modules if (PACKAGE / m / "__init__.py").exists() or (PACKAGE / f"{m}.py").exists()}
    assert ours - {"__init__"} == set().union(*STAGES)


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(PACKAGE)], ids=name)
def test_data_flows_one_way(path: Path) -> None:
    relative = path.relative_to(ROOT / "src").with_suffix("")
    here = stage(".".join(relative.parts))
    if here is None:
        assert relative.name == "__init__"
        here = -1
    found = [(module, line) for module, line in imported(path) if (stage(module) or 0) > here]
    is_interface = relative.parts[1] in ("ui", "cli", "server")
    if not is_interface:
        found += [(module, line) for module, line in imported(path) if module.startswith("dashboard.ui")]
    assert found == []
