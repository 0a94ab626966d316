"""The slides of a view: one list that the screen and the PowerPoint file both show.

A slide says its finding in its title, and holds the aggregate behind it and how it is drawn. A slide is added
by one function here and one line of `SLIDES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from dashboard import figures
from dashboard.i18n import Translator
from dashboard.numbers import records, summaries
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.query.selection import NothingSelected, Selection
from dashboard.telling import typeset, wording
from dashboard.telling.headline import Cell, cells
from dashboard.theme import Palette

ROWS = 8  # of a chart that can be read from the back of a room
MANY_WORDS = 6  # outcomes that fit on a slide in full; more are counted by kind

Body = Literal["opening", "words", "numbers", "map", "chart"]


@dataclass(frozen=True)
class Series:
    """One run of bars: a column of the slide's frame, its name for the reader, its role of colour."""

    column: str
    name: str
    role: str  # accent, second or third: a colour of `theme.Palette`


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide in the reader's language.

    `body` is what it shows under its title. A chart is drawn twice: on the screen by `chart`; in a file, whose
    charts can be edited, from `rows` and `series`. `frame` is the whole aggregate, `rows` those that are drawn:
    `label` names a row and `code` is its key. A row with the code `not_reported` stands for what the report does
    not say, and is hatched.
    """

    id: str
    name: str  # for a list of slides: "Map"
    body: Body
    title: str  # what it shows, in a sentence
    note: str  # the filter sentence and n
    speaker: str  # filter sentence, n, what is not reported, source and link
    frame: pd.DataFrame | None = None
    rows: pd.DataFrame | None = None
    series: tuple[Series, ...] = ()
    chart: Callable[[Translator, Palette], go.Figure] | None = None
    cells: tuple[Cell, ...] = ()
    lines: tuple[str, ...] = ()  # sentences on the slide
    missing: str = ""  # what is not reported, in a sentence on the slide
    chart_has_missing: bool = False  # the chart of the screen draws it already


@dataclass(frozen=True)
class Entry:
    """One line of the list of slides."""

    id: str
    name: Callable[[Translator], str]
    make: Callable[[_Maker], Slide]


@dataclass(frozen=True)
class _Maker:
    """What a slide needs of its view."""

    selection: Selection
    t: Translator
    link: str
    id: str
    name: str

    def slide(
        self, title: str, silent: str, *, body: Body = "words", speaker: tuple[str, ...] = (), **content: Any
    ) -> Slide:
        """A slide; `silent` says what is not reported, `speaker` what else the speaker may want to say."""
        s, t = self.selection, self.t
        sentence = s.filters.describe(s.dataset, t)
        n = t.n("n = {n} action", "n = {n} actions", len(s))
        parts = [
            *speaker,
            f"{t('Filters')}: {sentence}",
            n,
            f"{t('Not reported')}: {silent}" if silent else t("Everything here is reported."),
            f"{t('Source')}: {wording.source(s, t)}",
            f"{t('Link to this view')}: {self.link}",
        ]
        return Slide(self.id, self.name, body, title, f"{sentence} · {n}", "\n".join(parts), **content)

    def charted(
        self,
        title: str,
        silent: str,
        *,
        rows: pd.DataFrame,
        code: str,
        label: str = "label",
        draw: Callable[..., go.Figure],
        drawn: pd.DataFrame | None = None,
        **content: Any,
    ) -> Slide:
        """A slide with the chart that `draw` makes of `rows`, or of `drawn`; one of words where there are no rows.

        `code` and `label` are the columns that key and name a row.
        """
        of = rows if drawn is None else drawn
        return self.slide(
            title,
            silent,
            body="chart" if len(rows) else "words",
            rows=rows.rename(columns={code: "code", label: "label"}),
            chart=lambda t, palette: draw(of, t, palette),
            **content,
        )


def _title(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    numbers = summaries.headline(s)
    lines = (
        ", ".join(
            (
                t.n("{n} action", "{n} actions", numbers.actions),
                t.n("{n} city", "{n} cities", numbers.places),
                t.n("{n} country", "{n} countries", numbers.countries),
            )
        ),
        wording.source(s, t),
    )
    told = s.dataset.description("package")
    silent = t("see the slides that follow")
    return m.slide(s.dataset.title("package"), silent, body="opening", lines=lines, speaker=(told,))


def _numbers(m: _Maker) -> Slide:
    t, numbers = m.t, summaries.headline(m.selection)
    title = t(
        "In numbers: {actions}, {organisations}",
        actions=t.n("{n} action", "{n} actions", numbers.actions),
        organisations=t.n("{n} organisation", "{n} organisations", numbers.organisations),
    )
    return m.slide(title, _without_figure(m), body="numbers", cells=tuple(cells(numbers, t)))


def _map(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    frame = summaries.places(s)
    numbers, nowhere = summaries.headline(s), summaries.unplaced(s)
    missing = (
        t.n(
            "{n} action was held in no named city and is not on the map.",
            "{n} actions were held in no named city and are not on the map.",
            nowhere,
        )
        if nowhere
        else ""
    )
    title = t(
        "Where the actions were: {cities}, {countries}",
        cities=t.n("{n} city", "{n} cities", numbers.places),
        countries=t.n("{n} country", "{n} countries", numbers.countries),
    )
    held = frame[frame["actions"] > 0]
    listed = "; ".join(f"{name} {t.dash} {t.number(n)}" for name, n in zip(held["name"], held["actions"], strict=True))
    speaker = (f"{t('Actions by city')}: {listed}",) if listed else ()
    return m.slide(title, missing, body="map", frame=frame, missing=missing, speaker=speaker)


def _without_figure(m: _Maker) -> str:
    people = summaries.participants(m.selection)
    return wording.silent_on("count", people.not_reported, people.of, m.t)


def _participants(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    people, frame = summaries.participants(s), summaries.participants_by_action(s)
    if people.reported_by:
        title = wording.counted(people, t)
    else:
        title = t("No account in view says how many people took part")
    reported = frame[frame["reported"]]
    rows = reported.head(ROWS)
    if people.reported_by:
        lines = [t("In all: {total}.", total=people.sentence(t))]
    else:
        lines = [t("What the report does not say is shown as “not reported”; it never means zero.")]
    rest = len(reported) - len(rows)
    if rest:
        lines.append(
            t.n("and {n} more action with a smaller figure", "and {n} more actions with smaller figures", rest)
        )
    missing = (
        t.n("Not reported: {n} action", "Not reported: {n} actions", people.not_reported) if people.not_reported else ""
    )
    return m.charted(
        title,
        _without_figure(m),
        frame=frame,
        rows=rows,
        code="action_id",
        label="title",
        draw=partial(figures.people.participants, limit=ROWS),
        drawn=frame,  # with those that give no figure, which the chart counts
        series=(Series("minimum", t("people, lower reading"), "accent"),),
        lines=tuple(lines),
        missing=missing,
        chart_has_missing=True,
        speaker=tuple(f"{row.title}: {row.text}" for row in rows.itertuples() if isinstance(row.text, str)),
    )


def _organisations(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    numbers, frame = summaries.headline(s), summaries.organisations_by_kind(s)
    title = t(
        "Who took part: {organisations}",
        organisations=t.n("{n} organisation", "{n} organisations", numbers.organisations),
    )
    if numbers.unnamed_groups:
        unnamed = t.n("and {n} group without a name", "and {n} groups without a name", numbers.unnamed_groups)
        title = f"{title} {unnamed}"
    lines = [f"{wording.capital(wording.who(numbers.who, t))}."]
    once = t("Each is counted once: as organiser, else as partner, else as institution addressed.")
    rest = frame.iloc[ROWS:]
    if len(rest):
        n = int(rest[list(summaries.GROUPS)].to_numpy().sum())
        lines.append(
            t(
                "And {kinds}: {organisations}.",
                kinds=t.n("{n} more kind", "{n} more kinds", len(rest)),
                organisations=t.n("{n} organisation or group", "{n} organisations and groups", n),
            )
        )
    active = summaries.organisations(s).query("acting > 0").head(ROWS)
    listed = "; ".join(
        f"{name} {t.dash} {t.number(n)}" for name, n in zip(active["name"], active["acting"], strict=True)
    )
    nobody = summaries.silent(s)["organiser"]
    return m.charted(
        title,
        wording.silent_on("organiser", nobody, len(s), t),
        frame=frame,
        rows=frame.head(ROWS),
        code="kind",
        draw=figures.bars.organisations_by_kind,
        series=(
            Series("organiser", t("Organisers"), "accent"),
            Series("partner", t("Partners, supporters and participants"), "third"),
            Series("addressed", t("Institutions addressed"), "second"),
        ),
        lines=tuple(lines[1:]),
        speaker=(lines[0], once, f"{t('Actions by organisation')}: {listed}"),
    )


def _themes(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    frame = summaries.themes(s)
    rows = frame.head(ROWS)
    # A theme that was asked for tops its own list and says nothing; the finding is what came with it.
    others = frame[~frame["theme_id"].isin(s.filters.theme)]
    top = others[others["actions"] == others["actions"].max()]
    if len(top) != 1:
        title = t("What the actions were about: {themes}", themes=t.n("{n} theme", "{n} themes", len(frame)))
    elif s.filters.theme:
        title = t(
            "Most often together with: {theme}, {k} of {n}",
            theme=top["label"].iloc[0],
            k=top["actions"].iloc[0],
            n=len(s),
        )
    else:
        title = t(
            "Most common theme: {theme}, {k} of {n}",
            theme=top["label"].iloc[0],
            k=top["actions"].iloc[0],
            n=len(s),
        )
    lines = [t("An action may carry several themes.")]
    rest = len(frame) - len(rows)
    if rest:
        lines.append(
            t.n(
                "And {n} more theme in fewer actions.",
                "And {n} more themes in as many or fewer actions.",
                rest,
            )
        )
    untagged = int((~s["actions"]["action_id"].isin(s["action_themes"]["action_id"])).sum())
    return m.charted(
        title,
        t("theme: {k} of {n} actions", k=untagged, n=len(s)),
        frame=frame,
        rows=rows,
        code="theme_id",
        draw=figures.bars.themes,
        series=(Series("actions", t("actions"), "accent"),),
        lines=tuple(lines),
    )


def _demands(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    on = s.on_theme
    frame, total = summaries.demands_by_addressee(on, t), len(on["demands"])
    named, nobody = frame[frame["organisation_id"] != NOT_REPORTED], int(frame["demands"].iloc[-1])
    said, others = wording.demands(s, t), wording.other_demands(s, t)
    silent = t("addressee: {k} of {n} demands", k=nobody, n=total)
    if not total:
        title = said if s.filters.theme else t("The accounts in view tell of no demand")
        return m.slide(title, silent, frame=frame, lines=_sentences(others))
    top = named[named["demands"] == named["demands"].max()] if len(named) else named
    if named.empty:
        title = t("{demands}, none with an addressee", demands=said)
    elif len(top) == 1 and len(named) > 1:
        title = t("{demands}, most often to: {addressee}", demands=said, addressee=top["name"].iloc[0])
    else:
        addressees = t.n("{n} addressee", "{n} addressees", len(named))
        # "to" would claim those that name nobody as well.
        title = (
            f"{said} · {addressees}" if nobody else t("{demands} to {addressees}", demands=said, addressees=addressees)
        )
    rows = records.demand_rows(s.dataset, on["demands"]["demand_id"].head(ROWS), t)
    behind = records.behind(s.dataset, on["demand_actions"], "demand_id")
    texts = [
        _aside(row.text, wording.addressees(row.addressees, t), wording.behind(behind.get(row.demand_id), t, most=1))
        for row in rows.itertuples()
    ]
    if s.filters.theme and total <= MANY_WORDS:  # what was asked on a theme is said, not counted, where it has room
        return m.slide(title, silent, frame=frame, lines=(*texts, *_sentences(others)))
    shown = named.head(ROWS)
    bars = pd.concat([shown, frame.iloc[-1:]] if nobody else [shown], ignore_index=True)
    lines = [t("A demand to several addressees counts with each."), *_sentences(others)]
    rest = len(named) - len(shown)
    if rest:
        lines.append(
            t.n(
                "And {n} more addressee.",
                "And {n} more addressees, each with as many demands or fewer.",
                rest,
            )
        )
    examples = tuple(f"{t.dash} {text}" for text in texts)
    if total > len(examples):
        examples += (t("and {n} more", n=t.number(total - len(examples))),)
    return m.charted(
        title,
        silent,
        frame=frame,
        rows=bars,
        code="organisation_id",
        label="name",
        draw=figures.bars.demands_by_addressee,
        series=(Series("demands", t("demands"), "second"),),
        lines=tuple(lines),
        speaker=(t("Demands:"), *examples),
    )


def _sentences(*told: str) -> tuple[str, ...]:
    return tuple(f"{one}." for one in told if one)


def _aside(text: str, *asides: str) -> str:
    """The text, and in brackets what qualifies it."""
    said = " · ".join(aside for aside in asides if aside)
    return f"{text.rstrip('.')} ({said})" if said else text


def _outcomes(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    on = s.on_theme
    frame = summaries.outcomes_by_kind(on)
    behind = records.behind(s.dataset, on["outcome_actions"], "outcome_id")
    texts = [
        _aside(row.text, wording.behind(behind.get(row.outcome_id), t, most=1), wording.follow_up(row, t))
        for row in on["outcomes"].itertuples()
    ]
    others = _sentences(wording.other_outcomes(s, t))
    covered = summaries.coverage(s)
    silent = int((~(covered["outcome"] | covered["media"]).astype(bool)).sum())
    missing = t.n("No outcome reported: {n} action", "No outcome reported: {n} actions", silent) if silent else ""
    told = wording.silent_on("outcome", silent, len(s), t)
    if not texts:
        title = wording.outcomes(s, t) if s.filters.theme else t("The accounts in view tell of no outcome")
        return m.slide(title, told, frame=frame, lines=others, missing=missing)
    title = t("What came of it: {outcomes}", outcomes=wording.outcomes(s, t))
    if len(texts) <= MANY_WORDS:
        return m.slide(title, told, frame=frame, lines=(*texts, *others), missing=missing)
    lines = []
    rest = frame.iloc[ROWS:]
    if len(rest):
        lines.append(
            t(
                "And {kinds}: {outcomes}.",
                kinds=t.n("{n} more kind", "{n} more kinds", len(rest)),
                outcomes=t.n("{n} outcome", "{n} outcomes", int(rest["outcomes"].sum())),
            )
        )
    return m.charted(
        title,
        told,
        frame=frame,
        rows=frame.head(ROWS),
        code="kind",
        draw=figures.bars.outcomes_by_kind,
        series=(Series("outcomes", t("outcomes"), "accent"),),
        lines=(*lines, *others),
        missing=missing,
        speaker=tuple(f"{t.dash} {text}" for text in texts),
    )


def _sources(m: _Maker) -> Slide:
    t, s = m.t, m.selection
    d = s.dataset
    licences = "; ".join(d.credit("licenses", licence) for licence in d.schema.licenses)
    used = "; ".join(d.credit("sources", one) for one in d.schema.sources if one.get("path"))
    lines = (
        t("Source: {source}.", source=wording.source(s, t)),
        t("Every value was coded by hand from the report and names the place in it where it is told."),
        t("What the report does not say is shown as “not reported”; it never means zero."),
        t(
            "Participants are the sum of the lower readings, from the accounts that give a figure; nothing is estimated."  # noqa: E501
        ),
        *([t("Also used: {sources}.", sources=used)] if used else []),
        *([t("Licence: {licence}.", licence=licences)] if licences else []),
        t("Link to this view: {link}", link=m.link),
    )
    return m.slide(t("Method and sources"), wording.not_reported(s, t), lines=lines)


SLIDES = (
    Entry("title", lambda t: t("Title slide"), _title),
    Entry("numbers", lambda t: t("Numbers"), _numbers),
    Entry("map", lambda t: t("Map"), _map),
    Entry("participants", lambda t: t("Participants"), _participants),
    Entry("organisations", lambda t: t("Organisations"), _organisations),
    Entry("themes", lambda t: t("Themes"), _themes),
    Entry("demands", lambda t: t("Demands"), _demands),
    Entry("outcomes", lambda t: t("Outcomes"), _outcomes),
    Entry("sources", lambda t: t("Method and sources"), _sources),
)
IDS = tuple(entry.id for entry in SLIDES)


def slides(selection: Selection, t: Translator, link: str) -> tuple[Slide, ...]:
    """All slides of a selection, in order; `link` is the address of the view that they were made from.

    Raises NothingSelected where there is no action.
    """
    if not len(selection):
        raise NothingSelected(t("No action fits these filters, so there are no slides."))
    made = tuple(entry.make(_Maker(selection, t, link, entry.id, entry.name(t))) for entry in SLIDES)
    return typeset.everywhere(made, t.language)
