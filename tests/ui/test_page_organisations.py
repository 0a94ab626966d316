"""The page of organisations: the sums, the two layers of ties, the directory, languages, filters, the empty state."""

from __future__ import annotations

import html
import re
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from conftest import SMALL
from dashboard.numbers import network
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.ui import organisations
from opening import no_errors, open_page, plain

opened = partial(open_page, "organisations")


def part(at: AppTest, name: str) -> str:
    """The HTML of one part of the page, by its class."""
    return next(e.proto.body for e in at.get("html") if f"class='{name}'" in e.proto.body)


def records(told: str, kind: str) -> list[str]:
    """The codes of the records that links of a text open, in their order."""
    return re.findall(f"record={kind}%3A([^&\"']+)", html.unescape(told))


@pytest.fixture
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))


@pytest.mark.parametrize(
    ("lang", "title", "unnamed"),
    [("en", "Organisations", "described without a name"), ("ru", "Организации", "описаны без названия")],
)
def test_the_directory_lists_everybody_those_with_a_name_first(
    shipped: Dataset, lang: str, title: str, unnamed: str
) -> None:
    at = opened(lang=lang)
    while any(button.key == "directory_more" for button in at.button):
        at.button(key="directory_more").click().run()
    no_errors(at)
    table = part(at, "directory")
    assert at.title[0].value == title
    everybody = network.directory(select(Filters(), shipped))
    assert sorted(records(table, "organisation")) == sorted(everybody["organisation_id"])
    named = records(table[: table.index(unnamed)], "organisation")
    assert set(named) == set(everybody.loc[everybody["is_named"], "organisation_id"])


def test_the_directory_tells_who_did_what(small_data: None) -> None:
    table = plain(part(opened(lang="en"), "directory"))
    rows = {records(row, "organisation")[0]: row for row in table.split("<tr>") if records(row, "organisation")}
    assert list(rows) == [
        "by-ministry-of-health", "open-door", "people-plus", "kz-prosecutor", "kazakh-union", "drug-users-network",
        "karaganda-group",
    ]  # fmt: skip
    assert "led 1, joined 1" in rows["people-plus"]
    assert "Led by: People living with HIV" in rows["people-plus"]
    assert "addressed by 1 action, 1 demand to it" in rows["by-ministry-of-health"]


def test_the_standings_are_kept_apart(shipped: Dataset) -> None:
    at = opened(lang="en")
    frame = network.directory(select(Filters(), shipped))
    for standing in ("organiser", "addressed"):
        at.segmented_control(key="standing").set_value(standing).run()
        for _ in range(3):
            if any(button.key == "directory_more" for button in at.button):
                at.button(key="directory_more").click().run()
        expected = frame.loc[frame["standing"] == standing, "organisation_id"]
        assert sorted(records(part(at, "directory"), "organisation")) == sorted(expected)


def test_the_sums_are_said_once_and_the_most_active_named(small_data: None) -> None:
    at = opened(lang="en")
    said = [e.proto.body for e in at.get("html") if "ook part: 5" in plain(e.proto.body)]
    assert len(said) == 1 and "only addressed: 2" in plain(said[0])
    several = plain(part(at, "several"))
    assert "5 organisations took part in two actions or more" in several
    assert records(several, "organisation")[:2] == ["open-door", "kazakh-union"]
    assert "3 actions: led 3<" in several and "2 actions: led 1, joined 1<" in several


def test_each_action_has_its_organisations_that_of_most_first(small_data: None) -> None:
    rows = plain(part(opened(lang="en"), "meetings")).split("<li>")[1:]
    assert [records(row, "action")[0] for row in rows[:3]] == ["BY-2019-03", "BY-2019-01", "KZ-2019-02"]
    assert records(rows[0], "organisation") == ["open-door", "people-plus", "drug-users-network"]
    assert records(rows[1], "organisation") == ["open-door", "people-plus"]  # not the ministry that it addressed
    assert "2 organisations · 1 of them without a name" in rows[2]
    assert rows[2].count("unnamed") == 1
    assert rows[0].index("<small>led</small>") < rows[0].index("<small>joined</small>")


def test_of_very_many_actions_the_first_are_told_and_the_rest_counted(
    small_data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisations, "MOST_ROWS", 3)
    monkeypatch.setattr(organisations, "FIRST", 2)
    rows = plain(part(opened(lang="en"), "meetings"))
    assert len(records(rows, "action")) == 3
    assert rows.index("1 more</summary>") < rows.index("and 5 more")


def test_institutions_are_a_layer_of_their_own(small_data: None) -> None:
    at = opened(lang="en")
    at.segmented_control(key="layer").set_value("addressed").run()
    no_errors(at)
    rows = part(at, "meetings").split("<li>")[1:]
    assert [records(row, "organisation") for row in rows] == [
        ["open-door", "by-ministry-of-health"],
        ["kazakh-union", "kz-prosecutor"],
    ]
    assert "1 demand" in plain(rows[0])


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_in_view_shows_the_way_back(lang: str) -> None:
    at = opened(lang=lang, q="no such word")
    assert not any("class='directory'" in e.proto.body for e in at.get("html"))
    assert {"empty_last", "empty_all"} <= {button.key for button in at.button}


def test_a_phone_sees_fewer_rows_at_first(small_data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.visit.on_a_phone", lambda: True)
    rows = part(opened(lang="en"), "meetings")
    assert rows[: rows.index("<details")].count("<li>") == organisations.FIRST_ON_A_PHONE


def test_groups_and_institutions_of_the_filtered_actions_alone(shipped: Dataset) -> None:
    rows = part(opened(lang="en", country="BY"), "meetings")
    found = network.meetings(select(Filters(country=("BY",)), shipped))
    assert records(rows, "action") == list(found["action_id"])
