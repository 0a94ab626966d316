"""The brief of a view: one page (A4) on a country, a theme or any selection, for the hand and the file.

The screen, the print and the Word file tell the same, and so do all languages. What does not fit is cut here, whole
items at a time, and counted: every section says how many more there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard import maps
from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import demands, foremost, records, summaries
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.telling import paper, typeset, wording
from dashboard.telling.headline import Cell, cells
from dashboard.telling.paper import Item, Section, Table
from dashboard.theme import LIGHT, Palette

PAGE_LINES = 80  # lines of the two columns and the table together: what is left of A4 under head, map and foot
TABLE_LINE = 2.0  # lines of a column that one line of the table, as wide as both, takes
TABLE_LINES = 24  # of the table at most
FEW_ACTIONS = 12  # of several countries; more are told by country
TITLES, PLACES = 3.0, 1.5  # inches of the table's columns
WORDY, WORDS = 60, 10  # letters of what is said of the people from which it takes so many lines more
ACTED_LINES = 14  # beside the map
MOST = 60  # items of a section that could have room at all
MANY = 24  # demands or outcomes of which a page can give no more than examples: they are counted first
MAP_INCHES = (3.55, 2.15)
MAP_SCALE = 1.25  # drawn so much larger than shown: its words are then as small as those around it
MAP_DPI = 220


@dataclass(frozen=True)
class Brief:
    """One page in the reader's language, ready to be laid out."""

    kind: str  # "Country brief"
    title: str
    sentence: str  # the filters in words, with n; where the title says them, whose brief it is
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
    filled: float  # how much of the sheet is used, where letters have their least size

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
    kept = _kept(selection.filters, selection.dataset)
    kind, title = _subject(selection, t)
    n = t.n("{n} action", "{n} actions", len(selection))
    is_said = only_country(selection) or only_theme(selection)
    filters = f"{wording.capital(selection.filters.describe(selection.dataset, t))} · {n}"
    happened, lines = _happened(selection, t, kept.rows)
    long = _long(selection, t)
    asked, outcomes, law = (paper.cut(section, most, t) for section, most in zip(long, kept.items, strict=True))
    unknown = _unknown(selection, t)
    used = _above(selection, t) + round(TABLE_LINE * lines) + sum(map(paper.lines_in, (asked, outcomes, law, unknown)))
    made = Brief(
        kind=kind,
        title=title,
        sentence=selection.dataset.title("package") if is_said else filters,
        numbers=numbers(selection, t),
        happened=happened,
        acted=_acted(selection, t, kept.names),
        asked=asked,
        outcomes=outcomes,
        law=law,
        unknown=unknown,
        source=wording.source(selection, t),
        citation=citation,
        link=link,
        filled=used / PAGE_LINES,
    )
    return typeset.everywhere(made, t.language)


def _above(selection: Selection, t: Translator) -> int:
    """The lines that the numbers take beyond what they mostly do."""
    return WORDS if len(numbers(selection, t)[-1].aside) > WORDY else 0


def _long(selection: Selection, t: Translator) -> list[Section]:
    """The sections that may have to be cut."""
    return [_asked(selection, t), _outcomes(selection, t), _law(selection, t)]


@dataclass(frozen=True)
class _Kept:
    """How much of a view has room on a sheet: rows of its table, names in each standing, items of each section."""

    rows: int
    names: tuple[int, ...]
    items: tuple[int, ...]


@lru_cache(maxsize=64)
def _kept(filters: Filters, dataset: Dataset) -> _Kept:
    """What has room in every language: a sheet tells all its readers the same."""
    kept = []
    for language in LANGUAGES:
        s, t = select(filters, dataset.in_language(language)), Translator(language)
        table, lines = _happened(s, t)
        room = PAGE_LINES - _above(s, t) - round(TABLE_LINE * lines) - paper.lines_in(_unknown(s, t))
        long = _long(s, t)
        shares = paper.shared([paper.lines_in(section) for section in long], max(room, 12))
        items = tuple(paper.fitting(section, share) for section, share in zip(long, shares, strict=True))
        kept.append(_Kept(len(table.rows), _names_with_room(s, t), items))
    return _Kept(
        min(one.rows for one in kept),
        tuple(map(min, zip(*(one.names for one in kept), strict=True))),
        tuple(map(min, zip(*(one.items for one in kept), strict=True))),
    )


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


def _happened(selection: Selection, t: Translator, most: int | None = None) -> tuple[Table, int]:
    """The table, with so many rows at most, and how many lines it takes."""
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
        high = max(paper.lines(row.title, TITLES), paper.lines(where, PLACES), 1)
        if rows and (lines + high > TABLE_LINES if most is None else len(rows) == most):
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


