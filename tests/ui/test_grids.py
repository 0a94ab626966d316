"""People, days and coverage: grids of marks, each a link to its action."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import coverage, days, people
from opening import open_page, plain


@pytest.fixture(autouse=True)
def own_data(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handmade package, whose descriptor names the campaign's day."""
    monkeypatch.setenv("DASHBOARD_DATA", str(package))


def grid(at: AppTest, holds: str) -> str:
    """The HTML of the part that holds a text."""
    (found,) = [block.proto.body for block in at.get("html") if holds in block.proto.body]
    return plain(found)


def opened(html: str) -> list[str]:
    """The actions whose records its links open, in the order of reading."""
    return re.findall(r"record=action%3A([\w-]+)", html)


def heads(at: AppTest) -> str:
    """All that stands over the charts of a page."""
    return plain(" ".join(block.proto.body for block in at.get("html") if "chart-head" in block.proto.body))


def test_people_stand_in_their_own_words_and_the_silent_as_squares() -> None:
    at = open_page("charts", lang="en")
    html = grid(at, "class='people'")
    assert re.findall(r"<strong>(.*?)</strong>", html) == [
        "more than 250 participants",
        "about 40 people",
        "several dozen",
        "20 to 30 people",
        "12 people",
        "5 people",
    ]
    assert "<small>Minsk, Belarus · 22–23 June 2019</small>" in html
    assert "2 accounts give no number" in html
    silent = html.split("people-silent")[1]
    assert opened(silent) == ["KZ-2019-01", "KZ-2020-02"]
    assert 'aria-label="Seminar within the year · Kazakhstan"' in silent
    assert "6 of 8 accounts say how many people took part" in heads(at)


def test_more_figures_and_squares_than_a_page_bears_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_FIGURES", 2)
    monkeypatch.setattr(people, "MOST_SQUARES", 1)
    html = grid(open_page("charts", lang="en"), "class='people'")
    assert html.count("<strong") == 2 and "and 4 more actions with smaller figures" in html
    assert len(opened(html.split("people-silent")[1])) == 1 and "<li>and 1 more</li>" in html


def test_without_a_figure_there_are_only_squares() -> None:
    at = open_page("charts", lang="en", q="seminar")
    html = grid(at, "class='people'")
    assert "<strong" not in html and "1 account gives no number" in html
    assert "No account in view says how many people took part" in heads(at)


def test_the_days_have_a_dot_for_each_action_and_a_bar_over_several_days() -> None:
    at = open_page("charts", lang="en", tab="time", year="2019")
    html = grid(at, "class='days'")
    table = html.split("</table>")[0]
    assert sorted(opened(table)) == sorted(
        ["BY-2019-01", "BY-2019-02", "BY-2019-03", "KZ-2019-01", "KZ-2019-02", "KZ-2019-03", "KZ-2019-03"]
    )
    names = re.findall(r"<th scope='col'[^>]* title='(.*?)'>", table)
    assert names == [
        "22 June 2019",
        "23 June 2019",
        "26 June 2019",
        "27 June 2019",
        "June 2019, day not stated",
        "date not stated",
        "announced for 27 July 2019",
    ]
    belarus, kazakhstan = table.split("<tbody>")[1:]
    (span,) = re.findall(r"<td colspan='2'>(.*?)</td>", belarus)
    assert 'class="dot span"' in span and "Flash mob against stigma · 22–23 June 2019" in span
    assert "<tr class='lane'>" not in belarus  # nothing is in its way
    assert re.findall(r'class="(dot [\w ]+)"', kazakhstan) == [
        "dot inferred",
        "dot day",
        "dot undated",
        "dot follow_up",
    ]
    assert "from 26 June 2019, end not reported (inferred)" in kazakhstan
    assert re.findall(r"<th scope='col' class='(main gap|main)'", table) == ["main gap"]


