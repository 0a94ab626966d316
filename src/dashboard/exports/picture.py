"""A chart or the map as a picture that goes out alone: laid out for itself, with title, filters, source and link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import maps
from dashboard.exports.sheet import SHAPES, Sheet
from dashboard.i18n import Translator
from dashboard.query.selection import NothingSelected, Selection
from dashboard.telling import charts, wording
from dashboard.telling.charts import Bars, Drawing, Grid, Row, Words
from dashboard.theme import LIGHT, mix, text_on

EDGE = 48  # pixels around everything
TITLE, NOTE, FOOT = 36, 20, 15  # sizes of text
LINE = 1.28  # of a line of text, in its size
SIZES = (30, 26, 23, 21, 19, 17, 15, 14)  # of labels, the largest with which all rows fit
TEXT = 18  # of keys and sentences
GAP = 0.25  # between rows, in the size of their text
THICKEST = 44  # of a bar
TALLEST = 76  # of a row
BIG = (84, 68, 54, 42, 34, 28)  # of figures in their own words
SQUARE = 22
MAP_TEXT = 1.5  # how much larger the names on the map are than in a picture that fills a screen
MAP = "map"  # the key of the picture that is no chart
KINDS = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Box:
    """The part of a sheet that the drawing may take."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top


def drawn() -> tuple[str, ...]:
    """What there are pictures of."""
    return (*(key for key, chart in charts.CHARTS.items() if chart.drawn is not None), MAP)


def render(key: str, selection: Selection, t: Translator, link: str, shape: str = "wide", kind: str = "png") -> bytes:
    """The picture of a chart of `charts.CHARTS`, or of the map, in one of SHAPES and KINDS.

    Raises KeyError where `drawn` has no such picture, and NothingSelected where there is nothing to draw.
    """
    if key not in drawn():
        raise KeyError(key)
    told = None if key == MAP else charts.told(key, selection, t)
    if not len(selection) or (told is not None and (told.frame.empty or _is_empty(told.drawing()))):
        raise NothingSelected(t("Nothing to show with these filters."))
    sheet = Sheet(SHAPES[shape], LIGHT)
    title = told.title if told else wording.where(selection, t)
    source = charts.source(selection, t, link)
    notes = [charts.view_note(selection, t), *([told.note] if told and told.note else [])]
    box = _around(sheet, title, " · ".join(notes), source)
    if told is not None:
        _draw(sheet, told.drawing(), box, t)
        return sheet.svg(title, source) if kind == "svg" else sheet.png()
    return _with_map(sheet, box, selection, t, title, source, kind)


def _is_empty(drawing: Drawing) -> bool:
    match drawing:
        case Bars():
            return not (drawing.rows or drawing.rest)
        case Grid():
            return not (drawing.rows and drawing.columns)
        case Words():
            return not (drawing.items or drawing.squares)


def _around(sheet: Sheet, title: str, note: str, source: str) -> Box:
    """Writes what stands over and under the drawing; what is left for it."""
    room, y = sheet.width - 2 * EDGE, EDGE - 6.0
    for text, size, bold, role in ((title, TITLE, True, "ink"), (note, NOTE, False, "muted")):
        for line in sheet.wrapped(text, size, room, bold):
            y += size * LINE
            sheet.text(EDGE, y - size * 0.25, line, size, role, bold)
    lines = sheet.wrapped(source, FOOT, room)
    foot = sheet.height - EDGE / 2 - len(lines) * FOOT * LINE
    for i, line in enumerate(lines):
        sheet.text(EDGE, foot + (i + 0.8) * FOOT * LINE, line, FOOT, "muted")
    sheet.box(EDGE, foot - 8, room, 1, "line")
    return Box(EDGE, y + 18, sheet.width - EDGE, foot - 22)


def _draw(sheet: Sheet, drawing: Drawing, box: Box, t: Translator) -> None:
    match drawing:
        case Bars():
            _bars(sheet, drawing, box, t)
        case Grid():
            _grid(sheet, drawing, box, t)
        case Words():
            _words(sheet, drawing, box, t)


def _labels(sheet: Sheet, labels: Sequence[str], width: float, height: float) -> tuple[int, list[list[str]]]:
    """The largest size with which these labels, a row each, fit into width and height, and their lines."""
    for size in (size for size in SIZES if size < max(SIZES[-1] + 1, height / 21)):
        lines = [sheet.wrapped(label, size, width) for label in labels]
        if sum(max(1, len(of)) * size * LINE + size * GAP for of in lines) <= height:
            return size, lines
    return SIZES[-1], [sheet.wrapped(label, SIZES[-1], width) for label in labels]


