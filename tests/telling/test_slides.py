"""The slides that the screen and the PowerPoint file share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from conftest import SMALL
from dashboard.i18n import LANGUAGES, Translator, typeset
from dashboard.numbers import summaries
from dashboard.package.dataset import cached, load
from dashboard.package.reading import SHIPPED
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.telling import slide as measures
from dashboard.telling import slides, wording
from dashboard.telling.slide import Line

VIEWS = [Filters(), Filters(country=("LT",)), Filters(theme=("naloxone",)), Filters(counted=True)]
LINK = "https://atlas.example.org/actions?lang=en"


def seen(filters: Filters, language: str = "en", path: Path = SHIPPED) -> tuple[Selection, Translator]:
    return select(filters, cached(path).in_language(language)), Translator(language)


def deck(filters: Filters, language: str = "en", path: Path = SHIPPED, link: str = LINK) -> dict[str, slides.Slide]:
    selection, t = seen(filters, language, path)
    return {s.id: s for s in slides.slides(selection, t, link)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", VIEWS)
def test_every_slide_says_its_view_source_and_address(filters: Filters, language: str) -> None:
    selection, t = seen(filters, language)
    shown = deck(filters, language)
    names = {one.id: typeset(one.name(t), language) for one in slides.SLIDES}
    assert [*shown] == [id for id in slides.IDS if id in shown]
    n = t.n("n = {n} action", "n = {n} actions", len(selection))
    for slide in shown.values():
        assert slide.name == names[slide.id] and slide.title
        assert slide.link == LINK and slide.source.endswith("2019")
        for part in (filters.describe(selection.dataset, t), n, wording.source(selection, t), LINK):
            assert typeset(part, language) in slide.speaker, (slide.id, part)


def test_titles_have_no_names_of_filters() -> None:
    shown = deck(Filters(theme=("naloxone",)))
    assert shown["title"].title == "Naloxone"
    assert shown["demands"].view == "Naloxone · 5 actions"
    assert not [s.title for s in shown.values() if "theme:" in f"{s.title} {s.view}"]


def test_an_address_that_leads_nowhere_stands_on_no_slide() -> None:
    for link in ("/actions?lang=en", "http://127.0.0.1:8501/actions", "http://localhost/actions"):
        assert not any(slide.link or slide.has_code for slide in deck(Filters(), path=SMALL, link=link).values())
    assert deck(Filters(), path=SMALL)["title"].has_code


def name_of(id: str, language: str) -> str:
    return next(typeset(one.name(Translator(language)), language) for one in slides.SLIDES if one.id == id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "themes"),
    [(SMALL, cached(SMALL)["themes"]["theme_id"]), (SHIPPED, ("naloxone", "deportation", "solidarity_and_memory"))],
    ids=["small", "shipped"],
)
def test_only_what_is_on_the_theme_is_told_and_the_rest_counted_apart(
    path: Path, themes: Iterable[str], language: str
) -> None:
    for theme in themes:
        selection, t = seen(Filters(theme=(theme,)), language, path)
        if not len(selection):
            continue
        shown = deck(Filters(theme=(theme,)), language, path)
        for table, others in (("demands", wording.other_demands), ("outcomes", wording.other_outcomes)):
            on = selection.on_theme[table]
            assert (table in shown) == bool(len(on)), (theme, table)
            if len(on):
                texts = {typeset(text, language) for text in on["text"]}
                assert {line.text for line in shown[table].lines} <= texts
                assert typeset(others(selection, t), language) in shown[table].below
            else:
                assert name_of(table, language) in str(shown["sources"].lines)


@pytest.mark.parametrize("filters", VIEWS)
def test_what_finds_no_room_is_counted(filters: Filters) -> None:
    selection, t = seen(filters)
    on, shown = selection.on_theme, deck(filters)
    for id, total in (
        ("demands", len(on["demands"])),
        ("outcomes", len(on["outcomes"])),
        ("law", len(selection["policy_facts"])),
    ):
        if not total:
            continue
        lines = shown[id].lines
        assert 0 < len(lines) <= slides.MOST
        assert (t("and {n} more", n=total - len(lines)) in shown[id].below) == (total > len(lines))
    assert "more" not in shown["sources"].below, "credits are never cut"


def test_each_demand_says_whom_it_is_put_to_and_each_outcome_its_city() -> None:
    shown = deck(Filters(country=("LT",)))
    first, *_, last = shown["demands"].lines
    assert first.aside == "To: Ministry of Health of Lithuania"
    assert last.aside == "To: State authorities of Lithuania"
    assert shown["outcomes"].lines[0].aside.startswith("Kaunas · Social Support Centre RIGRA")
    asides = [line.aside for line in deck(Filters())["outcomes"].lines]
    assert asides[0] == "Orsk · The Right of Everyone · Russia"
    assert (
        deck(Filters(theme=("naloxone",)))["demands"]
        .lines[1]
        .aside.startswith("To: Narcological Dispensary, Kaliningrad · Russia")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", VIEWS)
def test_what_a_slide_holds_fits_it_in_large_letters(filters: Filters, language: str) -> None:
    for slide in deck(filters, language).values():
        if slide.body == "list":
            wide = measures.INNER - (measures.CODE + measures.GUTTER if slide.has_code else 0)
            wide = (wide - measures.GUTTER * (len(slide.columns) - 1)) / len(slide.columns)
            room = measures.BOTTOM - slide.top - measures.foot_height(slide.below)
            for column in slide.columns:
                gap = measures.APART * slide.size * 1.2 / 72
                assert sum(measures.line_height(line, slide.size, wide) for line in column) - gap <= room + 1e-6
        assert slide.screen_size >= slide.size >= measures.LEAST
        assert slide.title_size >= 24


def test_bars_are_the_summaries_and_what_is_cut_is_counted() -> None:
    selection, _ = seen(Filters())
    shown = deck(Filters())
    frame = summaries.action_types(selection)
    bars = shown["actions"].rows
    assert bars is not None and list(bars["actions"]) == list(frame["actions"].head(slides.ROWS))
    assert str(len(frame) - slides.ROWS) in shown["actions"].below
    who = shown["organisations"].rows
    assert who is not None and not who[["organiser", "partner"]].sum(axis=1).eq(0).any()


def test_days_add_up_and_the_undated_are_no_day() -> None:
    shown = deck(Filters())
    rows = shown["when"].rows
    assert rows is not None and rows["actions"].sum() == len(seen(Filters())[0])
    assert list(rows["code"]).count("not_reported") == 1 and rows["code"].iloc[-1] == "not_reported"
    assert "31 August 2019" in shown["when"].below.replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_selected_is_said_and_makes_no_slides(language: str) -> None:
    with pytest.raises(NothingSelected) as told:
        deck(Filters(q="zzzzqqqq"), language)
    assert str(told.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_another_slide_tells_has_none_of_its_own(language: str) -> None:
    filters = Filters(place=("tallinn",), type=("rally",))
    assert len(seen(filters, language)[0]) == 1
    shown = deck(filters, language)
    assert "when" not in shown  # its one day stands with the action
    assert name_of("when", language) not in str(shown["sources"].lines)
    assert "outcomes" in shown or name_of("outcomes", language) in str(shown["sources"].lines)


def test_what_the_report_is_silent_on_has_no_slide_and_is_named_at_the_end() -> None:
    shown = deck(Filters(country=("UA",)))
    assert "outcomes" not in shown
    assert "No slide, for the report tells nothing of it here: What came of it." in str(shown["sources"].lines)


def test_the_longest_words_are_still_slides(spoil: Callable[..., Path]) -> None:
    folder = spoil("actions", "BY-2019-01", title="A very long title of an action " * 20)
    made = slides.slides(select(Filters(), load(folder)), Translator("en"), LINK)
    assert all(slide.lines for slide in made if slide.body == "list")


def test_columns_are_filled_in_the_order_of_reading() -> None:
    lines = [Line(f"Sentence {n}", "Minsk") for n in range(9)]
    size, (left, right) = measures.fitted(lines, 12, 5, 2)
    assert [*left, *right] == lines and abs(len(left) - len(right)) == 1
    assert size == max(measures.SENTENCES)
    assert measures.fitted([Line("word " * 900)], 12, 5, 1)[1] == ()
