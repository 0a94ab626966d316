"""What was asked of whom, cell by cell and in full; beside it, what the sources claim of the law."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.numbers import demands, summaries
from dashboard.numbers.records import behind
from dashboard.telling import wording
from dashboard.ui import record, visit, widgets
from dashboard.ui.charts import column_heads
from dashboard.ui.visit import View, plain

ANY = "any"
AT_FIRST = 5  # groups of demands told before the reader asks for more
STEP = 24  # how many more at each asking
LOOKED_UP = 1000  # demands among which groups are sought at first; of a hundred thousand not all can be
MOST_FACTS = 60  # of one country
MOST_SLOGANS = 60


def columns() -> list[Any]:
    """Demands on the left, the law on the right; on a phone one after the other."""
    return st.columns([1.7, 1], gap="large")


def counts(v: View) -> None:
    """How many demands there are, and how directly they were put; what the filters leave out."""
    t, frame = v.t, demands.by_directness(v.selection.on_theme)
    total = int(frame["demands"].sum())
    ways = ", ".join(f"{row.label} {t.dash} {t.number(row.demands)}" for row in rows_of(frame))
    _heading(v, t("What was asked, and of whom"))
    if total:
        said = wording.demands(v.selection, t)
        st.html(f"<p class='in-view'><strong>{v.escaped(said)}</strong>: {v.escaped(ways)}.</p>")
    else:
        st.write(
            f"{wording.demands(v.selection, t)}." if v.filters.theme else t("No demand belongs to the actions in view.")
        )
    left_out = v.selection.left_out.get("demands", 0)
    if left_out:
        st.caption(
            t.n(
                "{n} demand of no single action is left out: only theme and country can choose it.",
                "{n} demands of no single action are left out: only theme and country can choose them.",
                left_out,
            )
        )


def matrix(v: View) -> None:
    """Themes by kinds of addressee; a click on a cell chooses its demands."""
    t, frame = v.t, summaries.demand_matrix(v.selection.on_theme, v.t)
    if frame.empty:
        return
    heading = t("Which themes were put to which institutions")
    note = t("a demand counts in every cell it belongs to")
    table = frame.pivot_table(
        index="theme_label", columns="kind_label", values="demands", aggfunc="sum", fill_value=0, sort=False
    )
    table = table.rename_axis(columns=None).reset_index().rename(columns={"theme_label": t("Theme")}).astype("str")
    narrow = visit.on_a_phone()
    figure = figures.matrices.demand_matrix(frame, t, v.palette, _chosen(frame), narrow)
    found = figures.matrices.edges(frame, t, **figures.matrices.DEMANDS)
    widgets.chart(
        v,
        "demand_matrix",
        heading,
        figure,
        lambda: table,
        note=note,
        over=column_heads([v.escaped(name) for name in found.columns.values()], narrow),
        on_select=partial(_take_cell, v),
    )


def _chosen(frame: pd.DataFrame) -> tuple[str | None, str | None]:
    """The theme and the kind of addressee that the URL chooses; none where it chooses none that is in view."""
    theme, kind = st.query_params.get("demand_theme"), st.query_params.get("demand_kind")
    return theme if (frame["theme_id"] == theme).any() else None, kind if (frame["kind"] == kind).any() else None


def _take_cell(v: View, codes: list[str]) -> None:
    """Writes the cell that was clicked to the URL, as the two lists do, which the keyboard reaches too."""
    theme, kind = codes[:2]
    visit.go(v, demand_theme=(theme,), demand_kind=(kind,))


def told(v: View) -> None:
    """The demands of the chosen cell in full, by how directly they were put."""
    t, frame = v.t, summaries.demand_matrix(v.selection.on_theme, v.t)
    if frame.empty:
        return
    theme, kind = _chosen(frame)
    left, right = st.columns(2)
    with left:
        names = _names(frame, "theme_id", "theme_label", t("every theme"))
        _choice(v, t("Demands on"), "demand_theme", names, theme or ANY)
    with right:
        names = _names(frame, "kind", "kind_label", t("every addressee"))
        _choice(v, t("Put to"), "demand_kind", names, kind or ANY)
    ids = demands.in_cell(v.selection.on_theme, theme, kind)
    chosen = v.selection["demands"].set_index("demand_id").loc[ids, "directness"]
    if chosen.empty:
        st.write(t("No demand stands in this cell. Choose another theme or another addressee."))
    follow_ups = demands.announced(v.selection)
    for way in rows_of(demands.by_directness(v.selection.on_theme)):
        of_way = list(chosen.index[chosen == way.directness])
        if not of_way:
            continue
        label = v.escaped(way.label[:1].upper() + way.label[1:])
        st.html(f"<h3 class='section'>{label} · {t.number(len(of_way))}</h3>")
        _groups(v, of_way, way.directness, follow_ups)


def others(v: View) -> None:
    """The demands of the same actions that do not carry the theme asked for, under a heading that says so."""
    heading, rest = wording.other_demands(v.selection, v.t), v.selection.beside_theme
    if not heading:
        return
    unfolded = st.expander(v.plain(heading), key="other_demands", on_change="rerun")
    if unfolded.open:
        with unfolded:
            _groups(v, rest["demands"]["demand_id"].tolist(), "others", demands.announced(v.selection))


def _names(frame: pd.DataFrame, code: str, name: str, any_: str) -> dict[str, str]:
    """What each row or column of the matrix is called, after "any of them"."""
    return {ANY: any_} | frame.drop_duplicates(code).sort_values(name).set_index(code)[name].to_dict()


def _choice(v: View, label: str, parameter: str, names: dict[str, str], chosen: str) -> None:
    """A list of the matrix's rows or columns, which the URL keeps."""
    st.session_state[parameter] = chosen

    def take() -> None:
        code = st.session_state[parameter]
        visit.go(v, **{parameter: () if code == ANY else (code,)})

    st.selectbox(label, list(names), format_func=names.__getitem__, key=parameter, on_change=take)


