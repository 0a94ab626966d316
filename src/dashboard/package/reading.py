"""A data package as it stands in a folder, a ZIP or a workbook: its tables as text, nothing believed yet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import lzma
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from dashboard.package.limits import TooLarge, Unpacking, check_table
from dashboard.package.problems import Problem
from dashboard.package.schema import (
    TRANSLATIONS,
    UNPRINTABLE,
    Package,
    SchemaError,
    Table,
    parse_schema,
    read_json,
    read_schema,
)
from dashboard.package.sheets import read_sheets

SHIPPED = Path(__file__).resolve().parents[3] / "data"  # the app runs from a checkout
# What is raised over the bytes of a damaged ZIP, besides BadZipFile.
DAMAGE = (EOFError, ValueError, struct.error, zlib.error, lzma.LZMAError)
OPTIONAL = ("country_names",)  # tables without which a package is whole
# A package made by an earlier version of the dictionary is as good as it was: tables that came later are empty, a
# column that came later holds what says nothing, one that went is not read.
LATER = ("outcome_themes", "policy_fact_themes")
ADDED = {
    ("organisations", "led_by"): "not_stated",
    **{(table, "other_names"): "" for table in ("organisations", "themes", "action_types")},
}
RETIRED = {("policy_facts", "topic")}

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


def neutral_head(name: str, title: str, created: dt.date) -> dict[str, Any]:
    """A descriptor with our tables and basemap that says nothing of whose data it describes.

    Of the sources, only those with an address stay: gazetteer and basemap are anybody's.
    """
    ours = shipped_schema().raw
    return {
        "$schema": ours["$schema"],
        "name": name,
        "title": title,
        "description": "",
        "version": "0.1.0",
        "created": f"{created.isoformat()}T00:00:00Z",
        "sources": [source for source in ours["sources"] if "path" in source],
        "resources": ours["resources"],
    }


def bare_schema(path: Path) -> Package:
    """The dictionary of a package that has no descriptor: our tables under the name of its folder or file.

    It is dated by the newest of its tables, so that the same files have the same date.
    """
    whole = path.resolve()
    title = UNPRINTABLE.sub("", whole.name if path.is_dir() else whole.stem)
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    files = [path / table.path for table in shipped_schema().resources.values()] if path.is_dir() else [path]
    newest = max((file.stat().st_mtime for file in files if file.is_file()), default=0)
    head = neutral_head(name or "actions", title, dt.datetime.fromtimestamp(newest, dt.UTC).date())
    return parse_schema(json.dumps(head).encode())


def read_package(path: Path) -> RawPackage:
    """The package in a folder, a `.zip` or an `.xlsx`; what cannot be read is among its problems."""
    path = Path(path)
    kind = path.suffix.lower()
    try:
        if path.is_dir():
            return _read_files(path, lambda name: _bytes(path / name))
        if not path.exists():
            return _nothing(path.name, "there is no such file or folder")
        if kind == ".zip":
            with zipfile.ZipFile(path) as archive:
                return _read_files(path, _zip_reader(archive))
        if kind == ".xlsx":
            return _read_workbook(path)
    except TooLarge as error:
        return _nothing(path.name, str(error))
    except zipfile.BadZipFile:
        return _nothing(path.name, f"the file is damaged, or it is not {'a ZIP' if kind == '.zip' else 'a workbook'}")
    except (OSError, RuntimeError, NotImplementedError, *DAMAGE) as error:  # no permission, encrypted, cut off
        return _nothing(path.name, f"the file cannot be read ({error})")
    return _nothing(path.name, "is not a folder, a .zip or an .xlsx")


def _nothing(name: str, message: str) -> RawPackage:
    schema = shipped_schema()
    return RawPackage(schema, dict.fromkeys(schema.resources), problems=[Problem(name, None, "", "", "", message)])


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _zip_reader(archive: zipfile.ZipFile) -> Reader:
    """A reader of the archive's files; they may stand in one folder inside it, and have backslashes in their names."""
    unpacking = Unpacking(archive)
    names = {n.replace("\\", "/"): n for n in archive.namelist() if not n.startswith("__MACOSX/")}
    marks = [PurePosixPath(n) for n in names if PurePosixPath(n).name in ("datapackage.json", "actions.csv")]
    root = min((m.parent for m in marks), key=lambda p: len(p.parts), default=PurePosixPath("."))

    def read(name: str) -> bytes | None:
        inside = names.get(str(root / name))
        return None if inside is None else unpacking.read(inside)

    return read


