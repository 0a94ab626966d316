"""The record of one thing, told in full with its lines in the report, and linked to every other record."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.numbers import summaries
from dashboard.numbers.records import action_record, demand_rows
from dashboard.query.filters import Filters, labels
from dashboard.query.selection import Selection
from dashboard.ui import visit
from dashboard.ui.visit import View, plain

MOST_CARDS = 60  # actions told one by one


def dialog(v: View) -> None:
    """Opens the record that the URL names over the page; closing it takes it out of the URL."""
    assert v.record is not None
    kind, key = v.record

    @st.dialog(plain(title_of(v, kind, key)), width="large", on_dismiss=visit.going(v, record=None))
    def opened() -> None:
        tell(v, kind, key)

    opened()


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
    if st.button(plain(label), key=f"open_{place}_{kind}_{key}", type="tertiary"):
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
            st.caption(plain(" · ".join(fact for fact in facts if fact)))
    if left > 0:
        st.caption(t.n("and {n} more action", "and {n} more actions", left))


def _action(v: View, action_id: str) -> None:
    t, d = v.t, v.dataset
    record = action_record(d, action_id, t)
    action = record.action
    types = d["action_types"].set_index("action_type")["label"]
    when = t.dates(action["start_date"], action["end_date"], action["date_precision"])
    basis = d.category_label("actions", "date_basis", action["date_basis"])
    st.write(plain(_text(action["summary"])))
    _facts(
        [
            (t("Type"), types[action["action_type"]]),
            (t("Country"), t.country(action["country"])),
            (
                t("When"),
                (when if pd.isna(action["start_date"]) else f"{when} ({basis})")
                + (f" · {_text(action['date_text'])}" if _text(action["date_text"]) else ""),
            ),
            (t("Participants"), _people(v, action)),
            (
                t("Where in the report"),
                t(
                    "{section}, lines {lines}",
                    section=action["source_section"],
                    lines=_readable(action["source_lines"]),
                ),
            ),
            (t("Number"), action_id),
        ]
    )
    _section(t("Places"))
    if record.places.empty:
        st.write(t("not reported"))
    for place_id, rows in record.places.groupby("place_id", sort=False):  # a city may have several roles
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            open_button(v, "place", str(place_id), str(rows["name"].iloc[0]), "action")
            st.caption(
                plain(
                    " · ".join(
                        d.category_label("action_places", "role", row.role)
                        + (f", {row.venue}" if _text(row.venue) else "")
                        for row in rows.itertuples()
                    )
                )
            )
    if not action["places_complete"] and not record.places.empty:  # where no place is named, no list breaks off
        st.caption(t("The report names these places “and others”: the list is not complete."))

    _section(t("Organisations"))
    if record.organisations.empty:
        st.write(t("not reported"))
    for organisation_id, rows in record.organisations.groupby("organisation_id", sort=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            open_button(v, "organisation", str(organisation_id), str(rows["name"].iloc[0]), "action")
            st.caption(
                plain(
                    " · ".join(
                        f"{d.category_label('action_organisations', 'role', row.role)}, {_lines(v, row.source_lines)}"
                        for row in rows.itertuples()
                    )
                )
            )

    _section(t("Themes"))
    for theme_id, rows in record.themes.groupby("theme_id", sort=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            open_button(v, "theme", str(theme_id), str(rows["label"].iloc[0]), "action")
            st.caption(
                plain(
                    " · ".join(
                        f"{d.category_label('action_themes', 'basis', row.basis)}, {_lines(v, row.source_lines)}"
                        for row in rows.itertuples()
                    )
                )
            )
    if not record.slogans.empty:
        _section(t("Slogans"))
        told(v, [(t("“{words}”", words=row.text), row.source_lines) for row in record.slogans.itertuples()])
    if not record.demands.empty:
        _section(t("What was asked, and of whom"))
        told(v, [(demand_line(v, row), row.source_lines) for row in record.demands.itertuples()])
    if not record.outcomes.empty:
        _section(t("What came of it"))
        told(v, [(_outcome(v, row), row.source_lines) for row in record.outcomes.itertuples()])
    if not record.outputs.empty:
        _section(t("In numbers"))
        told(v, [(row.words, row.source_lines) for row in record.outputs.itertuples()])
    if record.missing:
        _section(t("What the report does not say"))
        words = missing_words(v)
        st.write(", ".join(words[what] for what in record.missing) + ".")


def missing_words(v: View) -> dict[str, str]:
    """What each gap of a record is called."""
    t = v.t
    return {
        "date": t("date"),
        "end": t("last day"),
        "place": t("place"),
        "count": t("number of participants"),
        "organiser": t("organiser"),
        "outcome": t("what came of it"),
        "media": t("media coverage"),
    }


def _gathered(v: View, kind: str, key: str) -> None:
    """An organisation, a city, a country or a theme: what its actions add up to."""
    t, d = v.t, v.dataset
    own = Filters.of(kind, key).select(d)
    _facts(_introduction(v, kind, key, own))
    label = t.n("Show only its {n} action on this page", "Show only its {n} actions on this page", len(own))
    if st.button(label, key=f"only_{kind}_{key}", disabled=not len(own)):
        visit.go(v, filters=Filters.of(kind, key), record=None)
        st.rerun()
    _section(t.n("{n} action", "{n} actions", len(own)))
    if len(own):
        action_cards(v, own["actions"], f"record_{kind}")
    if kind != "organisation" and len(own):
        _organisations(v, own, t("Who acted, and to whom it was addressed"))
    elif kind == "organisation":
        _organisations(v, own, t("Together with"), without=key)
    if kind != "place" and len(own):
        _section(t("Cities"))
        for row in summaries.places(own).query("actions > 0").itertuples():
            open_button(v, "place", str(row.place_id), f"{row.name} ({row.actions})", f"record_{kind}")
    if kind != "theme" and len(own):
        _section(t("Themes"))
        for row in summaries.themes(own).itertuples():
            open_button(v, "theme", str(row.theme_id), f"{row.label} ({row.actions})", f"record_{kind}")
    _demands(v, kind, key, own)
    if len(own["outcomes"]):
        _section(t("What came of it"))
        told(v, [(_outcome(v, row), row.source_lines) for row in own["outcomes"].itertuples()])
    facts = own["policy_facts"]
    if len(facts):
        _section(t("What the report says of the law"))
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
    words = missing_words(v)
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
        _section(f"{heading}: {label.lower()}")
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
        themed = d["demand_themes"]
        ids = themed.loc[themed["theme_id"] == key, "demand_id"]
    elif kind == "organisation":
        asked = d["demand_addressees"]
        to_it = asked.loc[asked["organisation_id"] == key, "demand_id"]
        lead = own["action_organisations"].query("role in ('lead', 'co_organiser') and organisation_id == @key")[
            "action_id"
        ]
        by_it = d["demand_actions"].loc[d["demand_actions"]["action_id"].isin(lead), "demand_id"]
        ids = pd.concat([to_it, by_it])
    rows = demand_rows(d, ids, v.t)
    if rows.empty:
        return
    _section(v.t("What was asked, and of whom"))
    told(v, [(demand_line(v, row), row.source_lines) for row in rows.itertuples()])


def demand_line(v: View, row: Any) -> str:
    """A demand, whom it was addressed to and how directly it was made."""
    to = ", ".join(row.addressees) or v.t("addressee not reported")
    return f"{row.text} → {to} ({row.directness_label})"


def _fact(row: Any) -> str:
    year = _text(row.as_of)
    return f"{row.text} ({year})" if year else str(row.text)


def _outcome(v: View, row: Any) -> str:
    kind = v.dataset.category_label("outcomes", "kind", row.kind)
    due = v.t.date(row.follow_up_date)
    later = _text(row.follow_up_text) or due
    return f"{row.text} ({kind})" + (f" → {later}" if later else "")


def _people(v: View, action: pd.Series) -> str:
    words = _text(action["participants_text"])
    label = v.dataset.category_label("actions", "participants_qualifier", action["participants_qualifier"])
    return f"{words} ({label})" if words else label


def _facts(pairs: Iterable[tuple[str, str]]) -> None:
    body = "".join(
        f"<div><dt>{html.escape(k)}</dt><dd>{html.escape(str(text))}</dd></div>" for k, text in pairs if text
    )
    st.html(f"<dl class='facts'>{body}</dl>")


def _section(title: str) -> None:
    st.html(f"<h3 class='section'>{html.escape(title)}</h3>")


def told(v: View, rows: Iterable[tuple[str, str]]) -> None:
    """A list of sentences, each with its lines in the report."""
    items = "".join(
        f"<li>{html.escape(str(text))} <small>{html.escape(_lines(v, lines))}</small></li>" for text, lines in rows
    )
    st.html(f"<ul class='told'>{items}</ul>")


def _lines(v: View, lines: object) -> str:
    return v.t("lines {lines}", lines=_readable(lines)) if _text(lines) else v.t("lines not given")


def _readable(lines: object) -> str:
    """ "241–307, 310–312" for the dataset's `241-307;310-312`."""
    return _text(lines).replace("-", "–").replace(";", ", ")


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)
