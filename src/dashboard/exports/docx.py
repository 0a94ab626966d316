"""The brief as a Word file, for those who will edit it: headings, lists and tables of Word itself, A4."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from dashboard.exports import citation
from dashboard.exports.packing import packed_again
from dashboard.i18n import Translator, record
from dashboard.query.selection import Selection
from dashboard.telling import brief, paper, qr
from dashboard.telling.brief import Brief
from dashboard.telling.paper import Item, Section, Table
from dashboard.theme import LIGHT

FONT = "Arial"  # on every ordinary machine, Cyrillic included
SIZE = 7.5  # points of the letters of a full sheet; Arial looks larger than it measures
WIDTH, HEIGHT, MARGIN, TOP = 210, 297, 12, 9  # millimetres
INNER = WIDTH - 2 * MARGIN
TABLE_SHARES = (0.17, 0.23, 0.43, 0.17)


def render(selection: Selection, t: Translator, link: str) -> bytes:
    """The brief of a selection.

    Raises NothingSelected where there is no action.
    """
    told = brief.brief(selection, t, link, citation.plain(selection, t, link))
    document = docx.Document()
    _page(document)
    size = SIZE * paper.grown(told.filled)
    _styles(document, t.language, size)
    _describe(document, told, selection, t)
    _line(document, told.kind, "Aside")
    document.add_heading(told.title, 1)
    _line(document, told.sentence, "Aside")
    _numbers(document, told)
    _line(document, "", "Gap")
    _top(document, told, selection, t)
    document.add_heading(told.happened.title, 2)
    _happened(document, told.happened)
    _line(document, "", "Gap")  # Word takes two tables without a paragraph between them for one
    _flow(document, told.columns)
    _line(document, "", "Gap")
    holder: Any = document
    if picture := qr.png(told.link):  # beside the source, for those who hold the sheet in their hands
        table = document.add_table(1, 2)
        _set_out(table, [0.89, 0.11], ())
        holder, code = table.rows[0].cells
        _first(code).add_run().add_picture(io.BytesIO(picture), width=Mm(17))
    for label, text in (
        (t("Source"), told.source),
        (t("How to cite"), told.citation),
        (t("Link to this view"), told.link),
    ):
        foot = holder.add_paragraph(style="Foot")
        foot.add_run(f"{label}: ").bold = True
        foot.add_run(text)
    packed = io.BytesIO()
    document.save(packed)
    return packed_again(packed.getvalue(), selection.dataset.updated)


# ---- parts of the page --------------------------------------------------------------------------


def _numbers(document: Document, told: Brief) -> None:
    many = len(told.numbers)
    table = document.add_table(1, many)
    last = 0.36  # the people need more words than the others
    _set_out(table, [(1 - last) / (many - 1)] * (many - 1) + [last], ("top", "bottom"))
    for cell, number in zip(table.rows[0].cells, told.numbers, strict=True):
        first = _first(cell, "Number")
        first.add_run(number.value)
        cell.add_paragraph(number.unit)
        if number.aside:
            cell.add_paragraph(number.aside, style="Aside")


def _top(document: Document, told: Brief, selection: Selection, t: Translator) -> None:
    """The map, and beside it who acted."""
    table = document.add_table(1, 2)
    _set_out(table, [0.5, 0.5], ())
    left, right = table.rows[0].cells
    picture = io.BytesIO(brief.map_picture(selection, t))
    shape = _first(left).add_run().add_picture(picture, width=Inches(brief.MAP_INCHES[0] - 0.1))
    for side in ("distT", "distB", "distL", "distR"):  # else some programs keep text an eighth of an inch away
        shape._inline.set(side, "0")
    words = shape._inline.docPr  # for those who hear the page: what the picture shows
    words.set("name", t("Map"))
    words.set("descr", brief.map_words(selection, t))
    _first(right, "Heading 2").add_run(told.acted.title)
    if told.acted.note:
        right.add_paragraph(told.acted.note, style="Aside")
    for block in _items(told.acted.items, "Normal"):
        _write(right, block)


def _happened(document: Document, told: Table) -> None:
    table = document.add_table(1 + len(told.rows), len(told.columns))
    _set_out(table, list(TABLE_SHARES), ("bottom", "insideH"))
    # `table.cell` looks the whole table through for each cell.
    for row, texts in zip(table.rows, (told.columns, *told.rows), strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            _first(cell).add_run(text).bold = texts is told.columns or None
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if told.more:
        _line(document, told.more, "Aside")


def _flow(document: Document, sections: Iterable[Section]) -> None:
    """The sections in two columns of one table: programs differ in how they balance columns of text."""
    told = [block for section in sections for block in _blocks(section)]
    whole = sum(block.lines for block in told)
    cut, used, best = len(told), 0.0, whole
    for i, block in enumerate(told):  # the cut that leaves the columns most alike
        torn = block.joined or (i > 0 and told[i - 1].leads)
        if not torn and abs(whole - 2 * used) < best:
            cut, best = i, abs(whole - 2 * used)
        used += block.lines
    table = document.add_table(1, 2)
    _set_out(table, [0.5, 0.5], ())
    for cell, blocks in zip(table.rows[0].cells, (told[:cut], told[cut:]), strict=True):
        for block in blocks:
            _write(cell, block)
        if len(cell.paragraphs) > 1:  # the empty one that every cell begins with
            cell._tc.remove(cell.paragraphs[0]._p)
            cell.paragraphs[0].paragraph_format.space_before = Pt(0)


@dataclass(frozen=True)
class Block:
    """A paragraph in one of our styles, and what may not be torn from it."""

    style: str
    text: str
    aside: str = ""
    leads: bool = False  # to what follows
    joined: bool = False  # to what goes before

    @property
    def lines(self) -> float:
        """About how many lines it takes in half the page's width."""
        extra = 0.7 if self.style == "Heading 2" else 0.1
        return math.ceil((len(self.text) + len(self.aside) + 1) / paper.LINE) + extra


