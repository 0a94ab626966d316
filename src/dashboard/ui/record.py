"""The record of one thing, told in full with its lines in the report, and linked to every other record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.numbers.records import action_record, behind, demand_rows
from dashboard.query.filters import Filters, labels
from dashboard.query.selection import Selection, select
from dashboard.telling import wording
from dashboard.ui import visit
from dashboard.ui.visit import View

MOST_CARDS = 60  # actions told one by one
SHEET = 680  # pixels: lines of some ninety letters


def is_beside_the_map(v: View) -> bool:
    """True where the page's map has the open record told beside it, not in a sheet; a phone has no room there."""
    has_map = v.page == "" and len(v.selection) > 0 and not visit.on_a_phone()
    return has_map and v.record is not None and v.record[0] in visit.BESIDE_THE_MAP


def beside_the_map(v: View) -> tuple[str, str] | None:
    """The record that the map page tells beside the map, though an action from its list may lie over the page."""
    told = [step for step in st.session_state["trail"] if step[0] in visit.BESIDE_THE_MAP]
    return told[-1] if told and v.page == "" and not visit.on_a_phone() else None


def dialog(v: View) -> None:
    """Opens the record that the URL names as a sheet over the page: its head stays while it is read.

    Closing it leads to the page as it was, to the city or country beside the map from which it was opened too.
    """
    assert v.record is not None
    kind, key = v.record
    head = f":small[{v.plain(kind_of(v.t)[kind])}] {v.plain(title_of(v, kind, key))}"
    closing = visit.going(v, record=beside_the_map(v))

    @st.dialog(head, width=SHEET, position="right", on_dismiss=closing)
    def opened() -> None:
        before = visit.came_from()
        if before and before != beside_the_map(v):
            words = v.t("Back to {title}", title=title_of(v, *before))
            if st.button(v.plain(words), key="record_back", icon=":material/arrow_back:", type="tertiary"):
                visit.go(v, record=before)
                st.rerun()
        tell(v, kind, key)

    opened()


def kind_of(t: Translator) -> dict[str, str]:
    """What kind of thing each record is."""
    return {
        "action": t("Action"),
        "organisation": t("Organisation"),
        "place": t("City"),
        "country": t("Country"),
        "theme": t("Theme"),
    }


def title_of(v: View, kind: str, key: str) -> str:
    """What the thing is called."""
    if kind == "action":
        actions = v.dataset["actions"].set_index("action_id")
        return str(actions.loc[key, "title"])
    parameter = kind
    return labels(v.dataset, parameter, v.t)[key]


def tell(v: View, kind: str, key: str) -> None:
    """The record itself, wherever it stands."""
    if kind == "action":
        _action(v, key)
    else:
        _gathered(v, kind, key)


def open_button(v: View, kind: str, key: str, label: str, place: str) -> None:
    """A button, in the manner of a link, that opens another record; `place` keeps its key apart from its twins."""
    if st.button(v.plain(label), key=f"open_{place}_{kind}_{key}", type="tertiary"):
        visit.go(v, record=(kind, key))
        st.rerun()


def action_cards(v: View, actions: pd.DataFrame, place: str, most: int = MOST_CARDS) -> None:
    """Each action in a few lines: title, when, where, how many; the title opens the record.

    The first `most` of them: thousands would stop a phone. How many are left is said below.
    """
    t, left = v.t, len(actions) - most
    actions = actions.head(most)
    names = v.dataset["places"].set_index("place_id")["name"]
    held = v.dataset["action_places"].query("role == 'held'")
    for action in actions.itertuples():
        with st.container(key=f"card_{place}_{action.action_id}", gap=None):
            open_button(v, "action", str(action.action_id), str(action.title), place)
            cities = [names[i] for i in dict.fromkeys(held.loc[held["action_id"] == action.action_id, "place_id"])]
            facts = [
                t.dates(action.start_date, action.end_date, action.date_precision),
                ", ".join(cities[:4]) + (t(" and {n} more", n=len(cities) - 4) if len(cities) > 4 else ""),
                _text(action.participants_text) or t("number of participants not reported"),
            ]
            st.caption(v.plain(" · ".join(fact for fact in facts if fact)))
    if left > 0:
        st.caption(t.n("and {n} more action", "and {n} more actions", left))


