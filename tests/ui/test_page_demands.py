"""The page of demands: the matrix, the cell chosen, the demands told, the law beside them."""

from __future__ import annotations

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import demands
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from opening import no_errors, open_page, plain

opened = partial(open_page, "demands")


def bodies(at: AppTest) -> str:
    """All that the page says in HTML blocks."""
    return plain("\n".join(block.proto.body for block in at.get("html")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_demands_are_counted_by_how_they_were_put(lang: str, shipped: Dataset) -> None:
    at = opened(lang=lang)
    said = bodies(at)
    assert Translator(lang).n("{n} demand", "{n} demands", len(shipped["demands"])) in said
    for row in demands.by_directness(select(Filters(), shipped.in_language(lang))).itertuples():
        assert f"{row.label} {Translator(lang).dash} {row.demands}" in said


def test_a_cell_lists_its_demands_and_only_these(shipped: Dataset) -> None:
    at = opened(lang="en")
    at.selectbox(key="demand_theme").set_value("naloxone")
    at.selectbox(key="demand_kind").set_value("health_service").run()
    no_errors(at)
    assert at.query_params == {"demand_theme": "naloxone", "demand_kind": "health_service", "lang": "en"}
    again = opened(lang="en", demand_theme="naloxone", demand_kind="health_service")
    assert bodies(again) == bodies(at)
    assert not again.warning
    unknown = opened(lang="en", demand_theme="astrology", demand_kind="")
    assert len(unknown.warning) == 1 and "astrology" in unknown.warning[0].value
    said, texts = bodies(at), shipped["demands"].set_index("demand_id")["text"]
    ids = demands.in_cell(select(Filters(), shipped), "naloxone", "health_service")
    assert ids
    for code, text in texts.items():
        assert (text.replace("'", "&#x27;") in said) == (code in ids)


def test_a_demand_leads_to_its_actions_and_addressees() -> None:
    at = opened(lang="en", country="LT")
    keys = [button.key for button in at.button if button.key and button.key.startswith("open_asked_LT-D10")]
    assert any("_organisation_lt-ministry-of-health" in key for key in keys)
    action = next(key for key in keys if "_action_" in key)
    at.button(key=action).click().run()
    assert at.query_params["record"].startswith("action:LT-2019-")


def test_more_demands_come_when_asked_for() -> None:
    at = opened(lang="en")
    before = bodies(at).count("class='told'")
    at.button(key="more_explicit").click().run()
    no_errors(at)
    assert bodies(at).count("class='told'") > before


def test_a_reply_due_is_told_with_its_words() -> None:
    at = opened(lang="en", country="MD")
    assert "An answer is due within a month." in bodies(at)
    assert any("Reply due: An answer is due within a month." in caption.value for caption in at.caption)


def test_the_law_stands_by_country_with_its_lines(shipped: Dataset) -> None:
    at = opened(lang="en")
    facts = shipped["policy_facts"]
    labels = [expander.label for expander in at.expander]
    n = int(facts["country"].isna().sum())
    assert f"Whole region · {n} statements" in labels
    assert all(text in bodies(at) for text in ("Government Decision No. 79", "line 859", "51,000 hryvnias"))


def test_what_the_filters_leave_out_is_said(shipped: Dataset) -> None:
    at = opened(lang="en", counted="1")
    left_out = select(Filters(counted=True), shipped).left_out
    said = [caption.value for caption in at.caption]
    assert any(text.startswith(f"{left_out['demands']} demands of no single action") for text in said)
    assert any(text.startswith(f"{left_out['policy_facts']} statements are left out") for text in said)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_in_view_shows_the_way_back(lang: str) -> None:
    at = opened(lang=lang, q="no such word")
    assert {"empty_last", "empty_all"} <= {button.key for button in at.button}
    assert not at.get("plotly_chart")


@pytest.mark.parametrize("part", ["slogans", "law"])
def test_slogans_and_facts_can_be_copied_with_their_source(part: str, shipped: Dataset) -> None:
    at = opened(lang="ru", country="EE")
    at.toggle(key=f"copy_{part}").set_value(True).run()
    assert not at.exception
    view = select(Filters(country=("EE",)), shipped.in_language("ru"))
    rows = view["slogans"] if part == "slogans" else view["policy_facts"]
    copied = [code.value for code in at.code]
    for text in rows["text"]:
        (found,) = [one for one in copied if text in one]
        assert "строк" in found and shipped.version in found and "(2019)" in found
