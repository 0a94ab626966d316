"""The slides of a view as a PowerPoint file: native charts that can be edited, a map, notes for the speaker.

Wide format (16:9), Arial throughout: it is on every ordinary machine, Cyrillic included. Sizes of text are
chosen so that everything fits its box, by an estimate that errs on the wide side.
"""

from __future__ import annotations

import datetime as dt
import io
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
from dashboard.telling import qr
from dashboard.telling.slide import (
    APART,
    BOLD,
    BOTTOM,
    CODE,
    GUTTER,
    HEIGHT,
    INNER,
    LEAST,
    SIDE,
    TITLE_TOP,
    WIDTH,
    Line,
    Slide,
    foot_height,
    height_of,
    lines_of,
)
from dashboard.telling.slides import slides
from dashboard.theme import LIGHT, Palette

LONGEST = 100  # characters of a label; a longer one ends in an ellipsis
MAP_SCALE = 1.4  # the map is drawn smaller and shown larger, for the sake of its words
MAP_DPI = 240
FOOT = 14  # points

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
        _foot(page, slide, f"{number} / {len(shown)}")
        page.notes_slide.notes_text_frame.text = slide.speaker
    _describe(deck, selection, t, shown[-1].view if shown else "")
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
    _text(page, [slide.view], (SIDE, 0.3, INNER, 0.36), (LEAST,), LIGHT.accent, bold=True)
    _title(
        page, slide.title, (SIDE, TITLE_TOP, INNER, slide.top - TITLE_TOP - 0.1), (slide.title_size,), MSO_ANCHOR.TOP
    )
    match slide.body:
        case "list":
            _sentences(page, slide)
        case "numbers":
            _cells(page, slide)
        case "map":
            _map(page, slide, selection, t)
        case "chart":
            _chart(page, slide, (SIDE, slide.top, INNER, BOTTOM - slide.top - foot_height(slide.below)), t)
        case _:
            assert_never(slide.body)
    if slide.below:
        high = height_of(slide.below, LEAST, INNER)
        _text(page, [slide.below], (SIDE, BOTTOM - high, INNER, high), (LEAST,), LIGHT.muted)
    if slide.has_code:
        _code(page, slide, slide.top)


def _opening(page: Page, slide: Slide) -> None:
    bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(SIDE), Inches(1.1), Inches(1.3), Inches(0.09))
    _fill(bar, LIGHT.accent)
    wide = INNER - (CODE + GUTTER if slide.has_code else 0)
    _text(page, [slide.view], (SIDE, 1.25, wide, 0.62), (24, 22, 20, LEAST), LIGHT.accent, bold=True)
    size = _fitting([slide.title], (SIDE, 1.9, wide * BOLD, 2.4), (66, 60, 54, 48, 44, 40, 36, 32), 0)[0]
    high = height_of(slide.title, size, wide * BOLD)
    _title(page, slide.title, (SIDE, 1.9, wide, high), (size,), MSO_ANCHOR.TOP)
    counted, source = slide.lines
    top = 1.9 + high + 0.25
    _text(page, [counted.text], (SIDE, top, wide, 0.6), (28, 26, 24), LIGHT.ink)
    _text(page, [source.text], (SIDE, top + 0.8, wide, 1.3), (20, LEAST), LIGHT.muted)
    if slide.has_code:
        _code(page, slide, 1.35)


def _code(page: Page, slide: Slide, top: float) -> None:
    """The address as a QR code, at the right."""
    picture = io.BytesIO(qr.png(slide.link))
    shape = page.shapes.add_picture(picture, Inches(WIDTH - SIDE - CODE), Inches(top), Inches(CODE), Inches(CODE))
    shape._element.nvPicPr.cNvPr.set("descr", slide.link)
    shape.click_action.hyperlink.address = slide.link


