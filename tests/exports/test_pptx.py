"""The deck as its readers open it: through python-pptx, and through LibreOffice to pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu

from conftest import SMALL
from dashboard import exports
from dashboard.exports import pptx
from dashboard.i18n import LANGUAGES, Translator
from dashboard.package.dataset import cached
from dashboard.package.reading import SHIPPED
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, select
from dashboard.telling import slide as measures
from dashboard.telling import slides

# The hard cases of the handmade package, and the longest names of the shipped one.
VIEWS = {
    "small": (SMALL, Filters()),
    "naloxone": (SMALL, Filters(theme=("naloxone",))),
    "shipped": (SHIPPED, Filters()),
    "Kazakhstan": (SHIPPED, Filters(country=("KZ",))),
}
CASES = [("small", "en"), ("naloxone", "ru"), ("shipped", "en"), ("shipped", "ru"), ("Kazakhstan", "ru")]
each_deck = pytest.mark.parametrize(("view", "language"), CASES)


@cache
def made(view: str, language: str) -> bytes:
    """A deck that several tests look at, made once."""
    return make(*VIEWS[view], language)


def make(path: Path, filters: Filters, language: str, **options: object) -> bytes:
    selection = select(filters, cached(path).in_language(language))
    return pptx.render(selection, Translator(language), file_link(filters, language), **options)  # type: ignore[arg-type]


def told(path: Path, filters: Filters, language: str) -> list[slides.Slide]:
    selection = select(filters, cached(path).in_language(language))
    return list(slides.slides(selection, Translator(language), file_link(filters, language)))


@each_deck
def test_titles_notes_and_chart_values_are_those_of_the_slides(view: str, language: str) -> None:
    deck = Presentation(io.BytesIO(made(view, language)))
    expected = told(*VIEWS[view], language)
    assert len(deck.slides) == len(expected)
    for page, slide in zip(deck.slides, expected, strict=True):
        title = page.shapes.title.text
        assert title == slide.title or (title.endswith("…") and slide.title.startswith(title[:-1]))
        said = [p.text for shape in page.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs]
        if slide.body == "list":
            assert all(part in said for line in slide.lines for part in (line.text, line.aside) if part)
        assert not slide.below or slide.below in said
        assert any(text.startswith(slide.source) for text in said)
        assert page.notes_slide.notes_text_frame.text == slide.speaker
        charts = [shape.chart for shape in page.shapes if shape.has_chart]
        if slide.rows is None or slide.rows.empty:
            assert charts == []
            continue
        (chart,) = charts
        assert [s.name for s in chart.plots[0].series] == [s.name for s in slide.series]
        for drawn, series in zip(chart.plots[0].series, slide.series, strict=True):
            assert list(drawn.values) == [float(v) for v in slide.rows[series.column]]
        shown = list(chart.plots[0].categories)
        for short, label in zip(shown, slide.rows["label"], strict=True):
            guarded = f"'{label}" if label.startswith("=") else label  # never a formula in the chart's workbook
            assert short == guarded or (short.endswith("…") and guarded.startswith(short[:-1]))
        # The chart can be edited: its numbers lie in a workbook inside.
        assert chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"


@each_deck
def test_nothing_leaves_the_page_or_its_box(view: str, language: str) -> None:
    deck = Presentation(io.BytesIO(made(view, language)))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.01)
    for page in deck.slides:
        for shape in page.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= deck.slide_width, shape.name
            assert shape.top + shape.height <= deck.slide_height, shape.name
            if shape.has_text_frame and shape.text_frame.text:
                assert needed(shape) <= Emu(shape.height).inches * 1.001, shape.text_frame.text
        # No box lies over another.
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in page.shapes]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                assert wide <= 0 or high <= Emu(914_400 * 0.08), (page.shapes.title.text, a, b)


@each_deck
def test_letters_are_large_but_for_the_foot(view: str, language: str) -> None:
    for page in Presentation(io.BytesIO(made(view, language))).slides:
        for shape in page.shapes:
            if shape.has_text_frame and shape.top < Emu(914_400 * 6.9):
                sizes = [run.font.size.pt for p in shape.text_frame.paragraphs for run in p.runs]
                assert min(sizes, default=99) >= measures.LEAST, shape.text_frame.text


def test_a_deck_with_a_public_address_carries_it_as_a_code() -> None:
    selection = select(Filters(), cached(SMALL))
    link = "https://atlas.example.org/actions?lang=en"
    first, *_, last = Presentation(io.BytesIO(pptx.render(selection, Translator("en"), link))).slides
    for page in (first, last):
        (code,) = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert code.click_action.hyperlink.address == link
        assert "atlas.example.org/actions" in " ".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
    without = Presentation(io.BytesIO(made("small", "en"))).slides[0]
    assert not [shape for shape in without.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


def needed(shape: object) -> float:
    """The inches that the text of a shape takes, by the deck's own careful estimate."""
    total = 0.0
    for paragraph in shape.text_frame.paragraphs:  # type: ignore[attr-defined]
        for run in paragraph.runs:
            size = run.font.size.pt
            total += measures.height_of(run.text, size, Emu(shape.width).inches)  # type: ignore[attr-defined]
            total += paragraph.space_before.inches if paragraph.space_before else 0
    return total


