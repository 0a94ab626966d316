"""What the columns of a row mean to each other: every rule with what it finds, and what it lets pass."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from conftest import SMALL
from dashboard.package import rules
from dashboard.package.reading import read_csv, shipped_schema

SCHEMA = shipped_schema()
GEO = {"countries": json.loads((SMALL / "geo" / "countries.geojson").read_text(encoding="utf-8"))}


def text(name: str) -> pd.DataFrame:
    """A table of the handmade package as text."""
    frame, problems = read_csv((SMALL / f"{name}.csv").read_bytes(), SCHEMA.resources[name])
    assert frame is not None and not problems
    return frame


TABLES = {name: text(name) for name in ("actions", "sources", "outputs", "places")}
UNDATED = {"start_date": "", "end_date": "", "date_precision": "", "date_basis": "not_stated"}


def told(name: str, key: str, drop: tuple[str, ...] = (), **cells: str) -> list[str]:
    """What the rules say of a table after cells of one of its rows were changed, and columns dropped."""
    frame = TABLES[name].copy()
    row = frame.index[frame.iloc[:, 0] == key][0]
    for column, cell in cells.items():
        frame.loc[row, column] = cell
    tables = TABLES | {name: frame.drop(columns=list(drop))}
    return [str(problem) for problem in rules.check(SCHEMA.resources[name], tables[name], tables, GEO)]


def people(qualifier: str, low: str, high: str, words: str = "some") -> dict[str, str]:
    return {
        "participants_qualifier": qualifier,
        "participants_min": low,
        "participants_max": high,
        "participants_text": words,
    }


# (table, row, cells) -> the problems, each whole
FOUND = [
    (
        "actions",
        "BY-2019-01",
        {"country": "LT"},
        ['country: "LT" is not the country that the action\'s id begins with'],
    ),
    # dates
    ("actions", "BY-2019-01", {"start_date": ""}, ['end_date: "2019-06-26" has no start_date beside it']),
    ("actions", "BY-2019-01", {"end_date": "2019-06-25"}, ['end_date: "2019-06-25" is before start_date']),
    (
        "actions",
        "BY-2019-01",
        {"date_basis": "not_stated"},
        ['start_date: "2019-06-26" must be empty where date_basis is not_stated'],
    ),
    (
        "actions",
        "BY-2019-01",
        {"date_basis": "not_stated", "start_date": ""},
        ['end_date: "2019-06-26" must be empty where date_basis is not_stated'],
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            UNDATED | {"date_basis": basis},
            ["start_date: must not be empty unless date_basis is not_stated"],
        )
        for basis in ("stated", "inferred")
    ),
    (
        "actions",
        "BY-2019-01",
        {"date_precision": ""},
        ["date_precision: must not be empty where there is a date"],
    ),
    (
        "actions",
        "BY-2019-01",
        UNDATED | {"date_precision": "day"},
        ['date_precision: "day" must be empty where there is no date'],
    ),
    # the year of the id
    (
        "actions",
        "BY-2019-01",
        {"start_date": "2018-06-26"},
        ['start_date: "2018-06-26" is not in the year of the action\'s id'],
    ),
    (
        "actions",
        "KZ-2020-01",
        UNDATED | {"source_id": "report-2019"},
        ['source_id: "report-2019" is of 2019, before the year of the action\'s id'],
    ),
    # people
    (
        "actions",
        "BY-2019-01",
        people("range", "31", "30"),
        ['participants_min: "31" is more than participants_max'],
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            people("not_reported", low, high, ""),
            [f'{column}: "9" is a count, but participants_qualifier is not_reported; empty one or change the other'],
        )
        for low, high, column in (
            ("9", "", "participants_min"),
            ("9", "9", "participants_min"),
            ("", "9", "participants_max"),
        )
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            people(word, "", high),
            [f"participants_min: must not be empty where the qualifier is {word}"],
        )
        for word, high in (("exact", ""), ("about", "9"), ("at_least", ""), ("range", "9"), ("vague", ""))
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            people(word, "8", high),
            [f"participants_max: {said} participants_min where the qualifier is {word}"],
        )
        for word in ("exact", "about")
        for high, said in (("9", '"9" must equal'), ("", "must equal"))
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            people(word, "8", "9"),
            [f'participants_max: "9" must be empty where the qualifier is {word}'],
        )
        for word in ("at_least", "vague")
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            people("range", "8", high),
            [f"participants_max: {said} must be more than participants_min in a range".replace("  ", " ")],
        )
        for high, said in (("8", '"8"'), ("", ""))
    ),
    *(
        (
            "actions",
            "BY-2019-01",
            people(word, "8", high, ""),
            ["participants_text: must not be empty where a number is reported"],
        )
        for word, high in (("exact", "8"), ("about", "8"), ("at_least", ""), ("range", "9"), ("vague", ""))
    ),
    # outputs
    ("outputs", "KZ-N01", {"value": "3"}, ['value: "3" is a count, but qualifier is not_reported']),
    *(
        (
            "outputs",
            "BY-N01",
            {"value": "", "qualifier": word},
            ["value: must not be empty unless qualifier is vague or not_reported"],
        )
        for word in ("exact", "about", "at_least", "range")
    ),
    # places
    (
        "places",
        "minsk",
        {"latitude": "50.45", "longitude": "30.52"},
        ['latitude: "50.45, 30.52" (latitude, longitude) lies outside BY; check both, and the country'],
    ),
    (
        "places",
        "minsk",
        {"latitude": "27.57", "longitude": "53.9"},
        ['latitude: "27.57, 53.9" (latitude, longitude) lies outside BY; the two seem to have changed places'],
    ),
]


@pytest.mark.parametrize(("name", "key", "cells", "problems"), FOUND)
def test_what_a_rule_finds(name: str, key: str, cells: dict[str, str], problems: list[str]) -> None:
    row = TABLES[name].index[TABLES[name].iloc[:, 0] == key][0]
    assert told(name, key, **cells) == [f"{name}.csv row {row} ({key}), {problem}" for problem in problems]


# (table, row, cells) that are right, or so wrong that the check of the cell alone tells it
PASSED = [
    ("actions", "BY-2019-01", {}),
    ("actions", "BY-2019-01", {"country": ""}),
    ("actions", "BY-2019-01", {"action_id": ""}),
    ("actions", "BY-2019-01", {"action_id": "BY-19-01"}),
    ("actions", "BY-2019-01", {"end_date": ""}),
    ("actions", "BY-2019-01", {"end_date": "2019-06-31"}),
    ("actions", "BY-2019-01", {"start_date": "26.06.2018"}),
    ("actions", "BY-2019-01", {"end_date": "2020-01-02"}),
    ("actions", "BY-2019-01", UNDATED),
    ("actions", "BY-2019-01", UNDATED | {"source_id": "report-2020"}),  # a report of later than its actions
    ("actions", "KZ-2020-01", {"source_id": "report-2019"}),  # its date says more than the source's
    ("actions", "KZ-2020-01", {"source_id": "report-2019", "end_date": ""}),
    ("actions", "KZ-2020-01", UNDATED | {"source_id": "nowhere"}),
    ("actions", "BY-2019-01", people("not_reported", "", "")),
    ("actions", "BY-2019-01", people("exact", "9", "9")),
    ("actions", "BY-2019-01", people("about", "9", "9")),
    ("actions", "BY-2019-01", people("at_least", "9", "")),
    ("actions", "BY-2019-01", people("vague", "24", "")),
    ("actions", "BY-2019-01", people("range", "8", "9")),
    ("actions", "BY-2019-01", people("not_reported", "", "", "")),
    ("outputs", "BY-N01", {"value": "", "qualifier": "vague"}),
    ("outputs", "BY-N01", {"value": "", "qualifier": "not_reported"}),
    ("places", "brest", {"latitude": "51.16", "longitude": "23.7"}),  # the outline is coarser than the coast
    ("places", "minsk", {"country": "BR"}),  # no outline here
    ("places", "minsk", {"latitude": "north"}),
    ("places", "minsk", {"longitude": ""}),
    ("places", "minsk", {"latitude": "95"}),
    ("places", "minsk", {"longitude": "181"}),
]


@pytest.mark.parametrize(("name", "key", "cells"), PASSED)
def test_what_a_rule_lets_pass(name: str, key: str, cells: dict[str, str]) -> None:
    assert told(name, key, **cells) == []


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("actions", "action_id"),
        ("actions", "country"),
        ("actions", "source_id"),
        ("actions", "start_date"),
        ("actions", "end_date"),
        ("actions", "date_precision"),
        ("actions", "date_basis"),
        ("actions", "participants_min"),
        ("actions", "participants_max"),
        ("actions", "participants_qualifier"),
        ("actions", "participants_text"),
        ("outputs", "value"),
        ("outputs", "qualifier"),
        ("places", "latitude"),
        ("places", "longitude"),
        ("places", "country"),
    ],
)
def test_a_rule_without_its_columns_is_silent(name: str, column: str) -> None:
    assert told(name, TABLES[name].iloc[0, 0], drop=(column,)) == []


@pytest.mark.parametrize(
    "sources", [None, TABLES["sources"].drop(columns="year"), TABLES["sources"].assign(year="once")]
)
def test_a_source_of_no_year_dates_nothing(sources: pd.DataFrame | None) -> None:
    frame = TABLES["actions"].assign(source_id="report-2019", **UNDATED)
    tables = {"actions": frame} if sources is None else {"actions": frame, "sources": sources}
    assert list(rules.check(SCHEMA.resources["actions"], frame, tables, {})) == []


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        (
            "actions",
            {"start_date": "2019-06-02", "end_date": "2019-06-01", "date_precision": "day", "date_basis": "stated"},
        ),
        ("actions", {"action_id": "BY-2019-01", "start_date": "2018-06-01", "end_date": "2018-06-01"}),
        ("actions", people("exact", "8", "9")),
        ("actions", {"action_id": "BY-2019-01", "country": "LT"}),
        ("outputs", {"value": "1", "qualifier": "not_reported"}),
        ("places", {"latitude": "0", "longitude": "0", "country": "BY"}),
    ],
)
def test_a_rule_needs_no_columns_but_its_own(name: str, cells: dict[str, str]) -> None:
    frame = pd.DataFrame([cells], index=[2], dtype="str")
    assert len(list(rules.check(SCHEMA.resources[name], frame, {}, GEO))) == 1


def test_a_source_needs_no_columns_but_its_own() -> None:
    frame = TABLES["actions"].assign(source_id="report-2019", **UNDATED)
    tables = {"sources": TABLES["sources"][["source_id", "year"]]}
    found = list(rules.check(SCHEMA.resources["actions"], frame, tables, {}))
    assert {problem.row_id for problem in found} == {"KZ-2020-01", "KZ-2020-02"}


def test_every_place_is_looked_at() -> None:
    frame = TABLES["places"].copy()
    frame.iloc[0, frame.columns.get_loc("latitude")] = "north"
    frame.iloc[1:, frame.columns.get_loc("latitude")] = "0"
    found = list(rules.check(SCHEMA.resources["places"], frame, TABLES, GEO))
    assert len(found) == len(frame) - 1


def test_without_outlines_no_place_is_outside() -> None:
    frame = TABLES["places"].assign(latitude="0", longitude="0")
    assert list(rules.check(SCHEMA.resources["places"], frame, TABLES, {})) == []
    bare = {"countries": {"features": [{"properties": None, "geometry": None}, {"properties": {"iso_a2": "BY"}}]}}
    assert list(rules.check(SCHEMA.resources["places"], frame, TABLES, bare)) == []
    assert list(rules.check(SCHEMA.resources["places"], frame, TABLES, {"countries": {}})) == []
    assert len(list(rules.check(SCHEMA.resources["places"], frame, TABLES, GEO))) == len(frame)
