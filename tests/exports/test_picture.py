"""Saved pictures, read back: their size, their words, the same bytes, and nothing that they leave untold."""

from __future__ import annotations

import io
import warnings
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from dashboard.exports import picture
from dashboard.exports.sheet import SHAPES, Sheet
from dashboard.i18n import Translator
from dashboard.numbers.calendar import calendar
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.telling import charts
from dashboard.telling.charts import Bars, Grid, Row, Words
from dashboard.theme import LIGHT

LINK = "https://atlas.example/charts?lang=en"
EN = Translator("en")
BOX = picture.Box(0, 0, 900, 400)


@pytest.fixture
def whole(small: Dataset) -> Selection:
    return select(Filters(), small)


@pytest.mark.parametrize("key", picture.drawn())
def test_every_chart_and_the_map_are_pictures_of_each_shape(key: str, whole: Selection) -> None:
    for name, shape in SHAPES.items():
        png = Image.open(io.BytesIO(picture.render(key, whole, EN, LINK, name)))
        assert png.size == (shape.width * shape.scale, shape.height * shape.scale)
        assert len(png.convert("RGB").getcolors(1 << 20) or ()) > 3  # something is drawn on the paper


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_svg_carries_title_source_and_link_and_has_all_its_letters(language: str, small: Dataset) -> None:
    selection, t = select(Filters(), small.in_language(language)), Translator(language)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that no family has
        for key in picture.drawn():
            drawn = picture.render(key, selection, t, LINK, kind="svg").decode()
            title = charts.told(key, selection, t).title if key in charts.CHARTS else ""
            ET.fromstring(drawn)
            words = " ".join("".join(ET.fromstring(drawn).itertext()).split())
            assert title in words
            assert LINK in words and small.version in words
            assert "<image" not in drawn  # all of it is drawn, the map too


def test_the_same_view_gives_the_same_bytes(whole: Selection) -> None:
    for kind in picture.KINDS:
        assert len({picture.render("themes", whole, EN, LINK, "square", kind) for _ in range(2)}) == 1


def test_where_nothing_is_in_view_there_is_no_picture(small: Dataset) -> None:
    for key in picture.drawn():
        with pytest.raises(NothingSelected):
            picture.render(key, select(Filters(theme=("deportation",), country=("KZ",)), small), EN, LINK)
    with pytest.raises(KeyError):
        picture.render("addressed", select(Filters(), small), EN, LINK)


class Told(Sheet):
    """A sheet that remembers what was written on it, and where."""

    def __init__(self, shape: str = "wide") -> None:
        super().__init__(SHAPES[shape], LIGHT)
        self.texts: list[str] = []
        self.boxes: list[tuple[float, float, float, float, str]] = []

    def text(self, x, y, text, size, role="ink", bold=False, align="left") -> None:  # type: ignore[no-untyped-def]
        super().text(x, y, text, size, role, bold, align)
        assert 0 <= y <= self.height
        self.texts.append(text)

    def box(self, x, y, width, height, role) -> None:  # type: ignore[no-untyped-def]
        super().box(x, y, width, height, role)
        assert x >= 0 and x + width <= self.width + 1 and y + height <= self.height
        self.boxes.append((x, y, width, height, role))


def test_bars_are_as_long_as_they_are_many_and_what_has_no_room_is_counted() -> None:
    sheet = Told()
    rows = tuple(Row(f"Row {n}", ((n, "accent"), (1, "hatched")), str(n + 1), thin=n // 2) for n in range(40, 0, -1))
    picture._draw(sheet, Bars(rows, (("accent", "raised"),), "One each: festival."), BOX, EN)
    bars = [box for box in sheet.boxes if box[4] == "accent" and box[2] > 20]
    assert bars[0][2] / bars[4][2] == pytest.approx(40 / 36)
    shown = sum(text.startswith("Row ") for text in sheet.texts)
    assert 5 < shown < 40 and f"and {40 - shown} more" in sheet.texts
    assert {"raised", "One each: festival."} <= set(sheet.texts)


def test_a_grid_has_short_heads_where_long_ones_have_no_room() -> None:
    columns = tuple((f"A country with a long name {i}", f"C{i}") for i in range(9))
    grid = Grid(("First", "Second"), columns, ((1,) * 9, (0,) * 8 + (12,)), (9, 12), (1,) * 8 + (13,))
    sheet = Told()
    picture._draw(sheet, grid, BOX, EN)
    assert "C0" in sheet.texts and columns[0][0] not in sheet.texts
    assert sheet.texts.count("·") == 8 and {"9", "12", "13"} <= set(sheet.texts)
    few = Told()
    picture._draw(few, Grid(("First",), (("Chad", "TD"),), ((1,),)), BOX, EN)
    assert "Chad" in few.texts and "TD" not in few.texts


def test_figures_stand_in_their_own_words_with_a_square_for_each_that_is_missing() -> None:
    sheet = Told("tall")
    words = Words((("more than 250 people", "Festival"),), 7, "7 accounts give no number")
    picture._draw(sheet, words, BOX, EN)
    assert {"more than 250 people", "Festival", words.said} <= set(sheet.texts)
    assert sum(box[4] == "not_reported" for box in sheet.boxes) == 7
    many = Told()
    picture._draw(many, Words((("word " * 30, "An action"),) * 9, 0, ""), BOX, EN)
    assert any(text.startswith("and ") for text in many.texts)


def test_a_line_is_never_wider_than_its_room() -> None:
    sheet = Told()
    lines = sheet.wrapped("A sentence with averyveryveryveryverylongaddress in it", 20, 150)
    assert all(sheet.measure(line, 20) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == "Asentencewithaveryveryveryveryverylongaddressinit"


def test_the_days_of_a_picture_count_what_the_page_counts(whole: Selection) -> None:
    found = calendar(whole, EN)
    told = charts.told("days", whole, EN)
    grid = told.drawing()
    assert isinstance(grid, Grid)
    assert sum(grid.row_sums) == found.actions == len(whole)
    kinds = [column.kind for column in found.columns]
    for i, kind in enumerate(kinds):
        if kind == "undated":
            assert sum(row[i] for row in grid.numbers) == found.undated
        if kind == "follow_up":
            assert grid.columns[i][0].startswith("→") and "→" in told.note
    assert list(told.table()["Title"].head(1)) == [found.frame.sort_values("start", kind="stable")["title"].iloc[0]]
