"""The slides that the screen and the PowerPoint file share."""

from __future__ import annotations

from typing import get_args

import pytest

from dashboard.i18n import LANGUAGES, Translator, typeset
from dashboard.numbers import summaries
from dashboard.package.dataset import cached
from dashboard.package.reading import SHIPPED
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.telling import slides, wording
from dashboard.theme import LIGHT

VIEWS = [Filters(), Filters(country=("LT",)), Filters(theme=("naloxone",)), Filters(counted=True)]


def seen(filters: Filters, language: str = "en") -> tuple[Selection, Translator]:
    return select(filters, cached(SHIPPED).in_language(language)), Translator(language)


def deck(filters: Filters, language: str = "en") -> dict[str, slides.Slide]:
    selection, t = seen(filters, language)
    return {s.id: s for s in slides.slides(selection, t, file_link(filters, language))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", VIEWS)
def test_every_slide_says_its_filters_n_silence_source_and_link(filters: Filters, language: str) -> None:
    selection, t = seen(filters, language)
    shown = deck(filters, language)
    names = [(one.id, typeset(one.name(t), language)) for one in slides.SLIDES]
    assert [(slide.id, slide.name) for slide in shown.values()] == names
    sentence = typeset(filters.describe(selection.dataset, t), language)
    for slide in shown.values():
        assert slide.title and slide.note.startswith(sentence)
        n = t.n("n = {n} action", "n = {n} actions", len(selection))
        for part in (
            sentence,
            n,
            wording.source(selection, t),
            file_link(filters, language),
        ):
            assert typeset(part, language) in slide.speaker, (slide.id, part)


@pytest.mark.parametrize("filters", VIEWS)
def test_a_slide_holds_all_that_its_body_needs(filters: Filters) -> None:
    shown = deck(filters).values()
    assert {slide.body for slide in shown} == set(get_args(slides.Body))
    for slide in shown:
        assert slide.lines or slide.body not in ("opening", "words"), slide.id
        assert bool(slide.cells) == (slide.body == "numbers"), slide.id
        if slide.body == "chart":
            assert slide.chart is not None and slide.rows is not None and slide.series, slide.id
            assert {"code", "label", *(series.column for series in slide.series)} <= set(slide.rows)
            assert slide.chart(Translator("en"), LIGHT).data


@pytest.mark.parametrize("filters", VIEWS)
def test_rows_are_the_summaries_and_what_is_cut_is_counted(filters: Filters) -> None:
    selection, t = seen(filters)
    shown = deck(filters)
    for id, frame, column in (
        ("themes", summaries.themes(selection), "actions"),
        ("organisations", summaries.organisations_by_kind(selection), "organiser"),
    ):
        rows = shown[id].rows
        assert rows is not None
        assert list(rows[column]) == list(frame[column].head(slides.ROWS))
        assert list(rows["label"]) == list(frame["label"].head(slides.ROWS))
    hidden = len(summaries.themes(selection)) - slides.ROWS
    if hidden > 0:
        assert any(t.number(hidden) in line for line in shown["themes"].lines)


def test_demands_count_those_without_an_addressee_in_a_row_of_their_own() -> None:
    selection, t = seen(Filters())
    frame = summaries.demands_by_addressee(selection, t)
    joined = selection["demand_addressees"]
    assert frame["demands"].iloc[-1] == (~selection["demands"]["demand_id"].isin(joined["demand_id"])).sum()
    assert frame["demands"].iloc[:-1].sum() == len(joined.drop_duplicates())
    rows = deck(Filters())["demands"].rows
    assert rows is not None and rows["code"].iloc[-1] == "not_reported"
    assert len(rows) == slides.ROWS + 1


def test_outcomes_add_up() -> None:
    selection, _ = seen(Filters())
    frame = summaries.outcomes_by_kind(selection)
    assert frame["outcomes"].sum() == len(selection["outcomes"])
    assert frame.loc[frame["kind"] != "other", "outcomes"].is_monotonic_decreasing


def test_few_outcomes_are_told_in_full() -> None:
    selection, _ = seen(Filters(country=("LT",)))
    assert 0 < len(selection["outcomes"]) <= slides.MANY_WORDS
    lines = deck(Filters(country=("LT",)))["outcomes"].lines
    assert len(lines) == len(selection["outcomes"])
    for line, text in zip(lines, selection["outcomes"]["text"], strict=True):
        assert line.startswith(typeset(text, "en").rstrip(".")) and ("(Kaunas · " in line or "(Vilnius · " in line)


def test_a_theme_that_was_asked_for_is_not_the_finding() -> None:
    title = deck(Filters(theme=("naloxone",)))["themes"].title
    assert "Naloxone" not in title


def test_participants_without_a_figure_are_no_rows_but_a_count() -> None:
    slide = deck(Filters())["participants"]
    selection, t = seen(Filters())
    people = summaries.participants(selection)
    assert slide.rows is not None and slide.frame is not None
    assert len(slide.rows) == people.reported_by
    assert len(slide.frame) == len(selection)
    assert t.number(people.not_reported) in slide.missing
    assert not slide.rows["minimum"].isna().any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_selected_is_said_and_makes_no_slides(language: str) -> None:
    with pytest.raises(NothingSelected) as told:
        deck(Filters(q="zzzzqqqq"), language)
    assert str(told.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_action_alone_has_all_slides(language: str) -> None:
    filters = Filters(place=("tallinn",), type=("rally",))
    assert len(seen(filters, language)[0]) == 1
    assert len(deck(filters, language)) == len(slides.SLIDES)
