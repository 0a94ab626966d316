"""The slides of a view as a PowerPoint file: native charts that can be edited, a map, notes for the speaker.

Wide format (16:9), Arial throughout: it is on every ordinary machine, Cyrillic included. Sizes of text are
chosen so that everything fits its box, by an estimate that errs on the wide side.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Collection, Sequence
from typing import Any, TypeAlias, assert_never

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard import maps
from dashboard.exports.pptx_parts import FONT, fixed
from dashboard.i18n import Translator
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.query.selection import Selection
from dashboard.telling.slides import Slide, slides
from dashboard.theme import LIGHT, Palette

WIDTH, HEIGHT = 13.333, 7.5  # inches
LEFT, RIGHT = 0.6, 0.6
INNER = WIDTH - LEFT - RIGHT
TOP, BOTTOM = 1.8, 6.85  # of what a slide holds, under its title and above its foot
LABELS = 0.42  # the share of a chart's width that its labels take
LONGEST = 100  # characters of a label; a longer one ends in an ellipsis
MAP_SCALE = 1.4  # the map is drawn smaller and shown larger, for the sake of its words
MAP_DPI = 240
SENTENCES = (28, 24, 22, 20, 18, 16, 14, 12, 11)  # sizes in points

# What python-pptx declares of itself is too incomplete to check against.
Page: TypeAlias = Any
Deck: TypeAlias = Any
Chart: TypeAlias = Any
Box = tuple[float, float, float, float]  # left, top, width, height in inches


def render(selection: Selection, t: Translator, link: str, only: Collection[str] = ()) -> bytes:
    """The deck of a selection, or the slides of it whose ids are in `only`.

    Raises NothingSelected where there is no action.
    """
    shown = [slide for slide in slides(selection, t, link) if not only or slide.id in only]
    deck = Presentation()
    _widen(deck)
    for number, slide in enumerate(shown, 1):
        page = deck.slides.add_slide(deck.slide_layouts[5])
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = _colour(LIGHT.paper)
        _draw(page, slide, selection, t)
        _foot(page, f"{number} / {len(shown)}", selection, t)
        page.notes_slide.notes_text_frame.text = slide.speaker
    _describe(deck, selection, t, shown[0].note if shown else "")
    packed = io.BytesIO()
    deck.save(packed)
    return fixed(packed.getvalue(), selection.dataset.updated)


def _widen(deck: Deck) -> None:
    """Makes the template wide: its own placeholders too, for slides that people add."""
    factor = WIDTH * 914_400 / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in holder.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            if left is not None:
                shape.left, shape.width = Emu(round(left * factor)), Emu(round(width * factor))
                shape.top, shape.height = top, height


def _describe(deck: Deck, selection: Selection, t: Translator, sentence: str) -> None:
    d = selection.dataset
    day = dt.datetime(d.updated.year, d.updated.month, d.updated.day)
    facts = deck.core_properties
    facts.title, facts.subject, facts.language = d.title("package"), sentence[:250], t.language
    facts.author = facts.last_modified_by = d.title("package")
    facts.created = facts.modified = facts.last_printed = day
    facts.revision, facts.version, facts.keywords, facts.comments = 1, d.version, "", ""


# ---- what is on a slide -------------------------------------------------------------------------


def _draw(page: Page, slide: Slide, selection: Selection, t: Translator) -> None:
    if slide.body == "opening":
        _opening(page, slide)
        return
    _heading(page, slide.title, slide.note)
    match slide.body:
        case "words":
            _sentences(page, slide)
        case "numbers":
            _cells(page, slide)
        case "map":
            _map(page, slide, selection, t)
        case "chart":
            _with_chart(page, slide, t)
        case _:
            assert_never(slide.body)


def _opening(page: Page, slide: Slide) -> None:
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(LEFT), Inches(1.35), Inches(1.3), Inches(0.09))
    _fill(bar, LIGHT.accent)
    _title(page, slide.title, (LEFT, 1.55, INNER, 1.3), (48, 44, 38, 32))
    filters, _, n = slide.note.rpartition(" · ")
    del n  # the count stands in the line below
    _text(page, [filters], (LEFT, 3.0, INNER, 1.0), (28, 24, 20, 16, 14), LIGHT.accent, bold=True)
    _text(page, [slide.lines[0]], (LEFT, 4.1, INNER, 0.6), (24, 20), LIGHT.ink)
    _text(page, slide.lines[1:], (LEFT, 4.85, INNER, 1.5), (16, 14, 12), LIGHT.muted)


def _heading(page: Page, title: str, note: str) -> None:
    _title(page, title, (LEFT, 0.28, INNER, 0.95), (30, 28, 26, 24, 22))
    _text(page, [note], (LEFT, 1.26, INNER, 0.48), (16, 14, 12), LIGHT.muted)


def _cells(page: Page, slide: Slide) -> None:
    """Four numbers in a row and the people, who need more words, under them."""
    *small, people = slide.cells
    width = INNER / len(small)
    for i, cell in enumerate(small):
        left = LEFT + i * width
        _text(page, [cell.value], (left, 2.15, width - 0.2, 1.05), (66, 54, 44), LIGHT.accent, bold=True)
        _text(page, [cell.unit], (left, 3.2, width - 0.2, 0.5), (24, 20, 18), LIGHT.ink)
        _text(page, [cell.aside], (left, 3.7, width - 0.2, 0.75), (16, 14), LIGHT.muted)
    line = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(LEFT), Inches(4.6), Inches(INNER), Inches(0.015))
    _fill(line, LIGHT.line)
    _text(page, [people.value], (LEFT, 4.75, INNER, 0.95), (54, 44, 36), LIGHT.accent, bold=True)
    _text(page, [people.unit], (LEFT, 5.65, INNER, 0.5), (24, 20), LIGHT.ink)
    _text(page, [people.aside], (LEFT, 6.15, INNER, 0.55), (18, 16, 14), LIGHT.muted)


def _map(page: Page, slide: Slide, selection: Selection, t: Translator) -> None:
    foot = 0.4 if slide.missing else 0.0
    height = BOTTOM - TOP - foot
    picture = map_picture(selection, t, LIGHT, INNER, height)
    shape = page.shapes.add_picture(io.BytesIO(picture), Inches(LEFT), Inches(TOP))
    factor = min(Inches(INNER) / shape.width, Inches(height) / shape.height)
    shape.width, shape.height = Emu(round(shape.width * factor)), Emu(round(shape.height * factor))
    shape.left = Inches(LEFT) + (Inches(INNER) - shape.width) // 2
    # For those who hear the slide: what the picture shows.
    shape._element.nvPicPr.cNvPr.set("descr", f"{slide.title}. {slide.note}")
    shape._element.nvPicPr.cNvPr.set("name", t("Map"))
    if slide.missing:
        _missing(page, slide.missing, BOTTOM - 0.32)


def map_picture(selection: Selection, t: Translator, palette: Palette, width: float, height: float) -> bytes:
    """The map of the cities in view as PNG, its words large enough for a slide of so many inches."""
    return maps.of(selection, t, palette, size=(width / MAP_SCALE, height / MAP_SCALE), dpi=MAP_DPI)


def _with_chart(page: Page, slide: Slide, t: Translator) -> None:
    """The chart, and under it what has to be said about it."""
    bottom = BOTTOM
    if slide.lines:
        said = " ".join(slide.lines)
        height = 0.05 + lines(said, 14, INNER) * 14 * 1.2 / 72
        bottom -= height
        _text(page, [said], (LEFT, bottom, INNER, height), (14, 12), LIGHT.muted)
    if slide.missing:
        bottom -= 0.42
        _missing(page, slide.missing, bottom + 0.05)
    _chart(page, slide, (LEFT, TOP, INNER, bottom - TOP - 0.05), t)


def _missing(page: Page, text: str, top: float) -> None:
    """What is not reported: a hatched box and the words."""
    box = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(LEFT), Inches(top + 0.04), Inches(0.45), Inches(0.24))
    _hatch(box.fill)
    box.line.color.rgb = _colour(LIGHT.not_reported)
    box.line.width = Pt(1)
    box.shadow.inherit = False
    _text(page, [text], (LEFT + 0.6, top - 0.02, INNER - 0.6, 0.4), (18, 16, 14, 12), LIGHT.ink)


def _sentences(page: Page, slide: Slide) -> None:
    """A slide of words; what is not reported stands under them."""
    under, top = (0.5 if slide.missing else 0.0), TOP + 0.1
    if slide.lines:
        box = (LEFT, top, INNER, BOTTOM - top - under)
        size, cut = _fitting(slide.lines, box, SENTENCES, 0.5)
        room = (sum(lines(text, size, INNER - 0.02) for text in cut) + 0.5 * len(cut)) * size * 1.2 / 72
        _text(page, cut, (LEFT, top, INNER, min(room, box[3])), (size,), LIGHT.ink, apart=0.5)
        top += room
    if slide.missing:
        _missing(page, slide.missing, top)


def _foot(page: Page, number: str, selection: Selection, t: Translator) -> None:
    d = selection.dataset
    version = t("Version {version}, {date}", version=d.version, date=t.date(d.updated))
    _text(page, [f"{d.title('package')} · {version}"], (LEFT, 6.98, INNER - 1.5, 0.36), (12, 11), LIGHT.muted)
    _text(page, [number], (WIDTH - RIGHT - 1.4, 6.98, 1.4, 0.36), (12,), LIGHT.muted, align=PP_ALIGN.RIGHT)


# ---- charts -------------------------------------------------------------------------------------


def _chart(page: Page, slide: Slide, box: Box, t: Translator) -> None:
    """Horizontal bars in the slide's order, with a label in full for each and the number at its end."""
    assert slide.rows is not None
    rows, stacked = slide.rows, len(slide.series) > 1
    words = list(rows["text"]) if "text" in rows else None  # the report's own words, instead of a bare number
    data = CategoryChartData(number_format="0")
    data.categories = [_label(label) for label in rows["label"]]
    for series in slide.series:
        data.add_series(series.name, [int(value) for value in rows[series.column]])
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = page.shapes.add_chart(kind, *(Inches(x) for x in box), data)
    frame.name = slide.name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{slide.title}. {slide.note}")
    chart: Chart = frame.chart
    chart.has_title = False
    chart.font.name, chart.font.color.rgb = FONT, _colour(LIGHT.ink)
    size = _label_size(
        [_label(label) for label in rows["label"]], box[2] * LABELS, (box[3] - 0.4 * stacked) / len(rows)
    )
    chart.font.size = Pt(size)
    chart.has_legend = stacked
    if stacked:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size, chart.legend.font.name = Pt(14), FONT
    categories, values = chart.category_axis, chart.value_axis
    categories.reverse_order = True
    categories.format.line.color.rgb = _colour(LIGHT.line)
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.tick_labels.font.size = Pt(size)
    values.visible, values.has_major_gridlines, values.minimum_scale = False, False, 0
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    most = max(1, int(rows[[s.column for s in slide.series]].sum(axis=1).max()))
    # Room behind the longest bar for its number, or for the report's words.
    values.maximum_scale = most * (1.05 if stacked else 1.75 if words else 1.1)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = (45, 100) if stacked else (55, 0)
    plot.vary_by_categories = False
    top = min(0.5, 0.42 / box[3]) if stacked else 0.0
    _lay_out(chart, LABELS, top)
    for series, drawn in zip(slide.series, plot.series, strict=True):
        colour = getattr(LIGHT, series.role)
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = _colour(colour)
        drawn.invert_if_negative = False
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;", False
        labels.font.size, labels.font.bold, labels.font.name = Pt(min(16, size + 1)), True, FONT
        labels.font.color.rgb = _colour(LIGHT.paper if stacked else LIGHT.ink)
        labels.position = XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END
        for i, code in enumerate(rows["code"]):
            if code == NOT_REPORTED:
                _hatch(drawn.points[i].format.fill)
                drawn.points[i].format.line.color.rgb = _colour(LIGHT.not_reported)
            elif "qualifier" in rows and rows["qualifier"].iloc[i] == "vague":
                _hatch(drawn.points[i].format.fill, colour)
                drawn.points[i].format.line.color.rgb = _colour(colour)
            if words and isinstance(words[i], str):
                said = drawn.points[i].data_label
                said.has_text_frame = True
                said.text_frame.text = words[i]
                said.position = XL_LABEL_POSITION.OUTSIDE_END
                font = said.text_frame.paragraphs[0].runs[0].font
                font.size, font.bold, font.name = Pt(min(16, size + 1)), True, FONT
                font.color.rgb = _colour(LIGHT.ink)