def _action(v: View, action_id: str) -> None:
    t, d = v.t, v.dataset
    record = action_record(d, action_id, t)
    action = record.action
    st.write(v.plain(_text(action["summary"])))
    _facts(v, _in_short(v, action_id, action))

    def place(row: Any) -> str:
        role = d.category_label("action_places", "role", row.role)
        return f"{role}, {row.venue}" if _text(row.venue) else role

    def with_lines(table: str, column: str) -> Callable[[Any], str]:
        return lambda row: (
            f"{d.category_label(table, column, getattr(row, column))}, {wording.lines(row.source_lines, t)}"
        )

    _section(v, t("Places"))
    _linked(v, "place", record.places, "name", place)
    if not action["places_complete"] and not record.places.empty:  # where no place is named, no list breaks off
        st.caption(t("The report names these places “and others”: the list is not complete."))
    _section(v, t("Organisations"))
    _linked(v, "organisation", record.organisations, "name", with_lines("action_organisations", "role"))
    _section(v, t("Themes"))
    _linked(v, "theme", record.themes, "label", with_lines("action_themes", "basis"))
    for heading, rows, words in (
        (t("Slogans"), record.slogans, lambda row: t("“{words}”", words=row.text)),
        (t("What was asked, and of whom"), record.demands, partial(demand_line, v)),
        (t("What came of it"), record.outcomes, partial(_outcome, v)),
        (t("In numbers"), record.outputs, lambda row: row.words),
    ):
        if len(rows):
            _section(v, heading)
            told(v, [(words(row), row.source_lines) for row in rows.itertuples()])
    if record.missing:
        _section(v, t("What the report does not say"))
        gaps = wording.gaps(t)
        st.write(", ".join(gaps[what] for what in record.missing) + ".")


def _in_short(v: View, action_id: str, action: pd.Series) -> list[tuple[str, str]]:
    """The facts that an action has one each of."""
    t, d = v.t, v.dataset
    when = t.dates(action["start_date"], action["end_date"], action["date_precision"])
    if pd.notna(action["start_date"]):
        when = f"{when} ({d.category_label('actions', 'date_basis', action['date_basis'])})"
    if _text(action["date_text"]):
        when = f"{when} · {action['date_text']}"
    return [
        (t("Type"), d["action_types"].set_index("action_type")["label"][action["action_type"]]),
        (t("Country"), t.country(action["country"])),
        (t("When"), when),
        (t("Participants"), _people(v, action)),
        (t("Where in the report"), wording.section_and_lines(action["source_section"], action["source_lines"], t)),
        (t("Number"), action_id),
    ]


def _linked(v: View, kind: str, rows: pd.DataFrame, name: str, aside: Callable[[Any], str]) -> None:
    """The records of one kind that an action names, each once, with all that ties it to the action."""
    if rows.empty and kind != "theme":  # that an action carries none is our reading, not the report's silence
        st.write(v.t("not reported"))
    for code, of_one in rows.groupby(f"{kind}_id", sort=False):  # a city, say, may have several roles
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            open_button(v, kind, str(code), str(of_one[name].iloc[0]), "action")
            st.caption(v.plain(" · ".join(aside(row) for row in of_one.itertuples())))