def _cells(page: Page, slide: Slide) -> None:
    """Four numbers in a row and the people, who need more words, under them."""
    *small, people = slide.cells
    width = INNER / len(small)
    for i, cell in enumerate(small):
        left = SIDE + i * width
        _text(page, [cell.value], (left, 1.95, width - 0.2, 1.15), (72, 60, 48), LIGHT.accent, bold=True)
        _text(page, [cell.unit], (left, 3.1, width - 0.2, 0.45), (24, 20), LIGHT.ink)
        _text(page, [cell.aside], (left, 3.55, width - 0.2, 0.95), (LEAST,), LIGHT.muted)
    line = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(SIDE), Inches(4.6), Inches(INNER), Inches(0.015))
    _fill(line, LIGHT.line)
    _text(page, [people.value], (SIDE, 4.7, INNER, 0.95), (54, 44, 36), LIGHT.accent, bold=True)
    _text(page, [people.unit], (SIDE, 5.62, INNER, 0.45), (24, 20), LIGHT.ink)
    _text(page, [people.aside], (SIDE, 6.08, INNER, 0.75), (20, LEAST), LIGHT.muted)


def _map(page: Page, slide: Slide, selection: Selection, t: Translator) -> None:
    """The map from edge to edge."""
    picture = map_picture(selection, t, LIGHT, slide)
    shape = page.shapes.add_picture(io.BytesIO(picture), 0, Inches(slide.top), Inches(WIDTH))
    # For those who hear the slide: what the picture shows.
    shape._element.nvPicPr.cNvPr.set("descr", f"{slide.title}. {slide.view}")
    shape._element.nvPicPr.cNvPr.set("name", t("Map"))


def map_picture(selection: Selection, t: Translator, palette: Palette, slide: Slide) -> bytes:
    """The map of the cities in view as PNG, as wide as a slide and as high as this one has room."""
    size = (WIDTH / MAP_SCALE, (BOTTOM - slide.top - foot_height(slide.below)) / MAP_SCALE)
    return maps.of(selection, t, palette, size=size, dpi=MAP_DPI)


def _sentences(page: Page, slide: Slide) -> None:
    """Sentences with what qualifies them, in one column or two."""
    many = len(slide.columns)
    width = INNER - (CODE + GUTTER if slide.has_code else 0)
    wide = (width - GUTTER * (many - 1)) / many
    for i, column in enumerate(slide.columns):
        box = (SIDE + i * (wide + GUTTER), slide.top, wide, BOTTOM - slide.top - foot_height(slide.below))
        _lines(page, column, box, slide.size)


def _lines(page: Page, lines: Sequence[Line], box: Box, size: int) -> None:
    shape = page.shapes.add_textbox(*(Inches(x) for x in box))
    frame = shape.text_frame
    _margins(frame)
    for i, line in enumerate(lines):
        for text, points, colour in ((line.text, size, LIGHT.ink), (line.aside, LEAST, LIGHT.muted)):
            if text:
                paragraph = frame.paragraphs[0] if not frame.text else frame.add_paragraph()
                if i and text is line.text:
                    paragraph.space_before = Pt(size * APART * 1.2)
                _run(paragraph, text, points, colour)


def _foot(page: Page, slide: Slide, number: str) -> None:
    """Who says so, the address, and the slide's number."""
    said = f"{slide.source} · {slide.link.partition('://')[2]}" if slide.link else slide.source
    _text(page, [said], (SIDE, 6.98, INNER - 1.3, 0.3), (FOOT,), LIGHT.muted)
    _text(page, [number], (WIDTH - SIDE - 1.2, 6.98, 1.2, 0.3), (FOOT,), LIGHT.muted, align=PP_ALIGN.RIGHT)


# ---- charts -------------------------------------------------------------------------------------


