"""The page of actions: the questions over the table, its order, its rows."""

from __future__ import annotations

import html
import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.i18n import LANGUAGES
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from opening import no_errors, open_page, plain

opened = partial(open_page, "actions")


def block(at: AppTest, name: str) -> str:
    """The HTML of a part of the page."""
    (found,) = [one.proto.body for one in at.get("html") if f"class='{name}'" in one.proto.body]
    return plain(found)


def asked(link: str) -> dict[str, list[str]]:
    """What the address of a link asks."""
    return parse_qs(urlsplit(html.unescape(link)).query)


def questions(at: AppTest) -> dict[str, dict[str, list[str]]]:
    """The questions over the table with their numbers, and what each asks."""
    links = re.findall(r'href="([^"]*)"[^>]*>(.*?)</a>', block(at, "questions"))
    return {re.sub("<[^>]*>", "", words): asked(address) for address, words in links}


def titles(at: AppTest) -> list[str]:
    return [html.unescape(title) for title in re.findall(r"class='whole'>(.*?)</a>", block(at, "actions"))]


def test_each_question_is_counted_and_asks_it_of_the_filters(shipped: Dataset) -> None:
    links = questions(opened(lang="en"))
    undated = int(shipped["actions"]["start_date"].isna().sum())
    assert links.pop(f"No date {undated}") == {"undated": ["1"], "lang": ["en"]}
    for words, query in links.items():
        filters, _ = Filters.from_query([(k, v) for k, vs in query.items() for v in vs], shipped, ignore=["lang"])
        assert words.endswith(f" {len(select(filters, shipped))}")
    assert [words.rstrip("0123456789 ") for words in links] == ["With an outcome", "Art, music, sport", "Led by women"]


def test_a_question_that_is_asked_is_taken_back_by_a_press() -> None:
    at = opened(lang="en", undated="1", country="RU")
    assert questions(at)["No date ×"] == {"country": ["RU"], "lang": ["en"]}


def test_a_question_without_an_answer_is_not_offered() -> None:
    assert not [words for words in questions(opened(lang="en", country="LT")) if words.endswith(" 0")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_tells_what_is_known_and_what_is_not(lang: str, shipped: Dataset) -> None:
    table = block(opened(lang=lang), "actions")
    assert table.count("<tr>") == len(shipped["actions"]) + 1
    counted = (shipped["actions"]["participants_qualifier"] != "not_reported").sum()
    assert table.count("class='participants missing'") == len(shipped["actions"]) - counted
    assert table.count("class='date missing'") == shipped["actions"]["start_date"].isna().sum()


def test_a_heading_sorts_and_sorts_the_other_way_round(shipped: Dataset) -> None:
    at = opened(lang="en")
    heads = {
        re.sub("<[^>]*>", "", words): asked(address)
        for address, words in re.findall(r'<th scope=.col.*?href="([^"]*)"[^>]*>(.*?)</a>', block(at, "actions"))
    }
    assert heads["Action"]["sort"] == ["title"] and heads["When ▲"]["sort"] == ["-date"]
    by_title = titles(opened(lang="en", sort="title"))
    assert sorted(by_title) == sorted(titles(at)) and by_title != titles(at)
    assert titles(opened(lang="en", sort="-title")) == by_title[::-1]
    assert len(opened(lang="en", sort="size").warning) == 1


def test_a_row_opens_its_record(shipped: Dataset) -> None:
    table = block(opened(lang="en", country="BY"), "actions")
    links = [asked(link) for link in re.findall(r'href="([^"]*)"[^>]*class=.whole', table)]
    of = shipped["actions"].query("country == 'BY'")["action_id"]
    assert sorted(one["record"][0] for one in links) == sorted(f"action:{code}" for code in of)
    assert all(one["country"] == ["BY"] for one in links)


def test_more_rows_come_when_asked_for(monkeypatch: pytest.MonkeyPatch, shipped: Dataset) -> None:
    monkeypatch.setattr("dashboard.ui.actions.AT_FIRST", 5)
    at = opened(lang="en")
    assert len(titles(at)) == 5
    at.button(key="more_actions").click().run()
    no_errors(at)
    assert len(titles(at)) == len(shipped["actions"])


def test_no_action_in_view_shows_the_way_back_alone() -> None:
    at = opened(lang="en", q="no such word")
    assert not [one for one in at.get("html") if "class='actions'" in one.proto.body]
