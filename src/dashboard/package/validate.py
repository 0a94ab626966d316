"""What is wrong with a data package: every problem in one pass, in words that a coordinator understands.

The dictionary (`schema.py`) says what a column may hold; what columns mean to each other is in `rules.py`.
Tables come as text, exactly as they stand in the files: the index of a frame is the row's number in a
spreadsheet (the header is row 1), an empty cell is "".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.package import rules
from dashboard.package.problems import Problem, at, row_ids
from dashboard.package.schema import TRANSLATIONS, Field, ForeignKey, Package, Table
from dashboard.package.values import wrong_value

__all__ = ["Problem", "validate"]


def validate(
    tables: Mapping[str, pd.DataFrame | None], schema: Package, geo: Mapping[str, dict[str, Any]], needed: Package
) -> list[Problem]:
    """All problems of the tables, in the order of the dictionary and of the rows; none for a valid package.

    Cells and keys must be right by the package's own `schema` and by `needed`, the dictionary that the program
    relies on: a package may ask more of its rows, never less.
    A table that is None was there but could not be read: whoever read it has said so, and what refers to it
    is not blamed. `geo` holds the GeoJSON files by name: `countries` says where a coordinate lies.
    """
    problems: list[Problem] = []
    found = {name: frame for name, frame in tables.items() if frame is not None and name in schema.resources}
    for name, table in schema.resources.items():
        if name not in tables:
            problems.append(Problem(table.path, None, "", "", "", "missing; the package needs it"))
        elif name in found:
            problems += _columns(table, found[name])
            problems += sorted(_rows(table, needed.like(name) or table, found, schema, geo), key=lambda p: p.row or 0)
    return problems


def _columns(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    for column in table.columns:
        if column not in frame.columns:
            yield Problem(table.path, None, "", column, "", "the column is missing")
    for column in frame.columns:
        if column not in table.columns:
            message = f"is a column that is not known here; known are {', '.join(table.columns)}"
            yield Problem(table.path, None, "", "", str(column), message)


def _rows(
    table: Table,
    needed: Table,
    tables: Mapping[str, pd.DataFrame],
    schema: Package,
    geo: Mapping[str, dict[str, Any]],
) -> Iterator[Problem]:
    """Problems of the rows; a check that needs a missing column is left out: the column is named already."""
    frame = tables[table.name]
    present = frozenset(frame.columns)
    for field in table.fields:
        if field.name in present:
            also = [f for f in needed.fields if f.name == field.name and f != field]
            yield from _cells(table, [field, *also], frame)
    if table.primary_key and present.issuperset(table.primary_key):
        yield from _repeated(table, frame)
    yield from _dangling(table, dict.fromkeys([*table.foreign_keys, *needed.foreign_keys]), tables)
    yield from rules.check(table, frame, tables, geo)
    if table.name.startswith(TRANSLATIONS) and present >= {"table", "row_id", "field"}:
        yield from _translations(table, tables, schema)


def _cells(table: Table, fields: Sequence[Field], frame: pd.DataFrame) -> Iterator[Problem]:
    """Problems of one column's cells by every dictionary's description of it."""
    name = fields[0].name
    values = frame[name]
    empty = values == ""
    if any(field.required for field in fields):
        yield from at(table, frame, empty, name, "must not be empty")
    # Each different value is looked at once: most columns hold a few codes many times over.
    wrong = {}
    for value in values[~empty].unique():
        message = next(filter(None, (wrong_value(field, value) for field in fields)), None)
        if message is not None:
            wrong[value] = message
    if wrong:
        rows = frame[values.isin(list(wrong))]
        for number, row_id, value in zip(rows.index, row_ids(table, rows), rows[name], strict=True):
            yield Problem(table.path, int(number), row_id, name, value, wrong[value])
    if any(field.unique for field in fields) and (name,) != table.primary_key:
        repeated = ~empty & values.duplicated()
        yield from at(table, frame, repeated, name, "stands in this column twice; it must be unique")


def _repeated(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    key = list(table.primary_key)
    duplicated = (frame[key] != "").any(axis=1) & frame.duplicated(subset=key)
    if not duplicated.any():
        return
    ids = row_ids(table, frame)
    first: dict[str, int] = {}
    for number, row_id in ids.items():
        first.setdefault(row_id, number)
    for number, row_id in ids[duplicated].items():
        message = f"stands here again; row {first[row_id]} has it already"
        yield Problem(table.path, int(number), row_id, " + ".join(key), row_id, message)


def _dangling(table: Table, keys: Iterable[ForeignKey], tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    frame = tables[table.name]
    for key in keys:
        target = tables.get(key.table)
        columns, wanted = list(key.fields), list(key.columns)
        if target is None or not set(columns) <= set(frame.columns) or not set(wanted) <= set(target.columns):
            continue  # said already: a file or a column is missing
        known = set(zip(*(target[c] for c in wanted), strict=True))
        given = zip(*(frame[c] for c in columns), strict=True)
        unknown = [any(value) and value not in known for value in given]
        yield from at(table, frame, unknown, columns[0], f"is not in the table {key.table}")


def _translations(table: Table, tables: Mapping[str, pd.DataFrame], schema: Package) -> Iterator[Problem]:
    """Translations of what does not exist: an unknown table, row or column."""
    frame = tables[table.name]
    for name in frame["table"].unique():
        here = frame["table"] == name
        if name == "":
            continue  # said already: it must not be empty
        if name == "datapackage":
            described = set(descriptor_texts(schema))
            rows = zip(here, frame["row_id"], frame["field"], strict=True)
            unknown = [mine and (row_id, field) not in described for mine, row_id, field in rows]
            message = "is not in the descriptor, or has no text in that field"
            yield from at(table, frame, unknown, "row_id", message)
            continue
        if name not in schema.resources or name.startswith(TRANSLATIONS):
            yield from at(table, frame, here, "table", "is not the name of a table")
            continue
        original = schema.resources[name]
        texts = [f.name for f in original.fields if f.type == "string" and not f.enum]
        textless = here & (frame["field"] != "") & ~frame["field"].isin(texts)
        yield from at(table, frame, textless, "field", f"is not a column of text in {name}")
        if name in tables and set(original.primary_key) <= set(tables[name].columns):
            known = set(row_ids(original, tables[name]).tolist())
            strange = {row_id for row_id in frame.loc[here, "row_id"] if row_id and row_id not in known}
            rowless = here & frame["row_id"].isin(list(strange))
            yield from at(table, frame, rowless, "row_id", f"is not the id of a row in {name}")


def descriptor_texts(schema: Package) -> list[tuple[str, str]]:
    """Every text of the descriptor that can be translated: (row id, field) as `translations` names them."""
    names = ["package", *schema.words]
    for table in schema.resources.values():
        names += [f"{table.name}.{f.name}" for f in table.fields]
    texts = [(name, part) for name in names for part in ("title", "description")]
    for table in schema.resources.values():
        texts += [(f"{table.name}.{f.name}={c.value}", "label") for f in table.fields for c in f.categories]
    for part, named in (
        ("sources", schema.sources),
        ("licenses", schema.licenses),
        ("contributors", schema.contributors),
    ):
        texts += [(f"package.{part}={one['title']}", "title") for one in named if one.get("title")]
    return texts
