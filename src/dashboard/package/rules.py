"""What the columns of a row mean to each other: the codebook's rules, as checks.

Each rule looks for its columns by name and is silent where they are not there, or where a value is so
wrong that `validate` has named it already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard.package.problems import Problem, at, row_ids
from dashboard.package.schema import Table
from dashboard.package.values import read_date, read_integer, read_number

# The qualifiers of participants that come with a figure: all but not_reported. Words as vague as "several dozen"
# have one too, the least that they can mean.
COUNTED = ("exact", "about", "at_least", "range", "vague")
COAST = 0.05  # degrees: how far the simplified coastline of the basemap may run from the true one


def check(
    table: Table, frame: pd.DataFrame, tables: Mapping[str, pd.DataFrame], geo: Mapping[str, dict[str, Any]]
) -> Iterator[Problem]:
    """The problems of one table that show only when several of its columns are read together.

    `tables` are all that could be read, for what a row owes to another table.
    """
    columns = set(frame.columns)
    if {"start_date", "end_date", "date_precision", "date_basis"} <= columns:
        yield from _dates(table, frame)
    if {"action_id", "start_date", "end_date"} <= columns:
        yield from _year(table, frame, tables.get("sources"))
    if {"participants_min", "participants_max", "participants_qualifier", "participants_text"} <= columns:
        yield from _participants(table, frame)
    if {"value", "qualifier"} <= columns:
        yield from _outputs(table, frame)
    if {"action_id", "country"} <= columns:
        prefix = frame["action_id"].str.split("-").str[0]
        other = (frame["action_id"] != "") & (frame["country"] != "") & (prefix != frame["country"])
        yield from at(table, frame, other, "country", "is not the country that the action's id begins with")
    if {"latitude", "longitude", "country"} <= columns and "countries" in geo:
        yield from _outside(table, frame, geo["countries"])


def _dates(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    start, end = frame["start_date"], frame["end_date"]
    basis, precision = frame["date_basis"], frame["date_precision"]
    dated = (start != "") | (end != "")
    unstated = basis == "not_stated"
    yield from at(table, frame, (start == "") & (end != "") & ~unstated, "end_date", "has no start_date beside it")
    known = {cell: read_date(cell) for cell in {*start, *end}}
    before = pd.Series(
        [bool((a := known[x]) and (b := known[y]) and b < a) for x, y in zip(start, end, strict=True)],
        index=frame.index,
        dtype="bool",
    )
    yield from at(table, frame, before, "end_date", "is before start_date")
    message = "must be empty where date_basis is not_stated"
    yield from at(table, frame, unstated & (start != ""), "start_date", message)
    yield from at(table, frame, unstated & (start == "") & (end != ""), "end_date", message)
    missing = basis.isin(("stated", "inferred")) & ~dated
    message = "must not be empty unless date_basis is not_stated"
    yield from at(table, frame, missing, "start_date", message)
    yield from at(table, frame, dated & (precision == ""), "date_precision", "must not be empty where there is a date")
    yield from at(table, frame, ~dated & (precision != ""), "date_precision", "must be empty where there is no date")


def _year(table: Table, frame: pd.DataFrame, sources: pd.DataFrame | None) -> Iterator[Problem]:
    """Ids of another year than their dates or, where there is no date, of a later one than their source."""
    start = frame["start_date"]
    year = frame["action_id"].str.extract("^[^-]*-([0-9]{4})-", expand=False)
    dated = start.isin([cell for cell in set(start) if read_date(cell)])
    other = dated & year.notna() & (year != start.str[:4])
    yield from at(table, frame, other, "start_date", "is not in the year of the action's id")
    if "source_id" not in frame.columns or sources is None or not {"source_id", "year"} <= set(sources.columns):
        return
    # A report may come out years after what it tells of, never before.
    undated = (start == "") & (frame["end_date"] == "")
    of_source = frame["source_id"].map(dict(zip(sources["source_id"], sources["year"], strict=True)))
    for told in sorted(set(of_source[undated].dropna())):
        if re.fullmatch("[0-9]{4}", told):
            early = undated & (of_source == told) & (year > told)
            yield from at(table, frame, early, "source_id", f"is of {told}, before the year of the action's id")


def _participants(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    low, high = frame["participants_min"], frame["participants_max"]
    qualifier = frame["participants_qualifier"]
    lows, highs = _numbers(low), _numbers(high)
    above = lows > highs
    yield from at(table, frame, above, "participants_min", "is more than participants_max")

    unreported = qualifier == "not_reported"
    message = "is a count, but participants_qualifier is not_reported; empty one or change the other"
    yield from at(table, frame, unreported & (low != ""), "participants_min", message)
    yield from at(table, frame, unreported & (low == "") & (high != ""), "participants_max", message)

    for word in COUNTED:
        none = (qualifier == word) & (low == "")
        yield from at(table, frame, none, "participants_min", f"must not be empty where the qualifier is {word}")
    for word in ("exact", "about"):
        differs = (qualifier == word) & (low != "") & ((high == "") | (lows < highs))
        message = f"must equal participants_min where the qualifier is {word}"
        yield from at(table, frame, differs, "participants_max", message)
    for word in ("at_least", "vague"):
        limited = (qualifier == word) & (high != "")
        yield from at(table, frame, limited, "participants_max", f"must be empty where the qualifier is {word}")
    narrow = (qualifier == "range") & (low != "") & ((high == "") | (lows == highs))
    yield from at(table, frame, narrow, "participants_max", "must be more than participants_min in a range")

    wordless = qualifier.isin(COUNTED) & (frame["participants_text"] == "")
    yield from at(table, frame, wordless, "participants_text", "must not be empty where a number is reported")


def _outputs(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    value, qualifier = frame["value"], frame["qualifier"]
    counted = (qualifier == "not_reported") & (value != "")
    yield from at(table, frame, counted, "value", "is a count, but qualifier is not_reported")
    empty = qualifier.isin(("exact", "about", "at_least", "range")) & (value == "")
    yield from at(table, frame, empty, "value", "must not be empty unless qualifier is vague or not_reported")


def _numbers(cells: pd.Series) -> pd.Series:
    """The whole numbers of a column as floats, NaN for what is empty or wrong."""
    known = {cell: read_integer(cell) for cell in set(cells)}
    return pd.Series([known[cell] for cell in cells], index=cells.index, dtype="float64")


def _outside(table: Table, frame: pd.DataFrame, countries: Mapping[str, Any]) -> Iterator[Problem]:
    """Places whose coordinates lie outside their own country; a country without an outline is not checked."""
    from shapely.geometry import Point, shape

    wanted = set(frame["country"])
    outlines: dict[str, Any] = {}
    for feature in countries.get("features", ()):
        code = str((feature.get("properties") or {}).get("iso_a2"))
        if code in wanted and feature.get("geometry"):
            outlines[code] = shape(feature["geometry"])
    ids = row_ids(table, frame)
    for number, row_id, country, lat, lon in zip(
        frame.index, ids, frame["country"], frame["latitude"], frame["longitude"], strict=True
    ):
        y, x = read_number(lat), read_number(lon)
        if country not in outlines or x is None or y is None or abs(x) > 180 or abs(y) > 90:
            continue
        if outlines[country].distance(Point(x, y)) > COAST:
            message = f"(latitude, longitude) lies outside {country}"
            swapped = outlines[country].distance(Point(y, x)) <= COAST
            message += "; the two seem to have changed places" if swapped else "; check both, and the country"
            yield Problem(table.path, int(number), row_id, "latitude", f"{lat}, {lon}", message)
