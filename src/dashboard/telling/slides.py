"""The slides of a view: one list that the screen and the PowerPoint file both show.

A slide says its finding in its title. With a theme chosen it tells what is on that theme, and counts the rest apart;
where a view has nothing to show on it, there is no slide. One is added by a function here and one line of `SLIDES`.
"""

from __future__ import annotations

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers import demands, foremost, records, summaries
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.query.addresses import opens_elsewhere
from dashboard.query.selection import NothingSelected, Selection
from dashboard.telling import typeset, wording
from dashboard.telling.headline import cells
from dashboard.telling.slide import Entry, Line, Maker, Nothing, Series, Slide

ROWS = 7  # bars that can be read from the back of a room
MOST = 5  # sentences of which one slide can be read aloud
ACTIONS = 12  # that two columns tell one by one; more are counted by kind
NAMES = 14  # organisations that two columns name; more are counted by kind


def _title(m: Maker) -> Slide:
    t, s = m.t, m.selection
    numbers = summaries.headline(s)
    counted = (
        t.n("{n} action", "{n} actions", numbers.actions),
        t.n("{n} city", "{n} cities", numbers.places) if numbers.places else "",
        t.n("{n} country", "{n} countries", numbers.countries),
    )
    lines = (Line(", ".join(filter(None, counted))), Line(wording.source(s, t)))
    told, atlas = s.dataset.description("package"), s.dataset.title("package")
    subject = wording.subject(s, t)
    return m.slide(
        subject or atlas,
        t("see the slides that follow"),
        body="opening",
        view=atlas if subject else "",
        columns=(lines,),
        speaker=(told,),
        has_code=opens_elsewhere(m.link),
    )


def _numbers(m: Maker) -> Slide:
    t, numbers = m.t, summaries.headline(m.selection)
    title = t(
        "In numbers: {actions}, {organisations}",
        actions=t.n("{n} action", "{n} actions", numbers.actions),
        organisations=t.n("{n} organisation", "{n} organisations", numbers.organisations),
    )
    people = summaries.participants(m.selection)
    frame = summaries.participants_by_action(m.selection)
    said = tuple(f"{row.title}: {row.text}" for row in frame.itertuples() if isinstance(row.text, str))
    silent = wording.silent_on("count", people.not_reported, people.of, t)
    return m.slide(title, silent, body="numbers", cells=tuple(cells(numbers, t)), speaker=said)


def _map(m: Maker) -> Slide | Nothing:
    t, s = m.t, m.selection
    frame = summaries.places(s)
    held = frame[frame["actions"] > 0]
    if held.empty:
        return "silent"
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
    listed = "; ".join(f"{name} {t.dash} {t.number(n)}" for name, n in zip(held["name"], held["actions"], strict=True))
    return m.slide(title, missing, body="map", below=missing, speaker=(f"{t('Actions by city')}: {listed}",))


def _actions(m: Maker) -> Slide:
    t, s = m.t, m.selection
    rows = records.action_rows(s, t)
    title = t("What happened: {actions}", actions=t.n("{n} action", "{n} actions", len(rows)))
    several = rows["country"].nunique() > 1
    lines = []
    for row in rows.itertuples():
        cities = row.cities.split(records.SEPARATOR) if isinstance(row.cities, str) else []
        where = wording.names(cities, t, most=2) if cities else t("city not reported")
        when = t.dates(row.start_date, row.end_date, row.date_precision)
        lines.append(Line(row.title, _joined(where, row.country_name if several else "", when)))
    said = tuple(f"{t.dash} {line.text} ({line.aside})" for line in lines)
    silent = wording.not_reported(s, t)
    if len(lines) <= MOST:
        return m.listed(title, silent, lines, speaker=said)
    if len(lines) <= ACTIONS:
        return m.listed(title, silent, lines, columns=2, speaker=said)
    frame = summaries.action_types(s)
    shown = frame.head(ROWS)
    top = frame.iloc[0]
    if len(frame) > 1 and top["actions"] > frame["actions"].iloc[1]:
        title = t("What happened: most often {type}, {k} of {n}", type=top["label"], k=top["actions"], n=len(s))
    rest = len(frame) - len(shown)
    notes = (
        t.n("and {n} more kind", "and {n} more kinds", rest)
        + f": {t.n('{n} action', '{n} actions', int(frame['actions'].iloc[ROWS:].sum()))}"
        if rest
        else "",
    )
    series = (Series("actions", t("actions"), "accent"),)
    return m.charted(title, silent, rows=shown, code="action_type", series=series, notes=notes, speaker=said)


