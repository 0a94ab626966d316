"""The workbook, opened as Excel and pandas would open it."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from dashboard.exports import workbook
from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import records
from dashboard.query.selection import Selection
from views import VIEWS, ids, rendered, viewed


@pytest.mark.parametrize("view", [VIEWS[1], VIEWS[3], VIEWS[6], VIEWS[8]], indirect=True)
def test_workbook_holds_the_rows_in_view(view: tuple[Selection, Translator]) -> None:
    selection, t = view
    content = rendered("xlsx", selection, t)
    own = selection.dataset
    sheets = pd.read_excel(io.BytesIO(content), sheet_name=None, header=None)
    about_it = sheets.pop(t("About"))
    sheets = {name: sheet[1:].set_axis(sheet.iloc[0], axis=1) for name, sheet in sheets.items()}
    rows = sheets[own.title("actions")]
    assert sorted(rows[own.title("actions", "action_id")].astype("str")) == ids(selection)
    first = rows[own.title("actions", "start_date")]
    expected = records.action_rows(selection, t)["start_date"]
    assert [None if pd.isna(day) else pd.Timestamp(day) for day in first] == [
        None if pd.isna(day) else day for day in expected
    ]
    for table, key in (
        ("places", "place_id"),
        ("organisations", "organisation_id"),
        ("demands", "demand_id"),
        ("outcomes", "outcome_id"),
        ("policy_facts", "fact_id"),
    ):
        column = sheets[own.title(table)][own.title(table, key)]
        assert sorted(column.astype("str")) == sorted(selection[table][key]), table
    assert selection.filters.describe(own, t) in about_it[1].tolist()
    assert own.version in about_it.to_csv()


def test_workbook_has_no_formula_and_keeps_types() -> None:
    for language in LANGUAGES:
        selection, t, link = viewed("", language)
        book = openpyxl.load_workbook(io.BytesIO(workbook.render(selection, t, link)))
        for sheet in book:
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]
            if sheet.title != t("About"):
                assert sheet.freeze_panes == "B2"
                assert sheet.auto_filter.ref
        sheet = book[selection.dataset.title("actions")]
        titles = [row[1].value for row in sheet.iter_rows(min_row=2)]
        assert any(title.startswith("=") for title in titles)
        heading = [cell.value for cell in sheet[1]]
        day = sheet.cell(2, heading.index(selection.dataset.title("actions", "start_date")) + 1)
        assert isinstance(day.value, dt.datetime)
        assert book.properties.created.date() == selection.dataset.updated


def test_sheet_names_are_what_excel_takes() -> None:
    taken: set[str] = set()
    long = "Организации, группы и учреждения: все [до одной]"
    assert len(workbook.sheet_name(long, taken)) <= 31
    assert workbook.sheet_name(long, taken) != workbook.sheet_name(long, taken)
