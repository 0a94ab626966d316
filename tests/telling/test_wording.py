"""The words that pages, slides and files share."""

from __future__ import annotations

import pytest

from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import summaries
from dashboard.numbers.records import WHAT_IS_MISSING
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import wording

EN = Translator("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_has_one_name(language: str) -> None:
    words = wording.gaps(Translator(language))
    assert tuple(words) == WHAT_IS_MISSING and set(summaries.COVERED) < set(words)
    assert len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("241-307;310-312", "lines 241–307, 310–312"),
        ("241-307; 310", "lines 241–307, 310"),
        ("7", "line 7"),
        ("", "lines not given"),
        (None, "lines not given"),
        (float("nan"), "lines not given"),
    ],
)
def test_lines_of_the_source_are_told_to_people(cell: object, told: str) -> None:
    assert wording.lines(cell, EN) == told


def test_a_section_without_lines_stands_alone() -> None:
    assert wording.section_and_lines("Belarus", "1-2;4", EN) == "Belarus, lines 1–2, 4"
    assert wording.section_and_lines("Belarus", None, EN) == "Belarus"


def test_only_the_sources_in_view_are_named(small: Dataset) -> None:
    first, second = small["sources"]["title"]
    assert wording.sources(select(Filters(), small)) == f"{first}; {second}"
    assert wording.sources(select(Filters(source=("report-2020",)), small)) == second
    # With nothing in view, what the dataset rests on.
    assert wording.sources(select(Filters(q="zzzzqqqq"), small)) == f"{first}; {second}"
    assert wording.source(select(Filters(source=("report-2020",)), small), EN).startswith(f"{second}. ")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (["A", "B", "C"], "A; B; C"),
        (["A", "B", "C", "D"], "A; B and 2 more"),  # as long as a third name would be
        (["A", "B", "C", "D", "E"], "A; B and 3 more"),
    ],
)
def test_of_many_names_the_rest_are_counted(listed: list[str], told: str) -> None:
    assert wording.names(listed, EN) == told


def test_the_years_are_those_of_the_sources_asked_for(small: Dataset) -> None:
    everything = select(Filters(), small)
    assert wording.source_years(everything, ["report-2019", "report-2020"]) == ["2019", "2020"]
    assert wording.source_years(everything, ["report-2020", "report-2020"]) == ["2020"]
    assert wording.source_years(everything, []) == []
