"""The page of demands: the sentence to fill in, its answer, what was announced, the slogans, the law."""

from __future__ import annotations

import html
import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from conftest import SMALL
from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import demands
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from opening import no_errors, open_page, plain

opened = partial(open_page, "demands")


def bodies(at: AppTest) -> str:
    """All that the page says in HTML blocks."""
    return plain("\n".join(block.proto.body for block in at.get("html")))


def options(at: AppTest, name: str) -> dict[str, dict[str, list[str]]]:
    """What a list of the sentence offers: the words of each option, and what its address asks."""
    (found,) = re.findall(rf"<select data-pick='{name}'.*?</select>", bodies(at))
    pairs = re.findall(r"<option value='([^']*)'[^>]*>(.*?)</option>", found)
    return {html.unescape(words): parse_qs(urlsplit(html.unescape(address)).query) for address, words in pairs}


def chosen(at: AppTest) -> list[str]:
    """The words that fill the sentence in, as it stands."""
    return [html.unescape(words) for words in re.findall(r"<option value='[^']*' selected>(.*?)</option>", bodies(at))]


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_demands_are_counted_by_how_they_were_put(lang: str, shipped: Dataset) -> None:
    at = opened(lang=lang)
    said = bodies(at)
    assert Translator(lang).n("{n} demand", "{n} demands", len(shipped["demands"])) in said
    for row in demands.by_directness(select(Filters(), shipped.in_language(lang))).itertuples():
        assert f"{row.label} {Translator(lang).dash} {row.demands}" in said


def test_the_sentence_offers_what_finds_something(own: None) -> None:
    at = opened(lang="en")
    assert chosen(at) == ["anyone", "any country", "anything"]
    assert options(at, "asked_of") == {
        "anyone": {"lang": ["en"]},
        "someone not named (1)": {"asked_of": [NOT_REPORTED], "lang": ["en"]},
        "State body (1)": {"asked_of": ["state_body"], "lang": ["en"]},
        "Justice and police (1)": {"asked_of": ["justice_and_police"], "lang": ["en"]},
        "Ministry of Health of Belarus (1)": {"asked_of": ["by-ministry-of-health"], "lang": ["en"]},
        "Prosecutor's office (1)": {"asked_of": ["kz-prosecutor"], "lang": ["en"]},
    }
    assert list(options(at, "country")) == ["any country", "Belarus (1)", "Kazakhstan (1)"]
    at = opened(lang="en", asked_of="kz-prosecutor")
    assert chosen(at) == ["Prosecutor's office", "any country", "anything"]
    assert list(options(at, "country")) == ["any country", "Kazakhstan (1)"]
    assert options(at, "country")["Kazakhstan (1)"] == {
        "country": ["KZ"],
        "asked_of": ["kz-prosecutor"],
        "lang": ["en"],
    }


def test_what_is_chosen_stands_in_the_sentence_though_it_finds_nothing(own: None) -> None:
    at = opened(lang="en", asked_of="kz-prosecutor", country="BY")
    assert chosen(at) == ["Prosecutor's office", "Belarus", "anything"]
    assert "class='asked'" not in bodies(at)
    assert any(text.value == "0 demands." for text in at.markdown)


def test_several_themes_stand_in_the_sentence_as_one(own: None) -> None:
    at = opened(lang="en", theme=["naloxone", "human_rights"])
    assert chosen(at)[2] in ("Naloxone or Human rights", "Human rights or Naloxone")


def test_the_answer_holds_its_demands_and_only_these(shipped: Dataset) -> None:
    at = opened(lang="en", theme="naloxone", country="LT", asked_of="lt-ministry-of-health")
    assert not at.warning
    said, texts = bodies(at), shipped["demands"].set_index("demand_id")["text"]
    ids = demands.asked_of(select(Filters(theme=("naloxone",), country=("LT",)), shipped), "lt-ministry-of-health")
    assert len(ids) == 2
    for code, text in texts.items():
        assert (html.escape(text) in said) == (code in ids)


def test_a_link_of_old_leads_to_the_same_demands() -> None:
    at = opened(lang="en", demand_theme="naloxone", demand_kind="health_service")
    assert at.query_params == {"theme": "naloxone", "asked_of": "health_service", "lang": "en"}
    assert not at.warning and chosen(at) == ["Health service", "any country", "Naloxone"]
    unknown = opened(lang="en", demand_theme="astrology", demand_kind="")
    assert len(unknown.warning) == 1 and "astrology" in unknown.warning[0].value