def _blocks(section: Section) -> Iterator[Block]:
    yield Block("Heading 2", section.title, leads=True)
    if section.note:
        yield Block("Aside", section.note, leads=bool(section.items), joined=True)
    yield from _items(section.items, "List Bullet")
    if section.more:
        yield Block("Aside", section.more, joined=True)


def _items(items: Iterable[Item], style: str) -> Iterator[Block]:
    under = ""
    for item in items:
        if item.under and item.under != under:
            yield Block("Heading 3", item.under, leads=True)
        under = item.under
        yield Block(style, item.text, item.aside)


def _write(holder: Document | _Cell, block: Block) -> None:
    paragraph = holder.add_paragraph(style=block.style)
    paragraph.add_run(block.text)
    paragraph.paragraph_format.keep_with_next = block.leads or None
    if block.aside:
        aside = paragraph.add_run(f" {block.aside}")
        aside.font.color.rgb = _colour(LIGHT.muted)


def _line(document: Document, text: str, style: str) -> Paragraph:
    return document.add_paragraph(text, style=style)


def _first(cell: _Cell, style: str = "Normal") -> Paragraph:
    """The paragraph that every cell has already."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    return paragraph


# ---- how it looks -------------------------------------------------------------------------------


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(TOP)
    section.header_distance = section.footer_distance = Mm(5)


def _styles(document: Document, language: str, size: float) -> None:
    """Our own fonts, sizes and colours in Word's own styles, so that what people add looks alike."""
    looks: dict[str, dict[str, Any]] = {
        "Normal": {"size": size, "colour": LIGHT.ink},
        "Heading 1": {"size": 18, "colour": LIGHT.ink, "bold": True, "after": 1},
        "Heading 2": {"size": 10, "colour": LIGHT.accent, "bold": True, "before": 4, "after": 1},
        "Heading 3": {"size": size, "colour": LIGHT.ink, "bold": True, "before": 1.5},
        "List Bullet": {"size": size, "colour": LIGHT.ink, "after": 0.5},
        "Number": {"size": 13, "colour": LIGHT.accent, "bold": True, "before": 2},
        "Aside": {"size": size - 0.5, "colour": LIGHT.muted},
        "Foot": {"size": 7, "colour": LIGHT.ink},
        "Gap": {"size": 4, "colour": LIGHT.ink},
    }
    for name, look in looks.items():
        if name not in document.styles:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(look["size"])
        style.font.bold, style.font.color.rgb = look.get("bold", False), _colour(look["colour"])
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 0))
        form.line_spacing = 1.0
        form.keep_with_next = name.startswith("Heading")
    bullets = document.styles["List Bullet"].paragraph_format
    bullets.left_indent, bullets.first_line_indent = Mm(3.5), Mm(-3.5)
    bullets.tab_stops.add_tab_stop(Mm(3.5))
    spoken = document.styles.element.xpath("//w:rPrDefault/w:rPr/w:lang")[0]
    spoken.set(qn("w:val"), record(language).spelling)


def _set_out(table: WordTable, shares: list[float], rules: tuple[str, ...]) -> None:
    """Gives a table its columns' widths, its rules, and as much room as the page has."""
    table.autofit = False
    widths = [Mm(INNER * share) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))  # Word reads these in one order only
    if rules:
        borders = OxmlElement("w:tblBorders")
        for side in rules:
            colour = LIGHT.border.lstrip("#")
            borders.append(_element(side, val="single", sz="4", space="0", color=colour))
        layout.addprevious(borders)
    margins = OxmlElement("w:tblCellMar")
    margins.append(_element("left", w="0", type="dxa"))
    margins.append(_element("right", w="113", type="dxa"))
    layout.addnext(margins)


def _element(name: str, **attributes: str) -> Any:
    """An element of Word's own with its attributes."""
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


# ---- nothing that tells when it was made ---------------------------------------------------------


def _describe(document: Document, told: Brief, selection: Selection, t: Translator) -> None:
    d = selection.dataset
    day = dt.datetime(d.updated.year, d.updated.month, d.updated.day)
    facts = document.core_properties
    facts.title, facts.subject, facts.language = (
        f"{told.kind}: {told.title}"[:250],
        told.sentence[:250],
        t.language,
    )
    facts.author = facts.last_modified_by = d.title("package")[:250]
    facts.created = facts.modified = facts.last_printed = day
    facts.revision, facts.version, facts.keywords, facts.comments = 1, d.version, "", ""