def _heights(lines: Sequence[Sequence[str]], size: int, height: float) -> list[float]:
    """How high each row is: as its label needs, and up to the tallest where there is room; only rows that fit."""
    least = [len(of) * size * LINE + size * GAP for of in lines]
    spare = max(0.0, height - sum(least)) / max(1, len(least))
    heights = [max(low, min(TALLEST, low + spare)) for low in least]
    total, fit = 0.0, 0
    for high in heights:
        total += high
        if total > height + 0.5:
            break
        fit += 1
    return heights[:fit]


def _label(sheet: Sheet, x: float, middle: float, lines: Sequence[str], size: int) -> None:
    """A label that ends at `x`, its lines around the middle of the row."""
    step = size * LINE * 0.9
    for i, line in enumerate(lines):
        at = middle + (i - (len(lines) - 1) / 2) * step + size * 0.34
        sheet.text(x, at, line, size, align="right")


def _more(sheet: Sheet, x: float, y: float, rest: int, t: Translator) -> None:
    """Says below `y` what found no room."""
    if rest > 0:
        sheet.text(x, y + SIZES[-1] * 1.2, t.n("and {n} more", "and {n} more", rest), SIZES[-1], "muted")


def _bars(sheet: Sheet, drawing: Bars, box: Box, t: Translator) -> None:
    rows = drawing.rows
    if drawing.signs:
        box = _key(sheet, drawing.signs, box)
    if drawing.rest:
        lines = sheet.wrapped(drawing.rest, TEXT, box.width)
        box = Box(box.left, box.top, box.right, box.bottom - len(lines) * TEXT * LINE - 6)
        for i, line in enumerate(lines):
            sheet.text(box.left, box.bottom + 6 + (i + 0.8) * TEXT * LINE, line, TEXT)
    size, lines_of = _labels(sheet, [row.label for row in rows], box.width * 0.42, box.height)
    heights = _heights(lines_of, size, box.height)
    if len(heights) < len(rows):
        heights = _heights(lines_of, size, box.height - SIZES[-1] * 1.6)
    shown = rows[: len(heights)]
    if not shown:
        return
    start = box.left + max(sheet.measure(line, size) for of in lines_of[: len(shown)] for line in of) + 12
    longest = max(sum(n for n, _ in row.pieces) for row in shown)
    behind = max(sheet.measure(row.text, size) for row in shown) + 10
    unit = (box.right - start - behind) / max(1, longest)
    thick, y = min(THICKEST, min(heights) * 0.62), box.top
    for row, lines, height in zip(shown, lines_of, heights, strict=False):
        _bar(sheet, row, lines, size, start, y + height / 2, thick, unit)
        y += height
    _more(sheet, start, y, len(rows) - len(shown), t)


def _bar(
    sheet: Sheet, row: Row, lines: Sequence[str], size: int, start: float, middle: float, thick: float, unit: float
) -> None:
    _label(sheet, start - 12, middle, lines, size)
    x, top = start, middle - thick / 2 - (2 if row.thin else 0)
    for n, role in row.pieces:
        if n:
            sheet.box(x, top, n * unit, thick, role)
            x += n * unit
    if row.thin:
        sheet.box(start, top + thick, row.thin * unit, max(3.0, thick * 0.22), "second")
    sheet.text(x + 8, top + thick / 2 + size * 0.34, row.text, size)


def _key(sheet: Sheet, signs: Sequence[tuple[str, str]], box: Box) -> Box:
    """The key over the drawing; what is left below."""
    x, y, size = box.left, box.top, TEXT
    for role, words in signs:
        wide = sheet.measure(words, size) + size * 1.3
        if x > box.left and x + wide > box.right:
            x, y = box.left, y + size * 1.5
        sheet.box(x, y + size * 0.1, size * 0.8, size * 0.8, role)
        sheet.text(x + size * 1.15, y + size * 0.82, words, size)
        x += wide + size * 1.4
    return Box(box.left, y + size * 2.1, box.right, box.bottom)


