"""The table of days: its columns, where each action stands in it, and what it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.i18n import Translator
from dashboard.numbers.calendar import Calendar, calendar, on_the_day
from dashboard.package.dataset import load
from dashboard.query.filters import Filters
from dashboard.query.selection import select

EN = Translator("en")


@pytest.fixture
def of(package: Path) -> Callable[..., Calendar]:
    """The table of what filters leave."""
    dataset = load(package)  # its descriptor names the campaign's day
    return lambda most=8, **filters: calendar(select(Filters(**filters), dataset), EN, most)


def heads(of: Calendar) -> list[str]:
    """The columns, each by kind and first day."""
    return [f"{c.kind} {c.start or ''}".strip() for c in of.columns]


def test_a_column_for_each_day_and_for_what_has_none(of: Callable[..., Calendar]) -> None:
    found = of(year=("2019",))
    assert heads(found) == [
        "day 2019-06-22",
        "day 2019-06-23",
        "day 2019-06-26",
        "day 2019-06-27",
        "month_only 2019-06-01",
        "undated",
        "follow_up 2019-07-27",
    ]
    assert [c.main for c in found.columns][:4] == [False, False, True, False]
    assert [c.after_gap for c in found.columns][:4] == [False, False, True, False]
    place = {row.title: (row.first, row.last) for row in found.frame.itertuples()}
    assert place["Flash mob against stigma"] == (0, 1)
    assert place["Picket for naloxone in Minsk"] == (2, 2)
    assert place["Leaflets about naloxone in three cities"] == (4, 4)
    assert place["The prosecutor must answer."] == (6, 6)


def test_what_is_before_on_and_after_the_day_adds_up(of: Callable[..., Calendar]) -> None:
    found = of(country=("BY",))
    assert (found.day, found.before, found.on, found.after) == (dt.date(2019, 6, 26), 1, 1, 0)
    assert (found.loose, found.undated, found.inferred, found.actions) == (1, 0, 1, 3)


def test_years_apart_have_no_day_of_the_campaign(of: Callable[..., Calendar]) -> None:
    found = of()
    assert found.day is None and not any(c.main for c in found.columns)
    assert heads(found)[4:] == [
        "day 2020-06-26",
        "month_only 2019-06-01",
        "year_only 2020-01-01",
        "undated",
        "follow_up 2019-07-27",
    ]
    assert (found.undated, found.loose, found.actions) == (1, 2, 8)
    assert found.busiest == (dt.date(2019, 6, 26), 2)


@pytest.mark.parametrize(
    ("most", "kinds"),
    [
        (5, ["day"] * 5),
        (3, ["week"] * 3),
        (2, ["month"] * 2),
        (1, ["earlier"]),
    ],
)
def test_more_days_than_columns_are_weeks_months_or_years(
    of: Callable[..., Calendar], most: int, kinds: list[str]
) -> None:
    found = of(most)
    assert [c.kind for c in found.columns][: len(kinds)] == kinds
    frame = found.frame[found.frame["kind"] != "follow_up"]
    assert len(frame) == 8 and frame["first"].between(0, len(found.columns) - 1).all()
    assert (frame["last"] >= frame["first"]).all()
    if most == 2:  # a month that is all one knows is in its month
        assert "month_only" not in [c.kind for c in found.columns]


def test_nothing_in_view_has_no_columns(of: Callable[..., Calendar]) -> None:
    found = of(q="nothing at all is called this")
    assert found.columns == () and found.actions == 0


def test_the_day_of_the_campaign_has_the_cities_from_west_to_east(package: Path) -> None:
    day = on_the_day(select(Filters(year=("2019",)), load(package)))
    assert day is not None
    # A rally whose end is not told counts on its first day; one told by its month does not.
    assert (day.day, day.actions, day.inferred, day.countries) == (dt.date(2019, 6, 26), 2, 1, 2)
    assert list(day.places["place_id"]) == ["minsk", "karaganda"]


def test_no_day_is_told_of_other_days_and_of_several_years(package: Path) -> None:
    dataset = load(package)
    assert on_the_day(select(Filters(), dataset)) is None
    assert on_the_day(select(Filters(year=("2019",), theme=("stigma_and_discrimination",)), dataset)) is None
