"""A data package as it stands in a folder, a ZIP or a workbook: its tables as text, nothing believed yet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from dashboard.problems import Problem
from dashboard.schema import TRANSLATIONS, Package, SchemaError, Table, parse_schema, read_schema

SHIPPED = Path(__file__).resolve().parents[2] / "data"  # the app runs from a checkout
MAX_BYTES = 500_000_000  # of one file in a ZIP: a small archive may unpack to more than the memory

# The bytes of one file of the package by its path, or None if there is none.
Reader = Callable[[str], bytes | None]


@dataclass
class RawPackage:
    """What was found: the dictionary, the tables as text (index = row in a spreadsheet), the GeoJSON.

    A table that could not be read is None; the problems say why.
    """

    schema: Package
    tables: dict[str, pd.DataFrame | None] = field(default_factory=dict)
    geo: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@cache
def shipped_schema() -> Package:
    """The dictionary of our own package: what every package is measured by."""
    return read_schema(SHIPPED)


def read_package(path: Path) -> RawPackage:
    """The package in a folder, a `.zip` or an `.xlsx`; what cannot be read is among its problems."""
    path = Path(path)
    try:
        if path.is_dir():
            return _read_files(lambda name: _bytes(path / name))
        if not path.exists():
            return _nothing(path.name, "there is no such file or folder")
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                return _read_files(_zip_reader(archive))
        if path.suffix.lower() == ".xlsx":
            return _read_workbook(path)
    except zipfile.BadZipFile:
        return _nothing(
            path.name,
            f"the file is damaged, or it is not {'a ZIP' if path.suffix == '.zip' else 'a workbook'}",
        )
    except (
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:  # no permission, encrypted, cut off
        return _nothing(path.name, f"the file cannot be read ({error})")
    return _nothing(path.name, "is not a folder, a .zip or an .xlsx")


def _nothing(name: str, message: str) -> RawPackage:
    schema = shipped_schema()
    return RawPackage(schema, dict.fromkeys(schema.resources), problems=[Problem(name, None, "", "", "", message)])


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _zip_reader(archive: zipfile.ZipFile) -> Reader:
    """A reader of the archive's files, also where they stand in one folder inside it."""
    names = [n for n in archive.namelist() if not n.startswith("__MACOSX/")]
    marks = [PurePosixPath(n) for n in names if PurePosixPath(n).name in ("datapackage.json", "actions.csv")]
    root = min((m.parent for m in marks), key=lambda p: len(p.parts), default=PurePosixPath("."))

    def read(name: str) -> bytes | None:
        inside = str(root / name)
        if inside not in names:
            return None
        if archive.getinfo(inside).file_size > MAX_BYTES:
            raise OSError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB")
        return archive.read(inside)

    return read


def _read_files(read: Reader) -> RawPackage:
    descriptor = read("datapackage.json")
    if descriptor is None:
        found = RawPackage(shipped_schema())
    else:
        try:
            found = RawPackage(parse_schema(descriptor))
        except SchemaError as error:
            found = RawPackage(shipped_schema())
            found.problems.append(Problem("datapackage.json", None, "", "", "", str(error)))
        else:
            found.problems += _lacking(found.schema)
    optional: list[str] = []
    for name, table in found.schema.resources.items():
        content = read(table.path)
        if content is not None:
            frame, problems = read_csv(content, table)
            found.problems += problems
            found.tables[name] = frame
        elif descriptor is None and name.startswith(TRANSLATIONS):
            optional.append(name)  # a package that describes nothing need not be translated
    found.schema = _without(found.schema, optional)
    for name, path in found.schema.geo.items():
        _read_geo(found, name, path, read(path), described=descriptor is not None)
    return found


def _lacking(schema: Package) -> list[Problem]:
    """What the program needs and a package's own descriptor does not describe."""
    problems = []
    for name, ours in shipped_schema().resources.items():
        theirs = schema.resources.get(name)
        if name.startswith(TRANSLATIONS):
            continue
        lost = [] if theirs is None else [f for f in ours.fields if f.name not in theirs.columns]
        if theirs is None:
            problems.append(Problem("datapackage.json", None, "", "", name, "is a table that is not described"))
        for column in lost:
            message = "is a column that is not described"
            problems.append(Problem("datapackage.json", None, "", "", f"{name}.{column.name}", message))
        for f in ours.fields:
            if theirs is not None and f.name in theirs.columns and theirs[f.name].type != f.type:
                message = f"has the type {theirs[f.name].type}; it must be {f.type}"
                problems.append(Problem("datapackage.json", None, "", "", f"{name}.{f.name}", message))
        if theirs is not None and not lost and theirs.primary_key != ours.primary_key:
            message = f"has another primary key; it must be {', '.join(ours.primary_key)}"
            problems.append(Problem("datapackage.json", None, "", "", name, message))
    for name in shipped_schema().geo:
        if name not in schema.geo:
            problems.append(Problem("datapackage.json", None, "", "", name, "is a map that is not described"))
    return problems


