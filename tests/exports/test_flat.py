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


def test_texts_of_a_frame_are_those_of_the_data_files() -> None:
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(pd.Series(["2019-06-26", None], index=[5, 7])),
            "named": pd.Series([True, pd.NA], index=[5, 7], dtype="boolean"),
            "not": pd.Series([False, True], index=[5, 7]),
            "latitude": pd.Series([53.9, pd.NA], index=[5, 7], dtype="Float64"),
            "value": pd.Series([13.0, None], index=[5, 7]),
            "people": pd.Series([12, pd.NA], index=[5, 7], dtype="Int64"),
            "text": pd.Series(["a", None], index=[5, 7], dtype="str"),
        }
    )
    told = flat.as_text(frame)
    assert list(told.index) == [5, 7]
    assert told.loc[5].to_dict() == {
        "day": "2019-06-26",
        "named": "true",
        "not": "false",
        "latitude": "53.9",
        "value": "13",
        "people": 12,
        "text": "a",
    }
    assert told.loc[7, "not"] == "true"
    assert told.loc[7].drop("not").isna().all()
    assert list(told.index) == [5, 7] and told["value"].dtype == "object"
    assert list(flat.as_text(frame[[]]).index) == [5, 7]


@pytest.mark.parametrize(("value", "text"), [(13.0, "13"), (53.9, "53.9"), (-0.5, "-0.5"), (float("nan"), None)])
def test_the_shortest_text_of_a_number(value: float, text: str | None) -> None:
    assert flat.number_text(value) == text


def test_days_are_written_as_the_standard_writes_them() -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2019-06-26T12:00:00", None]), "n": [1, 2]})
    assert flat.plain_rows(frame) == [{"day": "2019-06-26", "n": 1}, {"day": None, "n": 2}]
    assert flat.as_text(frame)["day"].iloc[0] == "2019-06-26"


def test_json_is_for_people_too() -> None:
    assert flat.to_json([{"a": "жизнь"}]).decode() == '[\n {\n  "a": "жизнь"\n }\n]\n'
    with pytest.raises(ValueError):
        flat.to_json([float("nan")])


def test_lists_of_codes_are_lists() -> None:
    selection, t, _ = viewed("")
    by_id = {row["action_id"]: row for row in json.loads(rendered("json", selection, t))}
    assert sorted(by_id["BY-2019-01"]["theme_ids"]) == ["human_rights", "naloxone"]
    assert by_id["BY-2019-02"]["city_ids"] == ["minsk", "brest"]
    assert by_id["KZ-2020-02"]["city_ids"] == []
