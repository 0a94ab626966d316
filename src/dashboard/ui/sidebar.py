"""The filters in the sidebar, one widget for each record of FILTERS; on a phone they are a drawer."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from dashboard import i18n
from dashboard.query.filters import CODES, DAY, FILTERS, MODE, RECORDS, TEXT, TICK, Filter, Filters, Kind, codes, labels
from dashboard.query.masks import facet_counts
from dashboard.query.selection import DAYS
from dashboard.ui import visit
from dashboard.ui.visit import View

ANY_DAY = ""
FIRST = ("q", "country", "theme", "theme_mode", "from", "to")  # what most people come with; the others are folded


def head(v: View) -> Any:
    """What stands over the filters; returns the container for them."""
    t = v.t
    with st.sidebar:
        st.html(f'<p class="result" role="status">{result_line(v)}</p>')
        done, of = i18n.translated(t.language)
        if done < of:
            lacks = t("Translated so far: {k} of {n}. The rest is in English.", k=t.number(done), n=t.number(of))
            st.html(f"<p class='lacks'>{html.escape(lacks)}</p>")
        return st.container()


def filters(v: View) -> None:
    """The widgets, and on a phone the way back to what they find."""
    t, rest = v.t, [f for f in FILTERS if f.parameter not in FIRST]
    for parameter in FIRST:
        WIDGETS[RECORDS[parameter].kind](v, RECORDS[parameter])
    active = sum(getattr(v.filters, f.name) != f.kind.empty for f in rest)
    words = t("More filters")
    with st.expander(f"{words} · {active}" if active else words, expanded=active > 0, key="more_filters"):
        for f in rest:
            WIDGETS[f.kind](v, f)
    n = len(v.selection)
    words = html.escape(t.n("Show {n} action", "Show {n} actions", n))
    st.html(f"<p class='show-results'><button type='button'>{words}</button></p>")


def search(v: View) -> None:
    """The search on the page itself, where the sidebar is folded away."""
    with st.container(key="find_box"):
        _text(v, RECORDS["q"], "find", label="collapsed")


def _codes(v: View, f: Filter) -> None:
    """A list of codes by their names, each with the number of actions behind it."""
    options, key = codes(v.dataset, f.parameter), _key(f)
    if f.needs_a_choice and len(options) < 2:
        return
    counts = facet_counts(v.filters, v.dataset, f.parameter)
    words = labels(v.dataset, f.parameter, v.t)
    order = sorted(options, key=lambda code: words[code].lstrip("«“„").casefold())
    if f.is_by_number:
        whole = facet_counts(Filters(), v.dataset, f.parameter)  # not under the filters: the order would jump
        order.sort(key=lambda code: -whole[code])
    st.session_state[key] = list(getattr(v.filters, f.name))
    st.multiselect(
        f.label(v.t),
        order,
        format_func={code: f"{words[code]} ({counts[code]})" for code in options}.__getitem__,
        key=key,
        placeholder=f.unset(v.t),
        select_all=False,  # Streamlit's own English words
        on_change=_changed(v, f, tuple),
    )


def _mode(v: View, f: Filter) -> None:
    """How the codes of the filter above are joined, where several are chosen."""
    if len(getattr(v.filters, f.mode_of)) < 2:
        return
    key, words = _key(f), labels(v.dataset, f.parameter, v.t)
    st.session_state[key] = getattr(v.filters, f.name)
    st.radio(
        f.label(v.t),
        list(words),
        format_func=words.__getitem__,
        key=key,
        horizontal=True,
        label_visibility="collapsed",
        on_change=_changed(v, f),
    )


def _day(v: View, f: Filter) -> None:
    """A list of the days on which actions began or ended: quicker on a phone than a calendar."""
    t, key, chosen, actions = v.t.plain, _key(f), getattr(v.filters, f.name), v.dataset["actions"]
    days = {d.date() for column in ("start_date", "end_date") for d in actions[column].dropna()}
    # Not None for "any day": Streamlit shows its own English words for it.
    options: list[dt.date | str] = [ANY_DAY, *sorted({*days, *([chosen] if chosen else [])})]
    st.session_state[key] = chosen or ANY_DAY
    st.selectbox(
        f.label(t),
        options,
        format_func=lambda d: t.date(d) if isinstance(d, dt.date) else f.unset(t),
        key=key,
        on_change=_changed(v, f, lambda day: None if day == ANY_DAY else day),
    )
    if f.parameter == DAYS[-1] and v.selection.left_out["undated"]:
        st.caption(
            t.n(
                "{n} action without a date is left out.",
                "{n} actions without a date are left out.",
                v.selection.left_out["undated"],
            )
        )


def _tick(v: View, f: Filter) -> None:
    st.session_state[_key(f)] = getattr(v.filters, f.name)
    st.checkbox(f.label(v.t), key=_key(f), on_change=_changed(v, f))


def _text(v: View, f: Filter, key: str = "", label: Literal["visible", "collapsed"] = "visible") -> None:
    """A box to write in; it may stand on a page twice, under two keys."""
    key = key or _key(f)
    st.session_state[key] = getattr(v.filters, f.name)
    st.text_input(
        f.label(v.t),
        key=key,
        type="search",
        placeholder=f.unset(v.t) if label == "visible" else f"{f.label(v.t)}: {f.unset(v.t)}",
        label_visibility=label,
        on_change=_changed(v, f, str.strip, key),
    )


WIDGETS: dict[Kind, Callable[[View, Filter], None]] = {CODES: _codes, MODE: _mode, DAY: _day, TICK: _tick, TEXT: _text}


def _changed(
    v: View, f: Filter, read: Callable[[Any], Any] = lambda chosen: chosen, key: str = ""
) -> Callable[[], None]:
    """A callback that takes one widget's value over into the filters of the URL."""

    def callback() -> None:
        value = read(st.session_state[key or _key(f)])
        visit.go(v, filters=replace(visit.now(v).filters, **{f.name: value}))

    return callback


def _key(f: Filter) -> str:
    return f"filter_{f.name}"


def result_line(v: View) -> str:
    """ "4 of 38 actions"."""
    return v.t.n("{k} of {n} action", "{k} of {n} actions", v.total, k=v.t.number(len(v.selection)))
