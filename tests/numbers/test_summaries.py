"""Every number, on the handmade package by hand and on the shipped one by what must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import SMALL
from dashboard.i18n import Translator
from dashboard.numbers import counts, network, summaries
from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import Filters
from dashboard.query.selection import select

EN = Translator("en")


def test_headline_counts_each_thing_once(small: Dataset) -> None:
    numbers = summaries.headline(select(Filters(), small))
    assert (numbers.actions, numbers.countries) == (8, 2)
    assert numbers.places == 4  # Gomel only got leaflets
    assert numbers.organisations == 4  # Open Door, People PLUS, the union, the network
    assert numbers.unnamed_groups == 1
    assert (numbers.who.took_part.all, numbers.who.addressed.all, numbers.who.mentioned.all) == (5, 2, 0)


def test_participants_sum_lower_readings_and_count_the_unknown(small: Dataset) -> None:
    people = summaries.participants(select(Filters(), small))
    # 12 + 40 + 250 + 24 + 20 + 5 = 351, rounded down to tens
    assert (people.at_least, people.reported_by, people.of, people.not_reported) == (350, 6, 8, 2)
    assert (people.value(EN), people.vague) == ("350 or more", (("several dozen", 24),))
    basis = "sum of the lower readings of the 6 of 8 accounts that give a figure; “several dozen” counts as 24"
    assert people.basis(EN) == basis
    assert people.sentence(EN) == f"350 or more ({basis})"


def test_one_account_is_told_in_its_own_words(small: Dataset) -> None:
    vague = summaries.participants(select(Filters(type=("rally",)), small))
    assert vague.sentence(EN) == "several dozen (in the words of the report)"
    assert vague.at_least == 20  # the number for programs stays
    one_of_two = summaries.participants(select(Filters(year=("2020",)), small))
    assert one_of_two.value(EN) == "5 people"
    assert one_of_two.basis(EN) == "in the words of the one account of 2 that gives a figure"
    assert (
        summaries.participants(select(Filters(type=("round_table",)), small)).basis(EN) == "no account gives a figure"
    )


def test_few_people_are_not_told_as_nobody(small: Dataset) -> None:
    people = summaries.participants(select(Filters(year=("2020",), counted=True), small))
    assert (people.at_least, people.reported_by, people.of) == (5, 1, 1)


def test_no_figure_is_not_zero(small: Dataset) -> None:
    people = summaries.participants(select(Filters(type=("round_table",)), small))
    assert (people.reported_by, people.sentence(EN)) == (0, "not reported")


def test_participants_by_action_keeps_those_without_a_figure(small: Dataset) -> None:
    frame = summaries.participants_by_action(select(Filters(), small))
    assert len(frame) == 8
    assert list(frame["minimum"].dropna()) == [250, 40, 24, 20, 12, 5]
    assert (~frame["reported"]).sum() == 2
    assert frame["minimum"].isna().tolist() == [False] * 6 + [True] * 2


def test_countries_count_cities_held(small: Dataset) -> None:
    frame = summaries.actions_by_country(select(Filters(), small), EN).set_index("country")
    assert frame.loc["BY", ["actions", "places", "counted", "not_reported"]].tolist() == [3, 2, 3, 0]
    assert frame.loc["KZ", ["actions", "places", "counted", "not_reported"]].tolist() == [5, 2, 3, 2]


def test_organisations_keep_institutions_addressed_apart(small: Dataset) -> None:
    frame = summaries.organisations(select(Filters(), small)).set_index("organisation_id")
    assert frame.loc["people-plus", ["organiser", "partner", "addressed", "acting"]].tolist() == [1, 1, 0, 2]
    assert frame.loc["by-ministry-of-health", ["organiser", "partner", "addressed", "acting"]].tolist() == [
        0,
        0,
        1,
        0,
    ]
    kinds = summaries.organisations_by_kind(select(Filters(), small)).set_index("kind")
    assert kinds.loc["community_led", ["organiser", "partner", "addressed", "unnamed"]].tolist() == [
        3,
        0,
        0,
        1,
    ]
    assert kinds[["organiser", "partner", "addressed"]].to_numpy().sum() == len(frame)


@pytest.mark.parametrize("host_first", [False, True])
def test_an_action_counts_once_for_an_organisation_in_its_strongest_role(package: Path, host_first: bool) -> None:
    joins = package / "action_organisations.csv"
    rows = joins.read_text(encoding="utf-8")
    lead, host = "BY-2019-01,open-door,lead,10\n", "BY-2019-01,open-door,host,10\n"
    assert lead in rows
    joins.write_text(rows.replace(lead, host + lead if host_first else lead + host), encoding="utf-8")
    before = summaries.organisations(select(Filters(), load(SMALL))).set_index("organisation_id")
    after = summaries.organisations(select(Filters(), load(package))).set_index("organisation_id")
    numbers = ["organiser", "partner", "addressed", "actions", "acting"]
    assert after.loc["open-door", numbers].tolist() == before.loc["open-door", numbers].tolist()
    assert (after["organiser"] + after["partner"] == after["acting"]).all()
    met, met_before = (network.members(select(Filters(), load(f)), ["BY-2019-01"]) for f in (package, SMALL))
    assert met.to_numpy().tolist() == met_before.to_numpy().tolist()
    assert after["acting"].is_monotonic_decreasing


def test_the_same_words_count_the_same_organisations(shipped: Dataset) -> None:
    for filters in (Filters(), Filters(theme=("naloxone",)), Filters(country=("RU",))):
        selection = select(filters, shipped)
        counted, listed = summaries.who(selection), network.directory(selection)
        kinds = summaries.organisations_by_kind(selection)
        assert counted.all.all == len(listed) == len(selection.on_theme["organisations"])
        for group in summaries.STANDINGS:
            of_group = listed[listed["standing"] == group]
            named = int(of_group["is_named"].sum())
            assert getattr(counted, group) == counts.Bodies(named, len(of_group) - named)
        assert kinds["organiser"].sum() == counted.organiser.all
        assert kinds["partner"].sum() == counted.partner.all


def test_a_theme_on_two_grounds_is_one_action(small: Dataset) -> None:
    frame = summaries.themes(select(Filters(), small)).set_index("theme_id")
    assert frame.loc["naloxone", ["actions", "aim", "message", "demand"]].tolist() == [2, 1, 1, 1]


def test_an_action_that_does_more_than_mention_a_theme_raises_it(small: Dataset) -> None:
    frame = summaries.themes(select(Filters(), small)).set_index("theme_id")
    assert frame.loc["human_rights", ["actions", "mention", "only_mentioned"]].tolist() == [3, 1, 1]
    assert frame.loc["naloxone", "only_mentioned"] == 0


def test_the_edges_of_countries_and_themes_count_an_action_once(small: Dataset) -> None:
    selection = select(Filters(), small)
    frame = summaries.country_themes(selection, EN)
    in_theme = frame.drop_duplicates("theme_id").set_index("theme_id")["in_theme"]
    assert in_theme.to_dict() == summaries.themes(selection).set_index("theme_id")["actions"].to_dict()
    in_country = frame.drop_duplicates("country").set_index("country")["in_country"]
    assert in_country.to_dict() == selection["actions"]["country"].value_counts().to_dict()


def test_what_came_of_it_ends_with_what_has_no_kind(small: Dataset) -> None:
    selection = select(Filters(), small)
    outcomes = selection["outcomes"].iloc[[0, 0, 0]].assign(kind=["other", "other", "new_members"])
    tables = {**{name: selection[name] for name in selection}, "outcomes": outcomes}
    told = summaries.outcomes_by_kind(_Rows(tables, small))  # type: ignore[arg-type]
    assert list(told["kind"]) == ["new_members", "other"]


class _Rows(dict):
    """Tables that stand for a selection."""

    def __init__(self, tables: dict, dataset: Dataset) -> None:
        super().__init__(tables)
        self.dataset = dataset


def test_days_add_up_to_all_actions_with_a_bar_for_the_undated(small: Dataset) -> None:
    frame = summaries.days(select(Filters(), small), EN)
    assert frame["actions"].sum() == 8
    assert frame.iloc[-1][["label", "kind", "actions"]].tolist() == ["date not stated", "undated", 1]
    assert frame.set_index("label")["actions"].to_dict() == {
        "22 June 2019": 1,
        "26 June 2019": 2,
        "27 June 2019": 1,
        "26 June 2020": 1,
        "June 2019, day not stated": 1,
        "2020, day not stated": 1,
        "date not stated": 1,
    }


def test_places_count_what_was_held_and_tell_the_rest_apart(small: Dataset) -> None:
    frame = summaries.places(select(Filters(), small)).set_index("place_id")
    assert frame.loc["minsk", ["actions", "shared", "organisations"]].tolist() == [3, 1, 3]
    assert frame.loc["gomel", ["actions", "materials"]].tolist() == [0, 1]
    assert frame.loc["brest", ["actions", "participants"]].tolist() == [1, 1]
    assert summaries.unplaced(select(Filters(), small)) == 2


def test_a_city_has_the_organisations_of_the_actions_held_there_alone(small: Dataset) -> None:
    frame = summaries.places(select(Filters(), small)).set_index("place_id")
    # An action in Minsk and Brest names one organisation: it is not told in which of them it was.
    assert frame.loc["brest", ["organisations", "organisations_shared"]].tolist() == [0, 1]
    assert frame.loc["minsk", ["organisations", "organisations_shared"]].tolist() == [3, 0]  # it led another there


def test_cities_whose_actions_are_not_in_view_are_known(small: Dataset) -> None:
    left_out = summaries.places_left_out(select(Filters.of("country", "BY"), small))
    assert left_out["place_id"].tolist() == ["karaganda", "astana"] and left_out["actions"].tolist() == [2, 1]
    assert summaries.places_left_out(select(Filters(), small)).empty


def test_a_collective_action_keeps_its_cities_together(small: Dataset) -> None:
    frame = summaries.collective(select(Filters(), small))
    assert frame[["action_id", "place_id"]].to_numpy().tolist() == [
        ["BY-2019-02", "minsk"],
        ["BY-2019-02", "brest"],
    ]


def test_the_matrix_of_demands_has_a_cell_for_the_unaddressed(small: Dataset) -> None:
    frame = summaries.demand_matrix(select(Filters(), small), EN)
    cells = frame.set_index(["theme_id", "kind"])["demands"].to_dict()
    assert cells == {
        ("naloxone", "state_body"): 1,
        ("ost_access", "justice_and_police"): 1,
        ("human_rights", "not_reported"): 1,
    }


def test_coverage_shows_every_gap(small: Dataset) -> None:
    frame = summaries.coverage(select(Filters(), small)).set_index("action_id")
    assert frame.loc["KZ-2019-01", list(summaries.COVERED)].tolist() == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]
    assert frame.loc["BY-2019-03", "outcome"]


def test_an_empty_selection_has_no_numbers_and_no_errors(small: Dataset) -> None:
    empty = select(Filters(q="nothing at all is called this"), small)
    assert len(empty) == 0
    assert summaries.headline(empty).actions == 0
    for summary in (
        summaries.participants_by_action,
        summaries.organisations,
        summaries.organisations_by_kind,
        summaries.themes,
        summaries.action_types,
        summaries.places,
        summaries.collective,
        summaries.coverage,
    ):
        assert len(summary(empty)) == 0
    for summary in (summaries.actions_by_country, summaries.country_themes, summaries.demand_matrix):
        assert len(summary(empty, EN)) == 0
    assert summaries.days(empty, EN)["actions"].sum() == 0


def test_the_shipped_report_adds_up(shipped: Dataset) -> None:
    whole = select(Filters(), shipped)
    numbers = summaries.headline(whole)
    assert numbers.countries == whole["actions"]["country"].nunique()
    people = whole["actions"]["participants_min"].dropna()
    assert 0 <= people.sum() - numbers.participants.at_least < 10
    assert numbers.participants.reported_by == len(people)
    assert summaries.actions_by_country(whole, EN)["actions"].sum() == numbers.actions
    assert summaries.action_types(whole)["actions"].sum() == numbers.actions
    assert summaries.days(whole, EN)["actions"].sum() == numbers.actions
