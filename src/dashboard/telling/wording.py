"""Sentences that a page, a slide and a file share: what is not reported, what is left out, what is claimed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.numbers.counts import Bodies, Participants, Who
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
    """How many organisations and groups took part, were only addressed, are only mentioned; none is left out."""
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


def lines(cell: object, t: Translator) -> str:
    """ "lines 241–307, 310–312": where in a source it stands, or that this is not given."""
    readable = readable_lines(cell)
    return t("lines {lines}", lines=readable) if readable else t("lines not given")


def section_and_lines(section: str, cell: object, t: Translator) -> str:
    """ "Belarus, lines 241–307": the section alone where no lines are given."""
    readable = readable_lines(cell)
    return t("{section}, lines {lines}", section=section, lines=readable) if readable else section


def readable_lines(cell: object) -> str:
    """ "241–307, 310–312" for the dataset's `241-307;310-312`; "" where it holds nothing."""
    parts = cell.split(";") if isinstance(cell, str) else []
    return ", ".join(part.strip().replace("-", "–") for part in parts)


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


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