def _standings(selection: Selection, t: Translator) -> list[tuple[str, list[str]]]:
    """Everyone once, in the standing that weighs most, the most active first: the standing, and the names."""
    frame = summaries.organisations(selection)
    organising, partner = frame["organiser"] > 0, frame["partner"] > 0
    standings = (
        (t("Organisers"), frame[organising], "organiser"),
        (t("Partners, supporters and participants"), frame[~organising & partner], "partner"),
        (t("Institutions addressed"), frame[~organising & ~partner], "addressed"),
    )
    return [
        (
            label,
            [
                f"{row.name} ({count})" if (count := getattr(row, column)) > 1 else row.name
                for row in rows.itertuples(index=False)
            ],
        )
        for label, rows, column in standings
        if len(rows)
    ]


def _names_with_room(selection: Selection, t: Translator) -> tuple[int, ...]:
    """How many names of each standing fit beside the map."""
    standings = [names for _, names in _standings(selection, t)]
    characters = [sum(len(name) + 2 for name in names) for names in standings]
    room = (ACTED_LINES - 2 * len(standings)) * paper.LINE
    fit = []
    for names, share in zip(standings, paper.shared(characters, room), strict=True):
        used, shown = 0, 0
        for name in names:
            if shown and used + len(name) > share:
                break
            used, shown = used + len(name) + 2, shown + 1
        fit.append(shown)
    return tuple(fit)


def _acted(selection: Selection, t: Translator, shown: Sequence[int]) -> Section:
    """Who stood in the actions; one item for each standing, with so many names."""
    items = []
    for (label, names), most in zip(_standings(selection, t), shown, strict=True):
        left = len(names) - most
        aside = t("and {n} more", n=t.number(left)) if left else ""
        items.append(Item("; ".join(names[:most]), aside, f"{label} · {t.number(len(names))}"))
    note = "" if items else t("The report does not say who took part.")
    return Section(t("Who took part, and who was addressed"), tuple(items), note=note)


def _asked(selection: Selection, t: Translator) -> Section:
    """The demands under those they were put to: a body with a name before “the authorities”."""
    told = selection.on_theme
    total = len(told["demands"])
    title = t("What was asked of whom")
    note = _of_theme(selection, wording.demands(selection, t), wording.other_demands(selection, t))
    if not total:
        return Section(title, note=note or t("No demand belongs to the actions in view."))
    first = foremost.demands(told)[:MOST]
    behind = records.behind(selection.dataset, told["demand_actions"], "demand_id")
    rows = records.demand_rows(selection.dataset, first, t).set_index("demand_id")
    several = selection["actions"]["country"].nunique() > 1
    items: dict[tuple[str, ...], list[Item]] = {}
    for code in first:
        row = rows.loc[code]
        under = wording.capital(wording.addressees(row["addressees"], t))
        parts = [
            str(row["country_name"]) if several else "",
            wording.names(behind[code].cities, t, most=2) if code in behind else "",
            str(row["directness_label"]) if row["directness"] != "explicit" else "",
            wording.lines(row["source_lines"], t),
        ]
        items.setdefault(row["addressee_ids"], []).append(
            Item(str(row["text"]), " · ".join(filter(None, parts)), under)
        )
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
    first = foremost.outcomes(told)[:MOST]
    rows = frame.set_index("outcome_id", drop=False)
    items = []
    if len(frame) > MANY:
        kinds = summaries.outcomes_by_kind(told).itertuples(index=False)
        items.append(Item("; ".join(f"{row.label} {t.dash} {t.number(row.outcomes)}" for row in kinds)))
    for code in first:
        row = rows.loc[code]
        parts = (
            wording.behind(behind.get(code), t, most=1),
            wording.follow_up(row, t),
            wording.lines(row["source_lines"], t),
        )
        items.append(Item(row["text"], " · ".join(filter(None, parts))))
    return Section(title, tuple(items), left=len(frame) - len(first), note=note)


def _law(selection: Selection, t: Translator) -> Section:
    title = t("What the law says, according to the report")
    total = len(selection["policy_facts"])
    if not total:
        return Section(title, note=t("The report says nothing of the law under these filters."))
    frame = demands.facts(selection, t)
    several = frame["country"].nunique() > 1
    years = wording.source_years(selection, frame["source_id"])
    items: dict[str, list[Item]] = {}
    rows = frame.set_index("fact_id").loc[foremost.facts(selection)[:MOST]]
    for row in rows.itertuples():
        parts = [row.law] if isinstance(row.law, str) else []
        if isinstance(row.as_of, str) and row.as_of not in years:  # else it says no more than the note
            parts.append(t("as of {date}", date=wording.as_of(row.as_of, t)))
        parts.append(wording.lines(row.source_lines, t))
        under = wording.capital(row.country_label) if several else ""
        items.setdefault(row.country, []).append(Item(row.text, " · ".join(parts), under))
    note = wording.claims(selection, frame["source_id"], t)
    listed = tuple(item for group in items.values() for item in group)
    return Section(title, listed, left=total - len(listed), note=note)


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
