"""The brief of a view: one page (A4) on a country, a theme or any selection, for the hand and the file.

The screen, the print and the Word file tell the same. What does not fit is cut here, whole items at a
time, and counted: every section says how many more there are. The number of lines that a text takes is an
estimate that errs on the long side, so that the page is never more than one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import maps
from dashboard.i18n import Translator
from dashboard.numbers import demands, records, summaries
from dashboard.query.selection import NothingSelected, Selection
from dashboard.telling import typeset, wording
from dashboard.telling.headline import Cell, cells
from dashboard.theme import LIGHT, Palette

LINE = 54  # characters of a line of half the page's width
PAGE_LINES = 78  # lines of the two columns and the table together: what is left of A4 under head, map and foot
TABLE_LINE = 2.0  # lines of a column that one line of the table, as wide as both, takes
TABLE_LINES = 24  # of the table at most
FEW_ACTIONS = 12  # of several countries; more are told by country
TITLE_LINE, PLACES_LINE = 52, 26  # characters of a line in the table's columns
ACTED_LINES = 14  # beside the map
MANY = 24  # demands or outcomes of which a page can give no more than examples: they are counted first
MAP_INCHES = (3.55, 2.15)
MAP_SCALE = 1.25  # drawn so much larger than shown: its words are then as small as those around it
MAP_DPI = 220
# What changed something comes before what was only noticed, where not everything has room.
OUTCOMES_FIRST = (
    "agreement_with_institution",
    "network_formed",
    "dialogue_opened",
    "reply_due",
    "follow_up_planned",
)


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


@dataclass(frozen=True)
class Brief:
    """One page in the reader's language, ready to be laid out."""

    kind: str  # "Country brief"
    title: str
    sentence: str  # the filters in words, with n
    numbers: tuple[Cell, ...]
    happened: Table
    acted: Section
    asked: Section
    outcomes: Section
    law: Section
    unknown: Section
    source: str
    citation: str
    link: str

    @property
    def columns(self) -> tuple[Section, ...]:
        """The sections that run through the two columns under the table."""
        return (self.asked, self.outcomes, self.law, self.unknown)


def brief(selection: Selection, t: Translator, link: str, citation: str) -> Brief:
    """The brief of a selection; `link` leads to the view and `citation` is how to cite it.

    Raises NothingSelected where there is no action.
    """
    if not len(selection):
        raise NothingSelected(t("No action fits these filters, so there is no brief."))
    kind, title = _subject(selection, t)
    n = t.n("n = {n} action", "n = {n} actions", len(selection))
    happened, lines = _happened(selection, t)
    unknown = _unknown(selection, t)
    long = [_asked(selection, t), _outcomes(selection, t), _law(selection, t)]
    room = PAGE_LINES - round(TABLE_LINE * lines) - _lines(unknown)
    shares = _shared([_lines(section) for section in long], max(room, 12))
    asked, outcomes, law = (_cut(section, share, t) for section, share in zip(long, shares, strict=True))
    made = Brief(
        kind=kind,
        title=title,
        sentence=f"{selection.filters.describe(selection.dataset, t)} · {n}",
        numbers=numbers(selection, t),
        happened=happened,
        acted=_acted(selection, t),
        asked=asked,
        outcomes=outcomes,
        law=law,
        unknown=unknown,
        source=wording.source(selection, t),
        citation=citation,
        link=link,
    )
    return typeset.everywhere(made, t.language)


def map_picture(selection: Selection, t: Translator, palette: Palette = LIGHT) -> bytes:
    """The map of the cities in view as PNG, in the shape of `MAP_INCHES`."""
    size = (MAP_INCHES[0] * MAP_SCALE, MAP_INCHES[1] * MAP_SCALE)
    return maps.of(selection, t, palette, size=size, dpi=MAP_DPI)