def _demands(m: Maker) -> Slide | Nothing:
    t, s = m.t, m.selection
    on = s.on_theme
    if not len(on["demands"]):
        return "silent"
    rows = records.demand_rows(s.dataset, on["demands"]["demand_id"], t).set_index("demand_id")
    several = rows["country"].nunique(dropna=False) > 1
    ids = foremost.demands(on)
    lines = []
    for code in ids:
        row = rows.loc[code]
        implied = row["directness_label"] if row["directness"] == "implied" else ""
        to = wording.capital(wording.addressees(row["addressees"], t, 2))
        lines.append(Line(row["text"], _joined(to, _unsaid(row["country_name"], to) if several else "", implied)))
    frame = summaries.demands_by_addressee(on, t)
    silent = t("addressee: {k} of {n} demands", k=int(frame["demands"].iloc[-1]), n=len(ids))
    return m.listed(
        t("What was asked: {demands}", demands=wording.demands(s, t)),
        silent,
        lines,
        most=MOST,
        notes=(wording.other_demands(s, t),),
        speaker=(t("Demands:"), *_spoken(lines, t)),
    )


def _outcomes(m: Maker) -> Slide | Nothing:
    t, s = m.t, m.selection
    on = s.on_theme
    rows = on["outcomes"].set_index("outcome_id", drop=False)
    if rows.empty:
        return "silent"
    places = records.behind(s.dataset, on["outcome_actions"], "outcome_id")
    countries = on["outcome_actions"].merge(s.dataset["actions"][["action_id", "country"]], on="action_id")
    of = countries.groupby("outcome_id")["country"].unique()
    several = s["actions"]["country"].nunique() > 1
    lines = []
    for code in foremost.outcomes(on):
        where = ", ".join(t.country(one) for one in of.get(code, ())) if several else ""
        behind = wording.behind(places.get(code), t, most=1)
        told = _joined(behind, _unsaid(where, behind), wording.follow_up(rows.loc[code], t))
        lines.append(Line(rows.loc[code, "text"], told))
    covered = summaries.coverage(s)
    silent = int((~(covered["outcome"] | covered["media"]).astype(bool)).sum())
    return m.listed(
        t("What came of it: {outcomes}", outcomes=wording.outcomes(s, t)),
        wording.silent_on("outcome", silent, len(s), t),
        lines,
        most=MOST,
        notes=(
            wording.other_outcomes(s, t),
            t.n("No outcome reported: {n} action", "No outcome reported: {n} actions", silent) if silent else "",
        ),
        speaker=_spoken(lines, t),
    )


def _law(m: Maker) -> Slide | Nothing:
    t, s = m.t, m.selection
    if not len(s["policy_facts"]):
        return "silent"
    rows = demands.facts(s, t).set_index("fact_id")
    several = rows["country"].nunique() > 1
    years = wording.source_years(s, rows["source_id"])
    lines = []
    for code in foremost.facts(s):
        row = rows.loc[code]
        dated = isinstance(row["as_of"], str) and row["as_of"] not in years
        as_of = t("as of {date}", date=wording.as_of(row["as_of"], t)) if dated else ""
        lines.append(Line(row["text"], _joined(row["country_label"] if several else "", as_of)))
    return m.listed(
        t("What the law says, according to the report: {facts}", facts=wording.facts(s, t)),
        "",
        lines,
        most=MOST,
        notes=(wording.claims(s, rows["source_id"], t),),
        speaker=_spoken(lines, t),
    )


def _organisations(m: Maker) -> Slide | Nothing:
    t, s = m.t, m.selection
    numbers, silent = summaries.headline(s), summaries.silent(s)["organiser"]
    acting = summaries.organisations(s).query("acting > 0")
    if acting.empty:
        return "silent"
    title = t(
        "Who took part: {organisations}",
        organisations=t.n("{n} organisation", "{n} organisations", numbers.organisations),
    )
    if numbers.unnamed_groups:
        unnamed = t.n("and {n} group without a name", "and {n} groups without a name", numbers.unnamed_groups)
        title = f"{title} {unnamed}" if numbers.organisations else t("Who took part: {groups}", groups=unnamed)
    said = (
        f"{wording.capital(wording.who(numbers.who, t))}.",
        f"{t('Actions by organisation')}: "
        + "; ".join(f"{row.name} {t.dash} {t.number(row.acting)}" for row in acting.itertuples(index=False)),
    )
    told = wording.silent_on("organiser", silent, len(s), t)
    if len(acting) <= NAMES:
        lines = [Line(row.name, _stood(row, t)) for row in acting.itertuples(index=False)]
        return m.listed(title, told, lines, columns=1 if len(lines) <= MOST else 2, speaker=said)
    frame = summaries.organisations_by_kind(s)
    frame = frame[frame["organiser"] + frame["partner"] > 0]
    rest = frame.iloc[ROWS:]
    notes = [t("Each is counted once, as organiser or else as partner.")]
    if len(rest):
        n = int(rest[["organiser", "partner"]].to_numpy().sum())
        more = t.n("{n} more kind", "{n} more kinds", len(rest))
        bodies = t.n("{n} organisation or group", "{n} organisations and groups", n)
        notes.insert(0, t("And {kinds}: {organisations}.", kinds=more, organisations=bodies))
    return m.charted(
        title,
        told,
        rows=frame.head(ROWS),
        code="kind",
        series=(
            Series("organiser", t("Organisers"), "accent"),
            Series("partner", t("Partners, supporters and participants"), "third"),
        ),
        notes=notes,
        speaker=said,
    )


