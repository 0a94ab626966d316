"""Sentences that a page, a slide and a file share: what is not reported, what is left out, what is claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.numbers.counts import Bodies, Participants, Who
from dashboard.numbers.records import Behind
from dashboard.query.filters import labels
from dashboard.query.selection import Selection


def gaps(t: Translator) -> dict[str, str]:
    """What each thing is called, within a sentence, that the report may be silent on (`records.WHAT_IS_MISSING`)."""
    return {
        "date": t("date"),
        "end": t("last day"),
        "place": t("city"),
        "count": t("number of participants"),
        "organiser": t("organiser"),
        "outcome": t("outcome"),
        "media": t("media coverage"),
    }


def short_gaps(t: Translator) -> dict[str, str]:
    """The same in a word each, for the heads of narrow columns."""
    return {
        "date": t("Date"),
        "place": t("City"),
        "count": t("How many"),
        "organiser": t("Who"),
        "outcome": t("Outcome"),
        "media": t("Media"),
    }


def not_reported(selection: Selection, t: Translator) -> str:
    """For how many of the actions the report is silent on each thing, with ";" between; "" where on none."""
    words, n = gaps(t), t.number(len(selection))
    return "; ".join(
        t("{what}: {k} of {n}", what=words[what], k=t.number(k), n=n)
        for what, k in summaries.silent(selection).items()
        if k
    )


def silent_on(what: str, k: int, of: int, t: Translator) -> str:
    """ "organiser: 3 of 30 actions": for how many actions the report is silent on one of the `gaps`."""
    return t("{what}: {k} of {n} actions", what=gaps(t)[what], k=k, n=of)


def left_out(selection: Selection, t: Translator) -> list[str]:
    """One sentence for each kind of row that the filters leave out for want of what they ask."""
    n = selection.left_out
    told = []
    if n.get("undated"):
        told.append(
            t.n(
                "{n} action without a date, because of the filter by date",
                "{n} actions without a date, because of the filter by date",
                n["undated"],
            )
        )
    if n.get("demands"):
        told.append(t.n("{n} demand that belongs to no action", "{n} demands that belong to no action", n["demands"]))
    if n.get("outcomes"):
        told.append(
            t.n(
                "{n} outcome that belongs to no action",
                "{n} outcomes that belong to no action",
                n["outcomes"],
            )
        )
    if n.get("policy_facts"):
        told.append(
            t.n(
                "{n} policy fact: facts follow country and theme alone",
                "{n} policy facts: facts follow country and theme alone",
                n["policy_facts"],
            )
        )
    return told


def counted(people: Participants, t: Translator) -> str:
    """ "3 of 38 accounts say how many people took part"; of a single account, that it does."""
    if people.of == 1:
        return t("The account says how many people took part")
    return t.n(
        "{n} of {of} accounts says how many people took part",
        "{n} of {of} accounts say how many people took part",
        people.reported_by,
        of=t.number(people.of),
    )


def who(counted: Who, t: Translator) -> str:
    """How many organisations and groups took part, were only addressed, are only mentioned; no word of none."""
    told = (
        (t("took part"), counted.took_part),
        (t("only addressed"), counted.addressed),
        (t("only mentioned in the report"), counted.mentioned),
    )
    return "; ".join(f"{words}: {_bodies(group, t)}" for words, group in told if group.all)


def _bodies(group: Bodies, t: Translator) -> str:
    if not group.unnamed:
        return t.number(group.all)
    return t("{n}, of these {k} without a name", n=t.number(group.all), k=t.number(group.unnamed))


def sources(selection: Selection) -> str:
    """The titles of the sources behind what is in view; where nothing is, of all that the dataset has."""
    titles = selection["sources"]["title"]
    return "; ".join(titles if len(titles) else selection.dataset["sources"]["title"])


def source(selection: Selection, t: Translator) -> str:
    """Where the numbers come from: the sources' titles, and the version of the data."""
    d, titles = selection.dataset, sources(selection)
    version = t("Version {version}, {date}", version=d.version, date=t.date(d.updated))
    return f"{titles}. {d.title('package')}, {version}" if titles else f"{d.title('package')}, {version}"


