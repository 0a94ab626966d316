"""What the charts draw: the data in their traces, on small handmade frames."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import figures
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.theme import DARK, LIGHT, by_group, contrast, mix, plotly_template, text_on

EN = Translator("en")
NASTY = 'A <b>bold</b> & "quoted" name <img src=x onerror=alert(1)>'


def trace(figure: go.Figure, name: str) -> go.Bar | go.Scatter:
    found = [t for t in figure.data if t.name == name]
    assert len(found) == 1, f"{name} in {[t.name for t in figure.data]}"
    return found[0]


def texts(figure: go.Figure) -> str:
    return json.dumps(figure.to_dict(), default=str, ensure_ascii=False)


@pytest.fixture
def countries() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "country": ["UA", "LT"],
            "label": ["Ukraine", "Lithuania"],
            "actions": [3, 1],
            "places": [2, 1],
            "counted": [1, 0],
            "not_reported": [2, 1],
        }
    )


def test_bars_carry_codes_and_numbers_and_need_no_axis(countries: pd.DataFrame) -> None:
    figure = figures.bars.actions_by_country(countries, EN, LIGHT)
    bar = figure.data[0]
    assert list(bar.x) == [3, 1]
    assert [list(row) for row in bar.customdata] == [["UA"], ["LT"]]
    assert list(trace(figure, "numbers").text) == ["&nbsp;3", "&nbsp;1"]
    assert figure.layout.xaxis.visible is False
    assert bar.y[0] < bar.y[1] and figure.layout.yaxis.range == (figure.layout.height, 0)  # the first row on top
    assert figure.layout.title.text is None and figure.layout.margin.t == figure.layout.margin.b == 0
    assert "no participant figure for 2" in bar.hovertext[0].replace("<br>", " ")


def test_bars_are_of_one_thickness_however_long_their_labels(countries: pd.DataFrame) -> None:
    long = countries.assign(label=["A country with a name of more than a line of a label", "Lithuania"])
    figure = figures.bars.actions_by_country(long, EN, LIGHT)
    bar = figure.data[0]
    assert set(bar.width) == {figures.bars.THICK}
    assert figure.layout.height > figures.bars.actions_by_country(countries, EN, LIGHT).layout.height


def test_labels_are_links_where_an_address_is_given(countries: pd.DataFrame) -> None:
    figure = figures.bars.actions_by_country(countries, EN, LIGHT, href=lambda code: f"?record=country:{code}")
    assert list(figure.layout.yaxis.ticktext) == [
        '<a href="?record=country:UA" target="_self">Ukraine</a>',
        '<a href="?record=country:LT" target="_self">Lithuania</a>',
    ]


def theme_rows(**columns: object) -> pd.DataFrame:
    row = {"theme_id": "x", "label": NASTY, "definition": NASTY, "actions": 5, "demand": 3, "only_mentioned": 2}
    return pd.DataFrame([row | columns])


def test_labels_are_in_full_wrapped_and_escaped() -> None:
    figure = figures.bars.themes(theme_rows(), EN, LIGHT)
    label = figure.layout.yaxis.ticktext[0]
    assert all(len(line) < 50 for line in label.split("<br>"))
    words = label.replace("<br>", " ")
    assert "&lt;b&gt;bold&lt;/b&gt;" in words and "onerror" in words
    assert "<img" not in texts(figure) and "<b>bold" not in texts(figure)
    assert figure.layout.yaxis.tickangle is None


def test_themes_tell_what_is_only_mentioned_and_what_is_asked_for() -> None:
    figure = figures.bars.themes(theme_rows(), EN, LIGHT)
    assert list(trace(figure, "raised").x) == [3]
    mentioned, asked = trace(figure, "only_mentioned"), trace(figure, "asked")
    assert (list(mentioned.base), list(mentioned.x)) == ([3], [2])
    assert mentioned.marker.pattern.shape == "/"
    assert list(asked.x) == [3] and asked.marker.color == LIGHT.second
    assert asked.width[0] < trace(figure, "raised").width[0] / 2
    assert "only mentioned by 2" in mentioned.hovertext[0].replace("<br>", " ")
    alone = figures.bars.themes(theme_rows(demand=0, only_mentioned=0), EN, LIGHT)
    assert list(trace(alone, "numbers").text) == ["&nbsp;5"] and not len(trace(alone, "asked").x)


def test_the_most_active_are_two_pieces_in_the_colours_of_the_roles() -> None:
    frame = pd.DataFrame({"organisation_id": ["a"], "name": [NASTY], "organiser": [9], "partner": [4]})
    figure = figures.bars.most_active(frame, EN, LIGHT)
    bars = [t for t in figure.data if t.type == "bar"]
    assert [list(t.x) for t in bars] == [[9], [4]]
    assert [t.marker.color for t in bars] == [by_group(LIGHT)[group] for group in ("organiser", "partner")]
    assert figure.layout.barmode == "stack"
    assert list(trace(figure, "numbers").text) == ["&nbsp;13"]


@pytest.fixture
def matrix() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("UA", "Ukraine", "t1", "Naloxone", 3),
            ("UA", "Ukraine", "t2", "Debts", 0),
            ("LT", "Lithuania", "t1", "Naloxone", 1),
            ("LT", "Lithuania", "t2", "Debts", 1),
            ("GE", "Georgia", "t1", "Naloxone", 0),
            ("GE", "Georgia", "t2", "Debts", 0),
        ],
        columns=["country", "country_label", "theme_id", "theme_label", "actions"],
    ).assign(in_theme=[4, 1] * 3, in_country=[3, 3, 2, 2, 1, 1])


def test_matrix_has_numbers_in_cells_dots_for_none_and_sums_at_its_edges(matrix: pd.DataFrame) -> None:
    figure = figures.matrices.country_themes(matrix, EN, LIGHT)
    heat = next(t for t in figure.data if t.type == "heatmap")
    assert [list(row) for row in heat.z] == [[3, 1], [None, 1]]  # Georgia has none, so no column
    cells = trace(figure, "cells")
    assert [list(row) for row in cells.customdata] == [["t1", "UA"], ["t1", "LT"], ["t2", "LT"]]
    assert list(cells.text) == ["3", "1", "1"]
    assert list(trace(figure, "none").text) == ["·"]
    assert list(trace(figure, "sums").text) == ["4", "1", "3", "2"]  # of the rows, then of the columns
    found = figures.matrices.edges(matrix, EN, **figures.matrices.COUNTRY_THEMES)
    assert found.columns == {"UA": "Ukraine", "LT": "Lithuania"}
    assert list(found.rows) == ["t1", "t2"]
    assert figure.layout.margin.l == figures.matrices.margin(narrow=False)


def test_matrix_puts_what_is_not_reported_last() -> None:
    frame = pd.DataFrame(
        [("not_reported", "no theme", "k", "Kind", 9), ("t", "Theme", "k", "Kind", 1)],
        columns=["theme_id", "theme_label", "kind", "kind_label", "demands"],
    )
    figure = figures.matrices.heatmap(
        frame, EN, LIGHT, row=("theme_id", "theme_label"), column=("kind", "kind_label"), value="demands", count=str
    )
    assert [row[0] for row in trace(figure, "cells").customdata] == ["t", "not_reported"]


def test_nothing_to_show_is_said(countries: pd.DataFrame, matrix: pd.DataFrame) -> None:
    for draw, frame in (
        (figures.bars.actions_by_country, countries),
        (figures.matrices.country_themes, matrix),
    ):
        assert "Nothing to show" in texts(draw(frame[:0], EN, LIGHT))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_no_text_is_smaller_than_13_pixels(palette, countries: pd.DataFrame) -> None:
    for figure in (figures.bars.actions_by_country(countries, EN, palette),):
        sizes: list[float] = []

        def walk(node: object, found: list[float] = sizes) -> None:
            if isinstance(node, dict):
                if "family" in node or ("size" in node and "symbol" not in node and "solidity" not in node):
                    found.append(node.get("size", 13))
                for child in node.values():
                    walk(child, found)
            elif isinstance(node, (list, tuple)):
                for child in node:
                    walk(child, found)

        walk(figure.to_dict())
        assert sizes and min(sizes) >= 13


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_numbers_in_cells_can_be_read(palette) -> None:
    low = mix(palette.paper, palette.accent, 0.12)
    for share in range(11):
        cell = mix(low, palette.accent, share / 10)
        assert contrast(cell, text_on(cell, palette)) >= 3.5


def test_template_zooms_nothing_and_there_is_no_tool_bar() -> None:
    layout = plotly_template(LIGHT).layout
    assert layout.xaxis.fixedrange and layout.dragmode is False
    config = figures.base.config(Translator("ru"))
    assert config["locale"] == "ru"
    assert config["displayModeBar"] is False and config["showSendToCloud"] is False


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_summary_of_the_small_package_can_be_drawn(small, language: str) -> None:
    from dashboard.query.filters import Filters
    from dashboard.query.selection import select

    t = Translator(language)
    selection = select(Filters(), small)
    draw: list[tuple[Callable[..., go.Figure], pd.DataFrame]] = [
        (figures.bars.actions_by_country, summaries.actions_by_country(selection, t)),
        (figures.bars.themes, summaries.themes(selection)),
        (figures.bars.most_active, summaries.organisations(selection)),
        (figures.matrices.country_themes, summaries.country_themes(selection, t)),
    ]
    for function, frame in draw:
        figure = function(frame, t, LIGHT)
        assert figure.layout.height > 20
        json.loads(figure.to_json())
