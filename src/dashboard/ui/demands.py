"""What was asked of whom: a sentence to fill in, the answer below it, and what was announced."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from string import Formatter
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.i18n import Translator
from dashboard.numbers import demands, summaries
from dashboard.numbers.records import Behind, behind
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.query.filters import labels
from dashboard.query.selection import select
from dashboard.telling import wording
from dashboard.ui import visit, widgets
from dashboard.ui.chips import door, quote
from dashboard.ui.visit import View

AT_FIRST, ON_A_PHONE = 100, 14  # demands told before the reader asks for more
STEP = 100  # how many more at each asking
MOST_NAMES = 3  # addressees of a demand that are in sight at once


def parts(v: View) -> dict[str, str]:
    """The parts of the page by code, with their names."""
    t = v.t
    return {"asked": t("What was asked"), "slogans": t("Wall of slogans"), "law": t("What the report says of the law")}


def announced(v: View, title: str | None = None) -> None:
    """Every reply and follow-up that the actions in view announced, with its day or the report's words."""
    t, on = v.t, v.selection.on_theme
    frame = demands.announced(on)
    if frame.empty:
        return
    of = behind(v.dataset, on["outcome_actions"], "outcome_id")
    items = []
    for row in rows_of(frame):
        due = v.escaped(wording.follow_up(row, t) or t("date not reported"))
        if row.action_ids:
            due = visit.anchor(v, due, record=("action", row.action_ids[0]))
        day = row.follow_up_date
        if pd.isna(day):
            when = t("no day given")
        else:
            when = t("this day is past") if day.date() < dt.date.today() else t("still to come")
        details = (row.kind_label, when, _cities(of.get(row.outcome_id), t))
        said = [*map(v.escaped, filter(None, details)), _lines(v, row)]
        items.append(f"<li><p>{due}</p><small>{' · '.join(said)}</small></li>")
    heading = _heading(v, title or t("Replies due and follow-ups planned"))
    unknown = v.escaped(t("Announced in the report, which does not say what came of it."))
    st.html(f"{heading}<p class='quiet'>{unknown}</p><ul class='announced'>{''.join(items)}</ul>")


def sentence(v: View) -> None:
    """ "What was asked of [anyone] in [any country] about [anything]?": three lists to choose from."""
    t, f, whom = v.t, v.filters, v.choices["asked_of"]
    found = demands.choices(f, v.dataset, whom)
    countries, themes = labels(v.dataset, "country", t), labels(v.dataset, "theme", t)
    lists = {
        "institution": _whom(v, found.whom),
        "country": _codes(v, "country", t("any country"), countries, found.countries),
        "theme": _codes(v, "theme", t("anything"), themes, found.themes),
    }
    told, before = "", ""
    for words, name, _, _ in Formatter().parse(t("What was asked of {institution} in {country} about {theme}?")):
        text = words.lstrip(",.?")
        told += f"{_held(before, words[: len(words) - len(text)])}{html.escape(text)}"
        before = lists[name] if name else ""
    told += _held(before, "")
    st.html(f"<p class='sentence'>{told}</p>")


def _held(choice: str, sign: str) -> str:
    """A list with the sign that follows it, which must not begin a line."""
    return f"<span class='choice'>{choice}<span>{sign}</span></span>" if choice else html.escape(sign)


def _whom(v: View, found: Mapping[str, int]) -> str:
    """The list of institutions: kinds of them, then each."""
    t, chosen, d = v.t, v.choices["asked_of"], v.dataset
    names = d["organisations"].set_index("organisation_id")["name"]
    found = {**found, **({chosen: 0} if chosen and chosen not in found else {})}
    kinds = [code for code in found if code not in names.index and code != NOT_REPORTED]
    bodies = [code for code in found if code in names.index]
    bodies.sort(key=summaries.by_name(names[bodies]).__getitem__)

    def option(code: str, label: str) -> str:
        return _option(v, label, found.get(code), code == chosen, asked_of=code)

    of_kind = "".join(option(code, d.category_label("organisations", "kind", code)) for code in kinds)
    nobody = option(NOT_REPORTED, t("someone not named")) if NOT_REPORTED in found else ""
    options = (
        f"{option('', t('anyone'))}{nobody}"
        f"<optgroup label='{html.escape(t('Kinds of institutions'))}'>{of_kind}</optgroup>"
        f"<optgroup label='{html.escape(t('Institutions'))}'>{''.join(option(c, names[c]) for c in bodies)}</optgroup>"
    )
    return _list(v, "asked_of", t("Institution"), options)


