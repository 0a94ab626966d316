"""The dataset that everything reads: a valid data package as pandas frames, in a language.

Loaded once per process and shared by all visitors, so nobody may change it. What `dataset[table]` returns
is a copy-on-write copy: it costs nothing, and what is written to it stays with the writer.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.package.problems import Problem, row_ids
from dashboard.package.reading import SHIPPED, RawPackage, read_package, shipped_schema
from dashboard.package.schema import TRANSLATIONS, Package, Table
from dashboard.package.validate import validate
from dashboard.package.values import TRUE

PASSING = (".", "~$")  # how the names of files begin that come and go beside the data
ENGLISH = "en"  # the language of the tables themselves

Texts = Mapping[tuple[str, str, str], str]  # (table, row id, field) -> text


class DataProblems(ValueError):
    """A package that is not valid; `problems` are all of them, the message tells them line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """The tables by name, in one language; never changed, compared by identity.

    Text columns are `str` with NaN for missing, dates `datetime64`, integers and years `Int64`, numbers
    `Float64`, booleans `boolean`. Rows keep the order of the files, under a RangeIndex. `geo` are the
    GeoJSON files `countries` and `lakes`; `updated` is the day of this version of the data.
    """

    schema: Package
    tables: Mapping[str, pd.DataFrame]
    language: str
    translations: Mapping[str, Texts]
    geo: Mapping[str, dict[str, Any]]
    version: str
    updated: dt.date
    # One dataset per language, shared by all of them; the base, in English, is the first.
    _views: dict[str, Dataset] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._views.setdefault(self.language, self)

    def __repr__(self) -> str:
        """Its name, version and language; the tables would fill a screen."""
        return f"<Dataset {self.schema.name} {self.version} ({self.language})>"

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The rows of a table; KeyError if there is none of that name."""
        return self.tables[table].copy(deep=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the data's texts exist in, English first."""
        return (ENGLISH, *(code for code in self.translations if code != ENGLISH))

    def in_language(self, language: str) -> Dataset:
        """The same dataset with its texts in that language, in English where a translation is missing."""
        if language not in self._views:
            base = self._views[ENGLISH]
            tables = _translated(base, self.translations.get(language, {}))
            # setdefault in __post_init__: when two visitors ask at once, both get the first one's.
            replace(base, language=language, tables=MappingProxyType(tables))
        return self._views[language]

    def title(self, table: str, field: str | None = None, value: str | None = None) -> str:
        """The heading of a table, of a column or, with `value`, of a code; "package" stands for the whole."""
        if field is not None and value is not None:
            return self.category_label(table, field, value)
        return self._described(table, field, "title")

    def description(self, table: str, field: str | None = None) -> str:
        """What a table or a column holds, in a sentence or two; "package": the whole."""
        return self._described(table, field, "description")

    def category_label(self, table: str, field: str, value: str) -> str:
        """What a person calls a code of a vocabulary column; the code itself where it has no label."""
        told = self._told(f"{table}.{field}={value}", "label")
        if told is not None:
            return told
        categories = self.schema.resources[table][field].categories
        return next((c.label for c in categories if c.value == value), value)

    def credit(self, part: str, named: Mapping[str, Any]) -> str:
        """The title of one of the package's `sources`, `licenses`, `contributors` (`part`), or a licence's name."""
        title = str(named.get("title") or named.get("name", ""))
        return self._told(f"package.{part}={title}", "title") or title

    def _described(self, table: str, field: str | None, part: str) -> str:
        told = self._told(table if field is None else f"{table}.{field}", part)
        if told is not None:
            return told
        if field is not None:
            return str(getattr(self.schema.resources[table][field], part))
        if table == "package":
            return str(getattr(self.schema, part))
        return str(getattr(self.schema.words[table], part))

    def _told(self, row_id: str, part: str) -> str | None:
        return self.translations.get(self.language, {}).get(("datapackage", row_id, part))


def default_path() -> Path:
    """Where the data is: the environment's DASHBOARD_DATA, or the package in this repository."""
    chosen = os.environ.get("DASHBOARD_DATA")
    return Path(chosen) if chosen else SHIPPED


def check(path: Path) -> list[Problem]:
    """All problems of the package at a path (folder, `.zip` or `.xlsx`); none if it is valid."""
    return _problems(read_package(path))


