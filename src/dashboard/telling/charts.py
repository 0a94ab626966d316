"""The charts of a view: what each says, its rows and its table; the same for page, saved picture and CSV.

The page draws them with `figures`, for fingers and pointers; `exports.picture` draws what `drawn` gives, to be
looked at. A chart is added by one record of `CHARTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.figures.base import group_labels
from dashboard.figures.matrices import COUNTRY_THEMES, edges
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.numbers.calendar import calendar
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.query.addresses import view_link
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection
from dashboard.telling import days, wording

ROLES = {"organiser": "accent", "partner": "third", "addressed": "second"}
FEW = 2  # so many types with a single action still have bars
BASES = ("aim", "message", "demand", "outcome", "mention")


@dataclass(frozen=True)
class Row:
    """A bar: its label, its pieces (number and role of colour, `hatched` and `not_reported` drawn with a pattern),
    a thinner number under it, and what stands behind it."""

    label: str
    pieces: tuple[tuple[int, str], ...]
    text: str
    thin: int = 0


@dataclass(frozen=True)
class Bars:
    """Bars from one zero, the first on top; `signs` are the roles that want a word, `rest` a sentence of others."""

    rows: tuple[Row, ...]
    signs: tuple[tuple[str, str], ...] = ()
    rest: str = ""


@dataclass(frozen=True)
class Grid:
    """Numbers in rows and columns; a column has a short name where the long one finds no room."""

    rows: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[int, ...], ...]
    row_sums: tuple[int, ...] = ()
    column_sums: tuple[int, ...] = ()


@dataclass(frozen=True)
class Words:
    """A few figures in their own words, each with what it is of; a square for each that there is none of."""

    items: tuple[tuple[str, str], ...]
    squares: int
    said: str  # of the squares


Drawing = Bars | Grid | Words


@dataclass(frozen=True)
class Chart:
    """One chart, as a record of functions of the selection and of the frame of rows that it gives."""

    key: str  # its name in addresses
    tab: str  # the part of the page of charts that shows it
    frame: Callable[[Selection, Translator], pd.DataFrame]
    title: Callable[[Selection, pd.DataFrame, Translator], str]
    columns: Callable[[Selection, Translator], dict[str, str]]  # of its table: column to heading
    drawn: Callable[[Selection, pd.DataFrame, Translator], Drawing] | None  # none: a list has no picture
    note: Callable[[Selection, Translator], str] = lambda selection, t: ""
    cells: Callable[[Selection, pd.DataFrame, Translator], pd.DataFrame] = lambda selection, frame, t: frame


@dataclass(frozen=True)
class Told:
    """A chart of one selection in one language."""

    chart: Chart
    selection: Selection
    t: Translator

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Its rows."""
        return self.chart.frame(self.selection, self.t)

    @property
    def title(self) -> str:
        """What it shows, in a sentence."""
        return self.chart.title(self.selection, self.frame, self.t)

    @property
    def note(self) -> str:
        """How it is counted; "" where the title says it all."""
        return self.chart.note(self.selection, self.t)

    def table(self) -> pd.DataFrame:
        """Its rows under headings to read, what is missing said in words."""
        heads = self.chart.columns(self.selection, self.t)
        cells = self.chart.cells(self.selection, self.frame, self.t)[list(heads)].astype("object")
        return cells.where(cells.notna(), self.t("not reported")).rename(columns=heads)

    def drawing(self) -> Drawing:
        """What a picture of it shows."""
        assert self.chart.drawn is not None
        return self.chart.drawn(self.selection, self.frame, self.t)


def told(key: str, selection: Selection, t: Translator) -> Told:
    """The chart of that key (KeyError where there is none)."""
    return Told(CHARTS[key], selection, t)


def address(key: str, filters: Filters, language: str) -> str:
    """The link to the page that shows a chart, or to the map, under these filters."""
    chart = CHARTS.get(key)
    tab = [("tab", chart.tab)] if chart else []
    return view_link("/charts" if chart else "/", [*filters.to_query(), *tab, ("lang", language)])


def view_note(selection: Selection, t: Translator) -> str:
    """The filters in words with the number of actions: what stands under every title."""
    sentence = selection.filters.describe(selection.dataset, t)
    return f"{sentence} · {t.n('n = {n} action', 'n = {n} actions', len(selection))}"


