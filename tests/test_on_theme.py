"""With a theme chosen, what is told of it is on it: the same numbers on slides, brief, record, page and cover."""

from __future__ import annotations

import re

import pytest

from conftest import SMALL
from dashboard.exports import about
from dashboard.exports import html as takeaway
from dashboard.i18n import Translator
from dashboard.numbers import demands as counted
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset, cached
from dashboard.package.reading import SHIPPED
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select
from dashboard.telling import brief, slides, wording
from opening import open_page, plain

EN = Translator("en")
KEYS = {"demands": "demand_id", "outcomes": "outcome_id"}
JOINS = {"demands": "demand_themes", "outcomes": "outcome_themes"}
THEMES = [(path, theme) for path in (SHIPPED, SMALL) for theme in cached(path)["themes"]["theme_id"]]
each = pytest.mark.parametrize(("path", "theme"), THEMES, ids=[f"{path.name}-{theme}" for path, theme in THEMES])


def on_theme(selection: Selection, table: str, theme: str) -> int:
    """By hand: the rows of the view that carry the theme."""
    joins, key = selection.dataset[JOINS[table]], KEYS[table]
    return int(selection[table][key].isin(joins.loc[joins["theme_id"] == theme, key]).sum())


def told(words: str, noun: str, n: int, label: str) -> bool:
    return f"{n} {noun}{'' if n == 1 else 's'} on “{label}”" in plain(words)


def slide_of(deck: dict[str, slides.Slide], id: str) -> list[str]:
    """What a slide says of its number; nothing where there is no slide."""
    return [f"{deck[id].title} {deck[id].below}"] if id in deck else []


@each
def test_every_telling_says_the_number_of_rows_on_the_theme(path, theme: str) -> None:
    dataset = cached(path)
    selection = select(Filters(theme=(theme,)), dataset)
    label = dataset["themes"].set_index("theme_id")["label"][theme]
    cover = dict(about.facts(selection, EN, "/"))
    parts = {"demands": {cover["Demands"]}, "outcomes": {cover["Outcomes"]}}
    if len(selection):
        deck = {slide.id: slide for slide in slides.slides(selection, EN, "/")}
        sheet = brief.brief(selection, EN, "/", "")
        page = re.sub(r"<[^>]+>", " ", takeaway.render(selection, EN, "/").decode())
        parts["demands"] |= {sheet.asked.note, *slide_of(deck, "demands")}
        parts["outcomes"] |= {sheet.outcomes.note, *slide_of(deck, "outcomes")}
        for table in parts:
            if len(selection[table]):
                parts[table].add(page)
    for table, noun in (("demands", "demand"), ("outcomes", "outcome")):
        n = on_theme(selection, table, theme)
        rest = len(selection[table]) - n
        assert len(selection.on_theme[table]) == n and len(selection.beside_theme[table]) == rest
        for words in parts[table]:
            assert told(words, noun, n, label), words[:200]
            others = f"Of these actions, not only on “{label}”: {rest} {noun}{'' if rest == 1 else 's'}"
            assert (others in plain(words)) == (rest > 0)
    assert counted.by_directness(selection.on_theme)["demands"].sum() == on_theme(selection, "demands", theme)
    assert summaries.outcomes_by_kind(selection.on_theme)["outcomes"].sum() == on_theme(selection, "outcomes", theme)
    assert cover["What the report says of the law"].startswith(f"{len(selection['policy_facts'])} statement")


def test_without_a_theme_all_is_told(shipped: Dataset) -> None:
    for filters in (Filters(), Filters(country=("LT",)), Filters(place=("minsk",))):
        selection = select(filters, shipped)
        assert selection.on_theme is selection
        assert len(selection.beside_theme["demands"]) == len(selection.beside_theme["outcomes"]) == 0
        assert wording.other_demands(selection, EN) == wording.other_outcomes(selection, EN) == ""


def test_files_keep_what_belongs_to_the_actions(shipped: Dataset) -> None:
    selection = select(Filters(theme=("naloxone",)), shipped)
    assert len(selection["demands"]) > len(selection.on_theme["demands"]) > 0
    assert len(selection["demand_themes"]["demand_id"].unique()) > len(selection.on_theme["demands"])


def test_two_themes_of_which_one_is_enough_or_both_are_needed(shipped: Dataset) -> None:
    themes = ("naloxone", "drug_policy_reform")
    either = select(Filters(theme=themes), shipped)
    both = select(Filters(theme=themes, theme_mode="all"), shipped)
    joins = shipped["demand_themes"]
    of = {theme: set(joins.loc[joins["theme_id"] == theme, "demand_id"]) for theme in themes}
    assert set(either.on_theme["demands"]["demand_id"]) <= of[themes[0]] | of[themes[1]]
    assert set(both.on_theme["demands"]["demand_id"]) <= of[themes[0]] & of[themes[1]]
    assert wording.theme(either, EN) == "“Naloxone” or “Drug policy reform”"
    assert wording.theme(both, EN) == "“Naloxone” and “Drug policy reform”"


@pytest.mark.parametrize("page", ["demands", "charts"])
def test_the_pages_say_so_too(page: str, shipped: Dataset) -> None:
    selection = select(Filters(theme=("naloxone",)), shipped)
    n, rest = len(selection.on_theme["demands"]), len(selection.beside_theme["demands"])
    query = {"theme": "naloxone"} if page == "demands" else {"record": "theme:naloxone"}
    at = open_page(page, lang="en", **query)
    said = plain("\n".join([*(b.proto.body for b in at.get("html")), *(e.label for e in at.expander)]))
    if page == "demands":
        assert f"{n} demands on “Naloxone”" in said
    assert f"Of these actions, not only on “Naloxone”: {rest} demands" in said
    assert f"{n + rest} demands" not in said
