"""The pages of the explorer as a visitor meets them: whole, filtered, empty, in both languages, with a record open."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from conftest import ROOT, SMALL
from dashboard import cli, exports
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.ui import data, stories, visit
from dashboard.web import api
from dashboard.web.parameters import PAGE_PARAMETERS, choices
from opening import open_page, plain

(TABS,) = (p.values for p in PAGE_PARAMETERS if (p.page, p.name) == ("charts", "tab"))


def texts(at: AppTest) -> str:
    """All HTML that a page writes itself."""
    return " ".join(element.proto.body for element in at.get("html"))


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("page", ["map", "charts", "actions"])
def test_a_page_opens_in_both_languages(page: str, lang: str) -> None:
    at = open_page(page, lang=lang)
    assert not at.warning
    assert at.sidebar.multiselect(key="filter_theme").label == {"en": "Theme", "ru": "Тема"}[lang]


@pytest.mark.parametrize("page", ["map", "charts", "actions"])
def test_nothing_selected_is_a_way_back(page: str) -> None:
    at = open_page(page, lang="en", theme="naloxone", country="GE")
    assert at.subheader[0].value == "No action fits these filters"
    at.button(key="empty_last").click().run()
    assert at.query_params == {"theme": "naloxone", "lang": "en"}


def test_a_filter_writes_the_url_and_the_url_sets_the_filter() -> None:
    at = open_page("actions", lang="en", theme="naloxone")
    assert at.sidebar.multiselect(key="filter_theme").value == ["naloxone"]
    at.sidebar.multiselect(key="filter_country").set_value(["LT"]).run()
    assert at.query_params == {"theme": "naloxone", "country": "LT", "lang": "en"}
    at.button(key="clear_all").click().run()
    assert at.query_params == {"lang": "en"}
    assert at.sidebar.multiselect(key="filter_theme").value == []


def test_what_the_url_asks_in_vain_is_told(shipped: Dataset) -> None:
    at = open_page("map", lang="en", theme="astrology", place=["kaunas"])
    assert "astrology" in at.warning[0].value
    assert f"3 of {len(shipped['actions'])} actions" in texts(at)


def test_the_map_holds_the_cities_in_view(shipped: Dataset) -> None:
    at = open_page("map", lang="ru", country="LT")
    deck = json.loads(at.get("deck_gl_json_chart")[0].proto.json)
    cities = next(layer for layer in deck["layers"] if layer["id"] == "circles")
    expected = summaries.places(select(Filters(country=("LT",)), shipped.in_language("ru")))
    assert {row["place_id"] for row in cities["data"]} == set(expected["place_id"])
    assert "Вильнюс" in json.dumps(deck, ensure_ascii=False)
    assert deck["mapStyle"].startswith("/")  # of our own origin


def test_an_action_in_several_cities_lights_them_all_up_beside_its_record(shipped: Dataset) -> None:
    at = open_page("map", lang="en", record="action:KZ-2019-01")
    deck = json.loads(at.get("deck_gl_json_chart")[0].proto.json)
    drawn = {layer["id"]: layer["data"] for layer in deck["layers"]}
    joins = shipped["action_places"]
    held = joins[(joins["action_id"] == "KZ-2019-01") & (joins["role"] == "held")]
    assert {row["place_id"] for row in drawn["selected"]} == set(held["place_id"])
    assert {row["width"] for row in drawn["links"] if row["action_id"] == "KZ-2019-01"} == {4}
    assert "record=action%3AKZ-2019-01" in texts(at)  # the list stays as it was


def test_a_record_opens_on_the_map_page_also_where_no_action_is_in_view() -> None:
    at = open_page("map", lang="en", theme="naloxone", country="GE", record="action:EE-2019-01")
    assert "class='facts'" in texts(at)


def test_of_very_many_actions_the_first_are_told_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "MOST", 20)
    at = open_page("map", lang="en")
    (told,) = (block.proto.body for block in at.get("html") if "<div class='stories'>" in block.proto.body)
    assert told.count("record=action%3AKZ") == 2 and "and 9 more actions" in told


def test_a_city_can_be_chosen_without_the_map() -> None:
    at = open_page("map", lang="en")
    at.selectbox(key="chosen_place").set_value("place:kaunas").run()
    assert at.query_params["record"] == "place:kaunas"
    assert at.subheader[0].value == "Kaunas"


def test_charts_show_the_numbers_of_the_summaries(shipped: Dataset) -> None:
    at = open_page("charts", lang="en", theme="naloxone")
    selection = select(Filters(theme=("naloxone",)), shipped)
    charts = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    counted = summaries.actions_by_country(selection, Translator("en"))
    bars = [_numbers(trace) for chart in charts for trace in chart["data"] if trace["type"] == "bar"]
    assert sorted(counted["actions"]) in [sorted(drawn) for drawn in bars]


def _numbers(trace: dict) -> list[float]:
    values = trace.get("x", [])
    if isinstance(values, dict):  # plotly's own packing of arrays
        import base64

        import numpy as np

        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [v for v in values if isinstance(v, (int, float))]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("tab", TABS)
def test_each_part_of_the_charts_has_its_link(tab: str, lang: str, shipped: Dataset) -> None:
    at = open_page("charts", lang=lang, tab=tab, theme="naloxone")
    assert not at.warning
    assert len(at.tabs) == len(TABS)
    n = len(select(Filters(theme=("naloxone",)), shipped))
    heads = [html.proto.body for html in at.get("html") if "chart-head" in html.proto.body]
    assert len(heads) >= (1 if tab == "time" else 2)
    for head in heads:
        assert "<h2>" in head
        assert {"en": f"n = {n} ", "ru": f" · {n} "}[lang] in plain(head)


def test_a_chart_offers_its_rows_and_its_pictures_under_the_filters_in_view() -> None:
    at = open_page("charts", lang="ru", theme="naloxone", tab="themes")
    files = next(html.proto.body for html in at.get("html") if "/charts/themes." in html.proto.body)
    query = "theme=naloxone&amp;lang=ru"
    assert f"/api/v1/charts/themes.csv?{query}" in files
    for shape in ("wide", "square", "tall"):
        for kind in ("png", "svg"):
            assert f"/api/v1/charts/themes.{kind}?shape={shape}&amp;{query}" in files
    assert files.count("data-picture=") == 3
    lists = open_page("charts", lang="ru", tab="organisations")
    addressed = next(html.proto.body for html in lists.get("html") if "/charts/addressed." in html.proto.body)
    assert "addressed.csv" in addressed and ".png" not in addressed  # a list of words is no picture


def test_types_with_one_action_each_stand_in_a_sentence_and_all_lead_to_their_actions(shipped: Dataset) -> None:
    at = open_page("charts", lang="en", tab="themes")
    body = next(html.proto.body for html in at.get("html") if "bar-rows" in html.proto.body)
    bars, sentence = body.split("One each:")
    frame = summaries.action_types(select(Filters(), shipped))
    for row in frame.itertuples():
        assert f"/actions?type={row.action_type}&amp;lang=en" in (bars if row.actions > 1 else sentence)


def test_a_kind_of_organisation_unfolds_to_the_organisations_it_counts(shipped: Dataset) -> None:
    at = open_page("charts", lang="en", tab="organisations", country="LT")
    body = next(html.proto.body for html in at.get("html") if "bar-rows" in html.proto.body)
    selection = select(Filters(country=("LT",)), shipped)
    frame = summaries.organisations_by_kind(selection)
    assert body.count("<details>") == len(frame)
    counted = int(frame[list(summaries.GROUPS)].to_numpy().sum())
    assert body.count("record=organisation%3A") == counted


def test_a_part_that_the_charts_do_not_have_is_told() -> None:
    unknown = open_page("charts", lang="en", tab="gossip")
    assert "gossip" in unknown.warning[0].value


def test_a_chart_has_its_table_one_click_away(shipped: Dataset) -> None:
    at = open_page("charts", lang="en", country="LT", unfolded=["table_participants"])
    frame = summaries.participants_by_action(select(Filters(country=("LT",)), shipped))
    assert list(at.table[0].value["Action"]) == list(frame["title"])
    assert set(at.table[0].value["At least"]) == {"not reported"}


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    "record", ["action:BY-2019-02", "organisation:pulse", "place:kaunas", "country:KZ", "theme:naloxone"]
)
def test_every_kind_of_record_opens_on_a_page(record: str, lang: str) -> None:
    at = open_page("actions", lang=lang, record=record)
    assert not at.warning
    assert "class='facts'" in texts(at)


def test_a_record_tells_its_lines_and_its_gaps() -> None:
    told = texts(open_page("actions", lang="en", record="action:KZ-2019-01"))
    assert "lines" in told
    assert "What the report does not say" in told


def test_a_record_tells_each_city_and_organisation_once(shipped: Dataset) -> None:
    joins = shipped["action_places"]
    twice = joins[joins.duplicated(["action_id", "place_id"])]
    assert len(twice)
    for action_id in twice["action_id"].unique()[:2]:
        told = texts(open_page("actions", lang="en", record=f"action:{action_id}"))
        cities = set(joins.loc[joins["action_id"] == action_id, "place_id"])
        assert sorted(re.findall("record=place%3A([^&]+)&", told)) == sorted(cities)


@pytest.mark.parametrize(("lang", "marks"), [("en", "“”"), ("ru", "«»")])
def test_slogans_stand_in_the_languages_own_quotation_marks(lang: str, marks: str, shipped: Dataset) -> None:
    slogan = shipped.in_language(lang)["slogans"].iloc[0]
    told = texts(open_page("actions", lang=lang, record=f"action:{slogan['action_id']}"))
    assert f"<li>{marks[0]}{html.escape(slogan['text'])}{marks[1]}" in told


def test_a_search_is_answered_in_groups() -> None:
    at = open_page("actions", lang="en", q="Київ")
    assert any("Found for “Київ”: 1 action, " in plain(expander.label) for expander in at.expander)
    at = open_page("actions", lang="en", q="Vilnius")
    found = [button.label for button in at.button if "_found_" in button.key]
    assert found.index("Vilnius") > 0  # the city after the actions that were there
    assert any("Vilnius · 26 June 2019" in plain(caption.value) for caption in at.caption)


def test_no_more_than_eight_actions_are_named_and_the_rest_are_counted() -> None:
    at = open_page("charts", lang="ru", q="флэшмоб")
    assert len([button for button in at.button if button.key.startswith("open_found_action_")]) == 8
    assert "и ещё 4" in [plain(caption.value) for caption in at.caption]


def test_an_answer_opens_its_record() -> None:
    at = open_page("charts", lang="en", q="parliament moldova")
    at.button(key="open_found_organisation_md-parliament").click().run()
    assert at.query_params["record"] in ("organisation:md-parliament", ["organisation:md-parliament"])


def test_a_number_leads_to_its_fact() -> None:
    at = open_page("charts", lang="en", q="350,000")
    assert "Found for “350,000”: 0 actions, facts: 1" in [plain(expander.label) for expander in at.expander]
    assert "The rise in fines would hit 350,000 people" in texts(at)


def test_a_misspelt_word_is_a_click_from_the_right_one() -> None:
    at = open_page("actions", lang="ru", q="налаксон")
    button = at.button(key="did_you_mean")
    assert button.label == "Возможно, вы искали «налоксон»?"
    button.click().run()
    assert at.query_params["q"] in ("налоксон", ["налоксон"])
    assert any("Найдено по запросу «налоксон»: 5 акций" in plain(expander.label) for expander in at.expander)


def test_words_that_find_nothing_together_are_told_one_by_one() -> None:
    told = plain(" ".join(markdown(open_page("actions", lang="ru", q="xyzzy ОЗТ"))))
    assert "Все эти слова вместе не встречаются. По отдельности найдено:" in told
    assert re.search("xyzzy: 0 · ОЗТ: [0-9]+ акций", told)


def test_a_word_that_nothing_holds_is_said_so() -> None:
    assert "No text, name or number of the atlas holds “methadone”." in " ".join(
        markdown(open_page("map", lang="en", q="methadone"))
    )


@pytest.mark.parametrize(
    ("lang", "q", "said"),
    [
        ("en", "addicted", "In this atlas: people who use drugs."),
        ("ru", "наркозависимые", "В атласе мы говорим: люди, употребляющие наркотики."),
        ("ru", "наркозависимость", ""),  # a condition, not people
    ],
)
def test_people_are_found_by_words_that_put_them_first(lang: str, q: str, said: str) -> None:
    told = plain(" ".join(markdown(open_page("actions", lang=lang, q=q))))
    assert said in told
    assert bool(said) == any(words in told for words in ("In this atlas:", "В атласе мы говорим:"))


def test_what_other_filters_hide_of_a_search_is_counted() -> None:
    at = open_page("actions", lang="en", q="naloxone", country="EE")
    assert any("left out by the other filters" in caption.value for caption in at.caption)


# ---- words that are no Markdown ------------------------------------------------------------------

NASTY = (
    "[Session over: sign in](https://evil.example/login) ![x](https://evil.example/a.png) $a$ *b* _c_ ~~d~~ `e` <f> "
    ":red[g] :smile: www.evil.example me@evil.example"
)


def markdown(at: AppTest) -> Iterator[str]:
    """Every text of a page that the browser reads as Markdown, whatever element it stands in."""

    def walk(block: Any) -> Iterator[Any]:
        yield block
        for child in getattr(block, "children", {}).values():
            yield from walk(child)

    for node in walk(at._tree):
        if node.type in ("html", "dataframe"):
            continue
        if node.type in ("table", "arrow_table"):
            yield from (str(cell) for row in node.value.to_numpy() for cell in row)
        proto = getattr(node, "proto", None)
        for name in ("body", "label", "title", "caption"):
            text = getattr(proto, name, None)
            if isinstance(text, str):
                yield text
        for picture in getattr(proto, "imgs", ()):
            yield picture.caption


def assert_plain(at: AppTest) -> int:
    """How many texts hold the nasty one; fails at one that would make something of it."""
    found = [text for text in markdown(at) if "Session over" in text]
    for text in found:
        # Our own: links whose address is the package's, bold titles, names of files and columns.
        text = re.sub(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(<https://[^>]*>\)", r"\1", text)
        text = re.sub(r"(?<!\\)(\*\*|`[^`]+`)", "", text)
        assert not re.search(r"(?<!\\)[][*$`<]|(?<!\\)_c|://|(?<!\\):red|:smile|www\.|@evil", text), text
    return len(found)


def test_words_that_are_no_address_and_no_icon_are_left_as_they_are() -> None:
    assert visit.plain("RE:PUBLIC, 10:30; @home - 1. x") == r"RE\:PUBLIC, 10\:30; @home - 1. x"
    assert visit.plain("  1. - a\n- b") == "1\\. - a\n\\- b"


@pytest.mark.parametrize("page", ["map", "actions", "present", "data"])
def test_what_a_link_says_is_shown_letter_by_letter(page: str) -> None:
    asked = {"theme": NASTY, "slide": NASTY} if page == "present" else {"theme": NASTY, "q": NASTY}
    assert assert_plain(open_page(page, lang="en", **asked)) >= 2


@pytest.mark.parametrize("page", ["map", "charts", "actions", "organisations", "demands", "data"])
def test_what_the_data_says_is_shown_letter_by_letter(
    page: str, spoil: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil("actions", "BY-2019-01", title=NASTY, summary=NASTY, participants_text=NASTY, source_section=NASTY)
    spoil("places", "minsk", name=NASTY)
    spoil("themes", "naloxone", label=NASTY)
    spoil("organisations", "open-door", name=NASTY)
    folder = spoil("demands", "BY-D01", source_section=NASTY)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["title"] = f"Atlas: {NASTY}"
    descriptor["resources"][0]["title"] = descriptor["resources"][0]["description"] = NASTY
    descriptor["licenses"][0]["title"] = descriptor["sources"][1]["title"] = NASTY
    descriptor["contributors"][0]["title"] = NASTY
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_DATA", str(folder))
    unfolded = ["table_participants"]
    least = {"map": 2, "charts": 2, "data": 6}.get(page, 1)
    parts = [{"tab": tab} for tab in data.contents(Translator("en"))] if page == "data" else [{}]
    assert sum(assert_plain(open_page(page, lang="en", unfolded=unfolded, **part)) for part in parts) >= least
    for record in ("action:BY-2019-01", "place:minsk", "theme:naloxone", "organisation:open-door"):
        at = open_page(page, lang="en", record=record)
        assert assert_plain(at) >= 1
        assert "Session over" in texts(at) and "<f>" not in texts(at)


def test_a_record_speaks_of_other_places_only_beside_places(
    spoil: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(spoil("actions", "KZ-2019-03", places_complete="false")))
    for action_id, told in (("BY-2019-02", True), ("KZ-2019-03", False)):
        at = open_page("actions", lang="en", record=f"action:{action_id}")
        (told_in_the_record,) = (e.proto.body for e in at.get("html") if f"<dd>{action_id}</dd>" in e.proto.body)
        assert ("and others" in told_in_the_record) is told


# ---- addresses ------------------------------------------------------------------------------------

WHOLE = {
    "map": {"record": "place:minsk", "map": "organisations", "still": "1"},
    "charts": {"record": "theme:naloxone", "tab": "time"},
    "actions": {"record": "action:BY-2019-01", "sort": "-title"},
    "organisations": {"standing": "organiser", "layer": "addressed", "record": "organisation:open-door"},
    "demands": {"tab": "law", "asked_of": "state_body"},
    "brief": {},
    "present": {"slide": "map", "slides": ["map", "sources"]},
    "data": {"tab": "cite"},
}


@pytest.mark.parametrize("page", WHOLE)
def test_every_address_is_taken_by_the_api_and_the_command_line(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))
    asked = {"country": "BY", **WHOLE[page], "lang": "ru"}
    pairs = [(name, one) for name, value in asked.items() for one in ([value] if isinstance(value, str) else value)]
    assert {name for name, _ in pairs} >= {p.name for p in choices("" if page == "map" else page)}
    at = open_page(page, **asked)
    assert not at.warning
    if page != "present":
        path = "/?" if page == "map" else f"/{page}?"
        (link,) = {
            html.unescape(link) for link in re.findall("class='bar-link'><button[^>]*data-link='([^']*)'", texts(at))
        }
        assert link.startswith(path)
        assert sorted([*parse_qsl(urlsplit(link).query), ("lang", "ru")]) == sorted(pairs)  # each in their own language
    assert api.view([*pairs, ("embed", "true")]).selection.filters == Filters(country=("BY",))
    monkeypatch.setattr(exports, "FORMATS", {"csv": exports.FORMATS["csv"]})
    query = "&".join(f"{name}={value}" for name, value in pairs)
    assert cli.main(["export", str(SMALL), "--out", str(tmp_path), "--filter", query]) == 0, capsys.readouterr().out


def test_what_a_visitor_chooses_on_a_page_stands_in_the_address_and_is_forgotten_elsewhere() -> None:
    at = open_page("organisations", lang="en")
    at.segmented_control(key="standing").set_value("addressed").run()
    at.segmented_control(key="layer").set_value("addressed").run()
    assert at.query_params == {"standing": "addressed", "layer": "addressed", "lang": "en"}
    again = open_page("organisations", lang="en", standing="addressed", layer="addressed")
    for part in ("class='directory'", "class='meetings'"):
        shown, shown_again = (
            next(e.proto.body for e in one.get("html") if part in e.proto.body) for one in (at, again)
        )
        assert shown == shown_again
    at.segmented_control(key="standing").set_value("all").run()
    assert at.query_params == {"layer": "addressed", "lang": "en"}
    assert "gossip" in open_page("organisations", lang="en", layer="gossip").warning[0].value
    still = open_page("map", lang="en")
    still.toggle(key="still_map").set_value(True).run()
    assert still.query_params == {"still": "1", "lang": "en"}
    assert open_page("map", lang="en", still="1").get("image")


def left_for(at: AppTest, page: str) -> AppTest:
    """Another page as the navigation leads there: the same visit, an empty address."""
    there = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=120)
    for name in ("query", "page", "language"):
        there.session_state[name] = at.session_state[name]
    return there.run()


@pytest.mark.parametrize(("page", "record"), [("map", "place:kaunas"), ("actions", "action:LT-2019-01")])
def test_a_change_of_page_closes_the_record_and_keeps_the_filters(page: str, record: str) -> None:
    at = open_page(page, lang="en", country="LT", record=record)
    there = left_for(at, "charts")
    assert there.query_params == {"country": "LT", "lang": "en"}
    assert "class='facts'" not in texts(there)


@pytest.mark.parametrize("page", [page for page in WHOLE if page != "map"])
def test_a_link_with_a_record_opens_it_on_every_page(page: str) -> None:
    at = open_page(page, lang="en", record="place:kaunas")
    assert "class='facts'" in texts(at)
    assert at.query_params["record"] == "place:kaunas"


# ---- words of a package that is not ours -----------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_licence_and_credits_are_those_of_the_package(
    lang: str, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["licenses"] = [{"name": "ODbL-1.0", "title": "Open Database Licence", "path": "https://odbl.example/"}]
    descriptor["sources"] = [{"title": "Our report"}, {"title": "Their gazetteer", "path": "https://places.example/"}]
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_DATA", str(package))
    at = open_page("charts", lang=lang)
    foot = at.caption[-1].value
    assert "[Open Database Licence](<https://odbl.example/>)" in foot
    assert foot.endswith("Their gazetteer.")
    picture = next(html.proto.body for html in at.get("html") if "chart-source" in html.proto.body)
    assert "ODbL-1.0" in picture
    at = open_page("present", lang=lang, slide="sources")
    slide = texts(at)
    assert "Open Database Licence" in slide and "Their gazetteer" in slide
    for said in (foot, picture, slide):
        assert not re.search("CC.BY|Creative Commons|GeoNames|Natural Earth", said)


@pytest.mark.parametrize(("lang", "words"), [("en", "no single country"), ("ru", "несколько стран")])
def test_an_organisation_of_no_country_is_told_alike_in_record_and_tables(
    lang: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))
    at = open_page("organisations", lang=lang, record="organisation:drug-users-network")
    assert f"<dd>{words}</dd>" in texts(at)
    assert f"scope='colgroup'>{words[:1].upper()}{words[1:]}</th>" in texts(at)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_source_ends_its_sentences_once(lang: str) -> None:
    at = open_page("actions", lang=lang)
    source = next(caption.value for caption in at.caption if "GeoNames" in caption.value)
    assert ".." not in source and source.endswith(".")


def test_a_record_tells_the_day_of_a_follow_up_beside_its_words(shipped: Dataset) -> None:
    rows = shipped["outcomes"].dropna(subset=["follow_up_date", "follow_up_text"])
    joins = shipped["outcome_actions"].set_index("outcome_id")["action_id"]
    assert len(rows)
    for row in rows.itertuples():
        at = open_page("charts", lang="en", record=f"action:{joins.loc[[row.outcome_id]].iloc[0]}")
        day = Translator("en").date(row.follow_up_date)
        assert f"{day}: {row.follow_up_text}" in html.unescape(plain(texts(at)))