def short_source(selection: Selection) -> str:
    """ "ENPUD 2019": who published what is in view, and when; the title where no publisher is known."""
    rows = selection["sources"]
    rows = rows if len(rows) else selection.dataset["sources"]
    told = []
    for row in rows.itertuples():
        by = row.publisher if isinstance(row.publisher, str) else row.title
        initials = re.search(r"\(([\w/]{2,14})\)$", by)
        told.append(f"{initials[1] if initials else by}{'' if pd.isna(row.year) else f' {row.year}'}")
    return "; ".join(told)


def subject(selection: Selection, t: Translator) -> str:
    """What is looked at, as a title has it: "Naloxone", "Lithuania · Naloxone"; "" where no filter is set."""
    return capital(selection.filters.describe(selection.dataset, t, named=False)) if selection.filters else ""


def lines(cell: object, t: Translator) -> str:
    """ "lines 241–307, 310–312": where in a source it stands, or that this is not given."""
    readable = readable_lines(cell)
    return t.n("line {lines}", "lines {lines}", _many(readable), lines=readable) if readable else t("lines not given")


def section_and_lines(section: str, cell: object, t: Translator) -> str:
    """ "Belarus, lines 241–307": the section alone where no lines are given."""
    return f"{section}, {lines(cell, t)}" if readable_lines(cell) else section


def _many(readable: str) -> int:
    """As many lines as the form of a word needs to know: one, or more."""
    return 1 if readable.isdigit() else 2


def readable_lines(cell: object) -> str:
    """ "241–307, 310–312" for the dataset's `241-307;310-312`; "" where it holds nothing."""
    parts = cell.split(";") if isinstance(cell, str) else []
    return ", ".join(part.strip().replace("-", "–") for part in parts)


def quotation(text: str, row: Any, selection: Selection, t: Translator) -> str:
    """A text with its source, to copy: "Naloxone costs 1 euro. — Report (2019), LITHUANIA, lines 12–14; Atlas, …".

    `row` says where it stands: `source_id`, `source_section` and `source_lines`.
    """
    d = selection.dataset
    known = d["sources"].set_index("source_id").loc[row.source_id]
    year = "" if pd.isna(known["year"]) else f" ({known['year']})"
    place = section_and_lines(row.source_section, row.source_lines, t)
    version = t("data version {version}", version=d.version)
    return f"{text}\n{t.dash} {known['title']}{year}, {place}; {d.title('package')}, {version}"


def claims(selection: Selection, source_ids: Iterable[str], t: Translator) -> str:
    """The note that policy facts are claims of these sources, with the sources' years."""
    return t(
        "Claims of the source ({years}), put in our words and not checked by us. The law may have changed since.",
        years=t.both(source_years(selection, source_ids)),
    )


def source_years(selection: Selection, source_ids: Iterable[str]) -> list[str]:
    """The years of these sources, each once, earliest first; those of unknown year give none."""
    sources = selection["sources"]
    years = sources.loc[sources["source_id"].isin(set(source_ids)), "year"].dropna().unique()
    return [str(year) for year in sorted(years)]


def as_of(text: str, t: Translator) -> str:
    """A year, a month or a day in ISO form as the reader writes it; anything else as it stands."""
    precision = {4: "year", 7: "month", 10: "day"}.get(len(text))
    try:
        return t.date(pd.Timestamp(text), precision) if precision else text
    except ValueError:
        return text


def follow_up(outcome: Any, t: Translator) -> str:
    """ "27 July 2019: a written answer": when what was announced is due, in a date and in the source's words."""
    day = "" if pd.isna(outcome.follow_up_date) else t.date(outcome.follow_up_date)
    words = outcome.follow_up_text if isinstance(outcome.follow_up_text, str) else ""
    return ": ".join(part for part in (day, words) if part)