def _groups(v: View, ids: list[str], way: str, follow_ups: pd.DataFrame) -> None:
    """The first groups of demands, and a button for more: a thousand at once would stop a phone."""
    t = v.t
    limit_key = f"demands_shown_{way}"
    limit = st.session_state.get(limit_key, AT_FIRST)
    window = ids[: max(LOOKED_UP, limit * 12)]
    groups = demands.asked(v.selection, window, t)
    titles = v.dataset["actions"].set_index("action_id")["title"]
    for group in groups[:limit]:
        _group(v, group, titles, follow_ups)
    shown = sum(len(group.demands) for group in groups[:limit])
    if shown < len(ids):
        st.button(
            t.n("Show more: {n} demand is left", "Show more: {n} demands are left", len(ids) - shown),
            key=f"more_{way}",
            on_click=lambda: st.session_state.update({limit_key: limit + STEP}),
        )


def _group(v: View, group: demands.Asked, titles: pd.Series, follow_ups: pd.DataFrame) -> None:
    """Demands made together: their words, whom they address, the actions behind them, what was announced."""
    t = v.t
    with st.container(key=f"asked_{group.key}", border=True, gap="xsmall"):
        items = "".join(
            f"<li>{v.escaped(row.text)} <small>{v.escaped(wording.lines(row.source_lines, v.t))}</small></li>"
            for row in rows_of(group.demands)
        )
        st.html(f"<ul class='told'>{items}</ul>")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            head = t.n("Addressee:", "Addressees:", len(group.addressees))
            st.caption(head if group.addressees else t("Addressee not reported"), width="content")
            for code, name in group.addressees:
                record.open_button(v, "organisation", code, name, f"asked_{group.key}")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            place = t.country(group.country or None)
            st.caption(v.plain(t("From ({country}):", country=place)), width="content")
            if not group.action_ids:
                st.caption(t("no single action"), width="content")
            for code in group.action_ids:
                record.open_button(v, "action", code, str(titles[code]), f"asked_{group.key}")
        key = group.demands["demand_id"].iloc[0]
        joins = v.dataset["demand_actions"]
        made_by = wording.behind(behind(v.dataset, joins[joins["demand_id"] == key], "demand_id").get(key), t)
        if made_by:
            st.caption(v.plain(made_by))
        sections = "; ".join(group.demands["source_section"].unique())
        st.caption(v.plain(t("In the report: {section}", section=sections)))
        later = [row for row in rows_of(follow_ups) if set(row.action_ids) & set(group.action_ids)]
        for row in later:
            st.caption(v.plain(f"{row.kind_label}: {_due(v, row)}"))


def countries(v: View) -> None:
    """Demands by country and way of asking, the whole region in a row of its own."""
    t, frame = v.t, demands.by_country(v.selection.on_theme, v.t)
    if frame.empty:
        return
    _heading(v, t("Demands by country"))
    labels = {row.directness: row.label for row in rows_of(demands.by_directness(v.selection.on_theme))}
    heads = {"label": t("Country"), **labels, "demands": t("Demands")}
    told = frame[list(heads)].rename(columns=heads).astype("str").map(plain)
    st.table(told, hide_index=True, width="stretch")


