"""What a slide is: its finding, what it shows, and the sizes at which all of it fits, the same on screen and in a file.

Measures are those of the deck, inches and points; on the screen a slide is the same box, drawn larger. How many lines
a text takes is an estimate that errs on the wide side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from dashboard.i18n import Translator
from dashboard.query.addresses import opens_elsewhere
from dashboard.query.selection import Selection
from dashboard.telling import wording
from dashboard.telling.headline import Cell

WIDTH, HEIGHT = 13.333, 7.5  # inches
SIDE = 0.6  # left and right of everything but the map
INNER = WIDTH - 2 * SIDE
TITLE_TOP, BOTTOM = 0.68, 6.82  # of the title, and of what stands above the foot
GUTTER = 0.5  # between two columns
CODE = 2.1  # the side of a QR code
LEAST = 18  # points: the smallest letters of a slide, but for its foot
TITLES = (36, 34, 32, 30, 28, 26, 24)  # the largest that is one line, else two lines of the 30 or less
SENTENCES = (28, 26, 24, 22, 20, 18)
LABELS = (24, 22, 20, 18)
SHARE = 0.42  # of a chart's width that its labels take at most
ARIAL, OURS = 0.54, 0.465  # a letter's width in the deck, and in the page's own narrower typeface, by its size
BOLD = 0.87  # of a line's room is left for bold letters, which are wider
APART = 0.42  # lines between two sentences

Body = Literal["opening", "numbers", "map", "list", "chart"]
Nothing = Literal["silent", "told"]  # instead of a slide: the report says nothing of it here, or another slide tells it


@dataclass(frozen=True)
class Line:
    """One sentence, and what qualifies it: where, when, by whom, of whom."""

    text: str
    aside: str = ""


@dataclass(frozen=True)
class Series:
    """One run of bars: a column of the slide's rows, its name for the reader, its role of colour."""

    column: str
    name: str
    role: str  # accent, second or third: a colour of `theme.Palette`


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide in the reader's language.

    `body` is what it shows under its title. Bars are drawn from `rows` and `series`; the columns `code` and `label` key
    and name a row. A row with the code `not_reported` stands for what the report does not say, and is hatched.
    """

    id: str
    name: str  # for a list of slides: "Map"
    body: Body
    title: str  # what it shows, in a sentence
    view: str  # what is looked at, without the filters' names: "Naloxone · 5 actions"
    speaker: str  # filter sentence, n, what is not reported, source and link
    source: str  # of the foot: "Source: ENPUD 2019"
    link: str  # the view's address; "" where nobody else could open it
    size: int = LEAST  # points of the sentences, or of the bars' labels
    screen_size: int = LEAST  # the same on the screen, whose typeface is narrower
    columns: tuple[tuple[Line, ...], ...] = ()
    rows: pd.DataFrame | None = None
    share: float = SHARE  # of the width that the bars' labels take
    series: tuple[Series, ...] = ()
    cells: tuple[Cell, ...] = ()
    below: str = ""  # under all that: how many more there are, what is not reported, how to read it
    has_code: bool = False  # the address stands on it as a QR code too

    @property
    def title_size(self) -> int:
        """The title's size in points."""
        return title_size(self.title)

    @property
    def top(self) -> float:
        """Where what it holds begins, in inches."""
        return top_under(self.title)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its sentences in the order of reading."""
        return tuple(line for column in self.columns for line in column)


@dataclass(frozen=True)
class Entry:
    """One line of the list of slides."""

    id: str
    name: Callable[[Translator], str]
    make: Callable[[Maker], Slide | Nothing]


@dataclass(frozen=True)
class Maker:
    """What a slide needs of its view."""

    selection: Selection
    t: Translator
    link: str
    id: str
    name: str
    without: tuple[str, ...] = ()  # the names of the slides on which the report is silent

    def slide(
        self,
        title: str,
        silent: str,
        *,
        body: Body,
        speaker: tuple[str, ...] = (),
        view: str | None = None,
        **content: Any,
    ) -> Slide:
        """A slide; `silent` says what is not reported, `speaker` what else the speaker may want to say."""
        s, t = self.selection, self.t
        n = t.n("{n} action", "{n} actions", len(s))
        subject = wording.subject(s, t)
        parts = [
            *speaker,
            f"{t('Filters')}: {s.filters.describe(s.dataset, t)}",
            t.n("n = {n} action", "n = {n} actions", len(s)),
            f"{t('Not reported')}: {silent}" if silent else t("Everything here is reported."),
            f"{t('Source')}: {wording.source(s, t)}",
            f"{t('Link to this view')}: {self.link}",
        ]
        return Slide(
            self.id,
            self.name,
            body,
            title,
            (f"{subject} · {n}" if subject else n) if view is None else view,
            "\n".join(parts),
            t("Source: {source}", source=wording.short_source(s)),
            self.link if opens_elsewhere(self.link) else "",
            **content,
        )

    def listed(
        self,
        title: str,
        silent: str,
        lines: Sequence[Line],
        *,
        of: int | None = None,
        most: int | None = None,
        columns: int = 1,
        notes: Sequence[str] = (),
        **content: Any,
    ) -> Slide:
        """A slide of sentences: as many as have room, `most` at most, and how many more of `of` there are."""
        total, t = len(lines) if of is None else of, self.t
        shown = list(lines)[:most]
        width = INNER - (CODE + GUTTER if content.get("has_code") else 0)
        while True:
            left = total - len(shown)
            more = t("and {n} more", n=t.number(left)) if left else ""
            below = " · ".join(filter(None, (more, *notes)))
            size, set_out = fitted(shown, width, BOTTOM - top_under(title) - foot_height(below), columns)
            if set_out or len(shown) == 1:
                break
            shown.pop()
        set_out = set_out or ((shown[0],),)
        on_screen = fitted(shown, width, BOTTOM - top_under(title) - foot_height(below), columns, OURS)[0]
        content["screen_size"] = max(size, on_screen)
        return self.slide(title, silent, body="list", size=size, columns=set_out, below=below, **content)

    def charted(
        self,
        title: str,
        silent: str,
        *,
        rows: pd.DataFrame,
        code: str,
        label: str = "label",
        notes: Sequence[str] = (),
        **content: Any,
    ) -> Slide:
        """A slide of bars; `code` and `label` are the columns that key and name a row."""
        below = " · ".join(filter(None, notes))
        high = (BOTTOM - top_under(title) - foot_height(below)) / max(len(rows), 1)
        labels = [str(text) for text in rows[label]]
        size = label_size(labels, INNER * SHARE, high)
        share = min(SHARE, max(width_of(text, size) for text in labels) / INNER + 0.03)
        named = rows.rename(columns={code: "code", label: "label"})
        content |= {"size": size, "screen_size": size, "share": share}
        return self.slide(title, silent, body="chart", rows=named, below=below, **content)


# ---- what fits ----------------------------------------------------------------------------------


def width_of(text: str, size: float, letter: float = ARIAL) -> float:
    """The inches that a text takes on one line at a size in points, on the safe side."""
    wider = sum(c.isupper() for c in text) + sum("а" <= c.lower() <= "я" for c in text)
    return (len(text) + wider * 0.1) * size * letter / 72


def lines_of(text: str, size: float, width: float, letter: float = ARIAL) -> int:
    """How many lines a text takes at a size in points in a box of so many inches, on the safe side."""
    used, count, space = 0.0, 1, width_of(" ", size, letter)
    for word in text.split(" "):
        length = width_of(word, size, letter)
        if used and used + space + length > width:
            count, used = count + 1, 0.0
        if length > width:  # a word longer than a line is broken
            count += math.ceil(length / width) - 1
        used += length + (space if used else 0)
    return count


def title_size(title: str) -> int:
    """The size in points of a title: of one line where that can be, else of two."""
    fits = [(size, lines_of(title, size, INNER * BOLD)) for size in TITLES]
    one = [size for size, many in fits if many == 1]
    two = [size for size, many in fits if many == 2 and size <= 30]
    return next(iter([*one, *two]), TITLES[-1])


def top_under(title: str) -> float:
    """Where a slide's own begins under its title, in inches."""
    size = title_size(title)
    return TITLE_TOP + min(2, lines_of(title, size, INNER * BOLD)) * size * 1.2 / 72 + 0.22