def test_a_demand_leads_to_its_actions_and_addressees(own: None) -> None:
    said = bodies(opened(lang="en", country="BY"))
    for record in ("action%3ABY-2019-01", "action%3ABY-2019-02", "organisation%3Aby-ministry-of-health"):
        assert f"record={record}" in said or f"record={record.replace('%3A', ':')}" in said


def test_a_demand_is_copied_with_its_source(shipped: Dataset) -> None:
    said = bodies(opened(lang="ru", country="LT"))
    texts = [html.unescape(text) for text in re.findall(r"data-copy='([^']*)'", said)]
    view = select(Filters(country=("LT",)), shipped.in_language("ru"))
    assert len(texts) == len(view["demands"])
    for text in view["demands"]["text"]:
        (found,) = [one for one in texts if one.startswith(text)]
        assert "→" in found and "строк" in found and shipped.version in found and "(2019)" in found


def test_the_matrix_leads_to_a_sentence(own: None) -> None:
    (table,) = re.findall(
        r"<details class='asked-matrix'>.*?</details>", bodies(opened(lang="en", theme="human_rights"))
    )
    links = [parse_qs(urlsplit(html.unescape(a)).query) for a in re.findall(r"href='?\"?([^'\"]*)", table)]
    assert {"theme": ["naloxone"], "asked_of": ["state_body"], "lang": ["en"]} in links


def test_more_demands_come_when_asked_for(monkeypatch: pytest.MonkeyPatch, shipped: Dataset) -> None:
    monkeypatch.setattr("dashboard.ui.demands.AT_FIRST", 10)
    at = opened(lang="en")
    assert bodies(at).count("data-copy") == 10
    at.button(key="more_asked").click().run()
    no_errors(at)
    assert bodies(at).count("data-copy") == len(shipped["demands"])


def test_a_reply_due_is_told_with_its_words_and_its_action() -> None:
    (strip,) = re.findall(r"<ul class='announced'>.*?</ul>", bodies(opened(lang="en", country="MD")))
    assert "An answer is due within a month." in strip and "Reply due" in strip and "action" in strip


def test_the_law_stands_by_country_with_its_lines(shipped: Dataset) -> None:
    at = opened(lang="en", tab="law")
    n = int(shipped["policy_facts"]["country"].isna().sum())
    said = bodies(at)
    assert f"Whole region <small>{n} statements" in said
    assert all(text in said for text in ("Government Decision No. 79", "line 859", "<strong>51,000</strong> hryvnias"))


@pytest.mark.parametrize(("tab", "table"), [("asked", "demands"), ("law", "policy_facts")])
def test_what_the_filters_leave_out_is_said(tab: str, table: str, shipped: Dataset) -> None:
    at = opened(lang="en", counted="1", tab=tab)
    n = select(Filters(counted=True), shipped).left_out[table]
    words = {"demands": f"{n} demands of no single action", "policy_facts": f"{n} statements are left out"}[table]
    assert any(caption.value.startswith(words) for caption in at.caption)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_in_view_shows_the_way_back(lang: str) -> None:
    at = opened(lang=lang, q="no such word")
    assert {"empty_last", "empty_all"} <= {button.key for button in at.button}
    assert "class='asked'" not in bodies(at)


@pytest.mark.parametrize("tab", ["slogans", "law"])
def test_slogans_and_facts_can_be_copied_with_their_source(tab: str, shipped: Dataset) -> None:
    at = opened(lang="ru", country="EE", tab=tab)
    view = select(Filters(country=("EE",)), shipped.in_language("ru"))
    copied = [html.unescape(text) for text in re.findall(r"data-copy='([^']*)'", bodies(at))]
    for text in view["slogans" if tab == "slogans" else "policy_facts"]["text"]:
        (found,) = [one for one in copied if text in one]
        assert "строк" in found and shipped.version in found and "(2019)" in found


def test_the_wall_has_each_slogan_once_in_both_languages(shipped: Dataset) -> None:
    at = opened(lang="ru", tab="slogans")
    said = bodies(at)
    own, told = shipped["slogans"]["text"], shipped.in_language("ru")["slogans"]["text"]
    for words, text in zip(own, told, strict=True):
        assert html.escape(text) in said
        assert html.escape(words).casefold().rstrip(".!") in said.casefold() or "punish" in words.casefold()
    letters = {re.sub(r"\W", "", a + b).casefold() for a, b in zip(own, told, strict=True)}
    assert said.count("<blockquote") == len(letters) < len(own)
    assert "class='own'" not in bodies(opened(lang="en", tab="slogans"))