def _stood(row: object, t: Translator) -> str:
    organised, partner = getattr(row, "organiser"), getattr(row, "partner")  # noqa: B009
    return _joined(
        t.n("organised {n} action", "organised {n} actions", organised) if organised else "",
        t.n("took part in {n} action", "took part in {n} actions", partner) if partner else "",
    )


def _when(m: Maker) -> Slide | Nothing:
    t, s = m.t, m.selection
    frame = summaries.days(s, t).query("actions > 0")
    dated = frame[frame["kind"] != "undated"]
    if dated.empty:
        return "silent"
    if len(frame) == 1:  # the actions say it themselves
        return "told"
    undated = int(frame.loc[frame["kind"] == "undated", "actions"].sum())
    top = dated[dated["actions"] == dated["actions"].max()]
    if len(top) == 1:
        n = int(top["actions"].iloc[0])
        title = t("When: {n} of {of} actions on {day}", n=t.number(n), of=t.number(len(s)), day=top["label"].iloc[0])
    else:
        exact = dated.loc[dated["kind"] == "day", "day"]
        span = t.dates(exact.iloc[0], exact.iloc[-1]) if len(exact) else dated["label"].iloc[0]
        title = t("When: {dates}", dates=span)
    # Of many days the fullest are shown, in their order.
    kept = dated.loc[dated["actions"].sort_values(ascending=False, kind="stable").index[:ROWS]].sort_index()
    rows = pd.concat([kept, frame[frame["kind"] == "undated"]], ignore_index=True)
    rows["code"] = [
        NOT_REPORTED if kind == "undated" else str(day) for day, kind in zip(rows["day"], rows["kind"], strict=True)
    ]
    rest = len(dated) - len(kept)
    ahead = demands.announced(s.on_theme).dropna(subset=["follow_up_date"])
    notes = (
        t.n("and {n} more day", "and {n} more days", rest) if rest else "",
        *(f"{t('Announced')}: {wording.follow_up(row, t)}" for row in ahead.head(1).itertuples()),
    )
    return m.charted(
        title,
        wording.silent_on("date", undated, len(s), t),
        rows=rows,
        code="code",
        series=(Series("actions", t("actions"), "accent"),),
        notes=notes,
    )


def _sources(m: Maker) -> Slide:
    t, s = m.t, m.selection
    d = s.dataset
    licences = "; ".join(d.credit("licenses", licence) for licence in d.schema.licenses)
    used = "; ".join(d.credit("sources", one) for one in d.schema.sources if one.get("path"))
    silent = wording.not_reported(s, t)
    told = (
        (t("Source: {source}.", source=wording.source(s, t)),),
        (
            t("Every value was coded by hand from the report and names the place in it where it is told."),
            t("What the report does not say is shown as “not reported”; it never means zero."),
        ),
        (
            t("Not reported, by number of actions: {what}.", what=silent) if silent else "",
            t("No slide, for the report tells nothing of it here: {slides}.", slides="; ".join(m.without))
            if m.without
            else "",
        ),
        (
            t("Also used: {sources}.", sources=used) if used else "",
            t("Licence: {licence}.", licence=licences) if licences else "",
        ),
    )
    lines = [Line(" ".join(filter(None, part))) for part in told if any(part)]
    return m.listed(t("Method and sources"), silent, lines, has_code=opens_elsewhere(m.link))


def _unsaid(country: str, told: str) -> str:
    """The country, or "" where what is told names it, be it declined: «Министерство здравоохранения Литвы»."""
    return "" if country[:4].casefold() in told.casefold() else country


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _spoken(lines: list[Line], t: Translator) -> tuple[str, ...]:
    return tuple(f"{t.dash} {line.text}{f' ({line.aside})' if line.aside else ''}" for line in lines)


SLIDES = (
    Entry("title", lambda t: t("Title slide"), _title),
    Entry("numbers", lambda t: t("Numbers"), _numbers),
    Entry("map", lambda t: t("Map"), _map),
    Entry("actions", lambda t: t("What happened"), _actions),
    Entry("demands", lambda t: t("What was asked"), _demands),
    Entry("outcomes", lambda t: t("What came of it"), _outcomes),
    Entry("law", lambda t: t("What the law says"), _law),
    Entry("organisations", lambda t: t("Who"), _organisations),
    Entry("when", lambda t: t("When"), _when),
    Entry("sources", lambda t: t("Method and sources"), _sources),
)
IDS = tuple(entry.id for entry in SLIDES)


def slides(selection: Selection, t: Translator, link: str) -> tuple[Slide, ...]:
    """The slides of a selection that have something to show, in order; `link` is the address of the view.

    Raises NothingSelected where there is no action.
    """
    if not len(selection):
        raise NothingSelected(t("No action fits these filters, so there are no slides."))
    made: list[Slide] = []
    without: list[str] = []
    for entry in SLIDES:
        slide = entry.make(Maker(selection, t, link, entry.id, entry.name(t), tuple(without)))
        if isinstance(slide, Slide):
            made.append(slide)
        elif slide == "silent":
            without.append(entry.name(t))
    return typeset.everywhere(tuple(made), t.language)