def map_words(selection: Selection, t: Translator) -> str:
    """What the map shows, for those who cannot see it: "Actions by city: Minsk – 2; Pinsk – 1"."""
    held = summaries.places(selection).query("actions > 0")
    cities = "; ".join(f"{row.name} {t.dash} {t.number(row.actions)}" for row in held.itertuples(index=False))
    return f"{t('Actions by city')}: {cities or t('not reported')}"


def only_country(selection: Selection) -> str:
    """The country that the filters ask for and nothing else; "" where they ask for more or less."""
    return _only(selection, "country")


def only_theme(selection: Selection) -> str:
    """The theme that the filters ask for and nothing else; "" where they ask for more or less."""
    return _only(selection, "theme")


def _only(selection: Selection, parameter: str) -> str:
    pairs = selection.filters.to_query()
    return pairs[0][1] if len(pairs) == 1 and pairs[0][0] == parameter else ""


def _subject(selection: Selection, t: Translator) -> tuple[str, str]:
    """What kind of brief it is, and its title."""
    country, theme = only_country(selection), only_theme(selection)
    if country:
        return t("Country brief"), t.country(country)
    if theme:
        themes = selection["themes"].set_index("theme_id")["label"]
        return t("Theme brief"), str(themes[theme])
    if selection.filters:
        return t("Brief of the chosen actions"), selection.dataset.title("package")
    return t("Brief of all actions"), selection.dataset.title("package")


def numbers(selection: Selection, t: Translator) -> tuple[Cell, ...]:
    """The headline numbers; of one country alone, without the number of countries."""
    shown = cells(summaries.headline(selection), t)
    if only_country(selection):
        del shown[2]
    return tuple(shown)


# ---- what happened ------------------------------------------------------------------------------


def _happened(selection: Selection, t: Translator) -> tuple[Table, int]:
    """The table, and how many lines it takes."""
    title = t("What happened")
    several = selection["actions"]["country"].nunique() > 1
    if several and len(selection) > FEW_ACTIONS:
        return _by_country(selection, t, title)
    rows: list[tuple[str, ...]] = []
    lines = 1
    for row in records.action_rows(selection, t).itertuples():
        where = row.cities.replace(records.SEPARATOR, ", ") if isinstance(row.cities, str) else t("city not reported")
        if not row.places_complete and isinstance(row.cities, str):
            where = t("{cities} and others", cities=where)
        if several:
            where = f"{where} ({row.country_name})"
        when = t.dates(row.start_date, row.end_date, row.date_precision)
        people = row.participants_text if isinstance(row.participants_text, str) else t("not reported")
        high = max(math.ceil(len(row.title) / TITLE_LINE), math.ceil(len(where) / PLACES_LINE), 1)
        if rows and lines + high > TABLE_LINES:
            break
        rows.append((when, where, row.title, people))
        lines += high
    left = len(selection) - len(rows)
    more = t.n("and {n} more action", "and {n} more actions", left) if left else ""
    columns = (t("When"), t("Where"), t("Action"), t("Participants"))
    return Table(title, columns, tuple(rows), left, more), lines


def _by_country(selection: Selection, t: Translator, title: str) -> tuple[Table, int]:
    frame = summaries.actions_by_country(selection, t)
    rows = tuple(
        (
            row.label,
            t.number(row.actions),
            t.number(row.places),
            t("{k} of {n}", k=row.counted, n=row.actions),
        )
        for row in frame.head(TABLE_LINES - 1).itertuples()
    )
    left = len(frame) - len(rows)
    more = t.n("and {n} more country", "and {n} more countries", left) if left else ""
    columns = (t("Country"), t("Actions"), t("Cities"), t("Accounts with a participant figure"))
    return Table(title, columns, rows, left, more), len(rows) + 1


# ---- who acted, what was asked, what came of it, what the law says -------------------------------