def announced(v: View) -> None:
    """Every reply and follow-up that the actions in view announced, with its day or the report's words."""
    t, on = v.t, v.selection.on_theme
    frame = demands.announced(on)
    if frame.empty:
        return
    _heading(v, t("Replies due and follow-ups planned"))
    of = behind(v.dataset, on["outcome_actions"], "outcome_id")
    titles = v.dataset["actions"].set_index("action_id")["title"]
    for row in rows_of(frame):
        made_by = wording.behind(of.get(row.outcome_id), t)
        details = (row.kind_label, made_by, wording.lines(row.source_lines, t))
        st.html(
            f"<p class='in-view'><strong>{v.escaped(_due(v, row))}</strong><br>{v.escaped(row.text)} "
            f"<small>{v.escaped(' · '.join(filter(None, details)))}</small></p>"
        )
        for code in row.action_ids:
            record.open_button(v, "action", code, str(titles[code]), f"announced_{row.outcome_id}")


def law(v: View) -> None:
    """The policy facts of every country, worded as the source's claims, each with its place in the source."""
    t, frame = v.t, demands.facts(v.selection, v.t)
    _heading(v, t("What the report says of the law"))
    if len(frame):
        st.caption(wording.claims(v.selection, frame["source_id"], t))
    else:
        st.write(t("The report says nothing of the law under these filters."))
    left_out = v.selection.left_out.get("policy_facts", 0)
    if left_out:
        st.caption(
            t.n(
                "{n} statement is left out: only theme and country can choose it.",
                "{n} statements are left out: only theme and country can choose them.",
                left_out,
            )
        )
    by_country = frame.groupby("country", sort=False)
    copied = len(frame) > 0 and _to_copy(v, "law")
    for code, rows in by_country:
        label = str(rows["country_label"].iloc[0])
        count = t.n("{n} statement", "{n} statements", len(rows))
        unfolded = st.expander(
            v.plain(f"{wording.capital(label)} · {count}"), expanded=by_country.ngroups < 3, key=f"law_{code}"
        )
        with unfolded:
            if copied:
                _copies(v, [(_fact_text(row), row) for row in rows_of(rows.head(MOST_FACTS))])
            else:
                claims = "".join(_fact(v, row) for row in rows_of(rows.head(MOST_FACTS)))
                st.html(f"<ul class='told'>{claims}</ul>")
            if len(rows) > MOST_FACTS:
                more = len(rows) - MOST_FACTS
                st.caption(t.n("{n} more is in the files.", "{n} more are in the files.", more))


def slogans(v: View) -> None:
    """All slogans of the actions in view, each with its action and its lines; or as texts to copy."""
    t, frame = v.t, demands.slogans(v.selection)
    if frame.empty:
        return
    _heading(v, t("Slogans of these actions"))
    shown = frame.head(MOST_SLOGANS)
    if _to_copy(v, "slogans"):
        _copies(v, [(t.plain("“{words}”", words=row.text), row) for row in rows_of(shown)])
    else:
        for row in rows_of(shown):
            with st.container(key=f"slogan_{row.slogan_id}", gap=None):
                words, lines = t("“{words}”", words=row.text), wording.lines(row.source_lines, t)
                st.html(f"<p class='in-view'>{v.escaped(words)} <small>{v.escaped(lines)}</small></p>")
                record.open_button(v, "action", row.action_id, row.title, f"slogan_{row.slogan_id}")
    if len(frame) > len(shown):
        more = len(frame) - len(shown)
        st.caption(t.n("{n} more is in the files.", "{n} more are in the files.", more))


def _to_copy(v: View, part: str) -> bool:
    """A switch from reading to copying: each text then stands with its source in a box that copies it."""
    return st.toggle(v.t("To copy, with the source"), key=f"copy_{part}")


def _copies(v: View, texts: list[tuple[str, Any]]) -> None:
    for text, row in texts:
        st.code(wording.quotation(text, row, v.selection, v.t.plain), language=None, wrap_lines=True)


def _fact_text(row: Any) -> str:
    return f"{row.figure}. {row.text}" if row.figure else str(row.text)


def _fact(v: View, row: Any) -> str:
    """One claim as a list item: its figure, its words, its law, as of when, and where it stands."""
    t = v.t
    figure = f"<strong>{v.escaped(row.figure)}.</strong> " if row.figure else ""
    details = [
        *([", ".join(row.theme_labels)] if row.theme_labels else []),
        *([row.law] if isinstance(row.law, str) else []),
        t("as of {date}", date=wording.as_of(row.as_of, t)) if isinstance(row.as_of, str) else t("date not reported"),
        wording.section_and_lines(row.source_section, row.source_lines, t),
    ]
    small = f"<small style='white-space:normal'>{v.escaped(' · '.join(details))}</small>"
    return f"<li>{figure}{v.escaped(row.text)}<br>{small}</li>"


def _due(v: View, row: Any) -> str:
    """When, in a date where the source gives one, and in its words."""
    return wording.follow_up(row, v.t) or v.t("date not reported")


def _heading(v: View, words: str) -> None:
    st.html(f"<h2 class='section'>{v.escaped(words)}</h2>")


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """The rows as named tuples, whose fields a type checker cannot know."""
    return frame.itertuples()
