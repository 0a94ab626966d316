"""What a search finds, right under the search: actions first, then facts, organisations, cities, themes, demands."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.i18n import Translator
from dashboard.numbers import demands
from dashboard.numbers.records import demand_rows
from dashboard.query.filters import Filters, labels
from dashboard.query.search import Answer, Found, find
from dashboard.query.selection import select
from dashboard.ui import record, visit
from dashboard.ui.visit import View, plain

MOST = 8  # of a kind, in sight
MOST_SENTENCES = 4  # of those that are told in sentences: a phone shows no more at a time
MOST_NAMES = 2  # of themes, where a word is told alone
MOST_CITIES = 4  # of an action


def tell(v: View) -> None:
    """The search's answers in groups, each opening its record; nothing without a search."""
    if not v.filters.q:
        return
    t, found = v.t, find(v.dataset, v.filters.q)
    in_view = t.n("{n} action", "{n} actions", len(v.selection))
    counts = ", ".join([in_view, *_counts(v, {k: ids for k, ids in found.ids.items() if k != "action"})])
    title = plain(t("Found for “{words}”: {counts}", words=v.filters.q, counts=counts))
    with st.expander(title, expanded=True, key="found"):
        _said_otherwise(v, found)
        _word_by_word(v, found)
        _actions(v, found)
        for kind, ids in found.ids.items():
            if kind != "action":
                _heading(_groups(t)[kind])
                most = MOST_SENTENCES if kind in _TOLD else MOST
                alone = _TOLD.get(kind, _named)(v, kind, ids[:most])
                _more(t, len(ids) - most)
                if alone:
                    address = f"demands?lang={t.language}"  # beside this page
                    words = html.escape(t("All of them on the page “{page}”", page=t("Demands")))
                    st.html(f"<p class='in-view'><a href='{address}' target='_self'>{words}</a></p>")


def _groups(t: Translator) -> dict[str, str]:
    return {
        "fact": t("Facts"),
        "organisation": t("Organisations"),
        "place": t("Cities"),
        "theme": t("Themes"),
        "demand": t("Demands"),
    }


def _counts(v: View, ids: Found) -> list[str]:
    """ "3 actions", "facts: 2", "themes: 1"."""
    t = v.t
    actions = [t.n("{n} action", "{n} actions", len(ids["action"]))] if "action" in ids else []
    return actions + [f"{group.lower()}: {t.number(len(ids[k]))}" for k, group in _groups(t).items() if k in ids]


def _said_otherwise(v: View, found: Answer) -> None:
    """The words by which the atlas speaks of people, and the query as it may have been meant."""
    for people in dict.fromkeys(word.meant for word in found.words if word.meant):
        st.markdown(plain(v.t("In this atlas: {people}.", people=people.name(v.t))))
    if found.suggestion:
        st.button(
            plain(v.t("Did you mean “{words}”?", words=found.suggestion)),
            key="did_you_mean",
            type="tertiary",
            on_click=visit.going(v, filters=replace(v.filters, q=found.suggestion)),
        )


def _word_by_word(v: View, found: Answer) -> None:
    """What each of several words finds; of a search for nothing, that it is in no text."""
    t = v.t
    if not found.words:
        st.markdown(plain(t("There is no word in this search.")))
    elif len(found.words) == 1 and not found.ids:
        st.markdown(plain(t("No text, name or number of the atlas holds “{words}”.", words=found.words[0].written)))
    elif len(found.words) > 1:
        if not found.ids:
            st.markdown(plain(t("Nothing holds all these words together. Each of them finds:")))
        st.markdown(plain(" · ".join(f"{word.written}: {_alone(v, word.ids)}" for word in found.words)))