def _gathered(v: View, kind: str, key: str) -> None:
    """An organisation, a city, a country or a theme: what its actions add up to."""
    t, d = v.t, v.dataset
    own = select(Filters.of(kind, key), d)
    _facts(v, _introduction(v, kind, key, own))
    label = t.n("Show only its {n} action on this page", "Show only its {n} actions on this page", len(own))
    if st.button(label, key=f"only_{kind}_{key}", disabled=not len(own)):
        visit.go(v, filters=Filters.of(kind, key), record=None)
        st.rerun()
    _section(v, t.n("{n} action", "{n} actions", len(own)))
    if len(own):
        action_cards(v, own["actions"], f"record_{kind}")
    if kind != "organisation" and len(own):
        _organisations(v, own, t("Who acted, and to whom it was addressed"))
    elif kind == "organisation":
        _organisations(v, own, t("Together with"), without=key)
    if kind != "place" and len(own):
        _section(v, t("Cities"))
        for row in summaries.places(own).query("actions > 0").itertuples():
            open_button(v, "place", str(row.place_id), f"{row.name} ({row.actions})", f"record_{kind}")
    if kind != "theme" and len(own):
        _section(v, t("Themes"))
        for row in summaries.themes(own).itertuples():
            open_button(v, "theme", str(row.theme_id), f"{row.label} ({row.actions})", f"record_{kind}")
    _demands(v, kind, key, own)
    _outcomes(v, own.on_theme, t("What came of it"))
    _outcomes(v, own.beside_theme, wording.other_outcomes(own, t))
    facts = own["policy_facts"]
    if len(facts):
        _section(v, t("What the report says of the law"))
        told(v, [(_fact(row), row.source_lines) for row in facts.itertuples()])


def _introduction(v: View, kind: str, key: str, own: Selection) -> list[tuple[str, str]]:
    t, d = v.t, v.dataset
    if kind == "theme":
        row = d["themes"].set_index("theme_id").loc[key]
        counts = summaries.themes(own).set_index("theme_id")
        bases = [
            f"{d.category_label('action_themes', 'basis', b)}: {counts.loc[key, b]}"
            for b in ("aim", "message", "demand", "outcome", "mention")
            if key in counts.index and counts.loc[key, b]
        ]
        return [
            (t("Definition"), row["definition"]),
            (t("On what ground, in how many actions"), ", ".join(bases)),
        ]
    if kind == "organisation":
        row = d["organisations"].set_index("organisation_id").loc[key]
        roles = own["action_organisations"]
        roles = roles.loc[roles["organisation_id"] == key, "role"].value_counts()
        told = [f"{d.category_label('action_organisations', 'role', role)}: {n}" for role, n in roles.items()]
        return [
            (t("Kind"), d.category_label("organisations", "kind", row["kind"])),
            (d.title("organisations", "led_by"), d.category_label("organisations", "led_by", row["led_by"])),
            (t("Country"), v.home(row["country"])),
            (t("Name in the report"), _text(row["name_in_source"]) or t("not reported")),
            (t("In the report"), t("named") if row["is_named"] else t("described without a name")),
            (t("Roles"), ", ".join(told) or t("addressed in demands only")),
        ]
    if kind == "place":
        row = d["places"].set_index("place_id").loc[key]
        return [
            (t("Country"), t.country(row["country"])),
            (t("Name in the report"), row["name_in_source"]),
            (t("Other names"), ", ".join(_text(row["other_names"]).split(";"))),
        ]
    people = summaries.participants(own)
    words = wording.gaps(t)
    missing = [f"{words[what]}: {k}" for what, k in summaries.silent(own).items() if k]
    return [
        (t("Participants"), people.sentence(t)),
        (t("Not reported, in how many actions"), ", ".join(missing) or t("nothing is missing")),
    ]


def _organisations(v: View, own: Selection, heading: str, without: str = "") -> None:
    t = v.t
    rows = summaries.organisations(own)
    rows = rows[rows["organisation_id"] != without]
    for column, label in (
        ("organiser", t("Organisers")),
        ("partner", t("Partners, supporters and participants")),
        ("addressed", t("Institutions addressed")),
    ):
        chosen = rows[rows[column] > 0]
        if chosen.empty:
            continue
        _section(v, f"{heading}: {label.lower()}")
        for row in chosen.itertuples():
            open_button(
                v,
                "organisation",
                row.organisation_id,
                f"{row.name} ({getattr(row, column)})",
                f"record_{column}",
            )


