"""One flat row an action: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers.records import SEPARATOR, action_rows
from dashboard.query.selection import Selection

# A spreadsheet takes a cell that begins with one of these for a formula, after a tab or a return as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv(selection: Selection, t: Translator, link: str) -> bytes:
    """`records.action_rows` as CSV: UTF-8 with a byte order mark (for Excel), CRLF, ISO dates.

    A text that a spreadsheet would take for a formula gets a leading `'`. `link` has no place in a CSV.
    """
    return table(action_rows(selection, t))


def table(frame: pd.DataFrame) -> bytes:
    """A frame as such a CSV."""
    rows = as_text(frame)
    for column in rows.select_dtypes(include=["object", "string"]).columns:
        rows[column] = [guarded(cell) for cell in rows[column]]
    return rows.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def json_rows(selection: Selection, t: Translator, link: str) -> bytes:
    """`records.action_rows` as a JSON list: null for missing, ISO dates, lists of codes in `…_ids`."""
    rows = plain_rows(action_rows(selection, t))
    for row in rows:
        for name, value in row.items():
            if name.endswith("_ids"):
                row[name] = value.split(SEPARATOR) if value else []
    return to_json(rows)


def guarded(cell: Any) -> Any:
    """The cell, with `'` before a text that a spreadsheet would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as the dataset's own files write it.

    ISO dates, `true` and `false`, whole numbers without a point. Missing values stay missing.
    """
    columns = {}
    for name, column in frame.items():
        if pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = column.dt.strftime("%Y-%m-%d").astype("object")
        elif pd.api.types.is_bool_dtype(column):
            columns[name] = column.astype("object").map({True: "true", False: "false"})
        elif pd.api.types.is_float_dtype(column):
            columns[name] = pd.Series([number_text(v) for v in column], index=frame.index, dtype="object")
        else:
            columns[name] = column
    return pd.DataFrame(columns, index=frame.index)


def number_text(value: float) -> str | None:
    """The shortest text of a number: "13", "53.9"; None for a missing one."""
    if pd.isna(value):
        return None
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries of what JSON knows: ISO dates, whole numbers, None for missing."""
    columns: dict[str, list[Any]] = {}
    for name, column in frame.items():
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        objects = column.astype("object")
        columns[str(name)] = objects.where(objects.notna(), None).tolist()
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def to_json(content: Any) -> bytes:
    """JSON as UTF-8, readable by people too; NaN is an error, for JSON has none."""
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