def test_the_finding_of_the_days_is_in_their_title_and_the_rest_in_words() -> None:
    at = open_page("charts", lang="en", tab="time", year="2019")
    assert "On 26 June 2019, the campaign&#x27;s day: 2 of 6 actions" in heads(at)
    html = grid(at, "class='days'")
    assert (
        "Before the day: 1; on it: 2; after it: 1; only the month is stated: 1; date not stated: 1. "
        "The dates of 2 actions are not stated; they follow from the accounts." in html
    )
    assert "27 July 2019: <a" in html.split("days-announced")[1]
    several = open_page("charts", lang="en", tab="time")
    assert "Most actions began on 26 June 2019: 2 of 8" in heads(several)
    assert "Before the day" not in grid(several, "class='days'")
    assert "<small>June 2020</small>" in grid(several, "class='days'")


def test_the_key_explains_the_signs_that_are_drawn_and_no_others() -> None:
    assert re.findall(r"<i class='dot (\w+)'>", heads(open_page("charts", lang="en", tab="time", country="BY"))) == [
        "day",
        "span",
        "month",
    ]


def test_actions_of_several_days_that_meet_a_dot_have_a_row_of_their_own(package: Path) -> None:
    file = package / "actions.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("2019-06-22,2019-06-23,day", "2019-06-25,2019-06-26,day"), encoding="utf-8")
    html = grid(open_page("charts", lang="en", tab="time", country="BY"), "class='days'")
    assert html.count("<tr class='lane'>") == 1 and "rowspan='2'" in html
    assert "<td class='main' colspan='2'>" in html.split("class='lane'")[1]


def test_more_dots_and_countries_than_a_table_bears_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "MOST_DOTS", 0)
    monkeypatch.setattr(days, "MOST_COUNTRIES", 1)
    html = grid(open_page("charts", lang="en", tab="time"), "class='days'")
    assert "<small>+1</small>" in html and "and 1 more country" in html
    assert html.count("<tbody>") == 1


def test_the_coverage_marks_what_is_reported_inferred_and_left_out() -> None:
    at = open_page("data", lang="en")
    html = grid(at, "class='coverage'")
    rows = dict(re.findall(r"record=action%3A([\w-]+).*?</a></th>(.*?)</tr>", html))
    assert list(rows) == opened(html)
    states = {code: re.findall(r"<i class='covered (\w+)'>", cells) for code, cells in rows.items()}
    assert states["BY-2019-02"] == ["half", "half", "yes", "yes", "no", "no"]
    assert states["KZ-2019-01"] == ["no", "yes", "no", "yes", "no", "no"]
    assert "<span class='heard'>inferred</span>" in rows["BY-2019-02"]
    assert "<span class='heard'>in part</span>" in rows["BY-2019-02"]
    assert "<span class='heard'>not reported</span>" in rows["KZ-2019-01"]
    foot = html.split("<tfoot>")[1]
    assert [int(n) for n in re.findall(r"<td>(\d+)", foot)] == [7, 6, 6, 8, 2, 0]
    assert "Reported, of 8 actions" in foot and re.search(r"covered half'></i>2<", foot)
    assert re.findall(r"record=country%3A(\w+)", html) == ["BY", "KZ"]
    assert "tabindex='0'" in html and "role='region'" in html


def test_a_long_coverage_is_cut_and_its_sums_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "MOST_ROWS", 2)
    html = grid(open_page("data", lang="en"), "class='coverage'")
    assert len(opened(html)) == 2 and "and 6 more actions" in html
    assert "<small>3</small>" in html  # of Belarus, with those that are not shown
    assert "<td>7<small" in html.split("<tfoot>")[1]


@pytest.mark.parametrize(("page", "tab"), [("charts", "people"), ("charts", "time"), ("data", "coverage")])
def test_every_mark_has_a_name_and_texts_are_shown_letter_by_letter(page: str, tab: str, package: Path) -> None:
    file = package / "actions.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Round table on", "<b>\"'Round table on"), encoding="utf-8")
    at = open_page(page, lang="ru", tab=tab)
    for html in (block.proto.body for block in at.get("html")):
        assert "<b>&quot;" not in html and "<b>\"'" not in html
        for tag, words in re.findall(r"(<a [^>]*>)(.*?)</a>", html, re.DOTALL):
            assert words.strip() or re.search(r'aria-label="[^"]{5,}"', tag), tag
