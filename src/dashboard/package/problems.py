"""One thing that is wrong with a data package, and how it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.package.schema import UNPRINTABLE, Table

SHOWN = 60  # characters of a wrong value that a message repeats


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands and what to do about it; empty parts are not known."""

    file: str
    row: int | None
    row_id: str
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        """One line: `actions.csv row 17 (KZ-2020-03), start_date: "31.06.2020" is not a date; …`."""
        place = self.file
        if self.row is not None:
            place += f" row {self.row}" + (f" ({_shorten(self.row_id)})" if self.row_id else "")
        if self.column:
            place += f", {self.column}"
        text = f'"{_shorten(self.value)}" {self.message}' if self.value else self.message
        return " ".join(f"{place}: {text}".split())


def _shorten(text: str) -> str:
    line = UNPRINTABLE.sub("�", " ".join(text.split()))
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def at(
    table: Table, frame: pd.DataFrame, where: pd.Series | list[bool], column: str, message: str
) -> Iterator[Problem]:
    """One problem per row where the mask holds, repeating the row's value in that column."""
    if not (where.any() if isinstance(where, pd.Series) else any(where)):
        return
    rows = frame[where]
    for number, row_id, value in zip(rows.index, row_ids(table, rows), rows[column], strict=True):
        yield Problem(table.path, int(number), row_id, column, value, message)


def row_ids(table: Table, frame: pd.DataFrame) -> pd.Series:
    """The name of every row: the values of its primary key joined with `|`, a missing part being empty."""
    named = pd.Series("", index=frame.index, dtype="str")
    for number, column in enumerate(table.primary_key):
        if column in frame.columns:
            part = frame[column].fillna("").astype("str")
            named = part if number == 0 else named + "|" + part
    return named