def _label(text: str) -> str:
    """A row's label: not endless, and never a formula in the chart's workbook."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return f"'{short}" if short.startswith(("=", "{=")) else short


def _label_size(labels: Sequence[str], width: float, height: float) -> int:
    """The largest size in points at which every label fits its row."""
    sizes = (18, 16, 15, 14, 13, 12, 11)
    for size in sizes:
        if all(lines(label, size, width - 0.15) * size * 1.2 / 72 <= height * 0.97 for label in labels):
            return size
    return sizes[-1]


def _lay_out(chart: Chart, left: float, top: float) -> None:
    """Fixes the place of the bars in the chart, so that labels get the room that they were measured for."""
    area = chart._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    layout = etree.SubElement(area, qn("c:layout"))
    area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", f"{left:.4f}"),
        ("y", f"{top:.4f}"),
        ("w", f"{1 - left:.4f}"),
        ("h", f"{1 - top:.4f}"),
    ):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)


# ---- words and colours --------------------------------------------------------------------------


def lines(text: str, size: float, width: float) -> int:
    """How many lines a text takes at a size in points in a box of so many inches, on the safe side."""
    per_line = max(1.0, width * 72 / (size * 0.54))
    used, count = 0.0, 1
    for word in text.split(" "):
        length = len(word) + (sum(c.isupper() for c in word) + sum("а" <= c.lower() <= "я" for c in word)) * 0.1
        if used and used + 1 + length > per_line:
            count, used = count + 1, 0.0
        if length > per_line:  # a word longer than a line is broken
            count += math.ceil(length / per_line) - 1
        used += length + (1 if used else 0)
    return count


def _fitting(texts: Sequence[str], box: Box, sizes: Sequence[int], apart: float) -> tuple[int, list[str]]:
    """The largest of the sizes at which the texts fit the box; at the last one, texts cut to what does."""
    width, height = box[2] - 0.02, box[3]
    for size in sizes:
        needed = sum(lines(text, size, width) for text in texts) + apart * (len(texts) - 1)
        if needed * size * 1.2 / 72 <= height:
            return size, list(texts)
    size = sizes[-1]
    room = max(1, int(height * 72 / (size * 1.2) / max(1, len(texts))))
    cut = []
    for text in texts:
        while lines(text, size, width) > room and " " in text:
            text = text.removesuffix("…").rstrip().rsplit(" ", 1)[0] + "…"
        cut.append(text)
    return size, cut


def _title(page: Page, text: str, box: Box, sizes: Sequence[int]) -> None:
    """The slide's own title, which outlines and screen readers look for."""
    size, cut = _fitting([text], (box[0], box[1], box[2] * 0.95, box[3]), sizes, 0)  # bold is wider
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Inches(x) for x in box)
    _write(shape.text_frame, cut, size, LIGHT.ink, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM


def _text(
    page: Page,
    texts: Sequence[str],
    box: Box,
    sizes: Sequence[int],
    colour: str,
    *,
    bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    apart: float = 0.0,
) -> None:
    """A box of text, each text a paragraph, `apart` lines between them; nothing for no words."""
    if not any(texts):
        return
    size, cut = _fitting(texts, box, sizes, apart)
    shape = page.shapes.add_textbox(*(Inches(x) for x in box))
    _write(shape.text_frame, cut, size, colour, bold=bold, align=align, apart=apart)


def _write(
    frame: Any,
    texts: Sequence[str],
    size: int,
    colour: str,
    *,
    bold: bool,
    align: Any = PP_ALIGN.LEFT,
    apart: float = 0,
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = align
        paragraph.line_spacing = 1.0
        if i:
            paragraph.space_before = Pt(size * apart)
        run = paragraph.add_run()
        run.text = text
        run.font.name, run.font.size, run.font.bold = FONT, Pt(size), bold
        run.font.color.rgb = _colour(colour)


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _colour(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _hatch(fill: Any, colour: str = LIGHT.not_reported) -> None:
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = _colour(colour), _colour(LIGHT.paper)
