"""The table of actions: sorted by a click on a heading, searched by its own tool, opened by a click on a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard import i18n
from dashboard.numbers.records import action_rows
from dashboard.ui import visit
from dashboard.ui.visit import View

ROW_HEIGHT = 36  # pixels
MOST_ROWS = 16  # in sight before the table scrolls
# What a click may choose: to a reader a cell is its row, not only the box in front of it.
ROW_OR_CELL: tuple[Literal["single-row", "single-cell"], ...] = ("single-row", "single-cell")


def actions(v: View) -> None:
    """One row an action in view, in the order of dates."""
    t = v.t.plain  # its own search finds what is written with ordinary spaces
    rows = action_rows(v.selection, t)
    missing = t("not reported")
    shown = pd.DataFrame(
        {
            "title": rows["title"],
            "country": rows["country_name"],
            "cities": rows["cities"].fillna(missing),
            # Real dates sort as dates; what is known only by month is said in words beside them.
            "start": rows["start_date"].where(rows["date_precision"] == "day").dt.date,
            "when": [t.dates(a.start_date, a.end_date, a.date_precision) for a in rows.itertuples()],
            "type": rows["action_type_label"],
            "participants": rows["participants_text"].fillna(missing),
            "themes": rows["themes"].fillna(missing),
            "organisers": rows["organisers"].fillna(missing),
            "id": rows["action_id"],
        }
    )
    st.caption(t("Click a row to open its record. Click a heading to sort; the magnifying glass searches the table."))
    st.dataframe(
        shown,
        key="actions_table",
        hide_index=True,
        on_select=opening(v, "actions_table", "action", rows["action_id"].tolist()),
        selection_mode=ROW_OR_CELL,
        row_height=ROW_HEIGHT,
        height=ROW_HEIGHT * (min(len(shown), MOST_ROWS) + 1) + 2,
        placeholder=missing,
        alt=t("Actions in view"),
        column_config={
            "title": st.column_config.TextColumn(t("Action"), width="medium" if visit.on_a_phone() else "large"),
            "country": st.column_config.TextColumn(t("Country"), width=110),
            "cities": st.column_config.TextColumn(t("Cities"), width="medium"),
            "start": st.column_config.DateColumn(
                t("First day"), format=i18n.record(t.language).day_in_column, width=115
            ),
            "when": st.column_config.TextColumn(t("When"), width="medium"),
            "type": st.column_config.TextColumn(t("Type"), width=190),
            "participants": st.column_config.TextColumn(t("Participants"), width="medium"),
            "themes": st.column_config.TextColumn(t("Themes"), width="large"),
            "organisers": st.column_config.TextColumn(t("Organisers"), width="medium"),
            "id": st.column_config.TextColumn(t("Number"), width=110),
        },
    )


def opening(v: View, key: str, kind: str, ids: list[str]) -> Callable[[], None]:
    """A callback for the table of that key, which opens the record of the row that was clicked; called before the
    table is drawn, it takes a mark away that stands on a row whose record is not open.

    The browser keeps the mark by the number of the row: left there it would stand on another action after a change
    of filter, and the next click on its row would only take it away.
    """
    rows = _marked(key)
    if rows and [v.record] != [(kind, ids[row]) for row in rows if row < len(ids)]:
        st.session_state[key] = {"selection": {"rows": [], "cells": []}}

    def callback() -> None:
        clicked = _marked(key)
        if clicked:
            visit.go(v, record=(kind, ids[clicked[0]]))

    return callback


def _marked(key: str) -> list[int]:
    state = st.session_state.get(key)
    if not state:
        return []
    return [*state["selection"]["rows"], *(row for row, _ in state["selection"]["cells"])]
