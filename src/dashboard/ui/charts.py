"""The charts of the charts page: each an aggregate of `summaries`, drawn by `figures`, with its table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from dashboard import figures
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.telling import wording
from dashboard.ui import visit, widgets
from dashboard.ui.visit import View

Draw = Callable[..., go.Figure]  # a chart of `figures`


def contents(t: Translator) -> dict[str, str]:
    """The parts of the page: code (see `PAGE_PARAMETERS`) to name."""
    return {
        "people": t("People and countries"),
        "organisations": t("Organisations"),
        "themes": t("Themes and types"),
        "time": t("Time"),
    }


def countries(v: View) -> None:
    """Actions by country."""
    t = v.t
    frame = summaries.actions_by_country(v.selection, t)
    top = frame.iloc[0]
    heading = t.n(
        "{country} tells of most actions: {n}",
        "{country} tells of most actions: {n}",
        top["actions"],
        country=top["label"],
    )
    if (frame["actions"] == top["actions"]).sum() > 1:
        heading = t("Actions by country")
    _chart(
        v,
        "countries",
        heading,
        figures.bars.actions_by_country,
        frame,
        partial(
            widgets.labelled,
            v,
            frame,
            {
                "label": t("Country"),
                "actions": t("Actions"),
                "places": t("Cities"),
                "counted": t("With a participant figure"),
                "not_reported": t("Participants not reported"),
            },
        ),
        record="country",
    )


def organisations(v: View) -> None:
    """Organisations by kind, in their three standings."""
    t = v.t
    kinds = summaries.organisations_by_kind(v.selection)
    heading = t("Who organised, who supported, and whom the actions addressed")
    columns = {
        "label": t("Kind"),
        "organiser": t("Organisers"),
        "partner": t("Partners, supporters and participants"),
        "addressed": t("Institutions addressed"),
        "unnamed": t("Without a name"),
    }
    _chart(
        v,
        "organisations",
        heading,
        figures.bars.organisations_by_kind,
        kinds,
        partial(widgets.labelled, v, kinds, columns),
        note=wording.who(summaries.who(v.selection), t),
    )


def most_active(v: View) -> None:
    """The organisations that took part in most actions."""
    frame = summaries.organisations(v.selection)
    _ranked(
        v,
        "most_active",
        v.t("The organisations that took part in most actions"),
        figures.bars.most_active,
        frame[frame["acting"] > 0],
    )


def most_addressed(v: View) -> None:
    """The institutions that most actions spoke to; nothing when there are none."""
    frame = summaries.organisations(v.selection)
    addressed = frame[frame["addressed"] > 0].sort_values("addressed", ascending=False, kind="stable")
    heading = v.t("The institutions that actions addressed")
    _ranked(v, "most_addressed", heading, figures.bars.most_addressed, addressed)


def _ranked(v: View, key: str, heading: str, draw: Draw, frame: pd.DataFrame) -> None:
    """Organisations with the number of their actions, each opening its record."""
    if frame.empty:
        return
    t = v.t
    shown = frame.assign(country_label=[v.home(code) for code in frame["country"]])
    columns = {
        "name": t("Organisation"),
        "kind_label": t("Kind"),
        "country_label": t("Country"),
        "organiser": t("As organiser"),
        "partner": t("As partner or participant"),
        "addressed": t("As institution addressed"),
    }
    _chart(v, key, heading, draw, frame, partial(widgets.labelled, v, shown, columns), record="organisation")


def themes(v: View) -> None:
    """Actions by theme."""
    t = v.t
    frame = summaries.themes(v.selection)
    heading = t("What the actions were about")
    bases = {
        b: v.dataset.category_label("action_themes", "basis", b)
        for b in ("aim", "message", "demand", "outcome", "mention")
    }
    _chart(
        v,
        "themes",
        heading,
        figures.bars.themes,
        frame,
        partial(widgets.labelled, v, frame, {"label": t("Theme"), "actions": t("Actions"), **bases}),
        note=t("an action may carry several themes"),
        record="theme",
    )


def types(v: View) -> None:
    """Actions by type."""
    t = v.t
    frame = summaries.action_types(v.selection)
    heading = t("What kind of actions they were")
    _chart(
        v,
        "types",
        heading,
        figures.bars.action_types,
        frame,
        partial(
            widgets.labelled,
            v,
            frame,
            {"label": t("Type"), "actions": t("Actions"), "definition": t("Definition")},
        ),
    )


def country_themes(v: View) -> None:
    """Actions by theme and country; a cell opens the theme."""
    t = v.t
    frame = summaries.country_themes(v.selection, t)
    heading = t("Which themes were raised where")
    columns = {"theme_label": t("Theme"), "country_label": t("Country"), "actions": t("Actions")}
    _chart(
        v,
        "country_themes",
        heading,
        figures.matrices.country_themes,
        frame,
        partial(widgets.labelled, v, frame[frame["actions"] > 0], columns),
        note=t("an action may carry several themes"),
        record="theme",
    )


def _chart(
    v: View,
    key: str,
    heading: str,
    draw: Draw,
    frame: pd.DataFrame,
    table: Callable[[], pd.DataFrame],
    *,
    note: str = "",
    record: str | None = None,
) -> None:
    """The chart's card; with `record`, a click on a bar opens the record of that kind."""
    figure = draw(frame, v.t, v.palette, title=heading, note=" · ".join(part for part in (v.note, note) if part))

    def opened(codes: list[str]) -> None:
        visit.go(v, record=(record, str(codes[0])))

    widgets.chart(v, key, heading, figure, table, on_select=opened if record else None)