def test_no_clock_is_in_it() -> None:
    updated = cached(SMALL).updated
    with zipfile.ZipFile(io.BytesIO(made("small", "en"))) as archive:
        assert {i.date_time[:3] for i in archive.infolist()} == {(updated.year, updated.month, updated.day)}
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(archive.read(name))) as book:
                    days = re.findall(rb"(\d{4}-\d\d-\d\d)T", book.read("docProps/core.xml"))
                    assert set(days) == {updated.isoformat().encode()}


def test_only_the_chosen_slides() -> None:
    deck = Presentation(io.BytesIO(make(*VIEWS["small"], "en", only=("map", "when"))))
    expected = [s.title for s in told(*VIEWS["small"], "en") if s.id in ("map", "when")]
    assert [page.shapes.title.text for page in deck.slides] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_selected_makes_no_file(language: str) -> None:
    with pytest.raises(NothingSelected):
        make(SMALL, Filters(q="zzzzqqqq"), language)


def test_it_is_one_of_the_formats() -> None:
    kind = exports.FORMATS["pptx"]
    path, filters = VIEWS["naloxone"]
    selection = select(filters, cached(path).in_language("ru"))
    assert kind.render(selection, Translator("ru"), file_link(filters, "ru")) == made("naloxone", "ru")
    assert exports.file_name(selection, kind, Translator("ru")).endswith("_naloxone_2019_ru.pptx")


@pytest.mark.parametrize("label", ["=1+1", "{=1+1}"])
def test_a_label_is_never_a_formula_in_the_chart_s_workbook(label: str) -> None:
    assert not pptx._label(label).startswith(("=", "{="))


def test_labels_of_any_length_fit() -> None:
    assert len(pptx._label("слово " * 60)) <= pptx.LONGEST
    size, cut = pptx._fitting(["слово " * 300], (0, 0, 5, 0.5), (16, 12), 0)
    assert size == 12 and cut[0].endswith("…")
    assert measures.lines_of(cut[0], 12, 5) <= 2


def test_libreoffice_shows_as_many_pages(tmp_path: Path, as_pdf: Callable[[list[Path]], list[Path]]) -> None:
    files, many = [], []
    for view, language in (("shipped", "en"), ("Kazakhstan", "ru")):
        files.append(tmp_path / f"{view}.pptx")
        files[-1].write_bytes(made(view, language))
        many.append(len(told(*VIEWS[view], language)))
    pages = [len(re.findall(rb"/Type\s*/Page\b", drawn.read_bytes())) for drawn in as_pdf(files)]
    assert pages == many