def _codes(v: View, parameter: str, none: str, names: Mapping[str, str], found: Mapping[str, int]) -> str:
    """The list of a filter's codes of which one may be chosen; several that are chosen elsewhere stand as one."""
    chosen: tuple[str, ...] = getattr(v.filters, parameter)

    def option(codes: tuple[str, ...], label: str, n: int | None = None) -> str:
        return _option(v, label, n, codes == chosen, filters=replace(v.filters, **{parameter: codes}))

    codes = [code for code in names if code in found or (code,) == chosen]
    codes.sort(key=lambda code: summaries.by_name(pd.Series([names[code]]))[0])
    joined = v.t.both if v.filters.needs_all(parameter) else v.t.either
    several = option(chosen, joined([names[code] for code in chosen])) if len(chosen) > 1 else ""
    options = (option((code,), names[code], found.get(code, 0)) for code in codes)
    return _list(v, parameter, _title(v, parameter), f"{option((), none)}{several}{''.join(options)}")


def _title(v: View, parameter: str) -> str:
    return v.t("Country") if parameter == "country" else v.t("Theme")


def _option(v: View, label: str, n: int | None, chosen: bool, **changes: object) -> str:
    number = "" if n is None or chosen else f" ({v.t.number(n)})"
    address = html.escape(v.link(record=None, **changes))
    return f"<option value='{address}'{' selected' if chosen else ''}>{v.escaped(label)}{number}</option>"


def _list(v: View, name: str, label: str, options: str) -> str:
    return f"<span class='list'><select data-pick='{name}' aria-label='{html.escape(label)}'>{options}</select></span>"


def matrix(v: View) -> None:
    """Themes by kinds of addressee, folded; each number leads to its demands."""
    t = v.t
    frame = summaries.demand_matrix(select(v.filters.without("theme"), v.dataset), t)
    if frame.empty:
        return
    kinds, themes = _labels(frame, "kind"), _labels(frame, "theme")
    most = frame["demands"].max()
    heads = "".join(
        f"<th scope='col'>{_door(v, v.escaped(label), asked_of=kind)}</th>" for kind, label in kinds.items()
    )
    rows = []
    numbers = frame.set_index(["theme_id", "kind"])["demands"].to_dict()
    for theme, label in themes.items():
        cells = "".join(_cell(v, theme, kind, numbers.get((theme, kind), 0), most) for kind in kinds)
        name = v.escaped(label)
        if theme != NOT_REPORTED:
            name = _door(v, name, filters=replace(v.filters, theme=(theme,)), asked_of="")
        rows.append(f"<tr><th scope='row'>{name}</th>{cells}</tr>")
    note = v.escaped(t("a demand counts in every cell it belongs to"))
    heading = v.escaped(t("Which themes were put to which institutions"))
    st.html(
        f"<details class='asked-matrix'><summary>{heading}</summary>"
        f"<div class='wide'><table><thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        f"<small>{note}</small></details>"
    )


def _labels(frame: pd.DataFrame, of: str) -> dict[str, str]:
    """The rows or the columns of the matrix by code, those of most demands first, "not reported" last."""
    code = {"theme": "theme_id"}.get(of, of)
    sums = frame.groupby([code, f"{of}_label"], sort=False)["demands"].sum().sort_values(ascending=False, kind="stable")
    return dict(sorted(sums.index, key=lambda pair: pair[0] == NOT_REPORTED))


def _door(v: View, text: str, **changes: Any) -> str:
    """A link from the matrix, which pick.js leads up to the sentence."""
    return visit.anchor(v, text, record=None, **changes)


def _cell(v: View, theme: str, kind: str, n: int, most: int) -> str:
    if not n:
        return "<td>·</td>"
    chosen = v.filters.theme == (theme,) and v.choices["asked_of"] == kind
    number = v.t.number(n)
    if theme != NOT_REPORTED:
        number = _door(v, number, filters=replace(v.filters, theme=(theme,)), asked_of=kind)
    return f"<td class='some{' chosen' if chosen else ''}' style='--share: {n / most:.2f}'>{number}</td>"


def answer(v: View) -> None:
    """The demands that the sentence asks for: how many, how directly put, what is left out, and each in a line."""
    t, on = v.t, v.selection.on_theme
    whom = v.choices["asked_of"]
    ids = demands.asked_of(on, whom)
    if whom:
        said = t.n("{n} demand", "{n} demands", len(ids))
    else:
        said = wording.demands(v.selection, t)
    if ids:
        ways = demands.by_directness(on, ids)
        told = ", ".join(f"{row.label} {t.dash} {t.number(row.demands)}" for row in rows_of(ways[ways["demands"] > 0]))
        st.html(f"<p class='in-view' role='status'><strong>{v.escaped(said)}</strong>: {v.escaped(told)}.</p>")
    elif whom or v.filters.theme:
        st.write(f"{said}.")
    else:
        st.write(t("No demand belongs to the actions in view."))
    left_out = v.selection.left_out.get("demands", 0)
    if left_out:
        st.caption(
            t.n(
                "{n} demand of no single action is left out: only theme and country can choose it.",
                "{n} demands of no single action are left out: only theme and country can choose them.",
                left_out,
            )
        )
    _listed(v, ids, "asked")