def height_of(text: str, size: float, width: float, letter: float = ARIAL) -> float:
    """The inches that a text takes; none for no text."""
    return lines_of(text, size, width, letter) * size * 1.2 / 72 if text else 0.0


def foot_height(below: str) -> float:
    """The inches that stand under a slide's sentences, bars or map."""
    return height_of(below, LEAST, INNER) + (0.12 if below else 0)


def fitted(
    lines: Sequence[Line], width: float, height: float, columns: int, letter: float = ARIAL
) -> tuple[int, tuple[tuple[Line, ...], ...]]:
    """The largest size at which the sentences fit so many columns, and which stand in which; none where none do."""
    wide = (width - GUTTER * (columns - 1)) / columns
    for size in SENTENCES:
        heights = [line_height(line, size, wide, letter) for line in lines]
        set_out: list[list[Line]] = [[]]
        used = 0.0
        half = sum(heights) / columns  # so that no column is full while the next is empty
        for line, high in zip(lines, heights, strict=True):
            if set_out[-1] and used + high / 2 > half and len(set_out) < columns:
                set_out.append([])
                used = 0.0
            used += high
            if used > height + APART * size * 1.2 / 72:
                break
            set_out[-1].append(line)
        else:
            return size, tuple(map(tuple, set_out))
    return SENTENCES[-1], ()


def line_height(line: Line, size: int, width: float, letter: float = ARIAL) -> float:
    """The inches that a sentence takes with what qualifies it and the room under it."""
    told = height_of(line.text, size, width, letter) + height_of(line.aside, LEAST, width, letter)
    return told + APART * size * 1.2 / 72


def label_size(labels: Sequence[str], width: float, height: float) -> int:
    """The largest size in points at which every label fits its row of bars."""
    for size in LABELS:
        if all(height_of(label, size, width - 0.2) <= height * 0.97 for label in labels):
            return size
    return LABELS[-1]
