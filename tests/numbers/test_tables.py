# ruff: noqa: E501  # a row of a table is a line
"""Whole tables of a package with a row for every case: each column, each order, each empty cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.i18n import Translator
from dashboard.numbers import demands, network, records, summaries
from dashboard.numbers.counts import Bodies, Who
from dashboard.package.dataset import load
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

EN = Translator("en")
MINISTRY = ("by-ministry-of-health", "Ministry of Health of Belarus")
PROSECUTOR = ("kz-prosecutor", "Prosecutor's office")

MORE_ROWS = {
    "organisations": """
        aurora,«Aurora»,,,ngo,not_stated,KZ,true
        helpers,Helpers,,,ngo,women,BY,false
        kz-parliament,Parliament,,,state_body,not_stated,KZ,true
    """,
    "action_organisations": """
        BY-2019-02,helpers,host,22
        KZ-2020-01,open-door,addressed,3
        KZ-2020-02,open-door,partner,4
    """,
    "action_places": "KZ-2020-02,astana,held,",
    "action_themes": "KZ-2019-03,women_who_use_drugs,outcome,84",
    "demands": """
        KZ-D02,report-2019,KZ,Answer within a month,implied,KAZAKHSTAN / Letters,83
        BY-D02,report-2019,BY,Hand out naloxone,explicit,BELARUS / Picket,14
        BY-D03,report-2019,BY,Hear us,slogan,BELARUS / Picket,15
    """,
    "demand_actions": """
        KZ-D02,KZ-2019-03
        BY-D02,BY-2019-02
        BY-D02,BY-2019-01
    """,
    "demand_addressees": """
        KZ-D02,kz-prosecutor
        KZ-D02,kz-parliament
        BY-D02,by-ministry-of-health
    """,
    "demand_themes": """
        BY-D02,naloxone
        BY-D02,human_rights
    """,
    "outcomes": """
        BY-O02,media_coverage,A newspaper wrote of it.,,,,52
        KZ-O02,follow_up_planned,They will meet again.,,,,85
        BY-O03,reply_due,The ministry must answer.,,2019-07-01,in a week,17
        EECA-O01,new_members,People joined.,,,,3
    """,
    "outcome_actions": """
        BY-O02,BY-2019-01
        KZ-O02,KZ-2019-03
        KZ-O02,KZ-2020-01
        BY-O03,BY-2019-01
        BY-O03,BY-2019-02
    """,
    "policy_facts": """
        BY-F01,report-2019,BY,Two laws changed.,,,Law No. 2,2019,BELARUS,7
        BY-F02,report-2019,BY,There are three.,3,,,2019,BELARUS,8
    """,
    "outputs": """
        BY-N03,BY-2019-02,sites,13,exact,sites,25
        BY-N04,BY-2019-02,sites,30,at_least,talks,26
    """,
}


@pytest.fixture
def rich(package: Path) -> Selection:
    """All of the handmade package with these rows besides."""
    for table, rows in MORE_ROWS.items():
        with (package / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row.strip()}\n" for row in rows.strip().splitlines())
    return select(Filters(), load(package))


def text(value: object) -> str:
    if isinstance(value, tuple | str):
        return ("+".join(value) if isinstance(value, tuple) else value) or '""'
    if pd.isna(value):  # type: ignore[call-overload]
        return "-"
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def holds(frame: pd.DataFrame, table: str) -> None:
    """Asserts that a frame has these columns (the first line) and these rows, and an index that counts them."""
    found = [" | ".join(frame.columns), *(" | ".join(map(text, row)) for row in frame.itertuples(index=False))]
    assert found == [line.strip() for line in table.strip().splitlines()]
    assert list(frame.index) == list(range(len(frame)))


def test_organisations(rich: Selection) -> None:
    holds(
        summaries.organisations(rich),
        """
            organisation_id | name | kind | kind_label | country | is_named | organiser | partner | addressed | actions | acting
            open-door | Open Door | community_led | Community-led organisation | BY | True | 3 | 1 | 1 | 5 | 4
            kazakh-union | Қазақ одағы | community_led | Community-led organisation | KZ | True | 3 | 0 | 0 | 3 | 3
            karaganda-group | Initiative group of women who use drugs in Karaganda | community_led | Community-led organisation | KZ | False | 1 | 1 | 0 | 2 | 2
            drug-users-network | Network of People Who Use Drugs | network_international | International network or organisation | - | True | 1 | 1 | 0 | 2 | 2
            people-plus | People PLUS | ngo | Non-governmental organisation | BY | True | 1 | 1 | 0 | 2 | 2
            helpers | Helpers | ngo | Non-governmental organisation | BY | False | 0 | 1 | 0 | 1 | 1
            by-ministry-of-health | Ministry of Health of Belarus | state_body | State body | BY | True | 0 | 0 | 1 | 1 | 0
            kz-prosecutor | Prosecutor's office | justice_and_police | Justice and police | KZ | True | 0 | 0 | 1 | 1 | 0
        """,
    )
    holds(
        summaries.organisations_by_kind(rich),
        """
            kind | label | organiser | partner | addressed | unnamed
            community_led | Community-led organisation | 3 | 0 | 0 | 1
            ngo | Non-governmental organisation | 1 | 1 | 0 | 1
            justice_and_police | Justice and police | 0 | 0 | 1 | 0
            network_international | International network or organisation | 1 | 0 | 0 | 0
            state_body | State body | 0 | 0 | 1 | 0
        """,
    )
    holds(
        network.directory(rich),
        """
            organisation_id | name | kind | kind_label | country | is_named | organiser | partner | addressed | actions | acting | roles | demands | standing
            open-door | Open Door | community_led | Community-led organisation | BY | True | 3 | 1 | 1 | 5 | 4 | lead+partner+addressed | 0 | organiser
            kazakh-union | Қазақ одағы | community_led | Community-led organisation | KZ | True | 3 | 0 | 0 | 3 | 3 | lead | 0 | organiser
            karaganda-group | Initiative group of women who use drugs in Karaganda | community_led | Community-led organisation | KZ | False | 1 | 1 | 0 | 2 | 2 | lead+participant | 0 | organiser
            drug-users-network | Network of People Who Use Drugs | network_international | International network or organisation | - | True | 1 | 1 | 0 | 2 | 2 | lead+supporter | 0 | organiser
            people-plus | People PLUS | ngo | Non-governmental organisation | BY | True | 1 | 1 | 0 | 2 | 2 | co_organiser+partner | 0 | organiser
            helpers | Helpers | ngo | Non-governmental organisation | BY | False | 0 | 1 | 0 | 1 | 1 | host | 0 | partner
            by-ministry-of-health | Ministry of Health of Belarus | state_body | State body | BY | True | 0 | 0 | 1 | 1 | 0 | addressed | 2 | addressed
            kz-prosecutor | Prosecutor's office | justice_and_police | Justice and police | KZ | True | 0 | 0 | 1 | 1 | 0 | addressed | 2 | addressed
            aurora | «Aurora» | ngo | Non-governmental organisation | KZ | True | 0 | 0 | 0 | 0 | 0 | "" | 0 | mentioned
            kz-parliament | Parliament | state_body | State body | KZ | True | 0 | 0 | 0 | 0 | 0 | "" | 1 | addressed
        """,
    )


def test_participants(rich: Selection) -> None:
    holds(
        summaries.participants_by_action(rich),
        """
            action_id | title | country | text | minimum | maximum | qualifier | reported | cities | start | end | precision
            BY-2019-03 | Flash mob against stigma | BY | more than 250 participants | 250 | - | at_least | True | Minsk | 2019-06-22 | 2019-06-23 | day
            BY-2019-02 | Leaflets about naloxone in three cities | BY | about 40 people | 40 | 40 | about | True | Minsk+Brest | 2019-06-01 | 2019-06-30 | month
            KZ-2019-02 | Rally of women who use drugs | KZ | several dozen | 24 | - | vague | True | Karaganda | 2019-06-26 | - | day
            KZ-2019-03 | Letters to the prosecutor | KZ | 20 to 30 people | 20 | 30 | range | True | "" | 2019-06-27 | 2019-06-27 | day
            BY-2019-01 | Picket for naloxone in Minsk | BY | 12 people | 12 | 12 | exact | True | Minsk | 2019-06-26 | 2019-06-26 | day
            KZ-2020-01 | =Equal, a photo campaign | KZ | 5 people | 5 | 5 | exact | True | Karaganda | 2020-06-26 | 2020-06-26 | day
            KZ-2019-01 | Round table on substitution treatment | KZ | - | - | - | not_reported | False | Astana | - | - | -
            KZ-2020-02 | Seminar within the year | KZ | - | - | - | not_reported | False | Astana | 2020-01-01 | 2020-12-31 | year
        """,
    )
    holds(
        summaries.actions_by_country(rich, EN),
        """
            country | label | actions | places | counted | not_reported
            KZ | Kazakhstan | 5 | 2 | 3 | 2
            BY | Belarus | 3 | 2 | 3 | 0
        """,
    )


def test_themes_and_types(rich: Selection) -> None:
    holds(
        summaries.themes(rich),
        """
            theme_id | label | definition | actions | aim | message | demand | outcome | mention | only_mentioned
            human_rights | Human rights | Rights and freedoms. | 3 | 0 | 2 | 0 | 0 | 1 | 1
            ost_access | Access to OST | Opioid substitution treatment. | 2 | 1 | 0 | 1 | 0 | 0 | 0
            naloxone | Naloxone | The medicine that reverses an opioid overdose. | 2 | 1 | 1 | 1 | 0 | 0 | 0
            stigma_and_discrimination | Stigma and discrimination | Contempt and unequal treatment. | 2 | 1 | 1 | 0 | 0 | 0 | 0
            women_who_use_drugs | Women who use drugs | What concerns women. | 2 | 1 | 0 | 0 | 1 | 0 | 0
        """,
    )
    holds(
        summaries.action_types(rich),
        """
            action_type | label | other_names | definition | actions
            distribution | Distribution | - | Materials are handed out. | 1
            flash_mob | Flash mob | флэшмоб | A short act by many. | 1
            letters_and_visits | Letters and visits | - | Letters sent, offices visited. | 1
            photo_campaign | Photo campaign | - | Photographs with a message. | 1
            picket | Picket | - | People stand with placards. | 1
            rally | Rally | - | A gathering with speeches. | 1
            round_table | Round table | - | A talk with officials. | 1
            seminar | Seminar | - | Teaching. | 1
        """,
    )
    holds(
        summaries.country_themes(rich, EN),
        """
            country | country_label | theme_id | theme_label | actions | in_theme | in_country
            BY | Belarus | human_rights | Human rights | 2 | 3 | 3
            BY | Belarus | naloxone | Naloxone | 2 | 2 | 3
            BY | Belarus | ost_access | Access to OST | 0 | 2 | 3
            BY | Belarus | stigma_and_discrimination | Stigma and discrimination | 1 | 2 | 3
            BY | Belarus | women_who_use_drugs | Women who use drugs | 0 | 2 | 3
            KZ | Kazakhstan | human_rights | Human rights | 1 | 3 | 5
            KZ | Kazakhstan | naloxone | Naloxone | 0 | 2 | 5
            KZ | Kazakhstan | ost_access | Access to OST | 2 | 2 | 5
            KZ | Kazakhstan | stigma_and_discrimination | Stigma and discrimination | 1 | 2 | 5
            KZ | Kazakhstan | women_who_use_drugs | Women who use drugs | 2 | 2 | 5
        """,
    )


def test_days(rich: Selection) -> None:
    holds(
        summaries.days(rich, EN),
        """
            day | label | kind | actions
            2019-06-22 | 22 June 2019 | day | 1
            2019-06-26 | 26 June 2019 | day | 2
            2019-06-27 | 27 June 2019 | day | 1
            2020-06-26 | 26 June 2020 | day | 1
            2019-06-01 | June 2019, day not stated | month | 1
            2020-01-01 | 2020, day not stated | year | 1
            - | date not stated | undated | 1
        """,
    )
    holds(
        summaries.timeline(rich, EN),
        """
            action_id | title | country | country_label | start | end | kind | inferred
            BY-2019-01 | Picket for naloxone in Minsk | BY | Belarus | 2019-06-26 | 2019-06-26 | day | False
            BY-2019-02 | Leaflets about naloxone in three cities | BY | Belarus | 2019-06-01 | 2019-06-30 | month | True
            BY-2019-03 | Flash mob against stigma | BY | Belarus | 2019-06-22 | 2019-06-23 | day | False
            KZ-2019-01 | Round table on substitution treatment | KZ | Kazakhstan | - | - | undated | False
            KZ-2019-02 | Rally of women who use drugs | KZ | Kazakhstan | 2019-06-26 | - | day | True
            KZ-2019-03 | Letters to the prosecutor | KZ | Kazakhstan | 2019-06-27 | 2019-06-27 | day | False
            KZ-2020-01 | =Equal, a photo campaign | KZ | Kazakhstan | 2020-06-26 | 2020-06-26 | day | False
            KZ-2020-02 | Seminar within the year | KZ | Kazakhstan | 2020-01-01 | 2020-12-31 | year | False
            KZ-2019-03 | The prosecutor must answer. | KZ | Kazakhstan | 2019-07-27 | 2019-07-27 | follow_up | False
            BY-2019-01 | The ministry must answer. | BY | Belarus | 2019-07-01 | 2019-07-01 | follow_up | False
        """,
    )


def test_places(rich: Selection) -> None:
    holds(
        summaries.places(rich),
        """
            place_id | name | country | latitude | longitude | actions | shared | materials | participants | organisations | organisations_shared
            minsk | Minsk | BY | 53.90019 | 27.56653 | 3 | 1 | 0 | 0 | 3 | 0
            astana | Astana | KZ | 51.1801 | 71.44598 | 2 | 0 | 0 | 0 | 3 | 0
            karaganda | Karaganda | KZ | 49.79923 | 73.10282 | 2 | 0 | 0 | 1 | 1 | 0
            brest | Brest | BY | 52.10894 | 23.71749 | 1 | 1 | 0 | 1 | 0 | 1
            gomel | Gomel | BY | 52.4345 | 30.9754 | 0 | 0 | 1 | 0 | 0 | 0
        """,
    )
    holds(
        summaries.collective(rich),
        """
            action_id | title | place_id | latitude | longitude
            BY-2019-02 | Leaflets about naloxone in three cities | minsk | 53.90019 | 27.56653
            BY-2019-02 | Leaflets about naloxone in three cities | brest | 52.10894 | 23.71749
        """,
    )


def test_demands(rich: Selection) -> None:
    holds(
        summaries.demand_matrix(rich, EN),
        """
            theme_id | theme_label | kind | kind_label | demands
            human_rights | Human rights | not_reported | addressee not reported | 1
            human_rights | Human rights | state_body | State body | 1
            naloxone | Naloxone | state_body | State body | 2
            not_reported | no theme | justice_and_police | Justice and police | 1
            not_reported | no theme | not_reported | addressee not reported | 1
            not_reported | no theme | state_body | State body | 1
            ost_access | Access to OST | justice_and_police | Justice and police | 1
        """,
    )
    holds(
        summaries.demands_by_addressee(rich, EN),
        """
            organisation_id | name | kind | demands
            by-ministry-of-health | Ministry of Health of Belarus | state_body | 2
            kz-prosecutor | Prosecutor's office | justice_and_police | 2
            kz-parliament | Parliament | state_body | 1
            not_reported | addressee not reported | not_reported | 2
        """,
    )
    holds(
        demands.by_directness(rich),
        """
            directness | label | demands
            explicit | stated outright | 3
            slogan | carried by a slogan | 2
            implied | implied by the account | 1
        """,
    )
    assert demands.by_country(rich, rich["demands"]["demand_id"], EN) == {
        "BY": ["BY-D01", "BY-D02", "BY-D03"],
        "KZ": ["KZ-D01", "KZ-D02"],
        "": ["EECA-D01"],
    }


def test_outcomes(rich: Selection) -> None:
    holds(
        summaries.outcomes_by_kind(rich),
        """
            kind | label | outcomes
            new_members | New members | 2
            reply_due | Reply due | 2
            follow_up_planned | Follow-up planned | 1
            media_coverage | Media coverage | 1
        """,
    )
    holds(
        summaries.coverage(rich),
        """
            action_id | title | country | date | place | count | organiser | outcome | media | date_inferred | place_partly
            BY-2019-01 | Picket for naloxone in Minsk | BY | True | True | True | True | True | True | False | False
            BY-2019-02 | Leaflets about naloxone in three cities | BY | True | True | True | True | True | False | True | True
            BY-2019-03 | Flash mob against stigma | BY | True | True | True | True | True | False | False | False
            KZ-2019-01 | Round table on substitution treatment | KZ | False | True | False | True | False | False | False | False
            KZ-2019-02 | Rally of women who use drugs | KZ | True | True | True | True | False | False | True | False
            KZ-2019-03 | Letters to the prosecutor | KZ | True | False | True | True | True | False | False | False
            KZ-2020-01 | =Equal, a photo campaign | KZ | True | True | True | True | True | False | False | False
            KZ-2020-02 | Seminar within the year | KZ | True | True | False | True | False | False | False | False
        """,
    )
    holds(
        demands.announced(rich),
        """
            outcome_id | kind | text | output_id | follow_up_date | follow_up_text | source_lines | kind_label | action_ids
            BY-O03 | reply_due | The ministry must answer. | - | 2019-07-01 | in a week | 17 | Reply due | BY-2019-01+BY-2019-02
            KZ-O01 | reply_due | The prosecutor must answer. | - | 2019-07-27 | a written answer | 84 | Reply due | KZ-2019-03
            KZ-O02 | follow_up_planned | They will meet again. | - | - | - | 85 | Follow-up planned | KZ-2019-03+KZ-2020-01
        """,
    )


def test_slogans_and_facts(rich: Selection) -> None:
    holds(
        demands.slogans(rich),
        """
            slogan_id | action_id | text | source_lines | title | source_id | source_section | words
            BY-S01 | BY-2019-01 | Naloxone saves lives | 14 | Picket for naloxone in Minsk | report-2019 | BELARUS / Picket | Naloxone saves lives
            KZ-S01 | KZ-2020-01 | =Біз адамбыз! | 2 | =Equal, a photo campaign | report-2020 | ҚАЗАҚСТАН / Фото | =Біз адамбыз!
        """,
    )
    holds(
        demands.facts(rich, EN),
        """
            fact_id | source_id | country | text | value | unit | law | as_of | source_section | source_lines | country_label | theme_labels | figure
            EECA-F01 | report-2019 | "" | Almost half of all prisoners in the region inject drugs. | 50.0 | per cent of prisoners | - | 2019 | INTRODUCTION | 6 | whole region | Human rights | 50 per cent of prisoners
            BY-F01 | report-2019 | BY | Two laws changed. | - | - | Law No. 2 | 2019 | BELARUS | 7 | Belarus | "" | ""
            BY-F02 | report-2019 | BY | There are three. | 3.0 | - | - | 2019 | BELARUS | 8 | Belarus | "" | 3
            KZ-F01 | report-2019 | KZ | Treatment is offered in 13 cities. | 13.0 | cities | Order No. 1 | 2019-06 | KAZAKHSTAN / Round table | 62 | Kazakhstan | Access to OST+Women who use drugs | 13 cities
        """,
    )


def test_who_took_part_in_which_action(rich: Selection) -> None:
    holds(
        network.meetings(rich),
        """
            action_id | title | country | organisations | unnamed
            BY-2019-03 | Flash mob against stigma | BY | 3 | 0
            BY-2019-01 | Picket for naloxone in Minsk | BY | 2 | 0
            BY-2019-02 | Leaflets about naloxone in three cities | BY | 2 | 1
            KZ-2019-02 | Rally of women who use drugs | KZ | 2 | 1
            KZ-2020-02 | Seminar within the year | KZ | 2 | 0
            KZ-2019-01 | Round table on substitution treatment | KZ | 1 | 0
            KZ-2019-03 | Letters to the prosecutor | KZ | 1 | 0
            KZ-2020-01 | =Equal, a photo campaign | KZ | 1 | 1
        """,
    )
    holds(
        network.members(rich, ["BY-2019-03", "KZ-2019-02"]),
        """
            action_id | organisation_id | name | is_named | group
            BY-2019-03 | open-door | Open Door | True | organiser
            BY-2019-03 | people-plus | People PLUS | True | organiser
            KZ-2019-02 | kazakh-union | Қазақ одағы | True | organiser
            BY-2019-03 | drug-users-network | Network of People Who Use Drugs | True | partner
            KZ-2019-02 | karaganda-group | Initiative group of women who use drugs in Karaganda | False | partner
        """,
    )
    holds(
        network.several(rich, 3)[["organisation_id", "organiser", "partner", "acting"]],
        """
            organisation_id | organiser | partner | acting
            open-door | 3 | 1 | 4
            kazakh-union | 3 | 0 | 3
        """,
    )


def test_who_addressed_whom(rich: Selection) -> None:
    holds(
        network.addressed(rich),
        """
            organisation_id | name | is_named | country | actions | demands | took_part | by
            by-ministry-of-health | Ministry of Health of Belarus | True | BY | 1 | 2 | False | open-door
            open-door | Open Door | True | BY | 1 | 0 | True | karaganda-group
            kz-parliament | Parliament | True | KZ | 0 | 1 | False | kazakh-union
            kz-prosecutor | Prosecutor's office | True | KZ | 1 | 2 | False | kazakh-union
        """,
    )
    assert network.cities(rich, ["helpers", "kz-prosecutor"]) == {"helpers": ("Minsk", "Brest")}


def test_headline(rich: Selection) -> None:
    assert summaries.standings(rich).to_dict() == {
        "open-door": "organiser",
        "people-plus": "organiser",
        "kazakh-union": "organiser",
        "karaganda-group": "organiser",
        "drug-users-network": "organiser",
        "helpers": "partner",
        "by-ministry-of-health": "addressed",
        "kz-prosecutor": "addressed",
        "kz-parliament": "addressed",  # by a demand alone
        "aurora": "mentioned",
    }
    numbers = summaries.headline(rich)
    assert (numbers.actions, numbers.places, numbers.countries) == (8, 4, 2)
    assert (numbers.organisations, numbers.unnamed_groups) == (4, 2)
    assert numbers.who == summaries.who(rich) == Who(Bodies(4, 1), Bodies(0, 1), Bodies(3, 0), Bodies(1, 0))
    assert (numbers.who.took_part, numbers.who.all) == (Bodies(4, 2), Bodies(8, 2))
    assert numbers.who.all.all == 10
    assert numbers.participants == summaries.participants(rich)
    assert summaries.unplaced(rich) == 1
    assert summaries.silent(rich) == {"date": 1, "place": 1, "count": 2, "organiser": 0, "outcome": 3, "media": 7}


def test_the_day_of_a_campaign_is_told_of_its_own_year(rich: Selection) -> None:
    assert summaries.campaign_day(rich) is None  # two years
    one_year = select(Filters(year=("2019",)), rich.dataset)
    assert summaries.campaign_day(one_year) == dt.date(2019, 6, 26)
    undated = select(Filters(type=("round_table",)), rich.dataset)
    assert summaries.campaign_day(undated) is None


def test_the_rows_of_actions(rich: Selection) -> None:
    frame = records.action_rows(rich, EN)
    assert list(frame["action_id"]) == [
        "BY-2019-02", "BY-2019-03", "BY-2019-01", "KZ-2019-02", "KZ-2019-03", "KZ-2020-02", "KZ-2020-01", "KZ-2019-01",
    ]  # fmt: skip
    assert list(frame.columns) == records.COLUMNS
    leaflets, flash_mob, letters, no_date = (
        {column: text(cell) for column, cell in frame.iloc[row].items() if column not in rich["actions"].columns}
        for row in (0, 1, 4, 7)
    )
    assert leaflets == {
        "country_name": "Belarus",
        "cities": "Minsk; Brest",
        "city_ids": "minsk; brest",
        "cities_materials": "Gomel",
        "cities_participants": "-",
        "action_type_label": "Distribution",
        "participants_qualifier_label": "about",
        "themes": "Naloxone",
        "theme_ids": "naloxone",
        "organisers": "Open Door",
        "organiser_ids": "open-door",
        "partners": "Helpers",
        "partner_ids": "helpers",
        "addressed": "-",
        "addressed_ids": "-",
        "slogans": "-",
        "demands": "Put naloxone into pharmacies and hand it to people who use drugs; Hand out naloxone",
        "outcomes": "The ministry must answer.",
        "outputs": "about 500 leaflets; 13 sites; at least 30 talks",
    }
    assert (flash_mob["cities_participants"], flash_mob["outcomes"]) == ("Brest", "Eight people joined Open Door.")
    assert (letters["addressed"], letters["addressed_ids"]) == ("Prosecutor's office", "kz-prosecutor")
    assert letters["outputs"] == "letters: number not reported"
    assert no_date["participants_qualifier_label"] == "not reported"
    assert list(frame["slogans"].dropna()) == ["Naloxone saves lives", "=Біз адамбыз!"]


def test_the_rows_of_demands(rich: Selection) -> None:
    frame = records.demand_rows(rich.dataset, ["KZ-D02", "EECA-D01", "BY-D02"], EN)
    shown = frame.drop(columns=["source_id", "source_section", "source_lines", "text"]).reset_index(drop=True)
    holds(
        shown,
        """
            demand_id | country | directness | country_name | directness_label | addressee_ids | addressees | theme_ids | theme_labels | action_ids
            EECA-D01 | - | explicit | whole region | stated outright | "" | "" | human_rights | Human rights | ""
            KZ-D02 | KZ | implied | Kazakhstan | implied by the account | kz-prosecutor+kz-parliament | Prosecutor's office+Parliament | "" | "" | KZ-2019-03
            BY-D02 | BY | explicit | Belarus | stated outright | by-ministry-of-health | Ministry of Health of Belarus | naloxone+human_rights | Naloxone+Human rights | BY-2019-02+BY-2019-01
        """,
    )


def test_who_and_where_stand_behind_a_demand(rich: Selection) -> None:
    data = rich.dataset
    assert records.behind(data, data["demand_actions"], "demand_id") == {
        "BY-D01": records.Behind(("Minsk", "Brest"), ("Open Door",)),
        "KZ-D01": records.Behind((), ("Қазақ одағы",)),
        "KZ-D02": records.Behind((), ("Қазақ одағы",)),
        "BY-D02": records.Behind(("Minsk", "Brest"), ("Open Door",)),
    }
    outcomes = records.behind(data, data["outcome_actions"], "outcome_id")
    assert outcomes["BY-O01"].organisers == ("Open Door", "People PLUS")
    assert outcomes["KZ-O02"].cities == ("Karaganda",)


def test_the_record_of_an_action(rich: Selection) -> None:
    missing = {code: records.action_record(rich.dataset, code, EN).missing for code in rich["actions"]["action_id"]}
    assert missing == {
        "BY-2019-01": (),
        "BY-2019-02": ("media",),
        "BY-2019-03": ("media",),
        "KZ-2019-01": ("date", "count", "outcome", "media"),
        "KZ-2019-02": ("end", "outcome", "media"),
        "KZ-2019-03": ("place", "media"),
        "KZ-2020-01": ("media",),
        "KZ-2020-02": ("count", "outcome", "media"),
    }
    record = records.action_record(rich.dataset, "BY-2019-01", EN)
    assert (record.action["title"], list(record.places["name"])) == ("Picket for naloxone in Minsk", ["Minsk"])
    assert dict(zip(record.organisations["name"], record.organisations["group"], strict=True)) == {
        "Open Door": "organiser",
        "People PLUS": "partner",
        "Ministry of Health of Belarus": "addressed",
    }
    assert list(record.themes["label"]) == ["Naloxone", "Naloxone", "Human rights"]
    assert list(record.slogans["slogan_id"]) == ["BY-S01"]
    assert list(record.outcomes["outcome_id"]) == ["BY-O02", "BY-O03"]
    assert list(record.demands["demand_id"]) == ["BY-D01", "BY-D02"]
    outputs = records.action_record(rich.dataset, "BY-2019-02", EN).outputs
    assert list(outputs["words"]) == ["about 500 leaflets", "13 sites", "at least 30 talks"]
    with pytest.raises(KeyError, match="BY-1999-01"):
        records.action_record(rich.dataset, "BY-1999-01", EN)


def test_demands_by_addressee_and_told_together(rich: Selection) -> None:
    assert demands.asked_of(rich, "state_body") == ["BY-D01", "KZ-D02", "BY-D02"]
    assert demands.asked_of(rich, "kz-parliament") == ["KZ-D02"]
    assert demands.asked_of(rich, summaries.NOT_REPORTED) == ["EECA-D01", "BY-D03"]
    groups = demands.asked(rich, demands.asked_of(rich), EN)
    assert [(g.key, g.directness, g.country, g.action_ids, g.addressees, len(g.demands)) for g in groups] == [
        # BY-D02 names the same two actions in another order.
        ("BY-D01", "explicit", "BY", ("BY-2019-01", "BY-2019-02"), (MINISTRY,), 2),
        ("KZ-D01", "slogan", "KZ", ("KZ-2019-03",), (PROSECUTOR,), 1),
        ("EECA-D01", "explicit", "", (), (), 1),
        ("KZ-D02", "implied", "KZ", ("KZ-2019-03",), (PROSECUTOR, ("kz-parliament", "Parliament")), 1),
        ("BY-D03", "slogan", "BY", (), (), 1),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(country=("BY",)),
        Filters(theme=("naloxone",), country=("KZ",)),
        Filters(theme=("naloxone", "human_rights"), theme_mode="all"),
        Filters(counted=True),
    ],
)
@pytest.mark.parametrize("whom", ["", "state_body", "kz-parliament", summaries.NOT_REPORTED])
def test_a_choice_finds_as_many_demands_as_it_says(rich: Selection, filters: Filters, whom: str) -> None:
    d = rich.dataset
    found = demands.choices(filters, d, whom)

    def asked(of: str = whom, **changed: tuple[str, ...]) -> int:
        return len(demands.asked_of(select(replace(filters, **changed), d).on_theme, of))

    for code in demands.addressees(d):
        assert found.whom.get(code, 0) == asked(code)
    for country in ("BY", "KZ"):
        assert found.countries.get(country, 0) == asked(country=(country,))
    for theme in d["themes"]["theme_id"]:
        assert found.themes.get(theme, 0) == asked(theme=(theme,))


def test_rows_in_order_have_what_is_missing_last(rich: Selection) -> None:
    rows = records.action_rows(rich, EN)

    def ids(sort: str) -> list[str]:
        return records.in_order(rows, sort)["action_id"].tolist()

    assert ids("date") == rows["action_id"].tolist()
    for sort, column in (("date", "start_date"), ("participants", "participants_min"), ("organisers", "organisers")):
        missing = set(rows.loc[rows[column].isna() & rows["participants_max"].isna(), "action_id"])
        if sort != "participants":
            missing = set(rows.loc[rows[column].isna(), "action_id"])
        for way in (sort, f"-{sort}"):
            assert set(ids(way)[len(rows) - len(missing) :]) == missing
    titles = records.in_order(rows, "-title")["title"].str.lstrip("«“").str.casefold().tolist()
    assert titles == sorted(titles, reverse=True)


def test_what_is_not_there_counts_as_none_and_keeps_its_row(package: Path) -> None:
    for table in ("action_themes", "action_places"):
        file = package / f"{table}.csv"
        rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(row for row in rows if not row.startswith("KZ-")), encoding="utf-8")
    whole = select(Filters(), load(package))
    themes = summaries.country_themes(whole, EN)
    assert themes.loc[themes["country"] == "KZ", "actions"].tolist() == [0, 0, 0]
    assert summaries.actions_by_country(whole, EN)["places"].tolist() == [0, 2]
    belarus = select(Filters(country=("BY",)), whole.dataset)
    assert demands.by_directness(belarus)["demands"].tolist() == [1, 0, 0]


def test_vague_figures_are_told_up_to_two(spoil: Callable[..., Path]) -> None:
    for code in ("BY-2019-01", "BY-2019-02"):
        package = spoil(
            "actions", code, participants_text=f"many in {code}", participants_qualifier="vague", participants_max=""
        )
    people = summaries.participants(select(Filters(), load(package)))
    assert [number for _, number in people.vague] == [12, 40, 24]
    assert people.basis(EN) == (
        "sum of the lower readings of the 6 of 8 accounts that give a figure; "
        "“many in BY-2019-01” counts as 12; “many in BY-2019-02” counts as 40"
    )
