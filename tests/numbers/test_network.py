"""The aggregates behind the pages of organisations and of demands."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.i18n import Translator
from dashboard.numbers import demands, network, summaries
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

EN = Translator("en")


def pairs(found: network.Network) -> dict[tuple[str, str], int]:
    return {(row.source, row.target): row.actions for row in found.edges.itertuples()}


def crowd(selection: Selection, size: int) -> Selection:
    """The selection with `size` more organisations, all in its first action, the first of them leading it."""
    codes = [f"o{i:03}" for i in range(size)]
    organisations = selection["organisations"].iloc[[0] * size].assign(organisation_id=codes, name=codes)
    action = selection["actions"]["action_id"].iloc[0]
    roles = ["lead"] + ["participant"] * (size - 1)
    joins = pd.DataFrame({"action_id": action, "organisation_id": codes, "role": roles, "source_lines": "1"})
    tables = {"organisations": organisations, "action_organisations": joins}
    return replace(selection, kept=selection.kept | tables)


def test_those_who_acted_together_are_tied_and_institutions_are_not(small: Dataset) -> None:
    found = network.partnerships(select(Filters(), small))
    assert pairs(found) == {
        ("open-door", "people-plus"): 2,
        ("drug-users-network", "open-door"): 1,
        ("drug-users-network", "people-plus"): 1,
        ("karaganda-group", "kazakh-union"): 1,
    }
    assert found.alone == 0
    standing = dict(zip(found.nodes["organisation_id"], found.nodes["standing"], strict=True))
    assert standing["people-plus"] == "organiser"  # a co-organiser once, a partner once: the stronger one counts
    assert "by-ministry-of-health" not in standing
    assert list(found.nodes["actions"]) == sorted(found.nodes["actions"], reverse=True)


def test_institutions_are_tied_to_the_organisers_alone(small: Dataset) -> None:
    found = network.addressing(select(Filters(), small))
    assert pairs(found) == {("open-door", "by-ministry-of-health"): 1, ("kazakh-union", "kz-prosecutor"): 1}
    assert set(found.nodes["standing"]) == {"organiser", "addressed"}


def test_the_network_follows_the_filters(small: Dataset) -> None:
    found = network.partnerships(select(Filters(country=("KZ",)), small))
    assert pairs(found) == {("karaganda-group", "kazakh-union"): 1}
    assert found.alone == 1  # the network of people who use drugs led a seminar alone


def test_the_ties_name_their_actions(small: Dataset) -> None:
    selection = select(Filters(), small)
    found = network.partnerships(selection)
    first = network.strongest(selection, found, limit=1).iloc[0]
    assert (first["actions"], first["titles"]) == (
        2,
        ("Picket for naloxone in Minsk", "Flash mob against stigma"),
    )
    assert network.strongest(selection, found, limit=1, actions=1).iloc[0]["titles"] == (
        "Picket for naloxone in Minsk",
    )
    meetings = network.meetings(selection, found)
    assert dict(zip(meetings["action_id"], meetings["organisations"], strict=True)) == {
        "BY-2019-03": 3,
        "BY-2019-01": 2,
        "KZ-2019-02": 2,
    }


def test_a_crowd_is_tied_to_its_first_organiser_only_and_said(small: Dataset) -> None:
    size = network.CROWD + 10
    found = network.partnerships(crowd(select(Filters(), small), size))
    assert (len(found.edges), found.crowded, found.alone) == (size - 1, 1, 0)
    assert set(found.edges["source"]) == {"o000"}


def test_a_few_less_than_a_crowd_are_all_tied(small: Dataset) -> None:
    size = network.CROWD
    found = network.partnerships(crowd(select(Filters(), small), size))
    assert (len(found.edges), found.crowded, found.alone) == (size * (size - 1) // 2, 0, 0)


def test_every_edge_of_the_shipped_data_is_a_shared_action(shipped: Dataset) -> None:
    selection = select(Filters(), shipped)
    found = network.partnerships(selection)
    joins = shipped["action_organisations"]
    acting = joins[joins["role"] != "addressed"].groupby("organisation_id")["action_id"].agg(set)
    expected = {
        (a, b): len(acting[a] & acting[b])
        for a in acting.index
        for b in acting.index
        if a < b and acting[a] & acting[b]
    }
    assert pairs(found) == expected
    assert len(found.nodes) + found.alone == len(acting)


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
    assert network.partnerships(nothing).nodes.empty and network.addressing(nothing).edges.empty
    assert network.directory(nothing).empty and demands.by_country(nothing, [], EN) == {}
    assert (
        demands.asked(nothing, [], EN) == [] and demands.announced(nothing).empty and demands.facts(nothing, EN).empty
    )
