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
from dashboard.query.filters import MULTIPLE, Filters, codes, facet_counts, labels
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
        _search(v, "find")
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
    t = v.t
    for name, label, placeholder in (
        ("theme", t("Theme"), t("All themes")),
        ("country", t("Country"), t("All countries")),
        ("place", t("City"), t("All cities")),
        ("organisation", t("Organisation"), t("All organisations")),
        ("type", t("Type of action"), t("All types")),
        ("year", t("Year"), t("All years")),
        ("source", t("Source"), t("All sources")),
    ):
        options = codes(v.dataset, name)
        if name in ("year", "source") and len(options) < 2:
            continue
        counts = facet_counts(v.filters, v.dataset, name)
        words = labels(v.dataset, name, t)
        key = _key(name)
        st.session_state[key] = list(getattr(v.filters, name))
        st.multiselect(
            label,
            sorted(options, key=words.__getitem__),
            format_func={code: f"{words[code]} ({counts[code]})" for code in options}.__getitem__,
            key=key,
            placeholder=placeholder,
            on_change=_changed(v, name),
        )
        if name == "theme" and len(v.filters.theme) > 1:
            _theme_mode(v)
    _dates(v)
    st.session_state[_key("counted")] = v.filters.counted
    st.checkbox(t("Only with a participant figure"), key=_key("counted"), on_change=_changed(v, "counted"))
    _search(v, _key("q"))


def _search(v: View, key: str) -> None:
    st.session_state[key] = v.filters.q
    st.text_input(
        v.t("Search in all texts"),
        key=key,
        type="search",
        placeholder=v.t("a word, a city, a group"),
        on_change=lambda: visit.go(v, filters=replace(visit.now(v).filters, q=st.session_state[key].strip())),
    )


def _theme_mode(v: View) -> None:
    key = _key("theme_mode")
    st.session_state[key] = v.filters.theme_mode
    words = {"any": v.t("any of these themes"), "all": v.t("all of these themes")}
    st.radio(
        v.t("Themes are joined by"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        horizontal=True,
        label_visibility="collapsed",
        on_change=_changed(v, "theme_mode"),
    )


def _dates(v: View) -> None:
    """Two lists of the days on which actions began or ended: quicker on a phone than a calendar."""
    t = v.t
    actions = v.dataset["actions"]
    days = sorted({d.date() for column in ("start_date", "end_date") for d in actions[column].dropna()})
    for name, label, chosen in (("start", t("From"), v.filters.start), ("end", t("To"), v.filters.end)):
        key = _key(name)
        # Not None for "any day": Streamlit shows its own English words for it.
        options: list[dt.date | str] = [ANY_DAY, *sorted({*days, *([chosen] if chosen else [])})]
        st.session_state[key] = chosen or ANY_DAY
        st.selectbox(
            label,
            options,
            format_func=lambda d: t.date(d) if isinstance(d, dt.date) else t("any day"),
            key=key,
            on_change=_changed(v, name),
        )
    if v.selection.left_out["undated"]:
        st.caption(
            t.n(
                "{n} action without a date is left out.",
                "{n} actions without a date are left out.",
                v.selection.left_out["undated"],
            )
        )


def _changed(v: View, name: str) -> Callable[[], None]:
    """A callback that takes one widget's value over into the filters of the URL."""

    def callback() -> None:
        value = st.session_state[_key(name)]
        if name in MULTIPLE:
            value = tuple(value)
        elif value == ANY_DAY and name in ("start", "end"):
            value = None
        visit.go(v, filters=replace(visit.now(v).filters, **{name: value}))

    return callback


def _key(name: str) -> str:
    return f"filter_{name}"


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
