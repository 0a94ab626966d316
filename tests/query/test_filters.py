"""Filters: what a URL asks for, the sentence that says so, and the rows that meet it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import OF_CODES, PARAMETERS, Filters, Unknown, codes, labels
from dashboard.query.masks import facet_counts
from dashboard.query.selection import select

EN, RU = Translator("en"), Translator("ru")
DAY = dt.date(2019, 6, 26)

# What is asked, what it says in English, which actions of the handmade package meet it.
CASES = [
    (Filters(), "all actions", "BY1 BY2 BY3 KZ1 KZ2 KZ3 KZ20-1 KZ20-2"),
    (Filters(theme=("naloxone",)), "theme: Naloxone", "BY1 BY2"),
    (Filters(theme=("naloxone", "human_rights")), "theme: Naloxone or Human rights", "BY1 BY2 BY3 KZ2"),
    (
        Filters(theme=("naloxone", "human_rights"), theme_mode="all"),
        "theme: Naloxone and Human rights",
        "BY1",
    ),
    (Filters(country=("KZ",)), "country: Kazakhstan", "KZ1 KZ2 KZ3 KZ20-1 KZ20-2"),
    (Filters(country=("BY",), theme=("naloxone",)), "theme: Naloxone · country: Belarus", "BY1 BY2"),
    (Filters(place=("gomel",)), "city: Gomel", "BY2"),  # every role, materials too
    (Filters(place=("brest", "astana")), "city: Brest or Astana", "BY2 BY3 KZ1"),
    (
        Filters(organisation=("by-ministry-of-health",)),
        "organisation: Ministry of Health of Belarus",
        "BY1",
    ),
    (
        Filters(led_by=("women_who_use_drugs",)),
        "with an organisation led by: Women who use drugs",
        "KZ2 KZ20-1",
    ),
    (Filters(type=("rally", "picket")), "type of action: Rally or Picket", "BY1 KZ2"),
    (Filters(source=("report-2020",)), "source: Самодельный отчёт 2020 года", "KZ20-1 KZ20-2"),
    (Filters(year=("2020",)), "year: 2020", "KZ20-1 KZ20-2"),
    (Filters(start=DAY, end=DAY), "from 26 June 2019 to 26 June 2019", "BY1 BY2 KZ2"),
    (Filters(end=dt.date(2019, 6, 22)), "until 22 June 2019", "BY2 BY3"),
    (Filters(start=dt.date(2019, 6, 27)), "from 27 June 2019", "BY2 KZ3 KZ20-1 KZ20-2"),
    (
        Filters(counted=True, country=("KZ",)),
        "country: Kazakhstan · only with a participant figure",
        "KZ2 KZ3 KZ20-1",
    ),
    (Filters(q="ПИКЕТ"), "with the words “ПИКЕТ”", "BY1"),
]


def short(action_id: str) -> str:
    """BY-2019-01 as BY1, KZ-2020-01 as KZ20-1."""
    country, year, number = action_id.split("-")
    return f"{country}{'20-' if year == '2020' else ''}{int(number)}"


@pytest.mark.parametrize(("filters", "sentence", "actions"), CASES)
def test_filters_say_what_they_do(small: Dataset, filters: Filters, sentence: str, actions: str) -> None:
    assert filters.describe(small, EN) == sentence
    assert [short(i) for i in select(filters, small)["actions"]["action_id"]] == actions.split()


def test_the_sentence_is_russian_in_russian(small: Dataset) -> None:
    said = Filters(country=("KZ",), start=DAY).describe(small.in_language("ru"), RU)
    assert "Казахстан" in said
    assert "26 июня 2019 г." in said


def test_malformed_values_are_told_and_ignored(small: Dataset) -> None:
    asked = [
        ("theme", "naloxone"),
        ("theme", "no-such-theme"),
        ("from", "31.06.2019"),
        ("from", "2019W264"),
        ("to", "20190630"),
        ("counted", "yes"),
        ("theme_mode", "some"),
        ("colour", "red"),
        ("lang", "ru"),
    ]
    filters, unknown = Filters.from_query(asked, small, ignore=("lang",))
    assert filters == Filters(theme=("naloxone",))
    assert [(u.parameter, u.value) for u in unknown] == [
        ("theme", "no-such-theme"),
        ("from", "31.06.2019"),
        ("from", "2019W264"),
        ("to", "20190630"),
        ("counted", "yes"),
        ("theme_mode", "some"),
        ("colour", "red"),
    ]
    assert "naloxone" in unknown[0].allowed


def test_what_means_nothing_says_what_would(small: Dataset) -> None:
    asked = [
        ("theme", " "),
        ("colour", "red"),
        ("theme", "naloxone"),
        ("lang", "ru"),
        ("theme_mode", "some"),
        ("from", "2019-06-26"),
        ("theme", "naloxone"),
        ("to", "2019-06-01"),
        ("theme", "human_rights"),
        ("counted", "1"),
    ]
    filters, unknown = Filters.from_query(asked, small, ignore=("lang",))
    assert filters == Filters(theme=("naloxone", "human_rights"), start=DAY, counted=True)
    assert unknown == [
        Unknown("colour", "red", PARAMETERS),
        Unknown("theme_mode", "some", ("any", "all")),
        Unknown("to", "2019-06-01", ("2019-06-26 or later",)),
    ]


def test_the_options_of_every_filter(small: Dataset) -> None:
    assert codes(small, "country") == ("BY", "KZ")
    assert codes(small, "year") == ("2019", "2020")
    assert codes(small, "theme_mode") == ("any", "all")
    assert codes(small, "counted") == ("1",)
    assert codes(small, "from") == codes(small, "q") == ()
    assert labels(small, "led_by", EN) == {
        "people_who_use_drugs": "People who use drugs",
        "women_who_use_drugs": "Women who use drugs",
        "people_living_with_hiv": "People living with HIV",
    }
    assert labels(small, "year", EN) == {"2019": "2019", "2020": "2020"}
    assert labels(small, "country", EN) == {"BY": "Belarus", "KZ": "Kazakhstan"}
    assert labels(small, "source", EN)["report-2019"] == "Handmade report of 2019"


def test_an_institution_addressed_did_not_take_part(spoil: Callable[..., Path]) -> None:
    dataset = load(spoil("organisations", "kz-prosecutor", led_by="women"))
    assert len(select(Filters(led_by=("women",)), dataset)) == 0


def test_facets_count_what_every_choice_would_leave(small: Dataset) -> None:
    assert facet_counts(Filters(country=("BY",)), small, "country") == {"BY": 3, "KZ": 5}
    assert facet_counts(Filters(country=("BY",)), small, "year") == {"2019": 3, "2020": 0}
    assert facet_counts(Filters(country=("KZ",)), small, "counted") == {"1": 3}
    themes = Filters(theme=("naloxone", "human_rights"), theme_mode="all")
    assert facet_counts(themes, small, "theme_mode") == {"any": 4, "all": 1}
    assert facet_counts(themes, small, "country") == {"BY": 1, "KZ": 0}
    assert facet_counts(themes.without("theme_mode"), small, "theme") == {
        "naloxone": 2,
        "ost_access": 2,
        "women_who_use_drugs": 1,
        "stigma_and_discrimination": 2,
        "human_rights": 3,
    }
    assert facet_counts(themes, small, "theme") == {
        "naloxone": 1,
        "ost_access": 0,
        "women_who_use_drugs": 0,
        "stigma_and_discrimination": 0,
        "human_rights": 1,
    }
    assert facet_counts(Filters(), small, "place") == {
        "minsk": 3,
        "brest": 2,
        "gomel": 1,
        "astana": 1,
        "karaganda": 3,
    }


def test_what_a_reader_writes_into_a_selection_stays_with_the_reader(small: Dataset) -> None:
    for filters in (Filters(), Filters(country=("BY",))):
        for table in ("actions", "slogans", "demands"):
            mine = select(filters, small)[table]
            mine["mine"] = 1
            mine.loc[mine.index[0], "source_lines"] = "spoilt"
            again = select(filters, small)[table]
            assert "mine" not in again.columns and "spoilt" not in set(again["source_lines"])


def test_an_end_before_its_start_is_told(small: Dataset) -> None:
    filters, unknown = Filters.from_query([("from", "2019-06-26"), ("to", "2019-06-01")], small)
    assert (filters.start, filters.end) == (DAY, None)
    assert unknown[0].parameter == "to"


@st.composite
def any_filters(draw: st.DrawFn, dataset: Dataset) -> Filters:
    """Filters of any kind that a URL of this dataset may hold."""
    chosen = {
        name: tuple(draw(st.lists(st.sampled_from(codes(dataset, name)), unique=True, max_size=2))) for name in OF_CODES
    }
    days = st.none() | st.dates(dt.date(2019, 6, 1), dt.date(2020, 12, 31))
    start, end = draw(days), draw(days)
    if start and end and end < start:
        start, end = end, start
    mode = draw(st.sampled_from(("any", "all"))) if len(chosen["theme"]) > 1 else "any"
    return Filters(
        **chosen,
        theme_mode=mode,
        start=start,
        end=end,
        counted=draw(st.booleans()),
        q=draw(st.sampled_from(("", "naloxone", "налоксон", "Карағанды", "a"))),
    )


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_a_url_restores_what_wrote_it(small: Dataset, data: st.DataObject) -> None:
    filters = data.draw(any_filters(small))
    again, unknown = Filters.from_query(filters.to_query(), small)
    assert (again, unknown) == (filters, [])


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_what_is_selected_hangs_together(small: Dataset, data: st.DataObject) -> None:
    selection = select(data.draw(any_filters(small)), small)
    actions = set(selection["actions"]["action_id"])
    for table in ("action_places", "action_organisations", "action_themes", "slogans", "outputs"):
        assert set(selection[table]["action_id"]) <= actions
    for table in ("demand_actions", "outcome_actions"):
        assert set(selection[table]["action_id"]) <= actions
    assert set(selection["demand_addressees"]["organisation_id"]) <= set(selection["organisations"]["organisation_id"])
    assert set(selection["outcomes"]["output_id"].dropna()) <= set(selection["outputs"]["output_id"])
    assert set(selection["action_places"]["place_id"]) == set(selection["places"]["place_id"])


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_a_facet_promises_what_choosing_it_gives(small: Dataset, data: st.DataObject) -> None:
    filters = data.draw(any_filters(small))
    name = data.draw(st.sampled_from(OF_CODES))
    alone = filters.without(name)
    for code, promised in facet_counts(alone, small, name).items():
        chosen = Filters.from_query([*alone.to_query(), (name, code)], small)[0]
        assert len(select(chosen, small)) == promised


def test_rows_of_no_action_follow_country_and_theme_alone(small: Dataset) -> None:
    everything = select(Filters(), small)
    assert list(everything["demands"]["demand_id"]) == ["BY-D01", "KZ-D01", "EECA-D01"]
    assert list(everything["policy_facts"]["fact_id"]) == ["EECA-F01", "KZ-F01"]
    in_kz = select(Filters(country=("KZ",)), small)
    assert list(in_kz["demands"]["demand_id"]) == ["KZ-D01"]
    assert list(in_kz["policy_facts"]["fact_id"]) == ["KZ-F01"]
    rights = select(Filters(theme=("human_rights",)), small)
    assert "EECA-D01" in set(rights["demands"]["demand_id"])
    assert list(rights["policy_facts"]["fact_id"]) == ["EECA-F01"]
    assert list(rights["policy_fact_themes"]["fact_id"]) == ["EECA-F01"]
    counted = select(Filters(counted=True), small)
    assert "EECA-D01" not in set(counted["demands"]["demand_id"])
    assert (counted.left_out["demands"], counted.left_out["policy_facts"]) == (1, 2)


def test_dates_count_the_undated_that_they_leave_out(small: Dataset) -> None:
    assert select(Filters(start=DAY), small).left_out["undated"] == 1
    assert select(Filters(start=DAY, country=("BY",)), small).left_out["undated"] == 0
    assert select(Filters(country=("KZ",)), small).left_out["undated"] == 0


def test_a_fact_has_as_many_themes_as_it_tells_of(small: Dataset) -> None:
    def found(*themes: str, mode: str = "any") -> list[str]:
        return list(select(Filters(theme=themes, theme_mode=mode), small)["policy_facts"]["fact_id"])

    assert found("ost_access") == found("women_who_use_drugs") == ["KZ-F01"]
    assert found("ost_access", "human_rights") == ["EECA-F01", "KZ-F01"]
    assert found("ost_access", "women_who_use_drugs", mode="all") == ["KZ-F01"]
    assert found("ost_access", "human_rights", mode="all") == []


def test_a_theme_brings_demands_of_its_own(small: Dataset) -> None:
    selection = select(Filters(theme=("ost_access",)), small)
    assert list(selection["demands"]["demand_id"]) == ["KZ-D01"]
    assert list(selection["demand_actions"]["action_id"]) == ["KZ-2019-03"]


def test_who_leads_the_organisations_that_took_part_is_a_filter(shipped: Dataset) -> None:
    women = select(Filters(led_by=("women_who_use_drugs", "women")), shipped)
    cities = set(women["places"]["place_id"])
    assert {"orsk", "orenburg", "tashkent", "bishkek", "almaty"} <= cities
    roles = shipped["action_organisations"].merge(shipped["organisations"], on="organisation_id")
    roles = roles[(roles["role"] != "addressed") & roles["led_by"].isin(["women_who_use_drugs", "women"])]
    assert set(women["actions"]["action_id"]) == set(roles["action_id"])
    assert "not_stated" not in codes(shipped, "led_by")