def _demands(v: View, kind: str, key: str, own: Selection) -> None:
    d = v.dataset
    ids = own["demands"]["demand_id"]
    if kind == "theme":
        ids = own.on_theme["demands"]["demand_id"]
    elif kind == "organisation":
        asked = d["demand_addressees"]
        to_it = asked.loc[asked["organisation_id"] == key, "demand_id"]
        lead = own["action_organisations"].query("role in ('lead', 'co_organiser') and organisation_id == @key")[
            "action_id"
        ]
        by_it = d["demand_actions"].loc[d["demand_actions"]["action_id"].isin(lead), "demand_id"]
        ids = pd.concat([to_it, by_it])
    _asked(v, ids, v.t("What was asked, and of whom"))
    _asked(v, own.beside_theme["demands"]["demand_id"], wording.other_demands(own, v.t))


def _asked(v: View, ids: pd.Series, heading: str) -> None:
    """Demands of several actions, each with the place and the group that made it."""
    rows = demand_rows(v.dataset, ids, v.t)
    if rows.empty:
        return
    _section(v, heading)
    of = behind(v.dataset, v.dataset["demand_actions"], "demand_id")
    lines = [_with(demand_line(v, row), wording.behind(of.get(row.demand_id), v.t)) for row in rows.itertuples()]
    told(v, zip(lines, rows["source_lines"], strict=True))


def _outcomes(v: View, own: Selection, heading: str) -> None:
    """Outcomes of several actions, each with the place and the group that reached it."""
    if own["outcomes"].empty:
        return
    _section(v, heading)
    of = behind(v.dataset, own["outcome_actions"], "outcome_id")
    rows = own["outcomes"]
    lines = [_with(_outcome(v, row), wording.behind(of.get(row.outcome_id), v.t)) for row in rows.itertuples()]
    told(v, zip(lines, rows["source_lines"], strict=True))


def _with(text: str, aside: str) -> str:
    return f"{text} · {aside}" if aside else text


def demand_line(v: View, row: Any) -> str:
    """A demand, whom it was addressed to and how directly it was made."""
    to = "; ".join(row.addressees) or v.t("addressee not reported")
    return f"{row.text} → {to} ({row.directness_label})"


def _fact(row: Any) -> str:
    year = _text(row.as_of)
    return f"{row.text} ({year})" if year else str(row.text)


def _outcome(v: View, row: Any) -> str:
    kind = v.dataset.category_label("outcomes", "kind", row.kind)
    later = wording.follow_up(row, v.t)
    return f"{row.text} ({kind})" + (f" → {later}" if later else "")


def _people(v: View, action: pd.Series) -> str:
    words = _text(action["participants_text"])
    label = v.dataset.category_label("actions", "participants_qualifier", action["participants_qualifier"])
    return f"{words} ({label})" if words else label


def _facts(v: View, pairs: Iterable[tuple[str, str]]) -> None:
    body = "".join(f"<div><dt>{v.escaped(k)}</dt><dd>{v.escaped(str(text))}</dd></div>" for k, text in pairs if text)
    st.html(f"<dl class='facts'>{body}</dl>")


def _section(v: View, title: str) -> None:
    st.html(f"<h3 class='section'>{v.escaped(title)}</h3>")


def told(v: View, rows: Iterable[tuple[str, str]]) -> None:
    """A list of sentences, each with its lines in the report."""
    items = "".join(
        f"<li>{v.escaped(str(text))} <small>{v.escaped(wording.lines(lines, v.t))}</small></li>" for text, lines in rows
    )
    st.html(f"<ul class='told'>{items}</ul>")


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)