def names(listed: Sequence[str], t: Translator, most: int = 3) -> str:
    """Names with ";" between, for they hold commas; of more than `most`, how many are left."""
    if len(listed) <= most:
        return "; ".join(listed)
    shown = max(most - 1, 1)  # "and 1 more" would take as much room as the name
    return t("{names} and {n} more", names="; ".join(listed[:shown]), n=t.number(len(listed) - shown))


def addressees(listed: Sequence[str], t: Translator, most: int = 3) -> str:
    """ "To: Ministry of Health; Parliament", or that nobody is named."""
    if not listed:
        return t("addressee not reported")
    return t.n("To: {names}", "To: {names}", len(listed), names=names(listed, t, most))


def behind(of: Behind | None, t: Translator, most: int = 2) -> str:
    """ "Kaunas · RIGRA": where and by whom a demand was made or an outcome reached; "" where no action says so."""
    if of is None:
        return ""
    return " · ".join(names(part, t, most) for part in (of.cities, of.organisers) if part)


def theme(selection: Selection, t: Translator) -> str:
    """The themes asked for, in quotation marks; "" where none is."""
    words, filters = labels(selection.dataset, "theme", t), selection.filters
    joined = t.both if filters.needs_all("theme") else t.either
    return joined([t("“{words}”", words=words[code]) for code in filters.theme]) if filters.theme else ""


def demands(selection: Selection, t: Translator) -> str:
    """ "5 demands on “Naloxone”": those that carry the theme asked for; "16 demands" where none is."""
    n = len(selection.on_theme["demands"])
    if not selection.filters.theme:
        return t.n("{n} demand", "{n} demands", n)
    return t.n("{n} demand on {theme}", "{n} demands on {theme}", n, theme=theme(selection, t))


def outcomes(selection: Selection, t: Translator) -> str:
    """ "2 outcomes on “Naloxone”": those that carry the theme asked for; "5 outcomes" where none is."""
    n = len(selection.on_theme["outcomes"])
    if not selection.filters.theme:
        return t.n("{n} outcome", "{n} outcomes", n)
    return t.n("{n} outcome on {theme}", "{n} outcomes on {theme}", n, theme=theme(selection, t))


def facts(selection: Selection, t: Translator) -> str:
    """ "3 statements on “Naloxone”": of the law and of figures, which follow their own themes."""
    n = len(selection["policy_facts"])
    if not selection.filters.theme:
        return t.n("{n} statement", "{n} statements", n)
    return t.n("{n} statement on {theme}", "{n} statements on {theme}", n, theme=theme(selection, t))


def other_demands(selection: Selection, t: Translator) -> str:
    """What the actions in view asked for besides the theme asked for, with its number; "" for nothing."""
    n = len(selection.beside_theme["demands"])
    return f"{beside(selection, t)}: {t.n('{n} demand', '{n} demands', n)}" if n else ""


def other_outcomes(selection: Selection, t: Translator) -> str:
    """What came of the actions in view besides the theme asked for, with its number; "" for nothing."""
    n = len(selection.beside_theme["outcomes"])
    return f"{beside(selection, t)}: {t.n('{n} outcome', '{n} outcomes', n)}" if n else ""


def beside(selection: Selection, t: Translator) -> str:
    """The heading of what belongs to the same actions without carrying the theme asked for."""
    return t("Of these actions, not only on {theme}", theme=theme(selection, t))


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text as it stands within a sentence: without its capital, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def where(selection: Selection, t: Translator) -> str:
    """ "Where the actions were: 12 cities, 3 countries": what the map shows."""
    numbers = summaries.headline(selection)
    return t(
        "Where the actions were: {cities}, {countries}",
        cities=t.n("{n} city", "{n} cities", numbers.places),
        countries=t.n("{n} country", "{n} countries", numbers.countries),
    )