def _alone(v: View, ids: Found) -> str:
    """ "7 actions, theme Access to opioid substitution therapy", "0"."""
    t, themes = v.t, ids.get("theme", ())
    if not 0 < len(themes) <= MOST_NAMES:
        return ", ".join(_counts(v, ids)) or "0"
    names = labels(v.dataset, "theme", t)
    named = [f"{t('theme')} {t('“{words}”', words=names[i])}" for i in themes]
    return ", ".join([*_counts(v, {kind: of for kind, of in ids.items() if kind != "theme"}), *named])


def _actions(v: View, found: Answer) -> None:
    """The actions in view that are found: those whose titles say it first, then in the order of their days."""
    t, actions = v.t, v.selection.actions
    if len(actions):
        _heading(t("Actions"))
    is_titled = actions["action_id"].isin(found.titled)
    shown = (
        actions.assign(is_titled=is_titled)
        .sort_values(["is_titled", "start_date", "action_id"], ascending=[False, True, True])
        .head(MOST)
    )
    cities = _cities(v, shown["action_id"])
    for action in shown.itertuples():
        with st.container(key=f"card_found_{action.action_id}", gap=None):
            record.open_button(v, "action", str(action.action_id), str(action.title), "found")
            where = cities.get(str(action.action_id)) or t.country(str(action.country))
            st.caption(plain(f"{where} · {t.dates(action.start_date, action.end_date, action.date_precision)}"))
    _more(t, len(actions) - MOST)
    hidden = len(found.ids.get("action", ())) - len(actions)
    if hidden:
        st.caption(
            t.n(
                "{n} more action is left out by the other filters.",
                "{n} more actions are left out by the other filters.",
                hidden,
            )
        )


def _cities(v: View, action_ids: pd.Series) -> dict[str, str]:
    t, rows = v.t, v.dataset["action_places"]
    rows = rows[rows["action_id"].isin(action_ids) & (rows["role"] == "held")]
    names = labels(v.dataset, "place", t)
    told = {}
    for action_id, places in rows.groupby("action_id")["place_id"]:
        cities = list(dict.fromkeys(names[place] for place in places))
        more = len(cities) - MOST_CITIES
        told[str(action_id)] = ", ".join(cities[:MOST_CITIES]) + (t(" and {n} more", n=more) if more > 0 else "")
    return told


def _facts(v: View, kind: str, ids: Sequence[str]) -> bool:
    frame = demands.facts(select(Filters(), v.dataset), v.t)
    items = "".join(
        f"<li>{html.escape(row.country_label)}: {html.escape(row.text)}"
        + (f" <strong>{html.escape(row.figure)}</strong>" if row.figure else "")
        + "</li>"
        for row in frame[frame["fact_id"].isin(ids)].itertuples()
    )
    st.html(f"<ul class='told'>{items}</ul>")
    return True


def _demands(v: View, kind: str, ids: Sequence[str]) -> bool:
    """Each opens the action that it was made in; one of no single action stands on the page of demands."""
    t, alone = v.t, False
    for row in demand_rows(v.dataset, ids, t).itertuples():
        with st.container(key=f"card_found_{row.demand_id}", gap=None):
            if row.action_ids:
                record.open_button(v, "action", row.action_ids[0], str(row.text), f"found_{row.demand_id}")
            else:
                alone = True
                st.markdown(plain(str(row.text)))
            to = ", ".join(row.addressees) or t("addressee not reported")
            st.caption(plain(f"{row.country_name} → {to} ({row.directness_label})"))
    return alone


def _named(v: View, kind: str, ids: Sequence[str]) -> bool:
    names = labels(v.dataset, kind, v.t)
    for key in ids:
        record.open_button(v, kind, key, names[key], "found")
    return False


# How each kind is told; true where some of it stands on the page of demands and opens no record.
_TOLD: Mapping[str, Callable[[View, str, Sequence[str]], bool]] = {"fact": _facts, "demand": _demands}


def _heading(words: str) -> None:
    st.html(f"<h2 class='section'>{html.escape(words)}</h2>")


def _more(t: Translator, n: int) -> None:
    if n > 0:
        st.caption(t.n("and {n} more", "and {n} more", n))
