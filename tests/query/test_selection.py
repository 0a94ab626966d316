"""The tables of a view: what stays of each, what is left out and why, and what is of a theme itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

KEYS = {
    "actions": "action_id",
    "demands": "demand_id",
    "outcomes": "outcome_id",
    "policy_facts": "fact_id",
    "places": "place_id",
    "organisations": "organisation_id",
    "sources": "source_id",
    "slogans": "slogan_id",
    "outputs": "output_id",
}


def ids(selection: Selection, table: str) -> list[str]:
    return selection[table][KEYS[table]].tolist()


@pytest.fixture
def alone(package: Path) -> Dataset:
    """With rows that belong to no action, or to two; and one organisation that the source only names."""
    more = {
        "outcomes": ["EECA-O01,new_members,People joined.,,,,3", "BY-O02,reply_due,An answer.,BY-N01,,,30"],
        "outcome_actions": ["BY-O02,BY-2019-01", "BY-O02,BY-2019-02"],
        "outcome_themes": ["BY-O02,human_rights"],
        "demands": ["BY-D02,report-2020,BY,Listen,implied,BELARUS,9"],
        "demand_themes": ["BY-D02,human_rights", "BY-D02,naloxone"],
        "organisations": ["aurora,Aurora,,,ngo,not_stated,KZ,true"],
    }
    for table, rows in more.items():
        with (package / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in rows)
    return load(package)


def test_without_filters_everything_is_in_view(alone: Dataset) -> None:
    whole = select(Filters(), alone)
    assert set(whole) == set(alone.tables) and all(table in whole for table in alone.tables)
    assert "no_such_table" not in whole and "country_names" in whole
    for table in whole:
        assert len(whole[table]) == len(alone[table]), table
    assert dict(whole.left_out) == {"undated": 0}
    assert whole["outcomes"]["output_id"].dropna().tolist() == ["BY-N02", "BY-N01"]


def test_an_optional_table_that_is_not_there_is_in_no_view(package: Path) -> None:
    (package / "country_names.csv").unlink()
    whole = select(Filters(), load(package))
    assert "country_names" not in whole and "country_names" not in list(whole)


def test_a_country_cuts_every_table(alone: Dataset) -> None:
    belarus = select(Filters(country=("BY",)), alone)
    assert ids(belarus, "demands") == ["BY-D01", "BY-D02"]
    assert ids(belarus, "outcomes") == ["BY-O01", "BY-O02"]
    assert ids(belarus, "places") == ["minsk", "brest", "gomel"]
    assert ids(belarus, "organisations") == ["open-door", "people-plus", "by-ministry-of-health", "drug-users-network"]
    assert ids(belarus, "sources") == ["report-2019", "report-2020"]  # the second for a demand alone
    assert (ids(belarus, "slogans"), ids(belarus, "outputs")) == (["BY-S01"], ["BY-N01", "BY-N02"])
    assert ids(belarus, "policy_facts") == []
    assert belarus["demand_themes"]["theme_id"].tolist() == ["naloxone", "human_rights", "naloxone"]
    assert belarus["demand_addressees"]["organisation_id"].tolist() == ["by-ministry-of-health"]
    assert dict(belarus.left_out) == {"undated": 0, "outcomes": 1}
    kazakhstan = select(Filters(country=("KZ",)), alone)
    assert ids(kazakhstan, "sources") == ["report-2019", "report-2020"]
    assert ids(select(Filters(source=("report-2020",)), alone), "sources") == ["report-2020"]


def test_what_belongs_to_no_action_goes_with_any_other_filter(alone: Dataset) -> None:
    pickets = select(Filters(type=("picket",), start=dt.date(2019, 1, 1)), alone)
    assert (ids(pickets, "demands"), ids(pickets, "policy_facts")) == (["BY-D01"], [])
    assert dict(pickets.left_out) == {"undated": 0, "demands": 2, "policy_facts": 2, "outcomes": 1}
    assert select(Filters(end=dt.date(2020, 12, 31)), alone).left_out["undated"] == 1
    assert select(Filters(country=("BY",), type=("picket",)), alone).left_out["demands"] == 1
    both = Filters(theme=("human_rights",), country=("KZ",), type=("picket",))
    assert (select(both, alone).left_out["demands"], select(both, alone).left_out["policy_facts"]) == (0, 0)


def test_joins_lead_to_actions_in_view_alone(alone: Dataset) -> None:
    pickets = select(Filters(type=("picket",)), alone)
    assert pickets["demand_actions"].to_numpy().tolist() == [["BY-D01", "BY-2019-01"]]
    assert pickets["outcome_actions"].to_numpy().tolist() == [["BY-O02", "BY-2019-01"]]
    assert ids(pickets, "outcomes") == ["BY-O02"]
    assert pickets["outcomes"]["output_id"].isna().all()  # the output is of an action out of view


def test_of_a_theme_is_told_what_carries_it_itself(alone: Dataset) -> None:
    rights = select(Filters(theme=("human_rights",)), alone)
    assert ids(rights, "demands") == ["BY-D01", "EECA-D01", "BY-D02"]
    assert (ids(rights.on_theme, "demands"), ids(rights.beside_theme, "demands")) == (
        ["EECA-D01", "BY-D02"],
        ["BY-D01"],
    )
    assert (ids(rights.on_theme, "outcomes"), ids(rights.beside_theme, "outcomes")) == (["BY-O02"], ["BY-O01"])
    assert rights.on_theme["demand_addressees"].empty
    assert len(rights.on_theme) == len(rights) and rights.on_theme.filters == rights.filters
    whole = select(Filters(), alone)
    assert whole.on_theme is whole
    assert whole.beside_theme["demands"].empty and whole.beside_theme["outcomes"].empty
    assert len(whole.beside_theme) == len(whole)


def test_a_theme_brings_demands_of_actions_that_the_other_filters_leave(small: Dataset) -> None:
    asked = Filters(theme=("ost_access",), type=("letters_and_visits",))
    assert ids(select(asked, small), "demands") == ["KZ-D01"]
    assert ids(select(Filters(theme=("ost_access",), type=("round_table",)), small), "demands") == []
    all_of_them = Filters(theme=("naloxone", "human_rights"), theme_mode="all")
    assert ids(select(all_of_them, small), "demands") == ["BY-D01"]
    assert ids(select(all_of_them, small).on_theme, "demands") == []
