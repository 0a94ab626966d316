"""What fits a sheet of paper: items, sections, tables, and how many of them have room.

The number of lines that a text takes is an estimate that errs on the long side: the sheet is never more than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.i18n import Translator
from dashboard.telling.slide import lines_of

SIZE, COLUMN = 8.6, 3.4  # points of the letters, and inches of half the page's width
LETTER = 0.46  # a letter's width by its size, in the page's typeface; the Word file has wider ones and a smaller size
LINE = 58  # characters of a line of half the page's width, about


@dataclass(frozen=True)
class Item:
    """One thing told: `under` is a heading that neighbours may share, `aside` is what qualifies the text."""

    text: str
    aside: str = ""
    under: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the brief: its items, how many more there are, or in words that there are none."""

    title: str
    items: tuple[Item, ...] = ()
    left: int = 0  # items that found no room
    more: str = ""  # the same in words: "and 3 more"
    note: str = ""  # how to read it; without items, that there are none


@dataclass(frozen=True)
class Table:
    """What happened, in rows: actions, or countries where the actions are too many for a page."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 0
    more: str = ""


def shared(needs: Sequence[int], room: int) -> list[int]:
    """The room shared fairly: who needs less than an equal share leaves the rest to the others."""
    given = [0] * len(needs)
    for done, i in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        given[i] = min(needs[i], room // (len(needs) - done))
        room -= given[i]
    return given


def lines_in(section: Section) -> int:
    """The lines that all items of a section take."""
    total, before = lines(section.note), ""
    for item in section.items:
        total += _height(item, before)
        before = item.under
    return total + (1 if section.left else 0)


def fitting(section: Section, room: int) -> int:
    """How many items of a section fit in so many lines, one at least; the last line may say how many more there are."""
    if lines_in(section) <= room:
        return len(section.items)
    kept, used, before = 0, 1 + lines(section.note), ""
    for item in section.items:
        high = _height(item, before)
        if kept and used + high > room:
            break
        kept, used, before = kept + 1, used + high, item.under
    return kept


def cut(section: Section, kept: int, t: Translator) -> Section:
    """The section with so many of its items; the others are counted."""
    left = section.left + len(section.items[kept:])
    more = t("and {n} more", n=t.number(left)) if left else ""
    return replace(section, items=section.items[:kept], left=left, more=more)


def lines(text: str, width: float = COLUMN) -> int:
    """How many lines a text takes in a column of so many inches; none for no text."""
    return lines_of(text, SIZE, width, LETTER) if text else 0


def _height(item: Item, before: str) -> int:
    """The lines that an item takes under a heading that stands there already."""
    heading = lines(item.under) if item.under != before else 0
    return heading + lines(f"{item.text} {item.aside}".strip())


def grown(filled: float) -> float:
    """How much larger the letters of a sheet may be that is filled so far: larger letters take more lines, too."""
    factor = (1 / max(filled, 0.01)) ** 0.42
    return round(min(factor, 1.2), 2) if factor > 1.06 else 1.0
