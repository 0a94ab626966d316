"""The brief: the numbers of the summaries, nothing dropped without a count, room for one page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.telling import brief, paper
from dashboard.telling.brief import Brief

SUBJECTS = {
    "Belarus": Filters(country=("BY",)),
    "Lithuania": Filters(country=("LT",)),
    "Kazakhstan": Filters(country=("KZ",)),
    "Ukraine": Filters(country=("UA",)),
    "naloxone": Filters(theme=("naloxone",)),
    "all": Filters(),
    "a search": Filters(q="а", counted=True),
}


def plain(text: str) -> str:
    """The text without what is only for the eye."""
    return text.replace("\u00a0", " ")


def made(filters: Filters, dataset: Dataset, language: str = "en") -> tuple[Brief, Selection, Translator]:
    selection, t = select(filters, dataset.in_language(language)), Translator(language)
    return brief.brief(selection, t, "/actions", "Atlas (2026)"), selection, t


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(SUBJECTS))
def test_its_numbers_are_those_of_the_summaries(name: str, language: str, shipped: Dataset) -> None:
    told, selection, t = made(SUBJECTS[name], shipped, language)
    numbers = summaries.headline(selection)
    values = {plain(cell.unit): plain(cell.value) for cell in told.numbers}
    t = t.plain
    assert values[t.n("action", "actions", numbers.actions)] == plain(t.number(numbers.actions))
    assert values[t.n("city", "cities", numbers.places)] == t.number(numbers.places)
    assert plain(told.numbers[-1].value) == plain(numbers.participants.value(t))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(SUBJECTS))
def test_what_finds_no_room_is_counted(name: str, language: str, shipped: Dataset) -> None:
    told, selection, t = made(SUBJECTS[name], shipped, language)
    for table, section in (("demands", told.asked), ("outcomes", told.outcomes)):
        rows = selection.on_theme[table]
        texts = set(map(plain, rows["text"]))
        assert sum(plain(item.text) in texts for item in section.items) + section.left == len(rows)
    assert len(told.law.items) + told.law.left == len(selection["policy_facts"])
    for section in told.columns:
        assert bool(section.left) == bool(section.more)
        assert section.items or section.note, "an empty section says so"
    if told.happened.columns[0] == t("When"):
        assert len(told.happened.rows) + told.happened.left == len(selection)
    else:
        assert [row[1] for row in told.happened.rows] == [
            t.number(n) for n in summaries.actions_by_country(selection, t)["actions"]
        ]


def test_every_action_of_a_country_with_many_has_its_row(shipped: Dataset) -> None:
    told, selection, _ = made(SUBJECTS["Kazakhstan"], shipped)
    assert [row[2] for row in told.happened.rows if plain(row[2]) not in set(selection["actions"]["title"])] == []
    assert len(told.happened.rows) == len(selection)


def test_what_the_report_leaves_out_is_told_with_its_counts(shipped: Dataset) -> None:
    told, selection, _ = made(SUBJECTS["Lithuania"], shipped)
    people = summaries.participants(selection)
    gaps = plain(" ".join(item.text for item in told.unknown.items))
    assert f"number of participants: {people.not_reported} of {people.of}" in gaps
    assert all(row[3] == "not reported" for row in told.happened.rows)


def test_demands_stand_under_those_they_were_put_to(shipped: Dataset) -> None:
    told, selection, _ = made(SUBJECTS["Lithuania"], shipped)
    joins = selection["demand_addressees"].merge(selection["demands"], on="demand_id")
    names = selection["organisations"].set_index("organisation_id")["name"]
    for item in told.asked.items:
        to = joins.loc[joins["text"] == plain(item.text), "organisation_id"].map(names)
        assert all(name in plain(item.under) for name in to) or "more" in item.under


def test_only_demands_on_the_theme_are_told_of_a_theme(shipped: Dataset) -> None:
    told, selection, _ = made(SUBJECTS["naloxone"], shipped)
    of_theme = selection["demand_themes"].query("theme_id == 'naloxone'")["demand_id"]
    texts = set(selection["demands"].set_index("demand_id").loc[of_theme, "text"])
    assert {plain(item.text) for item in told.asked.items} <= texts
    others = len(selection["demands"]) - len(of_theme)
    note = f"{len(of_theme)} demands on “Naloxone”. Of these actions, not only on “Naloxone”: {others} demands."
    assert plain(told.asked.note) == note


@pytest.mark.parametrize(
    ("filters", "kind"),
    [
        (Filters(country=("LT",)), "Country brief"),
        (Filters(theme=("naloxone",)), "Theme brief"),
        (Filters(theme=("naloxone",), country=("LT",)), "Brief of the chosen actions"),
        (Filters(), "Brief of all actions"),
    ],
)
def test_the_filters_are_the_subject(filters: Filters, kind: str, shipped: Dataset) -> None:
    told, selection, t = made(filters, shipped)
    assert told.kind == kind
    said = filters.describe(shipped, t)
    if told.title == shipped.title("package"):
        assert told.sentence == f"{said[:1].upper()}{said[1:]} · {t.n('{n} action', '{n} actions', len(selection))}"
    else:  # the title says it
        assert told.sentence == shipped.title("package")


def test_nothing_selected_is_said_in_words(shipped: Dataset) -> None:
    with pytest.raises(NothingSelected, match="no brief"):
        made(Filters(q="no such word at all"), shipped)


def test_facts_that_a_filter_leaves_out_are_counted(shipped: Dataset) -> None:
    told, selection, _ = made(Filters(country=("LT",), q="naloxone"), shipped)
    left_out = selection.left_out["policy_facts"]
    assert left_out
    assert any(item.text.startswith(str(left_out)) for item in told.unknown.items)


def test_the_handmade_package_has_briefs_too(small: Dataset) -> None:
    for country in small["actions"]["country"].unique():
        for language in LANGUAGES:
            made(Filters(country=(country,)), small, language)


def test_the_longest_names_still_leave_a_page(spoil: Callable[..., Path], shipped: Dataset) -> None:
    package = spoil("actions", "BY-2019-01", title="A very long title of an action " * 12)
    told, selection, _ = made(Filters(), load(package))
    assert len(told.happened.rows) >= 1
    assert len(told.happened.rows) + told.happened.left in (len(selection), selection["actions"]["country"].nunique())


@pytest.mark.parametrize("name", list(SUBJECTS))
def test_every_language_tells_the_same(name: str, shipped: Dataset) -> None:
    for told in zip(*(shape(made(SUBJECTS[name], shipped, language)[0]) for language in LANGUAGES), strict=True):
        assert len(set(told)) == 1, told


def shape(told: Brief) -> list[object]:
    """How much each part tells, and where it says so: what no language changes."""
    parts: list[object] = [len(told.happened.rows), told.happened.left]
    for section in (told.acted, told.asked, told.outcomes, told.law):
        parts += [len(section.items), section.left]
    for item in (*told.asked.items, *told.outcomes.items, *told.law.items):
        parts.append(tuple(re.findall(r"\d+–\d+", item.aside)))
    return [*parts, *(item.text.count(";") for item in told.acted.items)]


def test_the_most_specific_addressee_comes_first(shipped: Dataset) -> None:
    told, _, _ = made(SUBJECTS["Lithuania"], shipped)
    asked = [plain(item.under) for item in told.asked.items]
    assert asked[:2] == ["To: Ministry of Health of Lithuania"] * 2
    assert asked[-1] == "To: State authorities of Lithuania"


def test_demands_and_outcomes_say_their_city_and_lines(shipped: Dataset) -> None:
    told, _, _ = made(SUBJECTS["Lithuania"], shipped)
    assert plain(told.asked.items[0].aside) == "Kaunas · lines 793–799"
    assert plain(told.outcomes.items[0].aside).startswith("Kaunas · Social Support Centre RIGRA")
    assert all("line" in item.aside for section in (told.asked, told.outcomes, told.law) for item in section.items)


def test_no_date_is_in_iso(shipped: Dataset) -> None:
    for name in ("Ukraine", "Lithuania"):
        assert not re.search(r"\d{4}-\d\d", str(made(SUBJECTS[name], shipped)[0]))


@pytest.mark.parametrize(
    ("needs", "room", "given"),
    [([5, 5], 20, [5, 5]), ([50, 2, 50], 32, [15, 2, 15]), ([], 5, []), ([9, 1], 0, [0, 0])],
)
def test_room_is_shared_fairly(needs: list[int], room: int, given: list[int]) -> None:
    assert paper.shared(needs, room) == given


def test_an_outcome_that_the_filters_leave_out_is_told(package: Path) -> None:
    joins = package / "outcome_actions.csv"
    joins.write_text(joins.read_text(encoding="utf-8").replace("BY-O01,BY-2019-03\n", ""), encoding="utf-8")
    told, selection, _ = made(Filters(country=("BY",)), load(package))
    assert selection.left_out["outcomes"] == 1
    assert "1 outcome that belongs to no action" in [item.text for item in told.unknown.items]


def test_where_no_city_is_named_no_list_of_cities_breaks_off(spoil: Callable[..., Path]) -> None:
    folder = spoil("actions", "KZ-2019-03", places_complete="false")  # the report names no place of it
    told, selection, _ = made(Filters(country=("KZ",), q="prosecutor"), load(folder))
    assert selection["actions"]["action_id"].tolist() == ["KZ-2019-03"]
    assert not [item.text for item in told.unknown.items if "breaks off" in item.text]
    assert "and others" not in str(told.happened)
