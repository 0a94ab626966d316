"""Every filter is everywhere: in the sidebar, an address, the sentence, files' names, the API and on /data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from conftest import SMALL
from dashboard import i18n
from dashboard.exports import names
from dashboard.i18n import LANGUAGES, Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import CODES, DAY, FILTERS, MODE, PARAMETERS, TEXT, TICK, Filter, Filters, codes, labels
from dashboard.query.selection import select
from dashboard.web.api import routes
from opening import open_page, plain

# Addresses that stand in files and slides already given away: they must go on working.
GIVEN_AWAY = (
    *("theme", "theme_mode", "country", "place", "organisation", "type", "year", "source"),
    *("from", "to", "counted", "q", "led_by", "undated", "outcome"),
)
THEMES = ["naloxone", "human_rights"]  # two, so that there is something to join
each = pytest.mark.parametrize("f", FILTERS, ids=lambda f: f.parameter)


def value(f: Filter, dataset: Dataset) -> str:
    """What an address may ask of a filter, and finds an action of the small package, beside the two themes."""
    given = {MODE: "all", DAY: "2019-06-22", TICK: "1", TEXT: "naloxone"}
    return THEMES[0] if f.parameter == "theme" else given.get(f.kind) or codes(dataset, f.parameter)[0]


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))


@pytest.fixture
def api(own: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes)) as client:
        yield client


def test_no_filter_that_stands_in_old_links_is_gone(small: Dataset) -> None:
    assert set(GIVEN_AWAY) <= set(PARAMETERS)
    assert sorted(PARAMETERS) == sorted(f.parameter for f in FILTERS)
    assert len({f.name for f in FILTERS}) == len(FILTERS)


@each
def test_its_widget_stands_in_the_sidebar_and_writes_the_address(f: Filter, own: None, small: Dataset) -> None:
    at = open_page("actions", lang="en", theme=THEMES)
    asked = value(f, small)
    _set(at, f, asked)
    written = at.query_params[f.parameter]
    assert (written if isinstance(written, str) else written[-1]) == asked


def _set(at: AppTest, f: Filter, asked: str) -> None:
    key = f"filter_{f.name}"
    label, t = f.label(Translator("en")), Translator("en")
    if f.kind is CODES:
        widget = at.sidebar.multiselect(key=key)
        assert widget.proto.placeholder == f.unset(t)
        widget.set_value([asked])
    elif f.kind is MODE:
        widget = at.sidebar.radio(key=key).set_value(asked)
    elif f.kind is DAY:
        widget = at.sidebar.selectbox(key=key)
        assert widget.options[0] == f.unset(t)
        widget.set_value(f.kind.read(asked))
    elif f.kind is TICK:
        widget = at.sidebar.checkbox(key=key).check()
    else:
        widget = at.sidebar.text_input(key=key).set_value(f"  {asked} ")
    assert widget.label == label
    at.run()
    assert not at.exception, at.exception[0].message


def test_a_list_that_offers_no_choice_is_left_out(monkeypatch: pytest.MonkeyPatch, shipped: Dataset) -> None:
    monkeypatch.delenv("DASHBOARD_DATA", raising=False)
    at = open_page("actions", lang="en")
    shown = {widget.key for widget in at.sidebar.multiselect}
    for f in FILTERS:
        if f.kind is CODES:
            hidden = f.needs_a_choice and len(codes(shipped, f.parameter)) < 2
            assert (f"filter_{f.name}" in shown) != hidden


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_data_tells_every_parameter(language: str, own: None) -> None:
    t = Translator(language)
    at = open_page("data", lang=language, tab="api")
    (table,) = (table.value for table in at.table if "`q`" in str(table.value.iloc[:, 0].tolist()))
    for f in FILTERS:
        (meaning,) = table[[f"`{f.parameter}`" in cell.split(", ") for cell in table.iloc[:, 0]]].iloc[:, 1]
        assert plain(meaning) == f.meaning(t)
    assert table.iloc[-1, 0] == "`lang`" and table.iloc[:, 2].all()


@each
def test_it_has_words_of_its_own_in_every_language(f: Filter, small: Dataset) -> None:
    pairs = [("theme", code) for code in THEMES] + [(f.parameter, value(f, small))]
    alone = Filters.from_query(pairs if f.kind is MODE else pairs[-1:], small)[0]
    whole = [language for language in LANGUAGES if not i18n.record(language).missing]  # a draft may say it in English
    told = {language: alone.describe(small.in_language(language), Translator(language)) for language in whole}
    assert told["en"] != Filters().describe(small, Translator("en"))
    assert len(set(told.values())) == len(whole)
    for language in whole:
        t = Translator(language)
        assert f.label(t) and f.meaning(t) and (f.unset(t) or f.kind in (MODE, TICK))
        assert f.kind is not CODES or (told[language].startswith(f"{f.word(t)}: ") and f.word(t))
        assert set(labels(small.in_language(language), f.parameter, t)) == set(codes(small, f.parameter))


@each
def test_it_is_told_by_a_files_name(f: Filter, small: Dataset) -> None:
    t, themes = Translator("en"), [("theme", code) for code in THEMES]
    before = themes if f.kind is MODE else [("country", "BY")] * (f.parameter != "country")
    with_it = Filters.from_query([*before, (f.parameter, value(f, small))], small)[0]
    without = Filters.from_query(before, small)[0]
    stems = [names._filters(filters) for filters in (with_it, without)]
    assert (stems[0] != stems[1]) == f.has_place_in_name
    assert names.file_stem(select(with_it, small), t)


@each
def test_the_api_takes_it_and_names_it_among_what_is_allowed(f: Filter, api: TestClient, small: Dataset) -> None:
    assert f.parameter in api.get("/api/v1/summary.json?colour=red").json()["allowed"]
    answer = api.get("/api/v1/summary.json", params=[*(("theme", c) for c in THEMES), (f.parameter, value(f, small))])
    assert answer.status_code == 200
    assert f.parameter in answer.json()["filters"]
    if f.kind is not TEXT:
        refused = api.get(f"/api/v1/summary.json?{f.parameter}=no-such-value")
        assert refused.status_code == 400
        assert refused.json()["allowed"] == list(f.kind.values or codes(small, f.parameter))


@pytest.mark.parametrize("query", ["", "theme=naloxone&theme=human_rights&theme_mode=all", "country=BY&counted=1&q=a"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_facets_promise_what_choosing_gives(query: str, language: str, api: TestClient, small: Dataset) -> None:
    told = api.get(f"/api/v1/facets.json?{query}&lang={language}").json()
    summary = api.get(f"/api/v1/summary.json?{query}&lang={language}").json()
    assert {name: told[name] for name in ("version", "filters", "sentence", "actions")} == {
        name: summary[name] for name in ("version", "filters", "sentence", "actions")
    }
    assert list(told["facets"]) == [f.parameter for f in FILTERS]
    t, data = Translator(language), small.in_language(language)
    asked = Filters.from_query([pair.split("=") for pair in query.split("&") if pair], data)[0]
    for f in FILTERS:
        facet = told["facets"][f.parameter]
        assert facet["label"] == f.label(t)
        words = labels(data, f.parameter, t)
        assert {o["code"]: o["label"] for o in facet["options"]} == words
        assert bool(words) == (f.kind not in (DAY, TEXT))
        now = getattr(asked, f.name)
        for option in facet["options"]:
            code = option["code"]
            assert option["chosen"] == (code in f.kind.write(now) if now else False)
            kept = asked if asked.needs_all(f.parameter) else asked.without(f.parameter)
            then = Filters.from_query([*kept.to_query(), (f.parameter, code)], data)[0]
            assert option["count"] == len(select(then, data))


def test_facets_refuse_what_means_nothing(api: TestClient) -> None:
    answer = api.get("/api/v1/facets.json?theme=nonsense")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "theme"
    assert "/api/v1/facets.json" in api.get("/api/v1/nothing").json()["allowed"]
