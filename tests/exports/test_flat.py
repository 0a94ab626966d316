"""The flat files, opened as a spreadsheet or a program would open them."""

from __future__ import annotations

import datetime as dt
import io
import json

import pandas as pd
import pytest

from dashboard.exports import flat
from dashboard.i18n import Translator
from dashboard.numbers import records
from dashboard.query.selection import Selection
from views import ids, rendered, viewed


def test_csv_holds_the_rows_in_view(view: tuple[Selection, Translator]) -> None:
    selection, t = view
    content = rendered("csv", selection, t)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    read = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    rows = records.action_rows(selection, t)
    assert list(read.columns) == list(rows.columns)
    assert read["action_id"].tolist() == rows["action_id"].tolist()
    assert sorted(read["action_id"]) == ids(selection)
    starts = ["" if pd.isna(day) else day.date().isoformat() for day in rows["start_date"]]
    assert read["start_date"].tolist() == starts
    people = ["" if pd.isna(n) else str(int(n)) for n in rows["participants_min"]]
    assert read["participants_min"].tolist() == people
    assert read["title"].str.removeprefix("'").tolist() == rows["title"].tolist()


def test_json_holds_the_rows_in_view(view: tuple[Selection, Translator]) -> None:
    selection, t = view
    read = json.loads(rendered("json", selection, t))
    rows = records.action_rows(selection, t)
    assert [row["action_id"] for row in read] == rows["action_id"].tolist()
    for row, (_, expected) in zip(read, rows.iterrows(), strict=True):
        assert list(row) == list(rows.columns)
        assert row["title"] == expected["title"]
        assert row["participants_min"] == (
            None if pd.isna(expected["participants_min"]) else expected["participants_min"]
        )
        assert isinstance(row["places_complete"], bool)
        assert isinstance(row["theme_ids"], list)
        if row["start_date"] is not None:
            assert dt.date.fromisoformat(row["start_date"]) == expected["start_date"].date()
        else:
            assert pd.isna(expected["start_date"])


def test_csv_cells_are_no_formulas() -> None:
    selection, t, link = viewed("year=2020")
    read = pd.read_csv(io.BytesIO(flat.csv(selection, t, link)), dtype="str", keep_default_na=False)
    assert "'=Equal, a photo campaign" in read["title"].tolist()
    assert any(text.startswith("'+") for text in read["summary"])
    assert any(text.startswith("'=") for text in read["slogans"])
    for column in read:
        assert not read[column].str.startswith(("=", "+", "-", "@", "\t", "\r")).any()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_guarded(text: str) -> None:
    assert flat.guarded(text) == f"'{text}"
    assert flat.guarded("a" + text) == "a" + text
    assert flat.guarded(-1) == -1
