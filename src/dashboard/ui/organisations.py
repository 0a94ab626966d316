"""The directory of organisations, and the pictures of who acted with whom and who addressed whom."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import figures
from dashboard.figures.base import group_labels
from dashboard.numbers import network as networks
from dashboard.numbers import summaries
from dashboard.numbers.summaries import GROUPS
from dashboard.telling import wording
from dashboard.ui import record, visit, widgets
from dashboard.ui.tables import MOST_ROWS, ROW_HEIGHT, ROW_OR_CELL, opening
from dashboard.ui.visit import View
from dashboard.web.parameters import values

ALL = "all"
MOST_LISTED = 1000  # organisations in the directory
MOST_PAIRS = 150  # rows of the table of ties
MOST_NODES = 80  # organisations in the picture
MOST_MEETINGS = 24  # actions beside the picture


def directory(v: View) -> None:
    """Everybody in view, as organiser, partner or institution addressed; a row opens its record."""
    t, frame = v.t, networks.directory(v.selection).sort_values("name", key=summaries.by_name)
    frame = frame.sort_values(["acting", "actions"], ascending=False, kind="stable", ignore_index=True)
    st.html(f"<h2 class='section'>{v.escaped(t('Who they are'))}</h2>")
    standing = _standing(v, frame)
    if standing == "addressed":
        frame = frame[frame["standing"] == standing].sort_values(
            ["addressed", "demands"], ascending=False, kind="stable"
        )
    elif standing != ALL:
        frame = frame[frame["standing"] == standing].sort_values(standing, ascending=False, kind="stable")
    words = [
        f"{wording.capital(wording.who(summaries.who(v.selection), t))}.",
        t("Each is counted once: as organiser, else as partner, else as institution addressed."),
        t("Click a row to open its record. Click a heading to sort; the magnifying glass searches the table."),
    ]
    st.caption(" ".join(words))
    shown = frame.head(MOST_LISTED)
    _table(v, shown, standing)
    if len(frame) > len(shown):
        _rest(
            v,
            t.n(
                "{n} more organisation is in the files.",
                "{n} more organisations are in the files.",
                len(frame) - len(shown),
            ),
            "organisations",
        )


def _standing(v: View, frame: pd.DataFrame) -> str:
    """The way of standing in an action that the reader chose; each tells its number of organisations."""
    t, words = v.t, group_labels(v.t)
    counts = {ALL: len(frame)} | {group: int((frame["standing"] == group).sum()) for group in GROUPS}
    labels = {ALL: t("all")} | {group: words[group] for group in GROUPS}
    st.session_state["standing"] = v.choices["standing"]
    st.segmented_control(
        t("How they stand in the actions"),
        values(v.page, "standing", v.dataset),
        format_func=lambda code: f"{labels[code][:1].upper()}{labels[code][1:]} ({t.number(counts[code])})",
        key="standing",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: visit.go(v, standing=st.session_state["standing"]),
    )
    return v.choices["standing"]


def _table(v: View, frame: pd.DataFrame, standing: str) -> None:
    t = v.t.plain  # its own search finds what is written with ordinary spaces
    shown = pd.DataFrame(
        {
            "name": frame["name"],
            "kind": frame["kind_label"],
            "led_by": _led_by(v, frame),
            "country": [v.home(code) for code in frame["country"]],
            "roles": [_roles(v, codes, n) for codes, n in zip(frame["roles"], frame["demands"], strict=True)],
            "actions": frame["actions"],
            "organiser": frame["organiser"],
            "partner": frame["partner"],
            "addressed": frame["addressed"],
            "demands": frame["demands"],
            "named": [t("named") if named else t("described without a name") for named in frame["is_named"]],
        }
    )
    if standing == ALL:
        columns = list(shown)
    else:  # the numbers of the other standings would answer another question
        numbers = ["addressed", "demands"] if standing == "addressed" else [standing, "actions"]
        columns = [
            "name",
            "kind",
            "led_by",
            "country",
            *([] if standing == "addressed" else ["roles"]),
            *numbers,
            "named",
        ]
    key = f"organisations_table_{standing}"
    st.dataframe(
        shown[columns],
        key=key,
        hide_index=True,
        on_select=opening(v, key, "organisation", frame["organisation_id"].tolist()),
        selection_mode=ROW_OR_CELL,
        row_height=ROW_HEIGHT,
        height=ROW_HEIGHT * (min(len(shown), MOST_ROWS) + 1) + 2,
        alt=t("Organisations in view"),
        column_config={
            # Not pinned: on a phone the name alone would fill the width and cover the other columns.
            "name": st.column_config.TextColumn(t("Organisation"), width="large"),
            "kind": st.column_config.TextColumn(t("Kind"), width="medium"),
            "led_by": st.column_config.TextColumn(v.dataset.title("organisations", "led_by"), width="medium"),
            "country": st.column_config.TextColumn(t("Country"), width="small"),
            "roles": st.column_config.TextColumn(t("Roles"), width="medium"),
            "actions": st.column_config.NumberColumn(t("Actions"), width="small"),
            "organiser": st.column_config.NumberColumn(t("As organiser"), width="small"),
            "partner": st.column_config.NumberColumn(t("As partner or participant"), width="small"),
            "addressed": st.column_config.NumberColumn(t("As institution addressed"), width="small"),
            "demands": st.column_config.NumberColumn(t("Demands to it"), width="small"),
            "named": st.column_config.TextColumn(t("In the report"), width="small"),
        },
    )


def _roles(v: View, codes: tuple[str, ...], demands: int) -> str:
    """The roles in words, or why there is none."""
    if codes:
        return ", ".join(v.dataset.category_label("action_organisations", "role", code) for code in codes)
    return v.t("addressed in demands only") if demands else v.t("only named")


def _led_by(v: View, frame: pd.DataFrame) -> list[str]:
    """Which community leads each organisation; "" where the report does not say."""
    of = v.dataset["organisations"].set_index("organisation_id")["led_by"]
    codes = [of[code] for code in frame["organisation_id"]]
    return ["" if c == "not_stated" else v.dataset.category_label("organisations", "led_by", c) for c in codes]


def network(v: View) -> None:
    """Two layers, one at a time: who acted together, and which institutions were addressed by whom."""
    t = v.t
    st.html(f"<h2 class='section'>{v.escaped(t('Who acted with whom'))}</h2>")
    words = {"together": t("Who acted together"), "addressed": t("Which institutions they addressed")}
    st.session_state["layer"] = v.choices["layer"]
    st.segmented_control(
        t("Ties to show"),
        values(v.page, "layer", v.dataset),
        format_func=words.__getitem__,
        key="layer",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: visit.go(v, layer=st.session_state["layer"]),
    )
    if v.choices["layer"] == "addressed":
        _addressing(v)
    else:
        _partnerships(v)


def _partnerships(v: View) -> None:
    t, found = v.t, networks.partnerships(v.selection)
    if found.nodes.empty:
        st.write(t("In these actions no two organisations acted together, as far as the report tells."))
        return
    heading = t.n(
        "{n} organisation acted together with others",
        "{n} organisations acted together with others",
        len(found.nodes),
    )
    note = (
        t.n(
            "{n} more acted alone and is not drawn; the directory has it",
            "{n} more acted alone and are not drawn; the directory has them",
            found.alone,
        )
        if found.alone
        else ""
    )
    figure = figures.network.network(found.nodes, found.edges, t, v.palette, heading, _note(v, note), limit=MOST_NODES)
    head = (t("Organisation"), t("Acted with"), t("Actions together"))
    _picture(v, "partnerships", heading, figure, found, head, t("What brought them together"))


def _addressing(v: View) -> None:
    t, found = v.t, networks.addressing(v.selection)
    if found.nodes.empty:
        st.write(t("These actions addressed no institution, as far as the report tells."))
        return
    addressed = int((found.nodes["standing"] == "addressed").sum())
    heading = t.n("{n} institution was addressed", "{n} institutions were addressed", addressed)
    note = (
        t.n(
            "{n} more by actions whose organiser is not reported",
            "{n} more by actions whose organiser is not reported",
            found.alone,
        )
        if found.alone
        else ""
    )

    def tie(first: str, second: str, n: int) -> str:
        return t.n(
            "{first} addressed {second} in {n} action",
            "{first} addressed {second} in {n} actions",
            n,
            first=first,
            second=second,
        )

    figure = figures.network.network(
        found.nodes, found.edges, t, v.palette, heading, _note(v, note), limit=MOST_NODES, tie=tie
    )
    head = (t("Organiser"), t("Institution addressed"), t("Actions"))
    _picture(v, "addressing", heading, figure, found, head, t("The actions that addressed them"))


def _picture(
    v: View,
    key: str,
    heading: str,
    figure: go.Figure,
    found: networks.Network,
    head: tuple[str, str, str],
    why: str,
) -> None:
    """The picture with its ties as a table, and the actions behind them; a name opens its record."""
    picture, actions = st.columns([1.2, 1], gap="large")
    with picture:
        _ties(v, key, heading, figure, found, head)
    with actions:
        st.html(f"<h3 class='section'>{v.escaped(why)}</h3>")
        _meetings(v, key, found)


def _meetings(v: View, key: str, found: networks.Network) -> None:
    """The actions that the ties rest on, those of most organisations first; each opens its record."""
    t, frame = v.t, networks.meetings(v.selection, found)
    row: Any  # a named tuple, whose fields a type checker cannot know
    for row in frame.head(MOST_MEETINGS).itertuples():
        with st.container(key=f"meeting_{key}_{row.action_id}", gap=None):
            record.open_button(v, "action", row.action_id, row.title, key)
            st.caption(t.n("{n} organisation", "{n} organisations", row.organisations))
    if len(frame) > MOST_MEETINGS:
        more = len(frame) - MOST_MEETINGS
        st.caption(t.n("and {n} more action", "and {n} more actions", more))


def _ties(
    v: View, key: str, heading: str, figure: go.Figure, found: networks.Network, head: tuple[str, str, str]
) -> None:
    t = v.t

    def table() -> pd.DataFrame:
        rows = networks.strongest(v.selection, found, MOST_PAIRS)
        return pd.DataFrame(
            {
                head[0]: rows["source_name"],
                head[1]: rows["target_name"],
                head[2]: [t.number(n) for n in rows["actions"]],
                t("Which actions"): [
                    "; ".join(titles) + (t(" and {n} more", n=n - len(titles)) if n > len(titles) else "")
                    for titles, n in zip(rows["titles"], rows["actions"], strict=True)
                ],
            }
        )

    def opened(codes: list[str]) -> None:
        visit.go(v, record=("organisation", str(codes[0])))

    widgets.chart(v, key, heading, figure, table, on_select=opened)
    if found.crowded:
        st.caption(
            t.n(
                "In {n} action with very many organisations only the ties of its first organiser are counted.",
                "In {n} actions with very many organisations only the ties of their first organiser are counted.",
                found.crowded,
            )
        )
    if len(found.edges) > MOST_PAIRS:
        more = t.n("{n} more tie is in the files.", "{n} more ties are in the files.", len(found.edges) - MOST_PAIRS)
        _rest(v, more, "action_organisations")


def _rest(v: View, words: str, table: str) -> None:
    """How many rows are not shown, and the file that holds them all."""
    query = urlencode([*v.filters.to_query(), ("lang", v.t.language)], quote_via=quote)
    link = v.escaped(f"/api/v1/tables/{table}.csv?{query}")
    label = v.escaped(v.t("All rows as CSV"))
    st.html(f"<p class='in-view'>{v.escaped(words)} <a href='{link}' download>{label}</a></p>")


def _note(v: View, *more: str) -> str:
    return " · ".join(part for part in (v.note, *more) if part)
