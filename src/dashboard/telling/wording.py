"""Sentences that a page, a slide and a file share: what is not reported, what is left out, what is claimed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.query.selection import Selection


def covered(t: Translator) -> dict[str, str]:
    """What each of `summaries.COVERED` is called, within a sentence."""
    return {
        "date": t("date"),
        "place": t("city"),
        "count": t("number of participants"),
        "organiser": t("organiser"),
        "outcome": t("outcome"),
        "media": t("media coverage"),
    }


def not_reported(selection: Selection, t: Translator) -> str:
    """For how many of the actions the report is silent on each thing, with ";" between; "" where on none."""
    words, n = covered(t), t.number(len(selection))
    return "; ".join(
        t("{what}: {k} of {n}", what=words[what], k=t.number(k), n=n)
        for what, k in summaries.silent(selection).items()
        if k
    )


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


def source(selection: Selection, t: Translator) -> str:
    """Where the numbers come from: the sources' titles, and the version of the data."""
    d = selection.dataset
    titles = "; ".join(selection["sources"]["title"])
    version = t("Version {version}, {date}", version=d.version, date=t.date(d.updated))
    return f"{titles}. {d.title('package')}, {version}" if titles else f"{d.title('package')}, {version}"


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
