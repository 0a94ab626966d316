"""The parts that pages are made of: headline numbers, charts with their table, downloads, the empty state."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import exports, figures
from dashboard.exports import picture
from dashboard.exports.sheet import SHAPES
from dashboard.numbers import summaries
from dashboard.query.filters import Filters
from dashboard.telling import charts, wording
from dashboard.telling.headline import as_html, cells
from dashboard.ui import visit
from dashboard.ui.bar import page_titles
from dashboard.ui.sidebar import result_line
from dashboard.ui.visit import View, linked, plain
from dashboard.web.api import PREFIX

FILL_A_SCREEN = 12  # rows, more or less


def title(v: View) -> None:
    """The page's heading."""
    st.title(page_titles(v.t)[v.page])


def headline(v: View, *, large: bool = False) -> None:
    """The headline numbers, each with its unit: in a line, or large; none where there are no actions.

    A phone shows the line only. What the sum of participants leaves out is always said.
    """
    if not len(v.selection):
        return
    name, is_line = ("headline headline-large", visit.on_a_phone()) if large else ("headline", True)
    st.html(as_html(cells(summaries.headline(v.selection), v.t), name, is_line=is_line))


def empty(v: View) -> bool:
    """Shows the way back when no action is in view; True when that is so."""
    if len(v.selection):
        return False
    t = v.t
    st.subheader(t("No action fits these filters"))
    st.write(v.plain(t("You asked for: {sentence}.", sentence=v.sentence)))
    undated = v.selection.left_out["undated"]
    if undated:
        st.write(
            t.n(
                "The dates alone leave out {n} action whose date is not reported.",
                "The dates alone leave out {n} actions whose date is not reported.",
                undated,
            )
        )
    if not v.filters:
        return True  # a package without actions: there is nothing to take away
    last = v.filters.active()[-1]
    with st.container(horizontal=True):
        st.button(
            t("Remove the last filter"),
            key="empty_last",
            on_click=visit.going(v, filters=v.filters.without(last)),
        )
        st.button(t("Clear all filters"), key="empty_all", type="primary", on_click=visit.going(v, filters=Filters()))
    return True


def tabs(v: View, names: Mapping[str, str]) -> dict[str, Any]:
    """The containers of the page's parts by code, under their names; which is open stands in the URL."""
    key = f"tabs_{v.page}"
    codes = {name: code for code, name in names.items()}
    st.session_state[key] = names[v.choices["tab"]]
    opened = st.tabs(list(codes), key=key, on_change=lambda: visit.go(v, tab=codes[st.session_state[key]]))
    return dict(zip(names, opened, strict=True))


def long_html(key: str, rows: int, body: str) -> None:
    """HTML that is long where it has many rows: what stands below it is kept out of sight until it is drawn."""
    with st.container(key=f"{'long' if rows > FILL_A_SCREEN else 'short'}_{key}"):
        st.html(body)


def two_columns() -> tuple[Any, Any]:
    """Two columns for charts; one below the other where both have no room for their labels."""
    with st.container(key="two_charts"):
        left, right = st.columns(2, gap="large")
    return left, right


@contextmanager
def framed(
    v: View,
    key: str,
    title: str,
    *,
    note: str = "",
    signs: str = "",
    table: Callable[[], pd.DataFrame] | None = None,
    about: str | None = None,
) -> Iterator[None]:
    """What stands around a chart, whatever draws it: over it its title, what is in view and how it is counted, and
    its key; under it the source, its table, and its files, if it is one of `telling.charts.CHARTS`.

    `signs` is HTML, `about` what is in view if that is not what the filters choose.
    """
    with st.container(key=f"chart_{key}", gap="small"):
        told = " · ".join(v.escaped(part) for part in (v.note if about is None else about, note) if part)
        st.html(
            f"<div class='chart-head'><h2>{v.escaped(title)}</h2><p class='chart-note'>{told}</p>"
            f"{signs and f'<p class=chart-key>{signs}</p>'}</div>"
        )
        yield
        st.html(f"<p class='chart-source'>{v.escaped(charts.source(v.selection, v.t))}</p>")
        with st.container(key=f"foot_{key}", gap=None):
            if key in charts.CHARTS:
                st.html(files(v, key))
            if table is None:
                return
            unfolded = st.expander(v.t("Table"), key=f"table_{key}", on_change="rerun")
            if unfolded.open:  # else nobody waits for it
                unfolded.table(table().astype("str").map(plain), hide_index=True)


def chart(
    v: View,
    key: str,
    title: str,
    figure: go.Figure,
    table: Callable[[], pd.DataFrame],
    *,
    note: str = "",
    signs: str = "",
    over: str = "",
    about: str | None = None,
    on_select: Callable[[list[Any]], None] | None = None,
) -> None:
    """A figure of plotly in its frame; `over` is HTML that stands right over the plot, such as the heads of columns.

    `table` returns the rows with readable column names. `on_select` takes the codes of what was clicked or tapped.
    """
    with framed(v, key, title, note=note, signs=signs, table=table, about=about):
        if over:
            st.html(over)
        options: dict[str, Any] = {}
        plot = _plot_key(v, key)
        if on_select is not None:
            options = {"on_select": _selected(v, key, plot, on_select), "selection_mode": "points"}
        st.plotly_chart(figure, key=plot, theme=None, config=figures.base.config(v.t), alt=title, **options)