def _grid(sheet: Sheet, drawing: Grid, box: Box, t: Translator) -> None:
    foot = TEXT * 1.7 if drawing.column_sums else 0.0
    heads_high = TEXT * 1.7
    room = box.height - heads_high - foot
    size, lines_of = _labels(sheet, drawing.rows, box.width * 0.3, room)
    heights = _heights(lines_of, size, room)
    if len(heights) < len(drawing.rows):
        heights = _heights(lines_of, size, room - SIZES[-1] * 1.6)
    start = box.left + max(sheet.measure(line, size) for of in lines_of[: len(heights)] for line in of) + 12
    sums = 1 if drawing.row_sums else 0
    columns = drawing.columns[: max(1, int((box.right - start) / 34) - sums)]
    cell = min(120.0, (box.right - start) / (len(columns) + sums))
    small = TEXT
    long = all(sheet.measure(name, small) <= cell - 6 for name, _ in columns)
    top = max(max(of[: len(columns)], default=0) for of in drawing.numbers)
    low, y = mix(LIGHT.paper, LIGHT.accent, 0.12), box.top + heads_high
    for j, (name, short) in enumerate(columns):
        sheet.text(start + (j + 0.5) * cell, y - small * 0.6, name if long else short, small, align="center")
    if sums:
        sheet.text(start + (len(columns) + 0.5) * cell, y - small * 0.6, t("all"), small, "muted", align="center")
    for i, height in enumerate(heights):
        middle = y + height / 2
        _label(sheet, start - 12, middle, lines_of[i], size)
        for j in range(len(columns)):
            n = drawing.numbers[i][j]
            at = start + j * cell
            fill = mix(low, LIGHT.accent, n / top)
            if n:
                sheet.box(at + 1, y + 1, cell - 2, height - 2, fill)
            ink = text_on(fill, LIGHT) if n else "muted"
            sheet.text(at + cell / 2, middle + size * 0.34, t.number(n) if n else "·", size, ink, align="center")
        if sums:
            at = start + (len(columns) + 0.5) * cell
            sheet.text(at, middle + size * 0.34, t.number(drawing.row_sums[i]), size, bold=True, align="center")
        y += height
    for j, n in enumerate(drawing.column_sums[: len(columns)]):
        sheet.text(start + (j + 0.5) * cell, y + foot * 0.75, t.number(n), size, bold=True, align="center")
    _more(sheet, box.left, y, len(drawing.rows) - len(heights), t)


def _words(sheet: Sheet, drawing: Words, box: Box, t: Translator) -> None:
    """The figures in their own words, as large as there is room for, then the squares."""
    small, side = SIZES[3], SQUARE * (1 if box.height < box.width / 2 else 1.6)
    across = int(box.width / (side * 1.3))
    squares = min(drawing.squares, across * 6)
    below = (small * 1.8 + -(-squares // across) * side * 1.3) if squares else 0.0

    def high(words: str, of: str, size: float) -> float:
        lines = len(sheet.wrapped(words, size, box.width, True)) * size * 1.15
        return lines + len(sheet.wrapped(of, small, box.width)) * small * LINE + size * 0.5

    room = box.height - below
    fits = (size for size in BIG if sum(high(words, of, size) for words, of in drawing.items) <= room)
    big, y = next(fits, BIG[-1]), box.top
    for told, (words, of) in enumerate(drawing.items):
        if y + high(words, of, big) > box.top + room:
            _more(sheet, box.left, y, len(drawing.items) - told, t)
            break
        for line in sheet.wrapped(words, big, box.width, True):
            y += big * 1.15
            sheet.text(box.left, y - big * 0.25, line, big, "accent", True)
        for line in sheet.wrapped(of, small, box.width):
            y += small * LINE
            sheet.text(box.left, y - small * 0.2, line, small)
        y += big * 0.5
    if not squares:
        return
    y = max(y, box.bottom - below) if drawing.items and box.height < box.width / 2 else y + small
    sheet.text(box.left, y + small * 0.9, drawing.said, small)
    for i in range(squares):
        row, column = divmod(i, across)
        sheet.box(box.left + column * side * 1.3, y + small * 1.6 + row * side * 1.3, side, side, "not_reported")


def _with_map(sheet: Sheet, box: Box, selection: Selection, t: Translator, title: str, source: str, kind: str) -> bytes:
    """The sheet with the map in its box."""
    size = (box.width / 72 / MAP_TEXT, box.height / 72 / MAP_TEXT)
    if kind == "png":
        dots = round(72 * MAP_TEXT) * sheet.shape.scale
        sheet.image(maps.of(selection, t, LIGHT, size=size, dpi=dots), box.left, box.top)
        return sheet.png()
    drawn = maps.of(selection, t, LIGHT, size=size, vector=True).decode()
    inner = drawn[drawn.index("<svg") :]
    placed = f'<svg x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    inner = re.sub(r'^<svg ([^>]*?)height="[^"]*"', r"<svg \1", inner, count=1)
    inner = re.sub(r'^<svg ([^>]*?)width="[^"]*"', r"<svg \1", inner, count=1)
    inner = inner.replace("<svg", placed, 1)
    whole = sheet.svg(title, source).decode()
    return whole.replace("</svg>", f"{inner}</svg>", 1).encode()
