"""The sheets of a workbook as rows of text, whichever program has written it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Collection
from pathlib import Path

from dashboard.package.limits import check_workbook


def read_sheets(path: Path, wanted: Collection[str]) -> tuple[dict[str, list[list[str]]], list[str]]:
    """The rows of the sheets that are wanted, by the name that was asked for; and the names of all sheets.

    A sheet may be named in other case, or with blanks around its name. TooLarge where there is more than can be read,
    BadZipFile for what is no workbook; other errors are python-calamine's own.
    """
    from python_calamine import CalamineWorkbook

    with zipfile.ZipFile(path) as archive:
        check_workbook(archive)
    book = CalamineWorkbook.from_path(path)
    try:
        names = book.sheet_names
        meant = {_same(name): name for name in reversed(names)} | {name: name for name in names}
        found = {}
        for name in wanted:
            sheet = meant.get(name) or meant.get(_same(name))
            if sheet is not None:
                rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                found[name] = [[_cell(value) for value in row] for row in rows]
        return found, names
    finally:
        book.close()


def _same(name: str) -> str:
    """A name without what nobody sees, or nobody means: case, blanks, hyphens for underlines."""
    return re.sub(r"[\s_-]+", "_", name.strip()).casefold()


def _cell(value: object) -> str:
    """The text of a cell as our CSV files would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
