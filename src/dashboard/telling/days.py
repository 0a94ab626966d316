"""Days in words: what a table of days found, and how its columns and signs are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from babel.dates import format_date

from dashboard.i18n import Translator
from dashboard.numbers.calendar import Calendar, Column

LONG = 5  # letters of a month's name that find room over a narrow column


def heading(found: Calendar, t: Translator) -> str:
    """The finding: how many actions were on the campaign's day, or on the day that had most."""
    n = found.actions
    if found.day and found.on:
        return t.n(
            "On {day}, the campaign's day: {k} of {n} action",
            "On {day}, the campaign's day: {k} of {n} actions",
            n,
            day=t.date(found.day),
            k=t.number(found.on),
        )
    if found.day:
        return t("No action in view is dated to {day}, the campaign's day", day=t.date(found.day))
    if found.busiest:
        day, k = found.busiest
        return t.n(
            "Most actions began on {day}: {k} of {n}",
            "Most actions began on {day}: {k} of {n}",
            n,
            day=t.date(day),
            k=t.number(k),
        )
    return t("The actions in time")


def meanings(t: Translator) -> dict[str, str]:
    return {
        "day": t("action"),
        "inferred": t("date inferred from the report"),
        "span": t("action of several days"),
        "month": t("only the month is stated"),
        "year": t("only the year is stated"),
        "undated": t("date not stated"),
        "follow_up": t("follow-up announced"),
    }


def name(column: Column, t: Translator) -> str:
    """A column in full: "26 June 2019", "24–30 June 2019", "date not stated"."""
    start, words = column.start, meanings(t)
    if column.kind == "undated":
        return words["undated"]
    if column.kind == "follow_up":
        return t("announced for {day}", day=t.date(start)) if start else words["follow_up"]
    if column.kind in ("month_only", "year_only"):
        unit = column.kind.removesuffix("_only")
        return t("{period}, day not stated", period=t.date(start, unit)) if start else words[unit]
    if column.kind == "earlier":
        return t("until {year}", year=column.end.year if column.end else "")
    if column.kind == "week":
        return t.dates(start, column.end)
    return t.date(start, column.kind)


def head_words(columns: Sequence[Column], column: Column, t: Translator) -> tuple[str, str]:
    """The two lines over a narrow column; the year stands there only where there are several."""
    start, end = column.start, column.end
    years = {one.start.year for one in columns if one.start}
    if column.kind == "undated":
        return t("no date"), ""
    if start is None:
        return {"month_only": t("month"), "year_only": t("year"), "follow_up": t("later")}[column.kind], ""
    year = str(start.year)
    if column.kind in ("month", "month_only"):
        return _month(start, t, alone=True), year if len(years) > 1 else ""
    if column.kind in ("year", "year_only"):
        return year, ""
    if column.kind == "earlier":
        return f"–{end.year if end else ''}", ""
    large = f"{start.day}–{end.day}" if column.kind == "week" and end else str(start.day)
    return large, " ".join([_month(start, t), *([year] if len(years) > 1 else [])])


def _month(day: dt.date, t: Translator, *, alone: bool = False) -> str:
    """The month's name, in short where it is long: "June", "Sep"; as it stands behind a day if not `alone`."""
    name = str(format_date(day, "LLLL" if alone else "MMMM", locale=t.language))
    return name if len(name) <= LONG else str(format_date(day, "LLL" if alone else "MMM", locale=t.language))


def when(row: Any, t: Translator) -> str:
    """When an action was, or a follow-up is due."""
    if row.kind == "follow_up":
        return t("announced for {day}", day=t.date(row.start))
    when = t.dates(row.start, row.end, row.kind if row.kind in ("month", "year") else "day")
    return f"{when} ({t('inferred')})" if row.inferred else when