def _read_files(where: Path, read: Reader) -> RawPackage:
    descriptor = read("datapackage.json")
    if descriptor is None:
        found = RawPackage(bare_schema(where))
    else:
        try:
            found = RawPackage(_known(parse_schema(descriptor)))
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
        elif name in LATER:
            found.tables[name] = _empty(table)
        elif name in OPTIONAL or (descriptor is None and name.startswith(TRANSLATIONS)):
            optional.append(name)  # a package that describes nothing need not be translated
    found.schema = _without(found.schema, optional)
    for name, path in found.schema.geo.items():
        _read_geo(found, name, path, read(path), described=descriptor is not None)
    return found


def _lacking(schema: Package) -> list[Problem]:
    """What the program needs and a package's own descriptor does not describe."""
    needed = shipped_schema()
    lacks: list[tuple[str, str]] = []  # what it is about, and what is wrong with it
    if not schema.version:
        lacks.append(("version", "is not given; write the number of this version of the data: 1.0.0"))
    if schema.created is None:
        lacks.append(("created", "is not given; write the day of this version of the data: YYYY-MM-DD"))
    for name in needed.resources:
        if name not in schema.resources and name not in (*OPTIONAL, *LATER) and not name.startswith(TRANSLATIONS):
            lacks.append((name, "is a table that is not described"))
    for name, theirs in schema.resources.items():
        ours = needed.like(name)
        if ours is None:
            continue
        lost = [f.name for f in ours.fields if f.name not in theirs.columns and (name, f.name) not in ADDED]
        lacks += [(f"{name}.{column}", "is a column that is not described") for column in lost]
        for f in ours.fields:
            if f.name in theirs.columns and theirs[f.name].type != f.type:
                lacks.append((f"{name}.{f.name}", f"has the type {theirs[f.name].type}; it must be {f.type}"))
        if not lost and theirs.primary_key != ours.primary_key:
            lacks.append((name, f"has another primary key; it must be {', '.join(ours.primary_key)}"))
    lacks += [(TRANSLATIONS + code, "does not end in the code of a language") for code in _unknown(schema.languages)]
    lacks += [(name, "is a map that is not described") for name in needed.geo if name not in schema.geo]
    return [Problem("datapackage.json", None, "", "", what, message) for what, message in lacks]


def _unknown(languages: tuple[str, ...]) -> list[str]:
    """Those that are no languages: no date or number could be written in them."""
    from babel.localedata import exists

    return [code for code in languages if not (re.fullmatch("[a-z]{2,3}", code) and exists(code))]


def _known(schema: Package) -> Package:
    """The package without what the atlas has no use for (a table of somebody's own, a map of something else), and with
    what may be missing from it."""
    ours = shipped_schema()
    known = {
        name: _with_all_columns(table, like) for name, table in schema.resources.items() if (like := ours.like(name))
    }
    return replace(
        schema,
        resources=known | {name: ours.resources[name] for name in LATER if name not in known},
        geo={name: path for name, path in schema.geo.items() if name in ours.geo},
    )


def _with_all_columns(table: Table, ours: Table) -> Table:
    added = [f for f in ours.fields if f.name not in table.columns and (table.name, f.name) in ADDED]
    return replace(table, fields=(*table.fields, *added)) if added else table


def _empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame(columns=pd.Index(table.columns, dtype="str"), dtype="str")


def _without(schema: Package, names: list[str]) -> Package:
    return replace(schema, resources={n: t for n, t in schema.resources.items() if n not in names}) if names else schema


def _read_geo(found: RawPackage, name: str, path: str, content: bytes | None, described: bool) -> None:
    if content is None and not described:
        content = _bytes(SHIPPED / path)  # a bare set of tables is drawn on our own basemap
    if content is None:
        found.problems.append(Problem(path, None, "", "", "", "missing; the package needs it"))
        return
    problem = None
    try:
        read = read_json(content)
        if not isinstance(read, dict) or not isinstance(read.get("features", read.get("geometries")), list):
            raise ValueError("no features")
    except (ValueError, RecursionError):  # bad UTF-8 and bad JSON are ValueErrors
        problem = Problem(path, None, "", "", "", "the file is not GeoJSON")
    else:
        countries = name == "countries"
        if countries and not read.get("features"):
            problem = Problem(path, None, "", "", "", "the file holds no features; the map needs outlines of countries")
        for number, feature in enumerate(read.get("features", ()), start=1):
            if not _is_outline(feature, countries):
                message = "is not an outline that can be drawn: a polygon, or several, and the iso_a2 of a country"
                problem = Problem(path, None, "", "", f"feature {number}", message)
                break
    if problem:
        found.problems.append(problem)
    else:
        found.geo[name] = read


