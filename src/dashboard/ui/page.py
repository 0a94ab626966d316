"""What stands around every page: bar, filters, notices, chips of what is chosen, the open record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from dashboard.i18n import Translator
from dashboard.package import dataset as datasets
from dashboard.theme import text_on
from dashboard.ui import bar, record, search_results, sidebar, visit
from dashboard.ui.visit import View, plain

_FRAMED: ContextVar[View | None] = ContextVar("framed", default=None)


@contextmanager
def framed(name: str) -> Iterator[View]:
    """The view of a page within its frame, which is drawn; stops with a plain message when there is no data.

    What the entry script draws stays on the screen while the page changes. The lists of filters come last: what a
    click on one of them has changed is seen the sooner.
    """
    try:
        v = visit.current(name)
    except datasets.DataProblems as found:
        _tell_problems(found)
        st.stop()
    title = bar.page_titles(v.t)[name]
    st.set_page_config(
        page_title=f"{title} · {v.dataset.title('package')}", layout="wide", initial_sidebar_state="auto"
    )
    with st.container(key="frame"):  # it takes no room, even before it is drawn
        st.html(_variables(v))
        bar.bar(v)
    lists = sidebar.head(v)
    sidebar.search(v)
    bar.chips(v)
    before = _FRAMED.set(v)
    try:
        yield v
    finally:
        _FRAMED.reset(before)
    with lists:
        sidebar.filters(v)


@contextmanager
def around(name: str) -> Iterator[View]:
    """The view of a page, with everything around it drawn: within the frame of the entry script, or of its own."""
    v = _FRAMED.get()
    if v is None:
        with framed(name), around(name) as v:
            yield v
        return
    # What comes and goes has a place of its own, always: the browser makes anew what another thing has pushed on,
    # and a map would forget where it looks.
    with st.container():
        _notices(v)
    with st.container():
        search_results.tell(v)
    body = st.container(key="body")
    if v.record and not record.is_beside_the_map(v):
        record.dialog(v)
    with body:
        yield v


def _variables(v: View) -> str:
    """What style.css needs of this view: the words on the button to the filters, the ink on the accent."""
    label = v.t("Filters")
    active = len(v.filters.active())
    words = f"{label} · {active}" if active else label
    p = v.palette
    colours = {"paper": p.paper, "sidebar": p.sidebar, "ink": p.ink, "muted": p.muted, "accent": p.accent}
    colours |= {"card": p.card, "second": p.second, "third": p.third}
    colours |= {"not-reported": p.not_reported}
    told = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    return f'<style>:root{{--filters-label:"{words}";--on-accent:{text_on(p.accent, p)};{told}}}</style>'


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
