"""The records: what stands where in them, what their links and buttons hand over, how much of a long one is told."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from conftest import SMALL
from dashboard.ui import record_text
from opening import open_page, plain


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))


def record(kind: str, key: str, lang: str = "en", **query: str) -> str:
    """The HTML of a record as its sheet shows it."""
    at = open_page("actions", lang=lang, record=f"{kind}:{key}", **query)
    return plain(next(e.proto.body for e in at.get("html") if "class='record'" in e.proto.body))


def in_order(told: str, *words: str) -> bool:
    places = [told.index(word) for word in words]
    return places == sorted(places)


def test_what_was_asked_and_what_came_of_it_stand_before_the_organisations() -> None:
    assert in_order(
        record("action", "KZ-2019-03"),
        "<dt>When</dt>",
        "class='summary'",
        ">What was asked, and of whom<",
        ">What came of it<",
        "What the report does not say",
        ">Organisations<",
        ">Themes<",
        "Where in the report",
    )


def test_links_lead_to_records_with_their_role_beside_them() -> None:
    told = record("action", "BY-2019-01")
    for kind, key in (("place", "minsk"), ("country", "BY"), ("organisation", "people-plus"), ("theme", "naloxone")):
        assert f"record={kind}%3A{key}" in told
    assert re.search("People PLUS</a> <small>partner, line 12</small>", told)
    assert "To: <a " in told and "Ministry of Health of Belarus</a>" in told
    assert not re.search(r"\([0-9]+\)</a>", record("country", "KZ"))


def test_a_number_stands_behind_a_name_only_where_it_is_more_than_one() -> None:
    told = record("country", "KZ")
    assert re.search("Қазақ одағы <small>3 actions</small></a>", told)
    assert "<small>1 action</small>" not in told


def test_a_missing_number_of_participants_is_said_once() -> None:
    told = record("action", "KZ-2019-01")
    assert told.count("number of participants") == 1 and "<dt>Participants</dt>" not in told
    assert "<dt>Participants</dt><dd>" in record("action", "BY-2019-01")


def test_a_follow_up_has_its_day_in_words_and_the_report_s_words() -> None:
    for told in (record("action", "KZ-2019-03"), record("country", "KZ")):
        assert "→ 27 July 2019: a written answer" in told


def test_no_date_is_left_in_the_form_of_machines() -> None:
    seen = re.sub("<[^>]*>", " ", record("country", "KZ"))
    assert "June 2019" in seen and "2019-06" not in seen


def test_demands_outcomes_slogans_and_facts_are_copied_with_their_source() -> None:
    quotes = [html.unescape(q) for q in re.findall("data-copy='([^']*)'", record("action", "KZ-2019-03"))]
    assert len(quotes) >= 2
    for said in quotes:
        words, source = said.split("\n")
        assert words and source.startswith("– ") and "line" in source and "data version" in source
    assert any("The prosecutor must answer. → 27 July 2019: a written answer" in said for said in quotes)
    assert any("Keep substitution treatment running (To: Prosecutor's office)" in said for said in quotes)
    of_country = record("country", "KZ")
    assert all(html.escape(said.split("\n")[0]) in of_country for said in quotes if not said.startswith("“"))


def test_the_link_that_a_record_shares_holds_the_record_alone() -> None:
    told = record("place", "minsk", lang="ru", country="BY")
    (link,) = re.findall("class='share' data-link='([^']*)'", told)
    assert parse_qsl(urlsplit(html.unescape(link)).query) == [("record", "place:minsk")]


def test_the_actions_of_a_record_can_be_shown_alone() -> None:
    told = html.unescape(record("place", "minsk", q="naloxone"))
    assert re.search('href="/actions\\?place=minsk&lang=en"[^>]*>Show only its ', told)


def test_of_a_long_list_the_first_are_in_sight_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_text, "AT_FIRST", 1)
    monkeypatch.setattr(record_text, "MOST_CARDS", 3)
    told = record("country", "KZ")
    cards = told[told.index("class='cards'") :]
    assert in_order(cards, "<details", "2 more</summary>", "and 2 more")
    assert cards[: cards.index("<details")].count("<li>") == 1


@pytest.mark.parametrize("of", ["place:minsk", "country:KZ", "theme:naloxone", "organisation:open-door"])
def test_records_are_told_in_russian_too(of: str) -> None:
    kind, key = of.split(":")
    assert "Поделиться" in record(kind, key, lang="ru")