def source(selection: Selection, t: Translator, link: str = "") -> str:
    """What a chart or a picture that goes out alone must carry: sources, version, licence, the link if given."""
    licences = [str(one.get("name") or one.get("title")) for one in selection.dataset.schema.licenses]
    terms = ", ".join([t("data version {version}", version=selection.dataset.version), *licences])
    said = t("Source: {source}; {terms}.", source=wording.sources(selection), terms=terms)
    return f"{said} {link}".rstrip()


# ---- participants -------------------------------------------------------------------------------


def _people_title(selection: Selection, frame: pd.DataFrame, t: Translator) -> str:
    people = summaries.participants(selection)
    return wording.counted(people, t) if people.reported_by else t("No account in view says how many people took part")


def _people_cells(selection: Selection, frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    label = selection.dataset.category_label
    return frame.assign(
        country=[t.country(code) for code in frame["country"]],
        qualifier=[label("actions", "participants_qualifier", q) for q in frame["qualifier"]],
    )


def _people(selection: Selection, frame: pd.DataFrame, t: Translator) -> Words:
    given = frame[frame["qualifier"] != NOT_REPORTED]
    silent = len(frame) - len(given)
    said = t.n("{n} account gives no number", "{n} accounts give no number", silent) if silent else ""
    return Words(tuple(zip(given["text"], given["title"], strict=True)), silent, said)


# ---- bars ---------------------------------------------------------------------------------------


def plain_bars(label: str, value: str, role: str = "accent") -> Callable[[Selection, pd.DataFrame, Translator], Bars]:
    """Bars of one column, as a drawing of a frame."""

    def drawn(selection: Selection, frame: pd.DataFrame, t: Translator) -> Bars:
        pairs = zip(frame[label], frame[value], strict=True)
        return Bars(tuple(Row(str(name), ((int(n), role),), t.number(int(n))) for name, n in pairs))

    return drawn


def _countries_title(selection: Selection, frame: pd.DataFrame, t: Translator) -> str:
    top = frame.iloc[0]
    if (frame["actions"] == top["actions"]).sum() > 1:
        return t("Actions by country")
    return t.n(
        "{country} tells of most actions: {n}",
        "{country} tells of most actions: {n}",
        int(top["actions"]),
        country=top["label"],
    )


def _standing_bars(label: str, groups: Sequence[str]) -> Callable[[Selection, pd.DataFrame, Translator], Bars]:
    def drawn(selection: Selection, frame: pd.DataFrame, t: Translator) -> Bars:
        rows = [
            Row(
                str(row[label]),
                tuple((int(row[group]), ROLES[group]) for group in groups),
                t.number(int(row[list(groups)].sum())),
            )
            for _, row in frame.iterrows()
        ]
        return Bars(tuple(rows), tuple((ROLES[group], group_labels(t)[group]) for group in groups))

    return drawn


def _theme_bars(selection: Selection, frame: pd.DataFrame, t: Translator) -> Bars:
    rows = [
        Row(
            row.label,
            ((int(row.actions - row.only_mentioned), "accent"), (int(row.only_mentioned), "hatched")),
            f"{t.number(int(row.actions))} · {t.number(int(row.demand))}" if row.demand else t.number(int(row.actions)),
            int(row.demand),
        )
        for row in frame.itertuples()
    ]
    return Bars(tuple(rows), tuple(theme_signs(t).items()))


def theme_signs(t: Translator) -> dict[str, str]:
    """The key of the chart of themes: the role of each colour in words."""
    return {
        "accent": t("actions that raise the theme"),
        "hatched": t("that only mention it"),
        "second": t("of these, actions that ask for something on it"),
    }


def _themes_columns(selection: Selection, t: Translator) -> dict[str, str]:
    label = selection.dataset.category_label
    bases = {basis: label("action_themes", "basis", basis) for basis in BASES}
    return {"label": t("Theme"), "actions": t("Actions"), **bases, "only_mentioned": t("Only mentioned")}


def most_active(selection: Selection, t: Translator) -> pd.DataFrame:
    """The organisations that took part in two actions or more, as `summaries.organisations` has them."""
    frame = summaries.organisations(selection)
    return frame[frame["acting"] > 1].reset_index(drop=True)


def _active_note(selection: Selection, t: Translator) -> str:
    once = int((summaries.organisations(selection)["acting"] == 1).sum())
    if not once:
        return ""
    return t.n("{n} more took part in one action", "{n} more took part in one action each", once)


def addressed(selection: Selection, t: Translator) -> pd.DataFrame:
    """The institutions that actions spoke to, by their kind (the largest first, "other" last), country and name."""
    frame = summaries.organisations(selection)
    frame = frame[frame["addressed"] > 0]
    many = frame["kind"].map(frame["kind"].value_counts())
    frame = frame.assign(last=frame["kind"] == "other", many=many, home=[_home(code, t) for code in frame["country"]])
    order = ["last", "many", "kind", "addressed", "home", "name"]
    frame = frame.sort_values(order, ascending=[True, False, True, False, True, True], ignore_index=True)
    return frame.drop(columns=["last", "many", "home"])


def _home(code: object, t: Translator) -> str:
    return t.country(code) if isinstance(code, str) and code else t("no single country")


def _organisation_cells(selection: Selection, frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    return frame.assign(country_label=[_home(code, t) for code in frame["country"]])


def one_each(frame: pd.DataFrame) -> pd.DataFrame:
    """The types of action with one action each, where they are more than a few: they are told in a sentence."""
    ones = frame[frame["actions"] == 1]
    return ones if len(ones) > FEW else ones[:0]


def _type_bars(selection: Selection, frame: pd.DataFrame, t: Translator) -> Bars:
    ones = one_each(frame)
    names = ", ".join(map(wording.uncapital, ones["label"]))
    bars = plain_bars("label", "actions")(selection, frame.drop(ones.index), t)
    return Bars(bars.rows, rest=f"{t('One each:')} {names}." if names else "")


# ---- grids --------------------------------------------------------------------------------------


def _country_themes(selection: Selection, frame: pd.DataFrame, t: Translator) -> Grid:
    found = edges(frame, t, **COUNTRY_THEMES)
    numbers = {(row.theme_id, row.country): int(row.actions) for row in frame.itertuples()}
    in_theme = dict(zip(frame["theme_id"], frame["in_theme"], strict=True))
    in_country = dict(zip(frame["country"], frame["in_country"], strict=True))
    return Grid(
        tuple(found.rows.values()),
        tuple((name, code) for code, name in found.columns.items()),
        tuple(tuple(numbers.get((row, column), 0) for column in found.columns) for row in found.rows),
        tuple(int(in_theme[row]) for row in found.rows),
        tuple(int(in_country[column]) for column in found.columns),
    )


def _days(selection: Selection, frame: pd.DataFrame, t: Translator) -> Grid:
    """Actions by country and day; one of several days is told on each of them, a follow-up in its own column."""
    found = calendar(selection, t)
    countries = list(dict.fromkeys(zip(frame["country"], frame["country_label"], strict=True)))
    numbers = {code: [0] * len(found.columns) for code, _ in countries}
    for row in frame.itertuples():
        for i in range(row.first, row.last + 1):
            numbers[row.country][i] += 1
    actions = frame.loc[frame["kind"] != "follow_up", "country"].value_counts()
    heads = []
    for column in found.columns:
        large, small = days.head_words(found.columns, column, t)
        heads.append((f"→ {large}" if column.kind == "follow_up" else large, small))
    return Grid(
        tuple(label for _, label in countries),
        tuple((" ".join(filter(None, head)), head[0]) for head in heads),
        tuple(tuple(numbers[code]) for code, _ in countries),
        tuple(int(actions.get(code, 0)) for code, _ in countries),
    )


def _days_note(selection: Selection, t: Translator) -> str:
    kinds = set(calendar(selection, t).frame["kind"])
    later = f"; → {t('announced for later')}" if "follow_up" in kinds else ""
    return f"{t('an action of several days counts on each of them')}{later}"


def _day_cells(selection: Selection, frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    told = frame.assign(
        when=[days.when(row, t) for row in frame.itertuples()],
        what=[t("announced for later") if kind == "follow_up" else t("action") for kind in frame["kind"]],
    )
    return told.sort_values("start", kind="stable")


CHARTS: dict[str, Chart] = {
    chart.key: chart
    for chart in (
        Chart(
            "participants",
            "people",
            frame=lambda s, t: summaries.participants_by_action(s),
            title=_people_title,
            note=lambda s, t: summaries.participants(s).sentence(t),
            cells=_people_cells,
            columns=lambda s, t: {
                "title": t("Action"),
                "country": t("Country"),
                "text": t("The report's words"),
                "minimum": t("At least"),
                "maximum": t("At most"),
                "qualifier": t("Kind of figure"),
            },
            drawn=_people,
        ),
        Chart(
            "countries",
            "people",
            frame=lambda s, t: summaries.actions_by_country(s, t),
            title=_countries_title,
            columns=lambda s, t: {
                "label": t("Country"),
                "actions": t("Actions"),
                "places": t("Cities"),
                "counted": t("With a participant figure"),
                "not_reported": t("Participants not reported"),
            },
            drawn=plain_bars("label", "actions"),
        ),
        Chart(
            "organisations",
            "organisations",
            frame=lambda s, t: summaries.organisations_by_kind(s),
            title=lambda s, frame, t: t("Who organised, who supported, and whom the actions addressed"),
            note=lambda s, t: wording.who(summaries.who(s), t),
            columns=lambda s, t: {
                "label": t("Kind"),
                "organiser": t("Organisers"),
                "partner": t("Partners, supporters and participants"),
                "addressed": t("Institutions addressed"),
                "unnamed": t("Without a name"),
            },
            drawn=_standing_bars("label", summaries.GROUPS),
        ),
        Chart(
            "most_active",
            "organisations",
            frame=most_active,
            title=lambda s, frame, t: t("The organisations that took part in two actions or more"),
            note=_active_note,
            cells=_organisation_cells,
            columns=lambda s, t: {
                "name": t("Organisation"),
                "kind_label": t("Kind"),
                "country_label": t("Country"),
                "organiser": t("As organiser"),
                "partner": t("As partner or participant"),
            },
            drawn=_standing_bars("name", ("organiser", "partner")),
        ),
        Chart(
            "addressed",
            "organisations",
            frame=addressed,
            title=lambda s, frame, t: t("The institutions that actions addressed"),
            cells=_organisation_cells,
            columns=lambda s, t: {
                "name": t("Organisation"),
                "kind_label": t("Kind"),
                "country_label": t("Country"),
                "addressed": t("Actions"),
            },
            drawn=None,
        ),
        Chart(
            "themes",
            "themes",
            frame=lambda s, t: summaries.themes(s),
            title=lambda s, frame, t: t("What the actions were about"),
            note=lambda s, t: t("an action may carry several themes"),
            columns=_themes_columns,
            drawn=_theme_bars,
        ),
        Chart(
            "types",
            "themes",
            frame=lambda s, t: summaries.action_types(s),
            title=lambda s, frame, t: t("What kind of actions they were"),
            columns=lambda s, t: {"label": t("Type"), "actions": t("Actions"), "definition": t("Definition")},
            drawn=_type_bars,
        ),
        Chart(
            "country_themes",
            "themes",
            frame=lambda s, t: summaries.country_themes(s, t),
            title=lambda s, frame, t: t("Which themes were raised where"),
            note=lambda s, t: t("an action may carry several themes; at the foot, all actions of the country"),
            cells=lambda s, frame, t: frame[frame["actions"] > 0],
            columns=lambda s, t: {"theme_label": t("Theme"), "country_label": t("Country"), "actions": t("Actions")},
            drawn=_country_themes,
        ),
        Chart(
            "days",
            "time",
            frame=lambda s, t: calendar(s, t).frame,
            title=lambda s, frame, t: days.heading(calendar(s, t), t),
            note=_days_note,
            cells=_day_cells,
            columns=lambda s, t: {
                "when": t("When"),
                "country_label": t("Country"),
                "title": t("Title"),
                "what": t("Kind"),
            },
            drawn=_days,
        ),
    )
}