def _acted(selection: Selection, t: Translator) -> Section:
    """Everyone once, in the standing that weighs most, the most active first; one item for each standing."""
    frame = summaries.organisations(selection)
    organising, partner = frame["organiser"] > 0, frame["partner"] > 0
    standings = [
        (t("Organisers"), frame[organising], "organiser"),
        (t("Partners, supporters and participants"), frame[~organising & partner], "partner"),
        (t("Institutions addressed"), frame[~organising & ~partner], "addressed"),
    ]
    standings = [standing for standing in standings if len(standing[1])]
    names = [
        [
            f"{row.name} ({count})" if (count := getattr(row, column)) > 1 else row.name
            for row in rows.itertuples(index=False)
        ]
        for _, rows, column in standings
    ]
    characters = [sum(len(name) + 2 for name in group) for group in names]
    room = (ACTED_LINES - 2 * len(standings)) * LINE
    items = []
    for (label, rows, _), group, share in zip(standings, names, _shared(characters, room), strict=True):
        shown: list[str] = []
        for name in group:
            if shown and sum(len(one) + 2 for one in shown) + len(name) > share:
                break
            shown.append(name)
        left = len(group) - len(shown)
        aside = t("and {n} more", n=t.number(left)) if left else ""
        items.append(Item("; ".join(shown), aside, f"{label} · {t.number(len(rows))}"))
    note = "" if items else t("The report does not say who took part.")
    return Section(t("Who took part, and who was addressed"), tuple(items), note=note)


def _asked(selection: Selection, t: Translator) -> Section:
    """The demands under those they were put to, what was said outright before what is only implied."""
    told = selection.on_theme
    frame, total = told["demands"], len(told["demands"])
    title = t("What was asked of whom")
    note = _of_theme(selection, wording.demands(selection, t), wording.other_demands(selection, t))
    if not total:
        return Section(title, note=note or t("No demand belongs to the actions in view."))
    order = frame["directness"].map({code: i for i, code in enumerate(demands.DIRECTNESS)})
    first = frame.assign(order=order).sort_values("order", kind="stable").head(PAGE_LINES)
    behind = records.behind(selection.dataset, told["demand_actions"], "demand_id")
    rows = records.demand_rows(selection.dataset, first["demand_id"], t).set_index("demand_id")
    several = selection["actions"]["country"].nunique() > 1
    items: dict[str, list[Item]] = {}
    for code in first["demand_id"]:
        row = rows.loc[code]
        under = wording.capital(wording.addressees(row["addressees"], t))
        parts = [
            str(row["country_name"]) if several else "",
            wording.behind(behind.get(code), t, most=1),
            str(row["directness_label"]) if row["directness"] != "explicit" else "",
        ]
        items.setdefault(under, []).append(Item(str(row["text"]), " · ".join(filter(None, parts)), under))
    listed = [item for group in items.values() for item in group]
    if total > MANY:
        most = summaries.demands_by_addressee(told, t).iloc[:-1].head(4).itertuples(index=False)
        words = "; ".join(f"{row.name} {t.dash} {t.number(row.demands)}" for row in most)
        listed.insert(0, Item(words, under=t("Most often put to")))
    return Section(title, tuple(listed), left=total - len(first), note=note)


def _of_theme(selection: Selection, told: str, others: str) -> str:
    """How many are on the theme asked for, and how many more belong to the same actions; "" without a theme."""
    return ". ".join(part for part in (told, others) if part) + "." if selection.filters.theme else ""


def _outcomes(selection: Selection, t: Translator) -> Section:
    told = selection.on_theme
    frame = told["outcomes"]
    title = t("What came of it")
    note = _of_theme(selection, wording.outcomes(selection, t), wording.other_outcomes(selection, t))
    if frame.empty:
        return Section(title, note=note or t("The report names no outcome of these actions."))
    behind = records.behind(selection.dataset, told["outcome_actions"], "outcome_id")
    order = frame["kind"].map({code: i for i, code in enumerate(OUTCOMES_FIRST)}).fillna(len(OUTCOMES_FIRST))
    first = frame.assign(order=order).sort_values("order", kind="stable").head(PAGE_LINES)
    items = []
    if len(frame) > MANY:
        kinds = summaries.outcomes_by_kind(told).itertuples(index=False)
        items.append(Item("; ".join(f"{row.label} {t.dash} {t.number(row.outcomes)}" for row in kinds)))
    for row in first.itertuples():
        parts = (wording.behind(behind.get(row.outcome_id), t, most=1), wording.follow_up(row, t))
        items.append(Item(row.text, " · ".join(filter(None, parts))))
    return Section(title, tuple(items), left=len(frame) - len(first), note=note)


