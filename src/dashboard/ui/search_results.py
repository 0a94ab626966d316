"""What a search finds besides actions, under the title of every page: organisations, cities, themes, demands."""

from __future__ import annotations

import streamlit as st

from dashboard.numbers.records import demand_rows
from dashboard.query.filters import labels
from dashboard.query.search import find
from dashboard.ui import record
from dashboard.ui.visit import View, plain

MOST = 8  # of a kind, in sight


def tell(v: View) -> None:
    """The search's answers in groups, each opening its record; nothing without a search."""
    if not v.filters.q:
        return
    t, found = v.t, find(v.dataset, v.filters.q)
    groups = {
        "organisation": t("Organisations"),
        "place": t("Cities"),
        "theme": t("Themes"),
        "demand": t("Demands"),
    }
    counts = [t.n("{n} action", "{n} actions", len(v.selection))]
    counts += [f"{groups[kind].lower()}: {len(ids)}" for kind, ids in found.items()]
    with st.expander(
        plain(t("Found for “{words}”: {counts}", words=v.filters.q, counts=", ".join(counts))),
        expanded=True,
        key="found",
    ):
        for kind, ids in found.items():
            st.html(f"<h2 class='section'>{groups[kind]}</h2>")
            if kind == "demand":
                rows = demand_rows(v.dataset, ids[:MOST], t)
                record.told(v, [(record.demand_line(v, row), row.source_lines) for row in rows.itertuples()])
            else:
                names = labels(v.dataset, kind, t)
                for key in ids[:MOST]:
                    record.open_button(v, kind, key, names[key], "found")
            if len(ids) > MOST:
                st.caption(t.n("and {n} more", "and {n} more", len(ids) - MOST))