def _without(schema: Package, names: list[str]) -> Package:
    return replace(schema, resources={n: t for n, t in schema.resources.items() if n not in names}) if names else schema


def _read_geo(found: RawPackage, name: str, path: str, content: bytes | None, described: bool) -> None:
    if content is None and not described:
        content = _bytes(SHIPPED / path)  # a bare set of tables is drawn on our own basemap
    if content is None:
        found.problems.append(Problem(path, None, "", "", "", "missing; the package needs it"))
        return
    try:
        read = json.loads(content.decode("utf-8-sig"))
        if not isinstance(read, dict) or not (isinstance(read.get("features", read.get("geometries")), list)):
            raise ValueError("no features")
        found.geo[name] = read
    except (ValueError, RecursionError):  # bad UTF-8 and bad JSON are ValueErrors
        found.problems.append(Problem(path, None, "", "", "", "the file is not GeoJSON"))


def read_csv(content: bytes, table: Table) -> tuple[pd.DataFrame | None, list[Problem]]:
    """The cells of a CSV file as text, None if it cannot be read; and what is wrong with the file itself."""

    def unreadable(message: str, row: int | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem(table.path, row, "", "", "", message)]

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return unreadable("the file is not UTF-8 text; save it as “CSV UTF-8”", row)
    if "\0" in text:
        return unreadable("the file is not text; save it as “CSV UTF-8”")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return unreadable(f"the file is not CSV ({error}); look for a quotation mark that is not closed")
    if not any(any(row) for row in rows):
        return unreadable("the file is empty; its first row must name the columns")
    if len(rows[0]) == 1 and any(sign in rows[0][0] for sign in ";\t") and len(table.columns) > 1:
        return unreadable("the columns are not separated by commas; save it as “CSV UTF-8”")
    return _frame_of(rows, table)


def _frame_of(rows: list[list[str]], table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows under their header, numbered as in a spreadsheet; blank rows left out."""
    header = [cell.strip() for cell in rows[0]]
    problems: list[Problem] = []
    while header and header[-1] == "" and all(len(r) < len(header) or r[len(header) - 1] == "" for r in rows):
        header.pop()  # empty columns that a spreadsheet left at the end
    for name in sorted({n for n in header if header.count(n) > 1}):
        problems.append(Problem(table.path, 1, "", name, "", "the column stands there twice"))
    numbers, kept = [], []
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < len(header) or any(cells[len(header) :]):
            message = f"the row has {len(cells)} cells, the header {len(header)}"
            problems.append(Problem(table.path, number, cells[0], "", "", message))
        numbers.append(number)
        kept.append(cells if len(cells) == len(header) else (cells + [""] * len(header))[: len(header)])
    frame = pd.DataFrame(kept, columns=pd.Index(header, dtype="str"), index=numbers, dtype="str")
    return frame.loc[:, ~frame.columns.duplicated()], problems


def _read_workbook(path: Path) -> RawPackage:
    """The tables of a workbook, one sheet each under the table's name; the basemap is ours."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    schema = shipped_schema()
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, SyntaxError) as error:
        return _nothing(path.name, f"the file is not a workbook that can be read ({error})")
    optional = [n for n in schema.resources if n.startswith(TRANSLATIONS) and n not in book.sheetnames]
    schema = _without(schema, optional)
    schema = replace(schema, resources={n: replace(t, path=f"sheet {n}") for n, t in schema.resources.items()})
    found = RawPackage(schema)
    for name, table in schema.resources.items():
        if name not in book.sheetnames:
            continue  # validate says that it is missing
        rows = [[_cell(value) for value in row] for row in book[name].iter_rows(values_only=True)]
        if not any(any(row) for row in rows):
            found.problems.append(
                Problem(table.path, None, "", "", "", "the sheet is empty; its first row must name the columns")
            )
            found.tables[name] = None
            continue
        found.tables[name], problems = _frame_of(rows, table)
        found.problems += problems
    book.close()
    for name, file in schema.geo.items():
        _read_geo(found, name, file, _bytes(SHIPPED / file), described=False)
    return found


def _cell(value: object) -> str:
    """The text of a cell as our CSV files would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