def load(path: Path) -> Dataset:
    """The dataset at a path (folder, `.zip` or `.xlsx`), in English. DataProblems if it is not valid."""
    raw = read_package(path)
    problems = _problems(raw)
    if problems:
        raise DataProblems(problems)
    assert raw.schema.created is not None  # the reading has told it else
    texts = {name: frame for name, frame in raw.tables.items() if frame is not None}  # all are, if valid
    tables = {
        name: typed(texts[name], table)
        for name, table in raw.schema.resources.items()
        if not name.startswith(TRANSLATIONS)
    }
    translations = {code: _texts(texts[TRANSLATIONS + code]) for code in raw.schema.languages}
    return Dataset(
        schema=raw.schema,
        tables=MappingProxyType(tables),
        language=ENGLISH,
        translations=MappingProxyType(translations),
        geo=MappingProxyType(raw.geo),
        version=raw.schema.version,
        updated=raw.schema.created,
    )


def _problems(raw: RawPackage) -> list[Problem]:
    return [*raw.problems, *validate(raw.tables, raw.schema, raw.geo, shipped_schema())]


# Every file of a package: name, size, and the times when its content and its permissions last changed.
State = frozenset[tuple[str, int, int, int]]

# What was found at a path in the last state of its files: the dataset, or why there is none.
_cache: dict[Path, tuple[State, Dataset | list[Problem]]] = {}
_lock = threading.Lock()


def cached(path: Path | None = None) -> Dataset:
    """The dataset at a path (default: `default_path()`), loaded again only when one of its files changes.

    DataProblems if it is not valid; that, too, is found out once.
    """
    path = (path or default_path()).resolve()
    state = _state(path)
    known = _cache.get(path)
    if not known or known[0] != state:
        with _lock:  # of many visitors at the start, one loads and the others wait for it
            known = _cache.get(path)
            if not known or known[0] != state:
                known = _cache[path] = (state, _loaded(path))
    if isinstance(known[1], list):
        raise DataProblems(known[1])
    return known[1]


def _loaded(path: Path) -> Dataset | list[Problem]:
    try:
        return load(path)
    except DataProblems as found:
        return found.problems


def _state(path: Path) -> State:
    """What tells one state of the files from another; also when a file is put back to an older one.

    Hidden files and those that a spreadsheet lays beside an open one (`~$actions.xlsx`) are no part of it.
    """
    files = [str(path)]
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(PASSING)]
        files += [f"{folder}/{name}" for name in names if not name.startswith(PASSING)]
    found = set()
    for file in files:
        with suppress(OSError):  # it went away in the meantime
            about = Path(file).stat()
            if stat.S_ISREG(about.st_mode):
                found.add((file, about.st_size, about.st_mtime_ns, about.st_ctime_ns))
    return frozenset(found)


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A valid table of text cells with its columns in their own types, in the dictionary's order."""
    columns: dict[str, Any] = {}
    for f in table.fields:
        cells = frame[f.name]
        cells = cells.mask(cells == "")
        if f.type == "date":
            columns[f.name] = pd.to_datetime(cells, format="%Y-%m-%d").astype("datetime64[us]")
        elif f.type in ("integer", "year"):
            columns[f.name] = pd.Series(
                [pd.NA if pd.isna(c) else int(c) for c in cells], index=cells.index, dtype="Int64"
            )
        elif f.type == "number":
            columns[f.name] = pd.to_numeric(cells).astype("Float64")
        elif f.type == "boolean":
            columns[f.name] = cells.isin(TRUE).astype("boolean").mask(cells.isna())
        else:
            columns[f.name] = cells
    return pd.DataFrame(columns, columns=list(table.columns)).reset_index(drop=True)


def _texts(frame: pd.DataFrame) -> Texts:
    keys = zip(frame["table"], frame["row_id"], frame["field"], strict=True)
    return MappingProxyType(dict(zip(keys, frame["text"], strict=True)))


def _translated(base: Dataset, texts: Texts) -> dict[str, pd.DataFrame]:
    """The base's tables with every text replaced that has a translation."""
    by_column: dict[tuple[str, str], dict[str, str]] = {}
    for (table, row_id, column), text in texts.items():
        by_column.setdefault((table, column), {})[row_id] = text
    tables = dict(base.tables)
    for (table, column), by_row in by_column.items():
        if table in tables:
            ids = row_ids(base.schema.resources[table], base.tables[table])
            said = ids.map(by_row).astype("str")
            tables[table] = tables[table].assign(**{column: said.fillna(tables[table][column])})
    return tables