def _law(selection: Selection, t: Translator) -> Section:
    title = t("What the law says, according to the report")
    total = len(selection["policy_facts"])
    if not total:
        return Section(title, note=t("The report says nothing of the law under these filters."))
    frame = demands.facts(selection, t)
    several = frame["country"].nunique() > 1
    years = wording.source_years(selection, frame["source_id"])
    items = []
    for row in frame.head(PAGE_LINES).itertuples():
        parts = [row.law] if isinstance(row.law, str) else []
        if isinstance(row.as_of, str) and row.as_of not in years:  # else it says no more than the note
            parts.append(t("as of {date}", date=wording.as_of(row.as_of, t)))
        items.append(Item(row.text, " · ".join(parts), wording.capital(row.country_label) if several else ""))
    note = wording.claims(selection, frame["source_id"], t)
    return Section(title, tuple(items), left=total - len(items), note=note)


# ---- what is unknown ----------------------------------------------------------------------------


def _unknown(selection: Selection, t: Translator) -> Section:
    """For how many actions and demands the report is silent, and what the filters leave out."""
    items = []
    if gaps := wording.not_reported(selection, t):
        items.append(Item(gaps, under=t("Not reported, by number of actions")))
    told = selection.on_theme
    asked = summaries.demands_by_addressee(told, t)
    nobody, total = int(asked["demands"].iloc[-1]), len(told["demands"])
    if nobody:
        items.append(Item(t("addressee: {k} of {n} demands", k=t.number(nobody), n=t.number(total))))
    actions = selection["actions"]
    named = actions["action_id"].isin(selection["action_places"]["action_id"])
    partly = int((named & ~actions["places_complete"].astype(bool)).sum())  # a list that is not there cannot break off
    if partly:
        items.append(
            Item(
                t.n(
                    "The report breaks off the list of cities in the account of {n} action.",
                    "The report breaks off the list of cities in the accounts of {n} actions.",
                    partly,
                )
            )
        )
    items += [Item(text, under=t("Left out")) for text in wording.left_out(selection, t)]
    note = "" if items else t("The report leaves none of this open.")
    return Section(t("What is unknown"), tuple(items), note=note)


# ---- what fits ----------------------------------------------------------------------------------


def _shared(needs: Sequence[int], room: int) -> list[int]:
    """The room shared fairly: who needs less than an equal share leaves the rest to the others."""
    given = [0] * len(needs)
    for done, i in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        given[i] = min(needs[i], room // (len(needs) - done))
        room -= given[i]
    return given


def _height(item: Item, before: str) -> int:
    """The lines that an item takes under a heading that stands there already."""
    heading = math.ceil(len(item.under) / LINE) if item.under != before else 0
    return heading + math.ceil((len(item.text) + len(item.aside) + 3) / LINE)


def _lines(section: Section) -> int:
    """The lines that all items of a section take."""
    total, before = math.ceil(len(section.note) / LINE), ""
    for item in section.items:
        total += _height(item, before)
        before = item.under
    return total + (1 if section.left else 0)


def _cut(section: Section, room: int, t: Translator) -> Section:
    """The section with as many items as fit in so many lines, one at least; the others are counted."""
    left = section.left
    if _lines(section) > room:
        kept, used, before = 0, 1 + math.ceil(len(section.note) / LINE), ""
        for item in section.items:
            high = _height(item, before)
            if kept and used + high > room:
                break
            kept, used, before = kept + 1, used + high, item.under
        left += len(section.items) - kept
        section = replace(section, items=section.items[:kept])
    return replace(section, left=left, more=t("and {n} more", n=t.number(left)) if left else "")
