"""The aggregates behind the pages of organisations and of demands."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.i18n import Translator
from dashboard.numbers import demands, network, summaries
from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import Filters
from dashboard.query.selection import select

EN = Translator("en")


def test_those_who_took_part_together_stand_in_one_row_and_institutions_do_not(small: Dataset) -> None:
    selection = select(Filters(), small)
    frame = network.meetings(selection).set_index("action_id")
    assert frame["organisations"].to_dict() == {
        "BY-2019-03": 3,
        "BY-2019-01": 2,  # the ministry that it addressed did not take part
        "KZ-2019-02": 2,
        "BY-2019-02": 1,
        "KZ-2019-01": 1,
        "KZ-2019-03": 1,
        "KZ-2020-01": 1,
        "KZ-2020-02": 1,
    }
    assert list(frame["organisations"]) == sorted(frame["organisations"], reverse=True)
    assert frame.loc[frame["unnamed"] > 0, "unnamed"].to_dict() == {"KZ-2019-02": 1, "KZ-2020-01": 1}
    members = network.members(selection, ["BY-2019-03", "KZ-2019-02"])
    assert list(zip(members["action_id"], members["organisation_id"], members["group"], strict=True)) == [
        ("BY-2019-03", "open-door", "organiser"),
        ("BY-2019-03", "people-plus", "organiser"),
        ("KZ-2019-02", "kazakh-union", "organiser"),
        ("BY-2019-03", "drug-users-network", "partner"),
        ("KZ-2019-02", "karaganda-group", "partner"),
    ]


def test_the_rows_follow_the_filters(small: Dataset) -> None:
    selection = select(Filters(country=("KZ",)), small)
    assert set(network.meetings(selection)["country"]) == {"KZ"}
    assert list(network.several(selection)["organisation_id"]) == ["kazakh-union", "karaganda-group"]
    assert list(network.several(selection, least=3)["organisation_id"]) == ["kazakh-union"]
    assert list(network.addressed(selection)["organisation_id"]) == ["kz-prosecutor"]


def test_institutions_are_told_with_those_who_addressed_them(small: Dataset) -> None:
    frame = network.addressed(select(Filters(), small)).set_index("organisation_id")
    assert list(frame.index) == ["by-ministry-of-health", "kz-prosecutor"]
    assert frame.loc["by-ministry-of-health", ["actions", "demands", "took_part", "by"]].tolist() == [
        1,
        1,
        False,
        ("open-door",),
    ]


def test_an_institution_of_demands_alone_is_addressed_by_whoever_made_them(package: Path) -> None:
    joins = package / "action_organisations.csv"
    rows = joins.read_text(encoding="utf-8")
    line = "BY-2019-01,by-ministry-of-health,addressed,15-16\n"
    assert line in rows
    joins.write_text(rows.replace(line, ""), encoding="utf-8")
    row = network.addressed(select(Filters(), load(package))).set_index("organisation_id").loc["by-ministry-of-health"]
    assert (row["actions"], row["demands"], row["by"]) == (0, 1, ("open-door",))


def test_the_cities_are_those_of_the_actions_that_one_took_part_in(small: Dataset) -> None:
    selection = select(Filters(), small)
    told = network.cities(selection, ["people-plus", "by-ministry-of-health"])
    held = small["action_places"].query("role == 'held' and action_id in ('BY-2019-01', 'BY-2019-03')")["place_id"]
    names = small["places"].set_index("place_id")["name"]
    assert told == {"people-plus": tuple(dict.fromkeys(names[i] for i in held))}


def test_the_directory_holds_those_that_only_demands_address(shipped: Dataset) -> None:
    selection = select(Filters(), shipped)
    frame = network.directory(selection).set_index("organisation_id")
    assert set(frame.index) == set(selection["organisations"]["organisation_id"])
    only = frame[frame["actions"] == 0]
    assert (only["demands"] > 0).any() and all(roles == () for roles in only["roles"])
    narrowed = network.directory(select(Filters(country=("LT",)), shipped))
    assert ((narrowed["actions"] > 0) | (narrowed["demands"] > 0)).all()
    acting = frame[frame["acting"] > 0]
    head = summaries.headline(selection)
    assert (int(acting["is_named"].sum()), int((~acting["is_named"]).sum())) == (
        head.organisations,
        head.unnamed_groups,
    )


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(country=("LT",)), Filters(theme=("naloxone",)), Filters(counted=True)]
)
def test_the_cells_hold_the_demands_that_the_matrix_counts(shipped: Dataset, filters: Filters) -> None:
    selection = select(filters, shipped)
    themes = selection["demand_themes"].groupby("theme_id")["demand_id"].agg(set)
    for cell in summaries.demand_matrix(selection, EN).itertuples():
        assert len(themes[cell.theme_id] & set(demands.asked_of(selection, cell.kind))) == cell.demands
    ids = demands.asked_of(selection)
    assert ids == selection["demands"]["demand_id"].tolist()
    told = [i for group in demands.asked(selection, ids, EN) for i in group.demands["demand_id"]]
    assert sorted(told) == sorted(ids)
    assert demands.by_directness(selection)["demands"].sum() == len(ids)
    assert sum(map(len, demands.by_country(selection, ids, EN).values())) == len(ids)


def test_demands_made_alike_are_told_together(small: Dataset) -> None:
    selection = select(Filters(), small)
    groups = demands.asked(selection, demands.asked_of(selection), EN)
    assert [(g.directness, g.country, g.action_ids, [i for i, _ in g.addressees]) for g in groups] == [
        ("explicit", "BY", ("BY-2019-01", "BY-2019-02"), ["by-ministry-of-health"]),
        ("slogan", "KZ", ("KZ-2019-03",), ["kz-prosecutor"]),
        ("explicit", "", (), []),
    ]
    assert demands.asked_of(selection, summaries.NOT_REPORTED) == ["EECA-D01"]
    assert list(demands.by_country(selection, ["KZ-D01", "EECA-D01"], EN).items()) == [
        ("KZ", ["KZ-D01"]),
        ("", ["EECA-D01"]),
    ]


def test_replies_and_facts_carry_their_words(small: Dataset) -> None:
    selection = select(Filters(), small)
    due = demands.announced(selection)
    assert list(due["kind"]) == ["reply_due"] and due["action_ids"].tolist() == [("KZ-2019-03",)]
    facts = demands.facts(selection, EN)
    assert list(facts["country"]) == ["", "KZ"]
    assert list(facts["figure"]) == ["50 per cent of prisoners", "13 cities"]


def test_nothing_in_view_gives_empty_frames(small: Dataset) -> None:
    nothing = select(Filters(q="no such word"), small)
    assert network.meetings(nothing).empty and network.addressed(nothing).empty
    assert network.several(nothing).empty and network.members(nothing, []).empty and network.cities(nothing, []) == {}
    assert network.directory(nothing).empty and demands.by_country(nothing, [], EN) == {}
    assert (
        demands.asked(nothing, [], EN) == [] and demands.announced(nothing).empty and demands.facts(nothing, EN).empty
    )
