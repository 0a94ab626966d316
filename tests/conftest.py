"""What many tests share: the handmade package of `tests/data/small`, and copies of it to spoil."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.package.dataset import Dataset, cached
from dashboard.package.reading import SHIPPED

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests" / "data" / "small"
# They walk through view after view, and make every page or file of each.
WALKS = ("test_agreement.py", "test_on_theme.py", "test_typeset.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what takes long by where it stands and what it asks for: `make quick` and `make mutants` leave it out."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder == "browser":
            item.add_marker("browser")
        if folder == "ui" or folder in WALKS:
            item.add_marker("pages")
        if "as_pdf" in getattr(item, "fixturenames", ()):
            item.add_marker("office")
        if "shipped" in getattr(item, "fixturenames", ()):
            item.add_marker("shipped")


@pytest.fixture(scope="session")
def small() -> Dataset:
    """Eight handmade actions with the hard cases: no date, no count, no place, several cities."""
    return cached(SMALL)


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The dataset of this repository."""
    return cached(SHIPPED)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the handmade package that a test may spoil, with the dictionary beside it."""
    folder = tmp_path / "package"
    shutil.copytree(SMALL, folder)
    shutil.copy(ROOT / "data" / "datapackage.json", folder)
    for described in (ROOT / "data" / "translations").iterdir():  # of languages that it does not speak: no rows
        if not (folder / "translations" / described.name).exists():
            (folder / "translations" / described.name).write_text("table,row_id,field,text\n", encoding="utf-8")
    return folder


@pytest.fixture
def spoil(package: Path) -> Callable[..., Path]:
    """Changes cells of the copy's row that so begins: `spoil("actions", "BY-2019-01", country="LT")`."""

    def change(of_table: str, first: str, /, **cells: str) -> Path:
        file = package / f"{of_table}.csv"
        with file.open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(source))
        row = next(r for r in rows if next(iter(r.values())) == first)
        assert set(cells) <= set(row), "a test names a column that is not there"
        row.update(cells)
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return package

    return change


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Path]], list[Path]]:
    """Draws office files through LibreOffice: the PDF of each, in the order of the files."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.fail("no LibreOffice: `make test` installs it")
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('office').as_uri()}"

    def draw(files: list[Path]) -> list[Path]:
        folder = tmp_path_factory.mktemp("pdf")
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return [folder / f"{file.stem}.pdf" for file in files]

    return draw