def others(v: View) -> None:
    """The demands of the same actions that do not carry the theme asked for, under a heading that says so."""
    heading, rest = wording.other_demands(v.selection, v.t), v.selection.beside_theme
    if not heading:
        return
    unfolded = st.expander(v.plain(heading), key="other_demands", on_change="rerun")
    if unfolded.open:
        with unfolded:
            _listed(v, rest["demands"]["demand_id"].tolist(), "others")


def _listed(v: View, ids: Sequence[str], key: str) -> None:
    """The first demands by country, and a button for more: a thousand at once would stop a phone."""
    t, limit_key = v.t, f"demands_shown_{key}"
    limit = st.session_state.get(limit_key, ON_A_PHONE if visit.on_a_phone() else AT_FIRST)
    countries = demands.by_country(v.selection, ids, t)
    titles = v.dataset["actions"].set_index("action_id")["title"]
    told, room = [], limit
    for code, of_country in countries.items():
        if not room:
            break
        shown = of_country[:room]
        room -= len(shown)
        groups = demands.asked(v.selection, shown, t)
        joins = v.dataset["demand_actions"]
        of = behind(v.dataset, joins[joins["demand_id"].isin(shown)], "demand_id")
        name = v.escaped(wording.capital(t.country(code or None)))
        head = visit.anchor(v, name, record=("country", code)) if code in set(v.dataset["actions"]["country"]) else name
        number = v.escaped(t.n("{n} demand", "{n} demands", len(of_country)))
        lines = "".join(_group(v, group, titles, _cities(of.get(group.key), t)) for group in groups)
        told.append(f"<section><h3>{head} <small>{number}</small></h3>{lines}</section>")
    if told:
        widgets.long_html(key, min(len(ids), limit), f"<div class='asked'>{''.join(told)}</div>")
    if limit < len(ids):
        left = len(ids) - limit
        st.button(
            t.n("Show more: {n} demand is left", "Show more: {n} demands are left", left),
            key=f"more_{key}",
            on_click=lambda: st.session_state.update({limit_key: limit + STEP}),
        )


def _group(v: View, group: demands.Asked, titles: pd.Series, cities: str) -> str:
    """Demands made together: a line each, and beside them whom they address, how directly, and where."""
    t = v.t
    names = "; ".join(name for _, name in group.addressees) or t("addressee not reported")
    lines = []
    for row in rows_of(group.demands):
        text = v.escaped(row.text)
        if group.action_ids:
            text = visit.anchor(v, text, record=("action", group.action_ids[0]))
        copied = f"{row.text} → {names} ({row.directness_label})"
        lines.append(f"<li><p>{text} <small>{_lines(v, row)}</small></p>{quote(v, copied, row)}</li>")
    to = [door(v, "organisation", code, name) for code, name in group.addressees]
    said = "; ".join(to[:MOST_NAMES]) or v.escaped(names)
    if to[MOST_NAMES:]:
        said += folded(v.escaped(t("and {n} more", n=len(to) - MOST_NAMES)), to[MOST_NAMES:])
    aside = [v.escaped(group.demands["directness_label"].iloc[0]), *([v.escaped(cities)] if cities else [])]
    if not group.action_ids:
        aside.append(v.escaped(t("no single action")))
    actions = [door(v, "action", code, str(titles[code])) for code in group.action_ids]
    if len(actions) > 1:
        aside.append(folded(v.escaped(t.n("{n} action", "{n} actions", len(actions))), actions))
    return (
        f"<div class='asked-group'><ul>{''.join(lines)}</ul>"
        f"<div class='asked-of'><p>{said}</p> <small>{' · '.join(aside)}</small></div></div>"
    )


def _lines(v: View, row: Any) -> str:
    return f"<span class='lines'>{v.escaped(wording.lines(row.source_lines, v.t))}</span>"


def _cities(of: Behind | None, t: Translator) -> str:
    return wording.names(of.cities, t) if of else ""


def folded(summary: str, links: Sequence[str]) -> str:
    """Links behind a word that unfolds them, within a sentence."""
    return f" <details><summary>{summary}</summary>{'; '.join(links)}</details>"


def _heading(v: View, words: str) -> str:
    return f"<h2 class='section'>{v.escaped(words)}</h2>"


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """The rows as named tuples, whose fields a type checker cannot know."""
    return frame.itertuples()