def _chart(page: Page, slide: Slide, box: Box, t: Translator) -> None:
    """Horizontal bars in the slide's order, with a label in full for each and the number at its end."""
    assert slide.rows is not None
    rows, stacked = slide.rows, len(slide.series) > 1
    data = CategoryChartData(number_format="0")
    data.categories = [_label(label) for label in rows["label"]]
    for series in slide.series:
        data.add_series(series.name, [int(value) for value in rows[series.column]])
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = page.shapes.add_chart(kind, *(Inches(x) for x in box), data)
    frame.name = slide.name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{slide.title}. {slide.view}")
    chart: Chart = frame.chart
    chart.has_title = False
    chart.font.name, chart.font.color.rgb = FONT, _colour(LIGHT.ink)
    size = slide.size
    chart.font.size = Pt(size)
    chart.has_legend = stacked
    if stacked:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size, chart.legend.font.name = Pt(LEAST), FONT
    categories, values = chart.category_axis, chart.value_axis
    categories.reverse_order = True
    categories.format.line.color.rgb = _colour(LIGHT.line)
    categories.major_tick_mark = XL_TICK_MARK.NONE
    categories.tick_labels.font.size = Pt(size)
    values.visible, values.has_major_gridlines, values.minimum_scale = False, False, 0
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    most = max(1, int(rows[[s.column for s in slide.series]].sum(axis=1).max()))
    values.maximum_scale = most * (1.02 if stacked else 1.1)  # room behind the longest bar for its number
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = (45, 100) if stacked else (55, 0)
    plot.vary_by_categories = False
    top = min(0.5, 0.42 / box[3]) if stacked else 0.0
    _lay_out(chart, slide.share, top)
    for series, drawn in zip(slide.series, plot.series, strict=True):
        colour = getattr(LIGHT, series.role)
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = _colour(colour)
        drawn.invert_if_negative = False
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;", False
        labels.font.size, labels.font.bold, labels.font.name = Pt(size), True, FONT
        labels.font.color.rgb = _colour(LIGHT.paper if stacked else LIGHT.ink)
        labels.position = XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END
        for i, code in enumerate(rows["code"]):
            if code == NOT_REPORTED:
                _hatch(drawn.points[i].format.fill)
                drawn.points[i].format.line.color.rgb = _colour(LIGHT.not_reported)


def _label(text: str) -> str:
    """A row's label: not endless, and never a formula in the chart's workbook."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return f"'{short}" if short.startswith(("=", "{=")) else short


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


def _fitting(texts: Sequence[str], box: Box, sizes: Sequence[int], apart: float) -> tuple[int, list[str]]:
    """The largest of the sizes at which the texts fit the box; at the last one, texts cut to what does."""
    width, height = box[2] - 0.02, box[3]
    for size in sizes:
        needed = sum(lines_of(text, size, width) for text in texts) + apart * (len(texts) - 1)
        if needed * size * 1.2 / 72 <= height:
            return size, list(texts)
    size = sizes[-1]
    room = max(1, int(height * 72 / (size * 1.2) / max(1, len(texts))))
    cut = []
    for text in texts:
        while lines_of(text, size, width) > room and " " in text:
            text = text.removesuffix("…").rstrip().rsplit(" ", 1)[0] + "…"
        cut.append(text)
    return size, cut


def _title(page: Page, text: str, box: Box, sizes: Sequence[int], anchor: Any) -> None:
    """The slide's own title, which outlines and screen readers look for."""
    size, cut = _fitting([text], (box[0], box[1], box[2] * BOLD, box[3]), sizes, 0)
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Inches(x) for x in box)
    _write(shape.text_frame, cut, size, LIGHT.ink, bold=True)
    shape.text_frame.vertical_anchor = anchor


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
    _margins(frame)
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = align
        if i:
            paragraph.space_before = Pt(size * apart)
        _run(paragraph, text, size, colour, bold=bold)


def _margins(frame: Any) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _run(paragraph: Any, text: str, size: int, colour: str, *, bold: bool = False) -> None:
    paragraph.line_spacing = 1.0
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
