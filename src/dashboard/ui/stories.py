"""Actions told one by one beside the map: title, two lines of what happened, when, where, how many people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.numbers import summaries
from dashboard.ui import visit
from dashboard.ui.visit import View

MOST = 60  # actions told one by one: thousands would stop a phone
CITIES = 4  # of an action, named
FEW = 6  # actions in view: on a phone they need not be folded


def by_country(v: View, home: str | None) -> str:
    """The actions in view under their countries as HTML, the reader's own first; folded on a phone."""
    countries = summaries.actions_by_country(v.selection, v.t).sort_values("label")
    actions = v.selection["actions"]
    most = max(1, MOST // max(1, len(countries))) if len(actions) > MOST else MOST
    rows = sorted(countries.itertuples(), key=lambda row: row.country != home)
    parts = []
    row: Any
    for row in rows:
        heading = f"{v.escaped(row.label)} <span>{v.t.number(row.actions)}</span>"
        listed = listing(v, actions[actions["country"] == row.country], most)
        if visit.on_a_phone():
            unfolded = " open" if len(actions) <= FEW else ""
            parts.append(f"<details{unfolded}><summary><h2>{heading}</h2></summary>{listed}</details>")
        else:
            parts.append(f"<h2>{heading}</h2>{listed}")
    return f"{_silent(v)}<div class='stories'>{''.join(parts)}</div>"


def listing(v: View, actions: pd.DataFrame, most: int = MOST) -> str:
    """The actions as a list of HTML by their day, those without one last; each opens its record."""
    t, left = v.t, len(actions) - most
    ordered = actions.sort_values("start_date", kind="stable", na_position="last")
    items = "".join(_items(v, ordered.head(most)))
    more = f"<p class='quiet'>{v.escaped(t.n('and {n} more action', 'and {n} more actions', left))}</p>"
    return f"<ul class='stories'>{items}</ul>{more if left > 0 else ''}"


def _items(v: View, actions: pd.DataFrame) -> Iterator[str]:
    t = v.t
    names = v.dataset["places"].set_index("place_id")["name"]
    joins = v.dataset["action_places"]
    held = joins[(joins["role"] == "held") & joins["action_id"].isin(actions["action_id"])]
    cities = held.drop_duplicates(["action_id", "place_id"]).groupby("action_id")["place_id"].agg(list)
    for action in actions.itertuples():
        places = [names[i] for i in cities.get(action.action_id, [])]
        rest = len(places) - CITIES
        people = action.participants_text
        facts = [
            t.dates(action.start_date, action.end_date, action.date_precision),
            ", ".join(places[:CITIES]) + (t(" and {n} more", n=rest) if rest > 0 else ""),
            people if isinstance(people, str) else "",
        ]
        title = visit.anchor(v, v.escaped(str(action.title)), record=("action", str(action.action_id)))
        told = f"<p>{v.escaped(action.summary)}</p>" if isinstance(action.summary, str) else ""
        yield f"<li>{title}{told}<small>{v.escaped(' · '.join(fact for fact in facts if fact))}</small></li>"


def _silent(v: View) -> str:
    """How many accounts give no number of people, once for all of them."""
    t, people = v.t, summaries.participants(v.selection)
    if not people.not_reported or people.of < 2:
        return ""
    told = t.n(
        "{k} of {n} account gives no number of participants.",
        "{k} of {n} accounts give no number of participants.",
        people.of,
        k=t.number(people.not_reported),
    )
    return f"<p class='quiet'>{v.escaped(told)}</p>"
