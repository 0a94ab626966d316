"""When: the actions in view by days, or by as long periods as a table of few columns needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.query.selection import Selection

MOST_PERIODS = 8  # columns of days, weeks, months or years
FREQUENCIES = {"D": "day", "W": "week", "M": "month", "Y": "year"}
WITHIN = {"D": (), "W": (), "M": ("month",), "Y": ("month", "year")}  # what dates less exact than a day fall into


@dataclass(frozen=True)
class Column:
    """One column: a period of days, or what is known less exactly than that.

    `kind` is `day`, `week`, `month` or `year`; `earlier` (all years before the others); `month_only` or `year_only`
    (no more is stated; `start` is missing where it is not the same for all); `undated`; `follow_up` (announced).
    """

    kind: str
    start: dt.date | None = None
    end: dt.date | None = None
    main: bool = False  # the campaign's day is in it
    after_gap: bool = False  # between it and the one before lie periods without an action


@dataclass(frozen=True, eq=False)
class Calendar:
    """The columns, and the actions and follow-ups in them.

    `frame` is that of `summaries.timeline`, by country and time, with `first` and `last`: the columns, counted from
    0, in which one begins and ends. The numbers count actions; `before`, `on` and `after` the campaign's `day`, those
    dated to a day, and they are 0 where the actions in view have no such day.
    """

    columns: tuple[Column, ...]
    frame: pd.DataFrame
    day: dt.date | None
    before: int
    on: int
    after: int
    loose: int  # only the month or the year is stated
    undated: int
    inferred: int  # a date that is not stated but follows from the account
    busiest: tuple[dt.date, int] | None  # the day on which most actions began, if no other day had as many

    @property
    def actions(self) -> int:
        """The number of actions."""
        return int((self.frame["kind"] != "follow_up").sum())


def calendar(selection: Selection, t: Translator, most: int = MOST_PERIODS) -> Calendar:
    """The table of days of a selection: at most `most` periods, and the columns of what has no day."""
    frame = summaries.timeline(selection, t)
    frame = frame.sort_values(["country_label", "start", "title"], kind="stable", ignore_index=True)
    start = pd.to_datetime(frame["start"])
    end = pd.to_datetime(frame["end"]).fillna(start)
    day = summaries.campaign_day(selection)
    frequency, periods = _periods(frame["kind"], start, end, day, most)
    columns = _period_columns(frequency, periods, day, most)
    placed = pd.Series(-1, index=frame.index), pd.Series(-1, index=frame.index)
    exact = frame["kind"].isin(["day", *WITHIN[frequency]])
    at = {period.ordinal: max(0, i - (len(periods) - len(columns))) for i, period in enumerate(periods)}
    for side, when in zip(placed, (start, end), strict=True):
        side[exact] = _ordinals(when[exact], frequency).map(at)
    # An action known by its month alone ends with it, but is told once.
    placed[1][exact & (frame["kind"] != "day")] = placed[0]
    for kind, name in (("month", "month_only"), ("year", "year_only"), ("undated", "undated"), ("follow_up",) * 2):
        those = (frame["kind"] == kind) & ~exact
        if those.any():
            only = frame.loc[those, "start"].dropna().unique()
            columns.append(Column(name, pd.Timestamp(only[0]).date() if len(only) == 1 else None))
            for side in placed:
                side[those] = len(columns) - 1
    dated = frame["kind"] == "day"
    begun = start[dated].value_counts()
    top = begun[begun == begun.max()]
    on = dated & (start <= pd.Timestamp(day)) & (end >= pd.Timestamp(day)) if day else dated & False
    return Calendar(
        columns=tuple(columns),
        frame=frame.assign(first=placed[0].astype(int), last=placed[1].astype(int)),
        day=day,
        before=int((dated & ~on & (start < pd.Timestamp(day))).sum()) if day else 0,
        on=int(on.sum()),
        after=int((dated & ~on & (start > pd.Timestamp(day))).sum()) if day else 0,
        loose=int(frame["kind"].isin(["month", "year"]).sum()),
        undated=int((frame["kind"] == "undated").sum()),
        inferred=int(frame["inferred"].sum()),
        busiest=(top.index[0].date(), int(top.iloc[0])) if len(top) == 1 and top.iloc[0] > 1 else None,
    )


def _periods(
    kind: pd.Series, start: pd.Series, end: pd.Series, day: dt.date | None, most: int
) -> tuple[str, list[pd.Period]]:
    """The shortest periods of which no more than `most` hold something, and these; years where even they are more."""
    for frequency in FREQUENCIES:
        exact = kind.isin(["day", *WITHIN[frequency]])
        till = end.where(kind == "day", start)
        firsts, lasts = _ordinals(start[exact], frequency), _ordinals(till[exact], frequency)
        found = set(_spanned(set(zip(firsts, lasts, strict=True)), most))
        if day and len(found) < most:
            found.add(pd.Period(day, frequency).ordinal)
        if len(found) <= most:
            break
    return frequency, [pd.Period(ordinal=ordinal, freq=frequency) for ordinal in sorted(found)]


def _ordinals(when: pd.Series, frequency: str) -> pd.Series:
    """The periods of days as numbers that count them, which pandas handles a hundred times faster."""
    return pd.Series(pd.PeriodIndex(when, freq=frequency).asi8, index=when.index)


def _spanned(pairs: Iterable[tuple[int, int]], most: int) -> Iterable[int]:
    """Every period from the first to the last of each pair; of a long one no more than shows that it is too long."""
    for first, last in pairs:
        yield from range(first, min(last, first + 40 * most) + 1)


def _period_columns(frequency: str, periods: list[pd.Period], day: dt.date | None, most: int) -> list[Column]:
    pooled = periods[: len(periods) - most + 1] if len(periods) > most else []
    columns = [Column("earlier", pooled[0].start_time.date(), pooled[-1].end_time.date())] if pooled else []
    for i in range(len(pooled), len(periods)):
        period = periods[i]
        columns.append(
            Column(
                FREQUENCIES[frequency],
                period.start_time.date(),
                period.end_time.date(),
                main=day is not None and pd.Period(day, frequency) == period,
                after_gap=i > 0 and (period - periods[i - 1]).n > 1,
            )
        )
    return columns


@dataclass(frozen=True)
class CampaignDay:
    """What was held on the campaign's day."""

    day: dt.date
    actions: int
    inferred: int  # of these, whose day is not stated but follows from the account
    places: pd.DataFrame  # the cities where: columns of `summaries.places`, from west to east

    @property
    def countries(self) -> int:
        """The number of countries of these cities."""
        return int(self.places["country"].nunique())


def on_the_day(selection: Selection) -> CampaignDay | None:
    """What of the selection was held on the campaign's day, said to the day; none where that is nothing."""
    day = summaries.campaign_day(selection)
    actions = selection["actions"]
    start, end = actions["start_date"], actions["end_date"].fillna(actions["start_date"])
    on = (actions["date_precision"] == "day") & (start <= pd.Timestamp(day)) & (end >= pd.Timestamp(day))
    if day is None or not on.any():
        return None
    joins = selection["action_places"]
    held = joins[(joins["role"] == "held") & joins["action_id"].isin(actions["action_id"][on])]
    places = summaries.places(selection)
    places = places[places["place_id"].isin(held["place_id"])].sort_values("longitude", ignore_index=True)
    return CampaignDay(day, int(on.sum()), int((on & (actions["date_basis"] == "inferred")).sum()), places)
