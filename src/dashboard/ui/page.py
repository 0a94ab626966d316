"""What stands around every page: title, notices, the sidebar of filters, the language, the open record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import i18n
from dashboard.i18n import Translator
from dashboard.package import dataset as datasets
from dashboard.query.filters import (
    CODES,
    DAY,
    FILTERS,
    MODE,
    RECORDS,
    TEXT,
    TICK,
    Filter,
    Filters,
    Kind,
    codes,
    labels,
)
from dashboard.query.masks import facet_counts
from dashboard.query.selection import DAYS
from dashboard.theme import text_on
from dashboard.ui import record, search_results, visit
from dashboard.ui.visit import View, plain

STYLE = Path(__file__).with_name("style.css")
ANY_DAY = ""


def page_titles(t: Translator) -> dict[str, str]:
    """The pages in the order of the navigation: URL path to title."""
    return {
        "": t("Map"),
        "charts": t("Charts"),
        "actions": t("Actions"),
        "organisations": t("Organisations"),
        "demands": t("Demands"),
        "brief": t("Brief"),
        "present": t("Present"),
        "data": t("Data"),
    }


@contextmanager
def around(name: str) -> Iterator[View]:
    """The view of a page, with everything around it drawn; stops with a plain message when there is no data.

    The lists of filters come last: what a click on one of them has changed is seen the sooner.
    """
    try:
        v = visit.current(name)
    except datasets.DataProblems as found:
        _tell_problems(found)
        st.stop()
    title = page_titles(v.t)[name]
    st.set_page_config(
        page_title=f"{title} · {v.dataset.title('package')}", layout="wide", initial_sidebar_state="auto"
    )
    st.html(_style())
    st.html(_variables(v))  # apart: the browser need not look at all rules again when a filter changes
    lists = _sidebar(v)
    _notices(v)
    with st.container(key="find_box"):  # on a phone, where the sidebar is folded away
        _text(v, RECORDS["q"], "find")
    search_results.tell(v)
    is_beside_the_map = name == "" and v.record and v.record[0] in visit.BESIDE_THE_MAP and len(v.selection)
    if v.record and not is_beside_the_map:
        record.dialog(v)
    yield v
    with lists:
        _filters(v)


@cache
def _style() -> str:
    return f"<style>{STYLE.read_text(encoding='utf-8')}</style>"


def _variables(v: View) -> str:
    """What style.css needs of this view: the words on the phone's button to the filters, the ink on the accent."""
    label = v.t("Filters")
    active = len(v.filters.active())
    words = f"{label} · {active}" if active else label
    ink = text_on(v.palette.accent, v.palette)
    return f'<style>:root{{--filters-label:"{words}";--on-accent:{ink}}}</style>'


def _sidebar(v: View) -> Any:
    """The head of the sidebar; returns the container for the filters below it."""
    with st.sidebar:
        st.html(language_links(v))
        st.html(f'<p class="result" role="status">{result_line(v)}</p>')
        st.button(
            v.t("Clear all"),
            key="clear_all",
            on_click=visit.going(v, filters=Filters()),
            disabled=not v.filters,
            width="stretch",
        )
        return st.container()


def _filters(v: View) -> None:
    for f in FILTERS:
        WIDGETS[f.kind](v, f)


def _codes(v: View, f: Filter) -> None:
    """A list of codes by their names, each with the number of actions behind it."""
    options, key = codes(v.dataset, f.parameter), _key(f)
    if f.needs_a_choice and len(options) < 2:
        return
    counts = facet_counts(v.filters, v.dataset, f.parameter)
    words = labels(v.dataset, f.parameter, v.t)
    st.session_state[key] = list(getattr(v.filters, f.name))
    st.multiselect(
        f.label(v.t),
        sorted(options, key=lambda code: words[code].lstrip("«“„").casefold()),
        format_func={code: f"{words[code]} ({counts[code]})" for code in options}.__getitem__,
        key=key,
        placeholder=f.unset(v.t),
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


def _text(v: View, f: Filter, key: str = "") -> None:
    """A box to write in; it may stand on a page twice, under two keys."""
    key = key or _key(f)
    st.session_state[key] = getattr(v.filters, f.name)
    st.text_input(
        f.label(v.t), key=key, type="search", placeholder=f.unset(v.t), on_change=_changed(v, f, str.strip, key)
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


def language_links(v: View) -> str:
    """Links, not a switch: the page is loaded anew, so that the document's own language changes with it.

    A draft is marked, and a page in a language that lacks something says so.
    """
    t = v.t
    links = []
    for code in i18n.LANGUAGES:
        name = i18n.record(code).name
        if code == t.language:
            link = f'<strong lang="{code}" aria-current="true">{name}</strong>'
        else:
            link = f'<a lang="{code}" hreflang="{code}" href="{visit.href(v, lang=code)}" target="_self">{name}</a>'
        links.append(f"{link} ({t('draft')})" if i18n.is_draft(code) else link)
    done, of = i18n.translated(t.language)
    lacks = t("Translated so far: {k} of {n}. The rest is in English.", k=t.number(done), n=t.number(of))
    return f'<p class="languages">{" · ".join(links)}{f"<br>{lacks}" if done < of else ""}</p>'


def _notices(v: View) -> None:
    for unknown in v.unknown:
        st.warning(
            plain(
                v.t(
                    "The link asks for {parameter} = “{value}”, which this dataset does not know. It is left out.",
                    parameter=unknown.parameter,
                    value=unknown.value[:80],
                )
            )
        )


def _tell_problems(found: datasets.DataProblems) -> None:
    t = Translator(visit.language())
    st.title(t("The data cannot be shown"))
    n = len(found.problems)
    st.error(t.n("{n} problem was found in the data package:", "{n} problems were found in the data package:", n))
    st.code("\n".join(str(problem) for problem in found.problems), language=None)
