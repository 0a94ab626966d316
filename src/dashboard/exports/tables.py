"""The tables of a selection exactly as the dataset's own files hold them: English texts, codes, no labels."""

from __future__ import annotations

import pandas as pd

from dashboard.exports.flat import as_text
from dashboard.package.dataset import ENGLISH
from dashboard.package.problems import row_ids
from dashboard.package.schema import TRANSLATIONS
from dashboard.query.selection import Selection


def names(selection: Selection) -> tuple[str, ...]:
    """The names of all tables, translations included, in the order of the descriptor."""
    return tuple(selection.dataset.schema.resources)


def raw(selection: Selection, table: str) -> pd.DataFrame:
    """The rows of one table that the selection holds, as text; translations of the rows that are left.

    Raises KeyError when the dataset has no such table.
    """
    if table.startswith(TRANSLATIONS):
        return _translations(selection, table)
    return as_text(_base(selection, table))


def csv(selection: Selection, table: str) -> bytes:
    """One table as in the data package: UTF-8, LF, ISO dates, empty for missing, no cell changed."""
    return raw(selection, table).to_csv(index=False, lineterminator="\n").encode()


def _base(selection: Selection, table: str) -> pd.DataFrame:
    """The selected rows in the base language: a translated frame keeps the row numbers of the base."""
    chosen = selection[table]
    rows = selection.dataset.in_language(ENGLISH)[table].loc[chosen.index]
    if table == "outcomes":  # an output that is out of view is not named: keys must be found
        rows = rows.assign(output_id=chosen["output_id"])
    return rows


def _translations(selection: Selection, table: str) -> pd.DataFrame:
    """The rows of a table of translations whose subject is still there; those of the descriptor all stay."""
    schema = selection.dataset.schema
    columns = schema.resources[table].columns
    kept: dict[str, set[str]] = {}
    rows = []
    for (of_table, row_id, field), text in selection.dataset.translations[table.removeprefix(TRANSLATIONS)].items():
        if of_table in schema.resources:
            if of_table not in kept:
                base = _base(selection, of_table)
                kept[of_table] = set(row_ids(schema.resources[of_table], base))
            if row_id not in kept[of_table]:
                continue
        rows.append({"table": of_table, "row_id": row_id, "field": field, "text": text})
    return pd.DataFrame(rows, columns=list(columns))