def files(v: View, key: str) -> str:
    """The files of a chart of `telling.charts.CHARTS`, or of the map, as plain links; a picture can be copied too."""
    t = v.t
    query = urlencode([*v.filters.to_query(), ("lang", t.language)], quote_via=quote)

    def link(extension: str, shape: str = "") -> str:
        return html.escape(f"{PREFIX}/charts/{key}.{extension}?{shape and f'shape={shape}&'}{query}")

    told = []
    if key in charts.CHARTS:
        about = html.escape(t("These rows as a table for spreadsheets"))
        told.append(f"<a href='{link('csv')}' download title='{about}'>CSV</a>")
    if key in picture.drawn():
        names = {"wide": t("wide, 16:9"), "square": t("square"), "tall": t("tall")}
        copy, done = v.escaped(t("Copy")), html.escape(t("Picture copied"))
        rows = "".join(
            f"<span>{v.escaped(names[shape])}</span><a href='{link('png', shape)}' download>PNG</a>"
            f"<a href='{link('svg', shape)}' download>SVG</a>"
            f"<button type='button' data-picture='{link('png', shape)}' data-done='{done}'>{copy}</button>"
            for shape in SHAPES
        )
        told.append(
            f"<details><summary>{v.escaped(t('Save picture'))}</summary>"
            f"<div>{rows}<p role='status'></p></div></details>"
        )
    return f"<div class='chart-files'>{''.join(told)}</div>"


def signs(told: Iterable[tuple[str, str]]) -> str:
    """A key as HTML: for each role of colour, a patch of it and its words (HTML already)."""
    return " ".join(f"<span><i class='sign {role}'></i>{words}</span>" for role, words in told)


def _plot_key(v: View, key: str) -> str:
    """The key of a chart's figure: another one, and so a fresh figure, when the record that a click on it opened is
    no longer open. The browser keeps the click until then, and a second one there would only take it back.
    """
    opened, rounds = f"opened_from_{key}", f"round_of_{key}"
    if st.session_state.get(opened) not in (None, v.record):
        st.session_state[opened] = None
        st.session_state[rounds] = st.session_state.get(rounds, 0) + 1
    return f"plot_{key}_{st.session_state.get(rounds, 0)}"


def _selected(v: View, key: str, plot: str, on_select: Callable[[list[Any]], None]) -> Callable[[], None]:
    """A callback that hands over the custom data, a list of codes, of the point that was clicked."""

    def callback() -> None:
        state = st.session_state.get(plot)
        points = state["selection"]["points"] if state else []
        codes = next((point["customdata"] for point in points if "customdata" in point), None)
        if codes is not None:
            on_select(list(codes) if isinstance(codes, (list, tuple)) else [codes])
            st.session_state[f"opened_from_{key}"] = visit.now(v).record

    return callback


def downloads(v: View) -> None:
    """What is in view, in words, with its files: exactly the rows that the page shows."""
    t, n = v.t, len(v.selection)
    with st.container(key="downloads"):
        st.html(f"<p class='in-view'><strong>{v.escaped(result_line(v))}</strong> · {v.escaped(v.sentence)}</p>")
        with st.container(horizontal=True):
            for name, label in (
                ("csv", t.n("Download {n} action as CSV", "Download {n} actions as CSV", n)),
                ("xlsx", t.n("Download {n} action as Excel", "Download {n} actions as Excel", n)),
                ("geojson", t.n("Download {n} action as GeoJSON", "Download {n} actions as GeoJSON", n)),
            ):
                kind = exports.FORMATS[name]
                st.download_button(
                    label,
                    data=partial(kind.render, v.selection, t, visit.file_address(v)),
                    file_name=exports.file_name(v.selection, kind, t),
                    mime=kind.mime,
                    on_click="ignore",
                    disabled=not n,
                    key=f"download_{name}",
                )
        st.caption(source_line(v))


def picture_source(v: View) -> str:
    """What a picture of this page must carry: source, version, licence and the link to the view."""
    return charts.source(v.selection, v.t, visit.whole_address(v.link(record=None)))


def licences(v: View) -> list[str]:
    """The licences of the data by their titles, as Markdown links."""
    d = v.dataset
    return [linked(d.credit("licenses", one), one.get("path")) for one in d.schema.licenses]


def source_line(v: View) -> str:
    """Where the data comes from, with its version, licence and credits, as Markdown."""
    t, d = v.t, v.dataset
    said = [
        t("Source: {source}.", source=v.plain(wording.sources(v.selection))),
        t("Data version {version}, {date}.", version=plain(d.version), date=t.date(d.updated).rstrip(".")),
    ]
    if d.schema.licenses:
        said.append(t("Licence: {licence}.", licence="; ".join(licences(v))))
    # Those without an address are the documents behind the rows, which the first sentence names.
    used = [v.plain(d.credit("sources", one)) for one in d.schema.sources if one.get("path")]
    if used:
        said.append(t("Also used: {sources}.", sources="; ".join(used)))
    return " ".join(said)