def _is_outline(feature: Any, of_country: bool) -> bool:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        outline, properties = shape(feature["geometry"]), feature["properties"] or {}
        if of_country and not isinstance(properties["iso_a2"], str | None):
            return False
        return outline.geom_type in ("Polygon", "MultiPolygon") and all(map(math.isfinite, outline.bounds))
    except (TypeError, ValueError, LookupError, AttributeError, ShapelyError):
        return False


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
    told = re.match(r"sep=(.)\r?\n", text)  # what helpers write for Excel
    if told:
        text = text[told.end() :]
    separator = told[1] if told else _separator(text, table)
    try:
        check_table(_cells(text, separator), text.count("\n") + 1)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except TooLarge as error:
        return unreadable(str(error))
    except csv.Error as error:
        return unreadable(f"the file is not CSV ({error}); look for a quotation mark that is not closed")
    if not any(any(row) for row in rows):
        return unreadable("the file is empty; its first row must name the columns")
    return _frame_of(rows, table, first=3 if told else 2)


def _separator(text: str, table: Table) -> str:
    """The sign that parts the columns: the one that finds most of the table's columns in the first line."""
    line = text.split("\n", 1)[0][: 100 * len(table.path) + 10_000]
    found = {sign: {cell.strip(' \r"') for cell in line.split(sign)} for sign in ",;\t"}
    return max(found, key=lambda sign: len(found[sign].intersection(table.columns)))


def _cells(text: str, separator: str) -> int:
    """How many cells the first line has, at most."""
    end = text.find("\n")
    return text.count(separator, 0, end if end >= 0 else len(text)) + 1


def _frame_of(rows: list[list[str]], table: Table, first: int = 2) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows under their header, numbered as in a spreadsheet from `first`; blank rows left out."""
    header = [cell.strip() for cell in rows[0]]
    problems: list[Problem] = []
    while header and header[-1] == "" and all(len(r) < len(header) or r[len(header) - 1] == "" for r in rows):
        header.pop()  # empty columns that a spreadsheet left at the end
    for name in sorted({n for n in header if header.count(n) > 1}):
        problems.append(Problem(table.path, 1, "", name, "", "the column stands there twice"))
    numbers, kept = [], []
    for number, row in enumerate(rows[1:], start=first):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < len(header) or any(cells[len(header) :]):
            message = f"the row has {len(cells)} cells, the header {len(header)}"
            problems.append(Problem(table.path, number, cells[0], "", "", message))
        numbers.append(number)
        kept.append(cells if len(cells) == len(header) else (cells + [""] * len(header))[: len(header)])
    frame = pd.DataFrame(kept, columns=pd.Index(header, dtype="str"), index=numbers, dtype="str")
    frame = frame.loc[:, ~frame.columns.duplicated()]
    retired = [name for name in frame.columns if (table.name, name) in RETIRED and name not in table.columns]
    missing = [name for name in table.columns if name not in frame.columns]
    filled = {name: ADDED[table.name, name] for name in missing if (table.name, name) in ADDED}
    return frame.drop(columns=retired).assign(**filled), problems


def _read_workbook(path: Path) -> RawPackage:
    """The tables of a workbook, one sheet each under the table's name; the basemap is ours."""
    try:
        sheets, names = read_sheets(path, shipped_schema().resources)
    except (zipfile.BadZipFile, OSError, TooLarge):
        raise
    except Exception as error:  # a damaged file is met with whatever its parts happen to raise
        return _nothing(path.name, f"the file is not a workbook that can be read ({error})")
    if not sheets:
        there = ", ".join(names[:5])
        message = (
            f"none of its sheets ({there}) is one of the package's tables; files of the atlas to read are no packages"
        )
        return _nothing(path.name, f"{message}, take the ZIP")
    schema = bare_schema(path)
    schema = _without(
        schema, [n for n in schema.resources if (n in OPTIONAL or n.startswith(TRANSLATIONS)) and n not in sheets]
    )
    schema = replace(schema, resources={n: replace(t, path=f"sheet {n}") for n, t in schema.resources.items()})
    found = RawPackage(schema)
    for name, table in schema.resources.items():
        if name not in sheets:
            if name in LATER:
                found.tables[name] = _empty(table)
            continue  # of others validate says that they are missing
        rows = sheets[name]
        if not any(any(row) for row in rows):
            found.problems.append(
                Problem(table.path, None, "", "", "", "the sheet is empty; its first row must name the columns")
            )
            found.tables[name] = None
            continue
        found.tables[name], problems = _frame_of(rows, table)
        found.problems += problems
    for name, file in schema.geo.items():
        _read_geo(found, name, file, _bytes(SHIPPED / file), described=False)
    return found
